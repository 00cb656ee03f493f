"""What a page's JSON-LD says of its article: the item that the page is about, and not those that it mentions.

The updates of a live blog, other articles of a list, and what an article is a part of are items of their own.
"""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from index.reading.raw_article import whole_characters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Item = dict[str, Any]  # an object of JSON-LD

_ARTICLE_TYPE = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|SocialMediaPosting|Report)")
_ABOUT_THE_PAGE = frozenset(("@graph", "mainEntity", "mainEntityOfPage"))  # the rest leads to what is mentioned


def described(tree: "HtmlElement") -> Iterator[tuple[Item, bool]]:
    """Yield all objects that JSON-LD describes, in the order of the page, and whether the page is about it."""
    for script in tree.iter("script"):
        if script.get("type", "").strip().lower() != "application/ld+json":
            continue
        try:
            waiting = [(json.loads(script.text or "null", strict=False), True)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            item, is_main = waiting.pop()
            if isinstance(item, dict):
                yield item, is_main
                waiting += [(value, is_main and key in _ABOUT_THE_PAGE) for key, value in reversed(item.items())]
            elif isinstance(item, list):
                waiting += [(value, is_main) for value in reversed(item)]


def is_article(item: Item) -> bool:
    """Tell whether an item is an article of any kind."""
    return any(isinstance(kind, str) and _ARTICLE_TYPE.fullmatch(kind) for kind in _kinds(item))


def is_live_blog(item: Item) -> bool:
    """Tell whether an item is a live blog."""
    return "LiveBlogPosting" in _kinds(item)


def addresses_of(item: Item) -> list[str]:
    """Return the addresses that an item gives for itself."""
    found = [item.get("url"), item.get("@id"), item.get("mainEntityOfPage")]
    found += [value.get(key) for value in found if isinstance(value, dict) for key in ("@id", "url")]
    return [value for value in found if isinstance(value, str) and value.startswith("http")]


def text_of(value: object) -> str:
    """Return a text of JSON-LD, where half a character may be escaped, as one that can be stored; "" if it is none."""
    return whole_characters(value) if isinstance(value, str) else ""


def _kinds(item: Item) -> list[object]:
    kinds = item.get("@type")
    return kinds if isinstance(kinds, list) else [kinds]
