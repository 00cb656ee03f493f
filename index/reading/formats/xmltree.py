"""XML → a tree: nothing is fetched, no entity that a document declares is expanded, and none of HTML's gets lost."""

import html
import re
from typing import TYPE_CHECKING, TypeAlias

from index.reading.decoding import decode_page
from index.reading.raw_article import Unreadable

if TYPE_CHECKING:
    from lxml import etree

    Element: TypeAlias = etree._Element  # lxml has no other name for it

ROOT_WITHIN = 20_000  # characters

_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]{0,500}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,1000}+(?:\[[^\]]{0,10000}+\]\s*+)?>")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def parse_xml(raw: bytes) -> "Element":
    """Return the root of a document; raises `Unreadable` for what is no sound XML, or declares entities."""
    from lxml import etree

    text = xml_text(raw)
    start = text[: 2 * ROOT_WITHIN]  # it stands before the root, and may be long
    text = _DOCTYPE.sub("", start, count=1) + text[len(start) :]
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"not sound XML ({error.msg}); save it anew") from error


def xml_text(raw: bytes) -> str:
    """Return a document's characters without its declaration, HTML's named signs in place of their names."""
    text = _DECLARATION.sub("", decode_page(raw), count=1)
    if "<!ENTITY" in text:
        raise Unreadable("declares entities of its own, which are not expanded; remove its DOCTYPE")
    return _NAMED.sub(lambda named: named[0] if named[1] in _OF_XML else html.unescape(named[0]), text)


def root_name(raw: bytes) -> str:
    """Return the name of a document's root element, without its prefix, or nothing where it has none.

    >>> root_name(b'<?xml version="1.0"?><!-- <a> --><rdf:RDF>')
    'RDF'
    """
    found = _ROOT.search(_COMMENT.sub("", decode_page(raw[:ROOT_WITHIN])))
    return found[1].rpartition(":")[2] if found else ""


def local(element: "Element") -> str:
    """Return an element's name without its namespace; nothing for a comment."""
    tag = element.tag
    return without_namespace(tag) if isinstance(tag, str) else ""


def without_namespace(name: str) -> str:
    """Return the name of an element or attribute alone."""
    return name.rpartition("}")[2]


def children(element: "Element", *path: str) -> list["Element"]:
    """Return what lies below an element by a path of names, in whatever namespace."""
    found = [element]
    for name in path:
        found = [child for one in found for child in one if local(child) == name]
    return found


def text_at(element: "Element", *path: str) -> str:
    """Return the text of the first element that a path leads to and that has one, as one line."""
    texts = (" ".join("".join(one.itertext()).split()) for one in children(element, *path))
    return next(filter(None, texts), "")
