"""XML files → raw articles, by what their root element says they are: feeds, NewsML, NITF, notes of Evernote, XHTML."""

from collections.abc import Iterator
from typing import BinaryIO

from index.reading.formats import feeds, newsml, notes
from index.reading.formats.members import Item
from index.reading.formats.source import LARGEST_XML, read_whole
from index.reading.formats.xmltree import ROOT_WITHIN, root_name, xml_text
from index.reading.pages import read_html
from index.reading.raw_article import Unreadable

_FEEDS = frozenset(("rss", "feed", "RDF", "channel"))
_LISTS = {"opml": "feeds", "urlset": "pages", "sitemapindex": "lists of pages"}
_NEWSML = frozenset(("newsMessage", "newsItem", "packageItem", "NewsML"))


def read_xml(stream: BinaryIO) -> Iterator[Item]:
    """Yield the articles of an XML file."""
    name = root_name(stream.read(ROOT_WITHIN))
    stream.seek(0)
    if name == "en-export":
        yield from notes.read_enex(stream)
        return
    raw = read_whole(stream, LARGEST_XML)
    if name in _FEEDS:
        yield from feeds.read_feed(xml_text(raw).encode())  # in which feedparser has no sign to drop
    elif name in _NEWSML:
        yield from newsml.read_newsml(raw)
    elif name == "nitf":
        yield newsml.read_nitf(raw)
    elif name.lower() == "html":
        yield read_html(raw)
    elif name in _LISTS:
        raise Unreadable(f"a list of {_LISTS[name]}, without their text; save these themselves")
    else:
        said = f"<{name}> is" if name else "this is"
        raise Unreadable(f"{said} no kind of XML that is read (feeds, NewsML, NITF, XHTML); save its text as .txt")
