"""The paragraphs of a text, which stand apart alike, whether its file parts them by an empty line or by a new one."""

import re
from collections.abc import Callable, Iterator
from html import escape
from itertools import pairwise

from index.language.lists import is_of_list
from index.language.words import is_field
from index.language.wrapping import goes_on_below

_EMPTY_LINES = re.compile(r"\r?\n[^\S\n]*\n\s*")

Gap = tuple[int, int]


def gaps_in(text: str) -> tuple[Gap, ...]:
    r"""Return the places between two paragraphs of a text, as offsets.

    Where no empty line parts them, each line is one that no other goes on, and that is no part of a list.

    >>> gaps_in("One.\n\nTwo.\nThree."), gaps_in("One.\nTwo:\n- a\n- b")
    (((4, 6),), ((4, 5),))
    """
    return tuple(one.span() for one in _EMPTY_LINES.finditer(text)) or tuple(_ends_of_lines(text))


def _ends_of_lines(text: str) -> Iterator[Gap]:
    end = 0
    for line, following in pairwise(text.split("\n")):
        end += len(line) + 1
        is_list = is_of_list(following) or (is_field(line) and is_field(following))
        if not (is_list or goes_on_below(line, following)):
            yield end - 1 - line.endswith("\r"), end


def spaced_html(text: str, start: int, end: int, gaps: tuple[Gap, ...], clean: Callable[[str], str] = str) -> str:
    """Return a slice of a text, with the room of a paragraph's end at each of its gaps; no character is left out."""
    parts, shown = "", start
    for gap_start, gap_end in gaps:
        if start <= gap_start < end:
            gap = clean(text[gap_start : min(gap_end, end)])
            parts += f'{escape(clean(text[shown:gap_start]))}<span class="gap">{gap}</span>'
            shown = min(gap_end, end)
    return parts + escape(clean(text[shown:end]))
