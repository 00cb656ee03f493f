"""What is not the article goes, with a reason; what may be the article stays.

Works on plain text, line by line, so it serves pasted text and extracted pages alike. Precision first: a line goes
only when its form gives it away (see `index.reading.boilerplate`), when it stands there twice as a caption or in a
table of contents, or when it belongs to another page that was pasted behind the article; never for its subject. Every
piece that goes is listed. An `Article` is born with the cleaned text, and all offsets count in that.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from index.language.words import is_common_word
from index.reading.boilerplate import boilerplate_reason, is_date_line, profile_lines, sentences_with_prompts
from index.reading.columns import with_tabs

VERSION = "8"

DATE_WITHIN = 3  # lines
REPEATED = 3  # times that a site's header or footer stands in a text at least
LONGEST_HEADING = 120  # characters
LONGEST_PROFILE = 600  # characters of an author's box
SHORTEST_ARTICLE = 1000  # characters before another page may begin; less is too little to know what it is about
MOST_SHARED = 0.1  # share of its names that another page has in common with the article
FEWEST_NAMES = 3  # different ones that tell what another page is about
STOP = re.compile(
    r"[.!?…:;,。！？：；，、।؟۔][\"”'’)\]»›」』]*$"
)  # at the end of a line that is no heading, and no link to elsewhere

_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1b\x7f]")
_CELL_END = re.compile(r"[|\t]")
_SPACES = re.compile(r"[^\S\n\t]+")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"”'’)\]]*(?:\s|$)|[\"”'’]$")
_BLANK_LINES = re.compile(r"\n{3,}")
_SOURCE_LINE = re.compile(r"(?:original )?source\s*:\s*(\S+)", re.IGNORECASE)
_ABOUT_AUTHOR = re.compile(r"about the authors?:?", re.IGNORECASE)
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"\d+")
_RUNNING_HEAD = re.compile(r"\bpage \d|[|·•]|https?:|\w\.(?:com|net|org|co|news|info)\b", re.IGNORECASE)
_WORD_STEM = 7  # characters
_ENDS_ARTICLE = (
    *("author profile", "caption set twice", "comments", "contact line", "copyright line", "credit line"),
    *("newsletter", "prompt to the reader", "share bar", "tags"),
)


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of text that cleaning took out, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The article's own text; what went, in its order; and the source that a last line "Source: …" names."""

    text: str
    removed: tuple[Removed, ...] = ()
    source: str | None = None


@dataclass(slots=True)
class _Page:
    """A page while it is cleaned, line by line; a line that went is empty."""

    lines: list[str]
    removed: list[tuple[int, Removed]] = field(default_factory=list)

    def filled(self) -> list[int]:
        return [number for number, line in enumerate(self.lines) if line]

    def remove(self, number: int, reason: str, end: str = "") -> None:
        """Take out a line, or its end."""
        end = end or self.lines[number]
        self.removed.append((number, Removed(end, reason)))
        self.lines[number] = self.lines[number].removesuffix(end).rstrip()


def clean(text: str, *, title: str = "") -> Cleaned:
    r"""Take the page around an article out of its text.

    >>> clean("Rain is due.\nShare this article\nClose - Review\nClose - Review").text
    'Rain is due.'
    """
    page = _Page(tidied(text).split("\n"))
    _remove_boilerplate(page, title)
    _remove_captions(page)
    _remove_running_heads(page, title)
    _remove_prompts(page)
    _remove_profile(page)
    _remove_other_page(page)
    source = _remove_source(page)
    removed = tuple(piece for _, piece in sorted(page.removed, key=lambda numbered: numbered[0]))
    return Cleaned(_BLANK_LINES.sub("\n\n", "\n".join(page.lines)).strip(), removed, source)


def tidied(text: str) -> str:
    """Return a text without invisible characters, with single spaces and none around its lines; in tables, tabs."""
    lines = _INVISIBLE.sub("", text).split("\n")
    if "\t" in text or "  " in text:
        lines = with_tabs(lines)
    return "\n".join(_SPACES.sub(" ", line).strip() for line in lines)


def _remove_boilerplate(page: _Page, title: str) -> None:
    """Remove lines by their form, and headings in a table of contents, which stand in the article again."""
    for number in list(profile_lines(page.lines)):
        page.remove(number, "author profile")
    filled = page.filled()
    last = {page.lines[number]: number for number in filled}
    reasons = _reasons([page.lines[number] for number in filled])
    in_contents = False
    for position, number in enumerate(filled):
        line = page.lines[number]
        reason = reasons[position]
        if reason == "table of contents":
            in_contents = any(last[page.lines[after]] > after for after in filled[position + 1 : position + 2])
            if in_contents or line.lower().startswith("table"):
                page.remove(number, reason)
        elif position == 0 and line.casefold() == title.casefold():
            page.remove(number, "title")
        elif reason:
            page.remove(number, reason)
        elif in_contents and last[line] > number:
            page.remove(number, "table of contents")
        else:
            in_contents = False
            if position < DATE_WITHIN and is_date_line(line):
                page.remove(number, "time of publishing")


def _reasons(lines: list[str]) -> list[str | None]:
    """Return why lines are not the article's; times of a live blog's updates are, two of a wording above other text."""
    reasons = [boilerplate_reason(line) for line in lines]
    times: dict[str, list[int]] = {}
    for number, line in enumerate(lines[:-1]):
        if reasons[number] == "time of publishing" and not reasons[number + 1] and line[0].isalpha():
            times.setdefault(line.split()[0], []).append(number)
    for numbers in times.values():
        for number in numbers if len({lines[one] for one in numbers}) > 1 else ():
            reasons[number] = None
    return reasons


def _remove_captions(page: _Page) -> None:
    """Remove lines without a stop that also stand just before: alone, or glued to the end of a paragraph."""
    rows = _table_rows(page)
    filled = [number for number in page.filled() if number not in rows]
    captions = set()
    for here, after in zip(filled, filled[1:], strict=False):
        line, caption = page.lines[here], page.lines[after]
        if len(caption) > LONGEST_HEADING or _SENTENCE_END.search(caption) or not line.endswith(caption):
            continue
        if line.removesuffix(caption).rstrip()[-1:] in ("", ".", "!", "?"):
            captions.add(caption)
            page.remove(here, "caption set twice", caption)
    for number in filled:
        if page.lines[number] in captions:
            page.remove(number, "caption set twice")


def _remove_running_heads(page: _Page, title: str) -> None:
    """Remove what stands on each page of a text that was copied page by page; headings of tables stay."""
    heads = {number: _NUMBER.sub("0", page.lines[number]) for number in page.filled()}
    rows = _table_rows(page)
    times = Counter(heads.values())
    for number, head in heads.items():
        if number in rows:
            continue
        line = page.lines[number]
        if times[head] >= REPEATED and _is_heading(line) and (line == title or _RUNNING_HEAD.search(line)):
            page.remove(number, "repeated header or footer")


def _table_rows(page: _Page) -> set[int]:
    """Return the lines of cells with as many of them in the line above or below; columns tell a table from a head."""
    cells = {number: len(_CELL_END.findall(page.lines[number])) for number in page.filled()}
    return {number for number, many in cells.items() if many and many in (cells.get(number - 1), cells.get(number + 1))}


def _remove_prompts(page: _Page) -> None:
    """Remove sentences that ask something of the reader."""
    for number in page.filled():
        pieces = list(sentences_with_prompts(page.lines[number]))
        prompts = [piece for piece, is_prompt in pieces if is_prompt]
        if prompts:
            page.removed += [(number, Removed(piece.strip(), "prompt to the reader")) for piece in prompts]
            page.lines[number] = "".join(piece for piece, is_prompt in pieces if not is_prompt).strip()


def _remove_source(page: _Page) -> str | None:
    """Remove a last line "Source: …", and return what it names."""
    for number in page.filled()[-1:]:
        if named := _SOURCE_LINE.fullmatch(page.lines[number]):
            page.remove(number, "source line")
            return named[1]
    return None


def _remove_profile(page: _Page) -> None:
    """Remove the paragraph under a heading "About the author", and what little may follow it at the end."""
    headings = [number for number, piece in page.removed if _ABOUT_AUTHOR.fullmatch(piece.text)]
    box = [number for number in page.filled() if headings and number > max(headings)]
    short = sum(len(page.lines[number]) for number in box) <= LONGEST_PROFILE
    for number in box if short else box[:1]:
        if len(page.lines[number]) <= LONGEST_PROFILE:
            page.remove(number, "author profile")


def _remove_other_page(page: _Page) -> None:
    """Remove what was pasted behind the article: lines from a heading on that have next to no names in common with it.

    Something that ends an article, like a share bar or its author's box, must stand between the two.
    """
    filled = page.filled()
    ends = {number for number, piece in page.removed if piece.reason in _ENDS_ARTICLE}
    names = [_names(page.lines[number]) for number in filled]
    before = Counter(name for some in names for name in some)
    length = total = sum(len(page.lines[number]) for number in filled)
    behind: set[str] = set()
    shared: set[str] = set()
    begin = None
    for position in range(len(filled) - 1, 0, -1):
        line = page.lines[filled[position]]
        length -= len(line)
        if length < max(SHORTEST_ARTICLE, total / 3):
            break
        behind |= names[position]
        before.subtract(names[position])
        for name in names[position]:
            (shared.add if before[name] else shared.discard)(name)
        previous = filled[position - 1]
        after_end = any(number in ends for number in range(previous, filled[position]))
        after_end = after_end or _SOURCE_LINE.fullmatch(page.lines[previous]) is not None
        if after_end and _is_heading(line) and len(behind) >= FEWEST_NAMES and len(shared) <= MOST_SHARED * len(behind):
            begin = position
    for number in filled[begin:] if begin else ():
        page.remove(number, "another page")


def _is_heading(line: str) -> bool:
    return len(line) <= LONGEST_HEADING and not STOP.search(line)


def _names(line: str) -> set[str]:
    """Return the names and rare words that tell what a line is about, roughly."""
    return {word[:_WORD_STEM].casefold() for word in _LONG_WORD.findall(line) if not is_common_word(word)}
