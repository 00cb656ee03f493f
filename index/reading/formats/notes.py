"""Notes that Evernote and others export (.enex) → raw articles, one for each note.

A clipped page keeps its address. When a note was made is not when the article in it was published. One note at a time
is in memory, and pictures and files within notes are passed over, counted by their kind.
"""

import html
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from index.reading.formats.markup import html_to_text
from index.reading.formats.members import Item
from index.reading.formats.source import LARGEST_TEXT, MEGABYTE
from index.reading.formats.xmltree import ROOT_WITHIN, text_at, xml_text
from index.reading.raw_article import NotRead, RawArticle, Unreadable, as_field

if TYPE_CHECKING:
    from index.reading.formats.xmltree import Element


def read_enex(stream: BinaryIO) -> Iterator[Item]:
    """Yield the notes of an export."""
    from lxml import etree

    xml_text(stream.read(ROOT_WITHIN))  # refuses entities
    stream.seek(0)
    notes = etree.iterparse(
        stream, tag="{*}note", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_pis=True
    )
    number = 0
    try:
        for number, (_, note) in enumerate(notes, start=1):
            yield from _items(note, number)
            note.clear()
            while note.getprevious() is not None:
                del note.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"not sound XML after {number} notes ({error.msg}); export it anew") from error
    if not number:
        raise Unreadable("no notes in it; export them anew")


def _items(note: "Element", number: int) -> Iterator[Item]:
    place = f"note {number}"
    content = "".join(content.text or "" for content in note.iterfind("{*}content"))
    if len(content) > LARGEST_TEXT:
        yield Unreadable(f"larger than {LARGEST_TEXT // MEGABYTE} MB; split it", place)
        return
    try:
        text = html_to_text(_body(content))
    except Unreadable as error:
        yield Unreadable(str(error), place)
        text = ""
    title = as_field(text_at(note, "title"))
    if text.strip():
        yield RawArticle(
            text,
            title=title,
            author=as_field(text_at(note, "note-attributes", "author")),
            url=as_field(text_at(note, "note-attributes", "source-url")),
            number=number,
            place=place,
        )
    for resource in note.iterfind("{*}resource"):
        yield NotRead(text_at(resource, "mime") or "without a suffix")


def _body(content: str) -> str:
    """Return a note's markup without what declares it to be one."""
    start = content.find("<en-note")
    return html.unescape(content) if start < 0 and "&lt;" in content else content[max(start, 0) :]
