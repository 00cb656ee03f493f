"""Files that are called .doc → raw articles, by what they are: many programs write RTF, pages or .docx by that name.

Word's format before 2007 is refused, with the fix: the libraries that read it without a server are young, and take what
was deleted with tracked changes for text.
"""

from index.reading.formats.mail import page_in_parts
from index.reading.formats.rtf import START, read_rtf
from index.reading.formats.sniffing import SNIFFED, kind_by_content
from index.reading.formats.word import OLD_WORD, read_docx
from index.reading.pages import read_html
from index.reading.raw_article import RawArticle, Unreadable

_ZIP = b"PK\x03\x04"


def read_doc(raw: bytes) -> RawArticle:
    """Return the article of a file that is called .doc."""
    start = raw[:SNIFFED].lstrip()
    if raw.startswith(_ZIP):
        return read_docx(raw)
    if start.startswith(START):
        return read_rtf(raw)
    if start[:13].lower() == b"mime-version:":
        return page_in_parts(raw)
    if kind_by_content(raw[:SNIFFED]) == ".html":
        return read_html(raw)
    if raw.startswith(OLD_WORD):
        raise Unreadable("a .doc file of Word before 2007, or one with a password; save it as .docx without a password")
    raise Unreadable("not a .doc file; give it its true suffix, or save it as .docx")
