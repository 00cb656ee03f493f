"""Lists in a text: which lines are items, and which line introduces them.

An item says something only with its lead: "The branches that will close are: … Carrow". That is a line with a colon, or
what stands directly before the list. Items have a mark ("- Carrow", "2. Lee"), or are short lines below a colon, or a
run of fields ("Second place: 2,500 crowns") or of results ("Rovers 3, City 1"). A list in a list is told by its depth,
by another mark, or by an item that ends in a colon; it has the leads of both. Tables are told in the same way.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.language.persons import begins_with_anaphor
from index.language.statements import is_statement
from index.language.tables import Paragraph, Span, cells, is_row, table_at, with_header
from index.language.words import is_field
from index.language.wrapping import begins_small, is_parted

LONGEST_SHORT = 12  # words of an item without a mark
MOST_BARE = 100  # items without a mark
MOST_LEVELS = 4  # of lists in lists
LONGEST_LEAD = 400  # characters; a sentence that is longer introduces nothing

ITEM = re.compile(r"(?P<mark>[•*◦▪‣·●○–-]|(?P<number>\d{1,3}[.)]))\s+(?=\S)")
_FULL_STOP = re.compile(r"[.!?…;:,\"”’][)\]]*\Z")
_RESULT = re.compile(  # "Rovers 3, City 1", "14 killed"; but no date and no "5 min read"
    r"(?=.*\b[A-Z]|\d+ [a-z])(?=.*\d)(?!.*(?:\b(?:19|20)\d\d\b|\d:\d|\b(?:read|ago|comments?|views|shares)\b))"
)
_SHORT_FORM = re.compile(r"\b(?:[ap]\.m|etc|approx|Inc|Ltd|Co|Corp|Jr|Sr|St|Rd|Ave|U\.S)\.\Z")  # no stop
_POINTS_ON = re.compile(
    r"among (?:them|these|those)|includ(?:ing|es?)|namely|for (?:example|instance)|as follows|(?:the )?following\W*\Z",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(
    r"\b(?:(?:the )?following|as follows|these|those|here(?: is| are|['’]s)|below|among (?:them|others)"
    r"|includ(?:e|es|ed|ing)|namely|listed|such as)\b",
    re.IGNORECASE,
)
_SENTENCES = Callable[[Span], Sequence[Span]]


def lines_of(text: str, paragraphs: Sequence[Span], sentences_of: _SENTENCES) -> list[Paragraph]:
    """Return the paragraphs as lines, items and rows with their leads; `sentences_of` cuts a paragraph of prose."""
    lines: list[Paragraph] = []
    while len(lines) < len(paragraphs):
        found = table_at(text, paragraphs, len(lines)) or _list_at(text, paragraphs, lines, sentences_of)
        at = paragraphs[len(lines)]
        lines += found or [Paragraph(at.start, at.end)]
    return lines


def is_of_list(line: str) -> bool:
    """Tell whether a line has the form of an item with a mark, or of a row."""
    return ITEM.match(line) is not None or is_row(line)


def key_of(line: str) -> str:
    """Return what names a line in its list: the first cell of a row, the name of a field; empty for any other."""
    return cells_of(line)[0] if is_row(line) and cells_of(line) else line.partition(": ")[0] if is_field(line) else ""


def cells_of(line: str) -> list[str]:
    """Return the cells of a row that have something, or a line without the mark of an item."""
    return [cell for cell in cells(line) if cell] if is_row(line) else [ITEM.sub("", line, count=1)]


def said(text: str, start: int, end: int, lead: Sequence[Span]) -> str:
    r"""Return a sentence as it is read: behind its lead, the cells of a row with their columns.

    >>> table = "Road deaths\nYear | Deaths\n2023 | 19"
    >>> said(table, 26, 35, (Span(0, 11), Span(12, 25)))
    'Road deaths: Year: 2023, Deaths: 19'
    """
    own, parts = text[start:end], [text[one.start : one.end] for one in lead]
    headers = [part for part in parts if is_row(part) and any(cells(part)[1:])]  # else a title above it
    if headers:
        own = with_header(headers, own)
        parts = [" ".join(cells_of(part)) for part in parts if part not in headers]
    return " ".join([*(part if _FULL_STOP.search(part) else f"{part}:" for part in parts), own])


def _list_at(
    text: str, paragraphs: Sequence[Span], before: Sequence[Paragraph], sentences_of: _SENTENCES
) -> list[Paragraph]:
    """Return the lines that begin where those `before` end and are items, or turn out to be none; or nothing."""
    above = text[before[-1].start : before[-1].end] if before and not _is_of_other(before[-1]) else ""
    is_introduced, at = above.endswith(":"), len(before)
    fewest = 1 if is_introduced else 2
    marked = _while(text, paragraphs, at, ITEM.match)
    run = marked if len(marked) >= fewest else _while(text, paragraphs, at, is_field)
    if len(run) < 2 and (is_introduced or _is_heading(above)):
        run = _parted(text, paragraphs, at, fewest) or run
    if len(run) < 2 and run is not marked and (is_introduced or not above or _is_heading(above)):
        run = _bare(text, paragraphs, at, _is_heading if is_introduced else _RESULT.match)
        if not _ends_after(text, paragraphs, at + len(run)):
            return [Paragraph(one.start, one.end) for one in run]
    if len(run) < 2 and run is not marked:
        return []
    items = list(_items(text, run))
    own = [text[one.start : one.end] for one in items]
    lead = _lead(text, before, sentences_of) if above else ()
    if run is marked and not is_introduced and sum(map(_stands_alone, own)) * 2 > len(own):
        return [Paragraph(one.start, one.end) for one in items]  # sentences that need no other
    if lead and not is_introduced and not _is_heading(above):
        lead = lead if run is marked and _says_so(text, sentences_of(before[-1])[-1]) else ()
    return [
        Paragraph(one.start, one.end, (*lead, *one.parents), _can_be_entry(line) and not _stands_alone(line))
        for one, line in zip(items, own, strict=True)
    ]


def _says_so(text: str, above: Span) -> bool:
    """Tell whether a sentence with a full stop introduces a list: "The following will close."."""
    return _SAYS_SO.search(text, above.start, above.end) is not None


def _is_of_other(line: Paragraph) -> bool:
    """Tell whether a line is of another list or table, and so introduces none."""
    return line.is_row or line.is_entry


def _is_heading(line: str) -> bool:
    return len(line) <= LONGEST_LEAD and len(line.split()) <= LONGEST_SHORT and not _FULL_STOP.search(line)


def _stands_alone(line: str) -> bool:
    return is_statement(line) and not is_field(line) and not _SHORT_FORM.search(line) and not begins_small(line)


def _can_be_entry(line: str) -> bool:
    return line[-1] not in ":?" and any(map(str.isalnum, line))


def _while(
    text: str, paragraphs: Sequence[Span], at: int, is_item: Callable[[str], object], *, joined: bool = False
) -> Sequence[Span]:
    """Return the paragraphs from one on that are items; `joined` up to an empty line."""
    end = at
    while end < len(paragraphs) and is_item(text[paragraphs[end].start : paragraphs[end].end]):
        if end > at + 1 and _is_apart(text, paragraphs, end) and not _is_apart(text, paragraphs, at + 1):
            break  # another list
        if joined and end > at and (end - at > MOST_BARE or _is_apart(text, paragraphs, end)):
            break
        end += 1
    return paragraphs[at:end]


def _parted(text: str, paragraphs: Sequence[Span], at: int, fewest: int) -> Sequence[Span]:
    """Return the paragraphs from one on that end in semicolons, as many at least, and the one behind them."""
    end = at
    while end < len(paragraphs) and is_parted(text[paragraphs[end].start : paragraphs[end].end]):
        end += 1
    is_ended = at + fewest <= end < len(paragraphs) and begins_small(text[paragraphs[end].start : paragraphs[end].end])
    return paragraphs[at : end + 1] if is_ended else ()


def _bare(text: str, paragraphs: Sequence[Span], at: int, is_like: Callable[[str], object]) -> Sequence[Span]:
    """Return the short lines without marks from a paragraph on."""

    def is_item(line: str) -> bool:
        return _is_heading(line) and not is_row(line) and not ITEM.match(line) and bool(is_like(line))

    return _while(text, paragraphs, at, is_item, joined=True)


def _ends_after(text: str, paragraphs: Sequence[Span], end: int) -> bool:
    """Tell whether a list without marks may end there: else a heading might be its last line."""
    return end == len(paragraphs) or _is_apart(text, paragraphs, end) or text[paragraphs[end].end - 1] == ":"


def _is_apart(text: str, paragraphs: Sequence[Span], at: int) -> bool:
    return len(text[paragraphs[at - 1].end : paragraphs[at].start].splitlines()) > 1


def _lead(text: str, before: Sequence[Paragraph], sentences_of: _SENTENCES) -> tuple[Span, ...]:
    """Return the sentence or heading before a list; with what it points back to, where it says too little alone."""
    sentences = sentences_of(before[-1])
    last = sentences[-1]
    line = text[last.start : last.end]
    if last.end - last.start > LONGEST_LEAD:
        return ()
    if begins_with_anaphor(line) or (line.endswith(":") and _POINTS_ON.match(line)):
        if len(sentences) > 1:
            return (Span(sentences[-2].start, last.end),)
        if len(before) > 1 and not _is_of_other(before[-2]):
            return (Span(sentences_of(before[-2])[-1].start, last.end),)
    return (Span(last.start, last.end),)


@dataclass(frozen=True, slots=True)
class _Item(Span):
    """An item without its mark, and the items that it stands below."""

    level: tuple[int, str]
    parents: tuple[Span, ...] = ()


def _items(text: str, run: Sequence[Span]) -> Iterator[_Item]:
    """Yield the items of a run, each with those it is part of."""
    above: list[_Item] = []  # the last item of each level down to the one before
    for paragraph in run:
        item = _item(text, paragraph)
        while above and not _is_deeper(text, item, above):
            above.pop()
        yield replace(item, parents=tuple(Span(one.start, one.end) for one in above))
        above += [item] if len(above) < MOST_LEVELS else []


def _item(text: str, paragraph: Span) -> _Item:
    match = ITEM.match(text, paragraph.start, paragraph.end)
    line_feed = text.rfind("\n", 0, paragraph.start)
    indent = paragraph.start - max(line_feed, text.rfind("\r", line_feed + 1, paragraph.start))
    if match is None:
        return _Item(paragraph.start, paragraph.end, (indent, ""))
    if match["number"]:  # which says how it ranks
        return _Item(paragraph.start, paragraph.end, (indent, "1"))
    return _Item(match.end(), paragraph.end, (indent, match["mark"]))


def _is_deeper(text: str, item: _Item, above: Sequence[_Item]) -> bool:
    """Tell whether an item is part of the last one above: further in, with a mark of its own, or after its colon."""
    last = above[-1]
    if any(one.level == item.level for one in above[:-1]):
        return False
    if last.level == item.level:
        return text[last.end - 1] == ":" and text[item.end - 1] != ":"
    return item.level[0] > last.level[0] or (item.level[0] == last.level[0] and bool(item.level[1]))
