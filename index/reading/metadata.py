"""What a web page's head says of its article: title, author, source, date, address, language.

Reads Open Graph, article:, Dublin Core and JSON-LD. Title, source and address are left to trafilatura. Authors are
not, since it takes names near the text and rewrites them; nor are dates, since htmldate, which it calls, takes any date
from the text when the head has none, and makes a day of a month. Here only metadata, JSON-LD, a <time> before the first
paragraph, or the address is evidence, and a date stays as precise as it is given.
"""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from index.language.times.wording import RECENT_YEAR
from index.reading.dates import iso_date
from index.reading.raw_article import LONGEST_FIELD, RawArticle, as_field, whole_characters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_NAME = 120  # characters; longer ones are an author's box
EARLIEST = "1600"  # no newspaper is older; placeholders are, like 0001-01-01

_Item = dict[str, Any]  # an object of JSON-LD
_DATE_NAMES = (
    *("article:published_time", "og:article:published_time", "og:published_time", "article:published"),
    *("datepublished", "parsely-pub-date", "sailthru.date", "citation_publication_date"),
    *("dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date"),
    *("publication_date", "publish_date", "publish-date", "publishdate", "pubdate", "date"),
)
_AUTHOR_NAMES = "author article:author dc.creator dcterms.creator parsely-author sailthru.author byl".split()
_ARTICLE_TYPE = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|SocialMediaPosting|Report)")
_ADDRESS_DATE = re.compile(rf"/({RECENT_YEAR})[/-](\d\d)(?:[/-](\d\d))?(?=[/-])")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_BY = re.compile(r"^(?:written )?by\s+", re.IGNORECASE)
_SCHEME = re.compile(r"https?://(?:www\.)?|/$")
_ADDRESSES = ("http:", "https:", "www.", "@")
_COPYRIGHT = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)
_FIRST_PARAGRAPH = 100  # characters that make a paragraph of the article


def read_metadata(tree: "HtmlElement") -> RawArticle:
    """Return what the page says; its text is that of the article where the head repeats it (JSON-LD), else empty."""
    from trafilatura import extract_metadata

    found = extract_metadata(tree, date_config={"extensive_search": False, "original_date": True})
    named = _named_values(tree)
    described = list(_described(tree))
    articles = [item for item in described if _is_article(item)]
    source = (named.get("og:site_name") or found.sitename or "").strip("@ ")
    return RawArticle(
        title=as_field(found.title),
        author=_author(tree, named, articles, described),
        source=as_field(_SCHEME.sub("", source)) if not _COPYRIGHT.match(source) else None,
        published=_published(tree, named, articles, found.url),
        url=as_field(found.url),
        language=_language(tree, named),
        text=max((_text(article.get("articleBody")) for article in articles), key=len, default=""),
    )


def _named_values(tree: "HtmlElement") -> dict[str, str]:
    """Return what <meta> elements say, by their names in lower case; the first of a name counts."""
    named: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if name and (content := element.get("content", "").strip()):
            named.setdefault(name.strip().lower(), content)
    return named


def _described(tree: "HtmlElement") -> Iterator[_Item]:
    """Yield all objects that JSON-LD describes, in the order of the page, those in lists and graphs too."""
    for script in tree.iter("script"):
        if script.get("type", "").strip().lower() != "application/ld+json":
            continue
        try:
            waiting = [json.loads(script.text or "null", strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.pop()
            if isinstance(item, dict):
                yield item
                waiting.extend(reversed(item.values()))
            elif isinstance(item, list):
                waiting.extend(reversed(item))


def _is_article(item: _Item) -> bool:
    kinds = item.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLE_TYPE.fullmatch(kind) for kind in kinds)


def _author(tree: "HtmlElement", named: dict[str, str], articles: list[_Item], described: list[_Item]) -> str | None:
    """Return the names of the authors, separated by commas: JSON-LD, then <meta>, then what is marked as author."""
    by_id = {item["@id"]: item for item in described if isinstance(item.get("@id"), str) and "name" in item}
    names: list[object] = []
    authors = articles[0].get("author") if articles else None
    for author in authors if isinstance(authors, list) else [authors]:
        if isinstance(author, dict):
            author = (author if "name" in author else by_id.get(_text(author.get("@id")), author)).get("name")
        names += author if isinstance(author, list) else [author]
    marked = tree.xpath(
        "//*[(@rel='author' or @itemprop='author') and not(.//*[@itemprop='name'])]"
        " | //*[@itemprop='author']//*[@itemprop='name']"
    )
    for candidates in (
        [_text(name) for name in names],
        [named[name] for name in _AUTHOR_NAMES if name in named][:1],
        [line for line in (element.text_content() for element in marked) if not any(map(str.isdecimal, line))],
    ):
        lines = [_BY.sub("", line) for line in map(as_field, candidates) if line]
        if found := [line for line in lines if len(line) <= LONGEST_NAME and not line.startswith(_ADDRESSES)]:
            return ", ".join(dict.fromkeys(found))
    return None


def _published(tree: "HtmlElement", named: dict[str, str], articles: list[_Item], url: str | None) -> str | None:
    candidates = [named[name] for name in _DATE_NAMES if name in named]
    candidates += [_text(article.get("datePublished")) for article in articles[:1]]
    candidates += _times_before_text(tree)
    if in_address := _ADDRESS_DATE.search(url or ""):
        candidates.append("-".join(filter(None, in_address.groups())))
    dates = (iso_date(candidate[:LONGEST_FIELD]) for candidate in candidates)
    return next((found for found in dates if found and found >= EARLIEST), None)


def _times_before_text(tree: "HtmlElement") -> Iterator[str]:
    """Yield the dates of <time> elements, and others marked as such, between the headline and the first paragraph."""
    start = tree.find(".//article")
    start = start if start is not None else tree.find(".//h1")
    if start is None:
        return
    for element in start.xpath("descendant-or-self::* | following::*"):
        text = element.text_content() if element.tag == "p" else element.text or ""
        if len(text.strip()) > _FIRST_PARAGRAPH and element.tag not in ("script", "style"):
            return
        if element.tag == "time" or element.get("itemprop") == "datePublished":
            yield element.get("datetime") or element.get("content") or element.text_content()


def _language(tree: "HtmlElement", named: dict[str, str]) -> str | None:
    for value in (tree.get("lang"), named.get("og:locale"), named.get("language"), named.get("dc.language")):
        if value and _LANGUAGE.fullmatch(value.strip()):
            return value.strip().replace("_", "-")
    return None


def _text(value: object) -> str:
    """Return a text of JSON-LD, where half a character may be escaped, as one that can be stored; "" if it is none."""
    return whole_characters(value) if isinstance(value, str) else ""
