"""The blocks of a web page as candidates for its article: what each is by itself, its words, links, tags and names."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from index.reading.blocks import GROUPS, PageBlock
from index.reading.cleaning import STOP
from index.reading.opinion import LINKED, KnownText, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

HEARD = 0.7  # share of a block's words that trafilatura takes for the article
PARAGRAPH = 60  # letters
MOSTLY_LINKED = 0.5
FIGURES_OF_TEXT = frozenset(("blockquote", "pre", "table"))

_REASONS = {
    "nav": "navigation",
    **dict.fromkeys(("form", "button", "select", "label", "dialog", "option", "textarea"), "form"),
    "aside": "aside",
    "footer": "footer",
    "figcaption": "caption",
}
_NUMBERS = re.compile(r"^\d{1,3}\. ", re.MULTILINE)  # of items, which trafilatura does not count
_ASKED = re.compile(r"[?？؟][\"”'’)\]»]*$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_GATE = re.compile(r"(?<![a-z])(?:gate|(?:reg|meter)-?wall)(?![a-z])", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:subscri(?:b|pt)\w*|becom(?:e|ing) a member|member(?:s only|ship)|for (?:our )?members"
    r"|register (?:to|now|for)|sign (?:in|up)|log ?in|(?:an|your) account|free (?:story|articles?)"
    r"|(?:your|free|start a) trial (?:now|today|for)|support us|unlock|(?:keep|continue|go on) reading)\b",
    re.IGNORECASE,
)
_OTHERS = (  # names of what is about something else than the article
    r"nav|menu|breadcrumbs?|footer|sidebar|aside|rail|widget|relat(?:ed|ion)\w*|recommend\w*|recirc\w*"
    r"|trending|popular|most-?(?:read|viewed)|read-?(?:more|next|also)|also-?(?:like|read)|promos?|carousel|outbrain"
    r"|taboola|gate|reg-?wall|meter(?:-?wall)?|share|sharing|social|follow|newsletters?|subscri\w+"
    r"|(?:inline-?)?sign-?up"
    r"|paywall|comments?|disqus|ads?|advert\w*|sponsor\w*|cookies?|consent"
)
_FURNITURE = re.compile(
    rf"(?<![a-z])(?:{_OTHERS}|banner|author|byline|bio|tags?|topics|modal|popup|toolbar|credits?|timestamp|dateline"
    r"|messenger|tooltip|message|disclaimer)(?![a-z])",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(rf"(?<![a-z])(?:{_OTHERS})(?![a-z])", re.IGNORECASE)

_WORDS_OF_NAME = re.compile(r"[a-z]{2,}")
_PARTS = frozenset(  # words of names that say nothing of what is in the element
    "article articles bar block body bottom box button card cards container content copy cta desktop el element embed"
    " entry footer form group header heading icon image img info inline inner item items label left line link links"
    " list main media meta mobile module name names news outer page panel paragraph photo picture post posts prompt"
    " right row section site slot small stories story summary teaser text title top unit wrap wrapper".split()
)


@dataclass(eq=False, slots=True)
class Candidate:
    """A block, and what is known of it before others are looked at."""

    block: PageBlock
    around: "list[HtmlElement]"  # its element and those that it is in
    form: tuple[tuple[str, str], ...]  # tags and classes, by which paragraphs of one article are alike
    words: list[str]
    heard: bool  # trafilatura takes it for the article
    has_stop: bool

    @property
    def linked(self) -> float:
        """The share of its letters that is in links."""
        return self.block.linked / self.block.letters

    @property
    def is_link(self) -> bool:
        """Whether it only leads elsewhere: it is linked, and has no stop, nor have most of several items."""
        lines = self.block.text.split("\n")
        if self.linked < LINKED or self.block.element.tag not in GROUPS or len(lines) < 2:
            return self.linked >= LINKED and not self.has_stop
        return 2 * sum(STOP.search(line) is not None and not _ASKED.search(line) for line in lines) < len(lines)

    @property
    def is_prose(self) -> bool:
        """Whether it looks like a paragraph of running text."""
        letters = self.block.letters
        return letters >= PARAGRAPH and (self.has_stop or letters >= 2 * PARAGRAPH) and self.linked < MOSTLY_LINKED


def candidate(block: PageBlock, opinion: KnownText) -> Candidate:
    """Return a block with what is known of it, and of its words by the `opinion`."""
    around = [block.element, *block.element.iterancestors()]
    words = words_of(_NUMBERS.sub("", block.text) if block.element.tag in GROUPS else block.text)
    form = tuple((one.tag, one.get("class", "")) for one in around[:3])
    heard = bool(words) and opinion.share(words) >= HEARD
    return Candidate(block, around, form, words, heard, STOP.search(block.text) is not None)


def is_gate(one: Candidate, box: "Sequence[HtmlElement]") -> bool:
    """Tell whether a block asks readers to sign in or to pay, in a small box of that name around it."""
    names = (element.get(name, "") for element in box for name in ("class", "id"))
    return _ASKS.search(one.block.text) is not None and any(
        _GATE.search(_CAMEL.sub("-", name)) for name in names if name
    )


def furniture(path: "Sequence[HtmlElement]") -> str:
    """Return what a block in these elements is, if they say so, and it is no text of the article."""
    for element in path:
        if element.tag in _REASONS and not (element.tag == "footer" and _is_in_article(element)):
            return _REASONS[element.tag]
    names = (element.get(name, "") for element in path for name in ("class", "id", "role"))
    return "beside the article" if any(_names_furniture(name) for name in names if name) else ""


def is_named_furniture(path: "Sequence[HtmlElement]") -> bool:
    """Tell whether one of these elements says that it is no text, by its tag or all of its name: no "byline-note"."""
    names = (element.get(name, "") for element in path for name in ("class", "id", "role"))
    return any(element.tag in _REASONS for element in path) or any(map(_is_but_furniture, " ".join(names).split()))


def is_of_others(path: "Sequence[HtmlElement]") -> bool:
    """Tell whether one of these elements is named as a promo, a share bar or the like: about something else."""
    names = (element.get(name, "") for element in path for name in ("class", "id", "role"))
    return any(_OF_OTHERS.search(_CAMEL.sub("-", name)) for name in names if name)


@lru_cache(maxsize=1024)  # a page names few things many times: each block stands in those that hold the article
def _names_furniture(name: str) -> bool:
    return _FURNITURE.search(_CAMEL.sub("-", name)) is not None


@lru_cache(maxsize=1024)
def _is_but_furniture(name: str) -> bool:
    rest, found = _FURNITURE.subn(" ", _CAMEL.sub("-", name))
    return found > 0 and _PARTS.issuperset(_WORDS_OF_NAME.findall(rest.casefold()))


def _is_in_article(footer: "HtmlElement") -> bool:
    return next(footer.iterancestors("article", "blockquote"), None) is not None
