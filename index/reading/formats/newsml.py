"""News agencies' XML (NITF, NewsML-G2, NewsML 1) → raw articles.

A NITF document says when it was released or issued. A NewsML item says when its version was made, which is when the
agency sent it out; other dates in it (the event's, the embargo's) are not the article's. Of several texts in one item
the longest is the article; others are listed as removed, and so are words in fields that nothing is made of.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from index.reading.cleaning import Removed
from index.reading.dates import iso_date
from index.reading.formats.blocks import Block, joined
from index.reading.formats.markup import markup_to_text
from index.reading.formats.members import Item
from index.reading.formats.newsml_parts import NO_TEXTS, fields_of_prose, inline_texts, plain_text
from index.reading.formats.xmltree import children, local, parse_xml, text_at
from index.reading.opinion import KnownText, words_of
from index.reading.raw_article import NotRead, RawArticle, Unreadable, as_field, without_by

if TYPE_CHECKING:
    from index.reading.formats.xmltree import Element

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_HEAD = ("hl2", "abstract", "dateline", "note")


def read_nitf(raw: bytes) -> RawArticle:
    """Return the article of a NITF document."""
    return _nitf(parse_xml(raw))


def read_newsml(raw: bytes) -> Iterator[Item]:
    """Yield the articles of a NewsML document; items that hold pictures alone have none, and are counted."""
    root = parse_xml(raw)
    items = [one for one in root.iter() if local(one) in ("newsItem", "NewsItem")]
    found, others = False, 0
    for number, news in enumerate(items, start=1):
        article = _news_item(news, number) if local(news) == "newsItem" else _old_item(news, number)
        if article is not None:
            found = True
            yield article
        else:
            others += 1
    if not found:
        raise Unreadable("no article in it, only items without text; remove it")
    if others:
        yield NotRead(NO_TEXTS, others)


def _nitf(root: "Element") -> RawArticle:
    heads = children(root, "body", "body.head")
    headlines = (_line(one) for head in heads for one in children(head, "hedline", "hl1"))
    title = next(filter(None, headlines), "") or text_at(root, "head", "title")
    inside = [Block(markup_to_text(one)) for one in children(root, "body", "body.content")]
    body = joined(inside)
    known, folded = KnownText(body), body.casefold()
    said = (_said(one, known, folded) for head in heads for one in head.iter() if local(one) in _HEAD)
    above = [Block(line) for line in said if line]
    below = [Block(markup_to_text(one)) for one in children(root, "body", "body.end")]
    dated = [
        one.get("norm") for name in ("date.release", "date.issue") for one in children(root, "head", "docdata", name)
    ]
    publication = next(iter(children(root, "head", "pubdata")), None)
    if publication is not None:
        dated.append(publication.get("date.publication"))
    address = publication.get("ex-ref") if publication is not None else None
    return RawArticle(
        joined([*above, *inside, *below]),
        title=as_field(title),
        author=as_field(", ".join(filter(None, (_byline(one) for head in heads for one in children(head, "byline"))))),
        source=as_field(publication.get("name") if publication is not None else None)
        or as_field(next(filter(None, (text_at(head, "distributor") for head in heads)), "")),
        published=as_field(next(filter(None, dated), None)),
        url=as_field(address),
        language=as_field(root.get(_LANGUAGE)),
        removed=tuple(_notes([one.get("info") for one in children(root, "head", "docdata", "ed-msg")], body)),
    )


def _said(above: "Element", known: KnownText, folded: str) -> str:
    """Return what stands above the text, unless the text has it, or begins with it as datelines do; "" for a time."""
    line = _line(above)
    is_in_text = folded.startswith(line.casefold()) or known.share(words_of(line)) == 1
    return "" if is_in_text or iso_date(line) else line


def _notes(notes: Iterable[str | None], text: str) -> Iterator[Removed]:
    """Yield what an agency tells its clients beside an article, as it is none of its text."""
    known = KnownText(text)
    for note in notes:
        line = " ".join((note or "").split())
        if line and known.share(words_of(line)) < 1:
            yield Removed(line, "the agency's note")


def _byline(byline: "Element") -> str:
    """Return the names in a byline, without "By" and the person's title."""
    titles = [one for one in byline if local(one) == "byttl"]
    said = "".join([byline.text or "", *("".join(one.itertext()) for one in byline if one not in titles)])
    names = text_at(byline, "person") or " ".join(said.split()).strip(", ") or text_at(byline, "byttl")
    return without_by(names)


def _news_item(news: "Element", number: int) -> RawArticle | None:
    """Return the article of a NewsML-G2 item."""
    article = _content(news)
    if article is None:
        return None
    title = text_at(news, "contentMeta", "headline") or text_at(news, "itemMeta", "title") or article.title
    by = text_at(news, "contentMeta", "by") or article.author or text_at(news, "contentMeta", "creator", "name")
    return RawArticle(
        article.text,
        title=as_field(title),
        author=as_field(without_by(by)),
        source=article.source or as_field(_provider(news)),
        published=article.published or as_field(text_at(news, "itemMeta", "versionCreated")),
        url=article.url,
        language=as_field(news.get(_LANGUAGE)) or article.language,
        member=as_field(news.get("guid")),
        number=None if news.get("guid") else number,
        place=f"item {number}",
        removed=(*article.removed, *_notes(map(_line, _beside(news)), f"{title}\n{article.text}")),
    )


def _beside(news: "Element") -> Iterator["Element"]:
    """Yield the elements of a NewsML-G2 item in which its agency tells of the article in words."""
    for path in (("itemMeta", "edNote"), ("contentMeta", "subheadline"), ("contentMeta", "description")):
        yield from children(news, *path)


def _line(element: "Element") -> str:
    """Return an element as one line; a tag in it parts words only where it begins or ends a block."""
    return " ".join(markup_to_text(element).split())


def _provider(news: "Element") -> str:
    """Return who gave out an item, in the words that say it best."""
    named = (
        *(text_at(news, "contentMeta", "creditline"), text_at(news, "itemMeta", "provider", "name")),
        *(text_at(news, "rightsInfo", "copyrightHolder", "name"), text_at(news, "contentMeta", "infoSource", "name")),
    )
    codes = (
        one.get("literal") or (one.get("qcode") or "").rpartition(":")[2]
        for one in children(news, "itemMeta", "provider")
    )
    return next(filter(None, (*named, *codes)), "")


def _old_item(news: "Element", number: int) -> RawArticle | None:
    """Return the article of a NewsML 1 item."""
    article = _content(news)
    if article is None:
        return None
    lines = next((one for one in news.iter() if local(one) == "NewsLines"), news)
    made = next((one for one in news.iter() if local(one) == "ThisRevisionCreated"), None)
    parties = [
        one for holder in news.iter() if local(holder) in ("Source", "Provider") for one in children(holder, "Party")
    ]
    languages = [one for one in news.iter() if local(one) == "Language"]
    return RawArticle(
        article.text,
        title=as_field(text_at(lines, "HeadLine")) or article.title,
        author=as_field(text_at(lines, "ByLine")) or article.author,
        source=as_field(text_at(lines, "CreditLine")) or article.source or _formal_name(parties),
        published=article.published or as_field(made.text if made is not None else None),
        language=article.language or _formal_name(languages),
        number=number,
        place=f"item {number}",
        removed=(*article.removed, *_notes([text_at(lines, "SubHeadLine")], article.text)),
    )


def _formal_name(elements: list["Element"]) -> str | None:
    """Return the first name that NewsML 1 gives elements in an attribute."""
    return as_field(next(filter(None, (one.get("FormalName") for one in elements)), None))


def _content(news: "Element") -> RawArticle | None:
    """Return the longest text of an item, be it NITF, HTML, or plain, with what else it says as removed."""
    texts = [text for holder in inline_texts(news) if (text := _text_of(holder)).text.strip()]
    if not texts:
        return None
    article = max(texts, key=_length)
    old = next((_line(one) for one in news.iter() if local(one) == "HeadLine"), None)
    said = (text_at(news, "contentMeta", "headline"), text_at(news, "itemMeta", "title"), article.title, old)
    noted = [_line(one) for one in _beside(news)]  # which are told as the agency's
    known = KnownText("\n".join((article.text, *filter(None, said), *noted)))
    removed = [Removed(text.text, "another text of the item") for text in texts if _adds(text.text, known)]
    fields = (Removed(line, f'the field "{name}"') for name, line in fields_of_prose(news) if _adds(line, known))
    return replace(article, removed=(*article.removed, *removed, *dict.fromkeys(fields)))


def _text_of(holder: "Element") -> RawArticle:
    nitf = next((one for one in holder.iter() if local(one) == "nitf"), None)
    return _nitf(nitf) if nitf is not None else RawArticle(plain_text(holder).strip("\n"))


def _length(article: RawArticle) -> int:
    return len(article.text)


def _adds(text: str, known: KnownText) -> bool:
    return known.share(words_of(text)) < 1
