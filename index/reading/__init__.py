"""Files to articles: which files, their formats, saved web pages, cleaning with reasons, dates."""

from index.reading.articles import Article, ReadArticle, read_articles, read_file
from index.reading.cleaning import Removed
from index.reading.dates import Days, days_of, iso_date, iso_span, orders_of
from index.reading.files import FoundFile, Skipped, find_files, not_read_line, resolved_roots
from index.reading.formats import SUFFIXES, kind_of
from index.reading.kinds import suffix_of
from index.reading.notices import Notice
from index.reading.raw_article import NotRead
from index.reading.title_marks import bare_title

__all__ = ["Article", "FoundFile", "Notice", "ReadArticle", "Removed", "Skipped", "find_files", "read_articles"]
__all__ += ["SUFFIXES", "Days", "NotRead", "bare_title", "days_of", "iso_date", "iso_span", "kind_of", "not_read_line"]
__all__ += ["orders_of", "read_file", "resolved_roots", "suffix_of"]
