"""What an item of NewsML holds beside the text that is its article: other texts, and words in fields of any name."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.reading.formats.markup import html_to_text, markup_to_text
from index.reading.formats.xmltree import local
from index.reading.unknown_fields import is_prose

if TYPE_CHECKING:
    from index.reading.formats.xmltree import Element

_INLINE = ("inlineXML", "inlineData", "DataContent")
_TOLD_OTHERWISE = ("edNote", "subheadline", "SubHeadLine", "by", "ByLine", "creditline")
NO_TEXTS = "items of an agency without text, as pictures are"  # a kind of what is not read


def inline_texts(news: "Element") -> list["Element"]:
    """Return the elements of an item that hold a text, outermost first."""
    found = [one for one in news.iter() if local(one) in _INLINE]
    return [one for one in found if not any(local(above) in _INLINE for above in one.iterancestors())]


def plain_text(holder: "Element") -> str:
    """Return the text of an element that holds one, in HTML or plain."""
    if len(holder):
        return markup_to_text(holder)
    is_markup = "html" in (holder.get("contenttype") or "").lower()
    return html_to_text(holder.text or "") if is_markup else holder.text or ""


def fields_of_prose(element: "Element") -> Iterator[tuple[str, str]]:
    """Yield name and words of the fields of an item, and of those within them, that say more than names and codes."""
    for child in element:
        name = local(child)
        if not name or name in _INLINE or name in _TOLD_OTHERWISE:
            continue
        if not (child.text or "").strip():
            yield from fields_of_prose(child)
            continue
        line = " ".join(markup_to_text(child).split())
        if is_prose(line):
            yield name, line
