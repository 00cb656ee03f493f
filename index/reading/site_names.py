"""Which headings of a web page are the name of its site, and not of its article.

A name is known by what says so: a link home, its place at the end of the page's title, or, in the banner above an
article, that papers are called so, or that the address is. Without that a heading is the article's.
"""

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.reading.blocks import HEADINGS
from index.reading.opinion import words_of
from index.reading.raw_article import LONGEST_FIELD

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SEPARATOR = re.compile(r"\s+[|–—·•»›:/-]+\s+|\s*[|»]\s*")
_PAPER = frozenset(  # last words of what papers are called, and hardly an article is
    "advertiser argus chronicle courant courier dispatch echo enquirer examiner gazette globe guardian herald inquirer"
    " journal ledger magazine mercury news observer post press reporter sentinel telegraph times tribune".split()
)


def sites_in_headings(tree: "HtmlElement", named: set[str], headline: str, host: str) -> set[str]:
    """Return the headings that name the site: with a link home, at the end of the page's title, or in its banner.

    What the page gives as its title to others, in <meta> (`named`) or JSON-LD (`headline`), is none, nor what shares a
    word with it.

    Returns:
        The names as `key_of` gives them.
    """
    in_head = tree.find(".//head/title")
    parts = SEPARATOR.split(line_of(in_head.text_content()) if in_head is not None else "")
    found = set()
    for number, heading in enumerate(tree.iter("h1")):
        key = key_of(line_of(heading.text_content()))
        links = [link for link in heading.iter("a") if key_of(line_of(link.text_content())) == key]
        leads_home = any(urlsplit(link.get("href", "#")).path == "/" for link in links)
        is_other = all(set(key.split()).isdisjoint(name.split()) for name in named | {key_of(headline)})
        is_behind = key == key_of(parts[-1]) and (len(parts) > 1 or bool(named))
        is_named = _names_paper(heading, key_of(parts[-1])) or (key in map(key_of, parts) and _names_host(key, host))
        is_banner = number == 0 and is_named and _is_banner(heading)
        if is_other and (leads_home or is_behind or is_banner):
            found.add(key)
    return found


def _names_paper(heading: "HtmlElement", in_title: str) -> bool:
    """Tell whether a heading is named as papers are, in capitals, and the page's title ends with it."""
    words, key = heading.text_content().split(), key_of(line_of(heading.text_content()))
    return bool(key) and key == in_title and key.split()[-1] in _PAPER and all(word[:1].isupper() for word in words)


def _names_host(key: str, host: str) -> bool:
    """Tell whether a heading is named as the address of its site."""
    return bool(key) and "".join(key.split()) in host.split(".")


def _is_banner(heading: "HtmlElement") -> bool:
    """Tell whether a heading stands above the article, and the article begins with its only other heading."""
    articles = heading.xpath("following::*[self::article or self::main]")  # none where it stands in one
    inside = [one for one in articles[0].iter(*HEADINGS, "p") if line_of(one.text_content())] if articles else []
    if not inside or inside[0].tag != "h2" or sum(one.tag in HEADINGS for one in inside) > 1:
        return False
    return len(inside[0].text_content().split()) > len(heading.text_content().split())


def line_of(text: str) -> str:
    """Return a text in one line, as far as a name goes."""
    return " ".join(text[: 2 * LONGEST_FIELD].split())


def key_of(name: str) -> str:
    """Return what is the same in all spellings of a name: its words."""
    return " ".join(words_of(name))
