"""Files to articles: which files, their formats, saved web pages, cleaning with reasons, dates."""
