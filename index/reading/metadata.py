"""What a web page says of its article: title, author, source, date, address, language.

Reads Open Graph, article:, Dublin Core, JSON-LD and what the page marks as headline and byline. Nothing is guessed from
running text (htmldate, which trafilatura calls, takes any date there), and a date stays as precise as it is given. All
is of the article that the page is about: not of its site, of an update of a live blog, or of an article it links to.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.language.times.wording import RECENT_YEAR
from index.reading.datelines import stated_dates
from index.reading.dates import iso_date
from index.reading.jsonld import Item, addresses_of, described, is_article, is_live_blog, text_of
from index.reading.raw_article import LONGEST_FIELD, RawArticle, as_field, without_by
from index.reading.site_names import SEPARATOR, key_of, line_of, sites_in_headings

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_NAME = 120  # characters; longer ones are an author's box

_DATE_NAMES = (
    *("article:published_time", "og:article:published_time", "og:published_time", "article:published"),
    *("datepublished", "parsely-pub-date", "sailthru.date", "citation_publication_date"),
    *("dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date"),
    *("publication_date", "publish_date", "publish-date", "publishdate", "pubdate", "date"),
)
_AUTHOR_NAMES = "author article:author dc.creator dcterms.creator parsely-author sailthru.author byl".split()
_TITLE_NAMES = "og:title twitter:title parsely-title sailthru.title citation_title dc.title dcterms.title".split()
_SOURCE_NAMES = "og:site_name dc.publisher dcterms.publisher citation_journal_title application-name".split()
_ADDRESS_DATE = re.compile(rf"/({RECENT_YEAR})[/-](\d\d)(?:[/-](\d\d))?(?=[/-])")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_ADDRESSES = ("http:", "https:", "www.", "@")
_COPYRIGHT = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)
_SITE_BEHIND = re.compile(r"\s+[|–—·•»›-]+\s|\s*[|»]|$")
_NO_TITLE = frozenset(("", "untitled", "untitled document", "no title", "home", "homepage", "home page", "index"))
_LIVE = "//*[@itemprop='liveBlogUpdate' or contains(@itemtype, 'LiveBlogPosting')]"


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of its article.

    The article's text is what the head repeats of it (JSON-LD), or "". `headlines` are all that the page calls itself,
    and `description` is its summary; `is_live` tells a live blog, whose updates may be articles in the article.
    """

    article: RawArticle
    headlines: tuple[str, ...]
    description: str
    is_live: bool


def read_head(tree: "HtmlElement") -> Head:
    """Return what the page says of its article."""
    named = _named_values(tree)
    items = list(described(tree))
    by_name = _by_name([item for item, _ in items])
    headings = [line_of(element.text_content()) for element in tree.iter("h1")]
    url = _address(tree, named)
    called = [*(line_of(named[name]) for name in _TITLE_NAMES if name in named), *headings]
    main = _main_item([item for item, is_main in items if is_main and is_article(item)], called, url)
    source = _source(named, main, by_name, [item for item, _ in items], url)
    host = _host(url)
    sites = {key_of(name) for name in (source or "", host, host.split(".")[0])}
    named_titles = {key_of(named[name]) for name in _TITLE_NAMES if name in named}
    sites |= sites_in_headings(tree, named_titles, text_of(main.get("headline")), host)
    titles = _titles(tree, called, main, sites)
    heading = next(iter(headings), None) if len(headings) == 1 and key_of(headings[0]) in map(key_of, titles) else None
    article = RawArticle(
        title=as_field(heading or _agreed(titles)),
        author=_author(tree, named, main, by_name),
        source=as_field(source),
        published=_published(tree, named, main, url),
        url=as_field(url),
        language=_language(tree, named),
        text=text_of(main.get("articleBody")),
    )
    descriptions = [named.get(name, "") for name in ("og:description", "description", "twitter:description")]
    is_live = is_live_blog(main) or bool(tree.xpath(_LIVE))
    return Head(article, tuple(titles + called), "\n".join(descriptions), is_live)


def _named_values(tree: "HtmlElement") -> dict[str, str]:
    """Return what <meta> elements say, by their names in lower case; the first of a name counts."""
    named: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if name and (content := element.get("content", "").strip()):
            named.setdefault(name.strip().lower(), content)
    return named


def _main_item(items: list[Item], called: list[str], url: str | None) -> Item:
    """Return the item of the article that the page is about: by its address, its headline, else the first."""
    by_address = [item for item in items if url in addresses_of(item)]
    keys = {key_of(name) for name in called}
    by_headline = [item for item in items if key_of(text_of(item.get("headline"))) in keys]
    return next(iter([*by_address, *by_headline, *items]), {})


def _source(
    named: dict[str, str], main: Item, by_name: dict[str, Item], items: list[Item], url: str | None
) -> str | None:
    """Return the name of the paper: <meta>, the publisher, the site in JSON-LD, or the address of the site."""
    publishers = main.get("publisher")
    publishers = publishers if isinstance(publishers, list) else [publishers]
    described = [_referred(one, by_name) for one in publishers] + [
        item for item in items if item.get("@type") == "WebSite"
    ]
    found = [named[name] for name in _SOURCE_NAMES if name in named]
    found[1:1] = [text_of(one.get("name")) if isinstance(one, dict) else text_of(one) for one in described]
    found.append(_host(url))
    return next((name for one in found if (name := one.strip("@ ")) and not _COPYRIGHT.match(name)), None)


def _by_name(items: list[Item]) -> dict[str, Item]:
    """Return the items that others may refer to; the first of a name counts."""
    return {name: item for item in reversed(items) if isinstance(name := item.get("@id"), str) and "name" in item}


def _referred(value: object, by_name: dict[str, Item]) -> object:
    """Return the item that a value stands for when it is but the name of one."""
    if not isinstance(value, dict) or "name" in value or not isinstance(value.get("@id"), str):
        return value
    return by_name.get(value["@id"], value)


def _host(url: str | None) -> str:
    return urlsplit(url).netloc.removeprefix("www.") if url else ""


def _address(tree: "HtmlElement", named: dict[str, str]) -> str | None:
    links = [link.get("href", "") for link in tree.iter("link") if link.get("rel", "").lower() == "canonical"]
    found = [*links, named.get("og:url", ""), named.get("twitter:url", "")]
    return next((one.strip() for one in found if re.match(r"\s*https?://[^\s/]", one)), None)


def _titles(tree: "HtmlElement", called: list[str], main: Item, sites: set[str]) -> list[str]:
    """Return what may be the article's title, the likeliest first, each without the name of its site."""
    in_head = tree.find(".//head/title")
    named = [text_of(main.get("headline")), *called, in_head.text_content() if in_head is not None else ""]
    headings = [line_of(element.text_content()) for element in tree.iter("h1")]
    found = []
    for name in map(line_of, named):
        name = next(
            (one for one in headings if one and name.startswith(one) and _SITE_BEHIND.match(name[len(one) :])), name
        )
        parts = list(SEPARATOR.finditer(name))
        starts = [0, *(part.end() for part in parts)]
        ends = [*(part.start() for part in parts), len(name)]
        site = [key_of(name[start:end]) in sites for start, end in zip(starts, ends, strict=True)]
        if site[0]:
            name = name[starts[1] :] if parts else ""
        elif True in site:
            name = name[: ends[site.index(True) - 1]]
        if key_of(name) not in _NO_TITLE | sites and "{{" not in name:
            found.append(name)
    return found


def _agreed(titles: list[str]) -> str | None:
    """Return the first title that is given twice, else the first."""
    times = Counter(key_of(title) for title in titles)
    return next((title for title in titles if times[key_of(title)] > 1), titles[0] if titles else None)


def _author(tree: "HtmlElement", named: dict[str, str], main: Item, by_name: dict[str, Item]) -> str | None:
    """Return the names of the authors, separated by commas: JSON-LD, then <meta>, then what is marked as author."""
    names: list[object] = []
    authors = main.get("author")
    for author in authors if isinstance(authors, list) else [authors]:
        author = _referred(author, by_name)
        author = author.get("name") if isinstance(author, dict) else author
        names += author if isinstance(author, list) else [author]
    marked = tree.xpath(
        "//*[(@rel='author' or @itemprop='author') and not(.//*[@itemprop='name'])]"
        " | //*[@itemprop='author']//*[@itemprop='name']"
    )
    for candidates in (
        [text_of(name) for name in names],
        [named[name] for name in _AUTHOR_NAMES if name in named][:1],
        [line for line in (element.text_content() for element in marked) if not any(map(str.isdecimal, line))],
    ):
        lines = [without_by(line) for line in map(as_field, candidates) if line]
        if found := [line for line in lines if len(line) <= LONGEST_NAME and not line.startswith(_ADDRESSES)]:
            return as_field(", ".join(dict.fromkeys(found)))
    return None


def _published(tree: "HtmlElement", named: dict[str, str], main: Item, url: str | None) -> str | None:
    candidates = [named[name] for name in _DATE_NAMES if name in named]
    candidates += [text_of(main.get("datePublished"))]
    candidates += stated_dates(tree)
    if in_address := _ADDRESS_DATE.search(url or ""):
        candidates.append("-".join(filter(None, in_address.groups())))
    dates = (iso_date(candidate[:LONGEST_FIELD]) for candidate in candidates)
    return next((found for found in dates if found), None)


def _language(tree: "HtmlElement", named: dict[str, str]) -> str | None:
    for value in (tree.get("lang"), named.get("og:locale"), named.get("language"), named.get("dc.language")):
        if value and _LANGUAGE.fullmatch(value.strip()):
            return value.strip().replace("_", "-")
    return None
