"""Books (.epub), and newspapers that come as books → raw articles, one for each chapter, in the order of reading.

A chapter without text (a cover) and the table of contents are no articles. A book's date is when it was published.
"""

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag
from zipfile import ZipFile

from index.reading.decoding import decode_page
from index.reading.formats.markup import html_to_text
from index.reading.formats.members import Item
from index.reading.formats.package import open_package
from index.reading.formats.source import sound
from index.reading.formats.xmltree import children, local, parse_xml, text_at, without_namespace
from index.reading.raw_article import NotRead, RawArticle, Unreadable, as_field, first_line_title

if TYPE_CHECKING:
    from index.reading.formats.xmltree import Element

_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")  # made unreadable, as licences want
_TEXTS = ("application/xhtml+xml", "text/html")


def read_epub(raw: bytes) -> Iterator[Item]:
    """Yield the chapters of a book."""
    with sound(".epub file"), open_package(raw) as package:
        names = set(package.namelist())
        if "META-INF/container.xml" not in names:
            raise Unreadable("no .epub file; give it its true suffix")
        if _is_protected(package, names):
            raise Unreadable("protected against copying; get it without")
        root_file = next(
            one for one in parse_xml(package.read("META-INF/container.xml")).iter() if local(one) == "rootfile"
        )
        book_path = unquote(root_file.get("full-path") or "")
        book = parse_xml(package.read(book_path))
        folder = posixpath.dirname(book_path)
        files = {one.get("id"): one for one in children(book, "manifest", "item") if one.get("media-type") in _TEXTS}
        titles = _titles(package, names, book, folder)
        spine = [files.get(one.get("idref")) for one in children(book, "spine", "itemref")]
        yield from _chapters(package, names, [one for one in spine if one is not None], folder, titles, book)


def _chapters(
    package: ZipFile, names: set[str], spine: list["Element"], folder: str, titles: dict[str, str], book: "Element"
) -> Iterator[Item]:
    about = {name: as_field(text_at(book, "metadata", name)) for name in ("title", "language", "publisher")}
    authors = children(book, "metadata", "creator")
    author = as_field(", ".join(filter(None, ("".join(one.itertext()).strip() for one in authors))))
    published = _published(book)
    found = is_told = False
    for chapter in spine:
        name = _path(folder, chapter.get("href") or "")
        if "nav" in (chapter.get("properties") or "").split():
            continue
        if name not in names:
            is_told = True
            yield Unreadable("named in the book's order but not in it; get the book anew", name)
            continue
        try:
            with sound("chapter"):
                text = html_to_text(decode_page(package.read(name)))
        except Unreadable as error:
            is_told = True
            yield Unreadable(str(error), name)
            continue
        if not any(map(str.isalnum, text)):
            continue
        found = True
        yield RawArticle(
            text,
            title=as_field(titles.get(name)) or first_line_title(text),
            source=about["title"] or about["publisher"],
            author=author,
            published=published,
            language=about["language"],
            member=name,
        )
    if not found and not is_told:
        raise Unreadable("no text in this book, only pictures")
    for kind in ("image", "audio", "video"):
        count = sum((one.get("media-type") or "").startswith(kind) for one in children(book, "manifest", "item"))
        if count:
            yield NotRead(f"{kind}s of books", count)


def _is_protected(package: ZipFile, names: set[str]) -> bool:
    if "META-INF/encryption.xml" not in names:
        return False
    methods = [
        one.get("Algorithm")
        for one in parse_xml(package.read("META-INF/encryption.xml")).iter()
        if local(one) == "EncryptionMethod"
    ]
    return any(method not in _FONTS for method in methods)


def _published(book: "Element") -> str | None:
    """Return the date of publication: the one that says it is that, or else the only one."""
    dates = children(book, "metadata", "date")
    said = [
        one
        for one in dates
        if any(without_namespace(name) == "event" and "publication" in value for name, value in one.items())
    ]
    dated = said or (dates if len(dates) == 1 and not dates[0].attrib else [])
    return as_field(dated[0].text) if dated else None


def _titles(package: ZipFile, names: set[str], book: "Element", folder: str) -> dict[str, str]:
    """Return the titles of chapters by their paths, as the table of contents has them (EPUB 3, or else 2)."""
    titles: dict[str, str] = {}
    for entry in children(book, "manifest", "item"):
        path = _path(folder, entry.get("href") or "")
        is_contents = "nav" in (entry.get("properties") or "").split()
        if path not in names or not is_contents and entry.get("media-type") != "application/x-dtbncx+xml":
            continue
        try:
            with sound("table of contents"):
                root = parse_xml(package.read(path))
        except Unreadable:  # the chapters have titles of their own, too
            continue
        below = posixpath.dirname(path)
        for one in root.iter():
            if local(one) == "a" and is_contents:
                titles.setdefault(_path(below, one.get("href") or ""), " ".join("".join(one.itertext()).split()))
            elif local(one) == "navPoint":
                content = next(iter(children(one, "content")), None)
                if content is not None:
                    titles.setdefault(_path(below, content.get("src") or ""), text_at(one, "navLabel", "text"))
    return titles


def _path(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(urldefrag(href)[0])))
