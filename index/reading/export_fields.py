"""The names of the fields of exported articles, and what of an article they say; nothing for what is not kept."""

HEAD = {
    **dict.fromkeys(("headline", "title"), "title"),
    **dict.fromkeys(("byline", "author", "authors"), "author"),
    **dict.fromkeys(("publication title", "publication", "source"), "source"),
    **dict.fromkeys(("publication date", "date"), "published"),
    **dict.fromkeys(("highlight", "abstract"), "lead"),
    **dict.fromkeys(("section", "length", "dateline", "column", "edition", "links", "publication info", "series"), ""),
}
TAIL = {  # what stands behind no text but that of an export
    **dict.fromkeys(("publication title",), "source"),
    **dict.fromkeys(("publication date",), "published"),
    **{"document url": "url", "language of publication": "language"},
    **dict.fromkeys(("load-date", "publication-type", "publication type", "journal-code", "document-type"), ""),
    **dict.fromkeys(("publication year", "place of publication", "country of publication", "issn", "eissn"), ""),
    **dict.fromkeys(("source type", "document type", "proquest document id", "publication subject"), ""),
}
TAIL_OR_TEXT = {  # what may be the text's own: it counts below one of the others, and behind "Full text:"
    **dict.fromkeys(("credit",), "author"),
    **dict.fromkeys(("correction", "clarification", "editor's note", "editors' note", "editors-note"), "notice"),
    **{"language": "language", "title": "title"},
    **dict.fromkeys(("graphic", "subject", "industry", "company", "person", "geographic", "location", "people"), ""),
    **dict.fromkeys(("distribution", "publisher", "database", "first page", "pages", "number of pages", "volume"), ""),
    **dict.fromkeys(
        ("issue", "word count", "company / organization", "copyright", "identifier / keyword", "section", "author"), ""
    ),
    **dict.fromkeys("last updated,links,ticker,organization,city,state,country,publication info,series".split(","), ""),
}
ANY_TAIL = TAIL_OR_TEXT | TAIL
