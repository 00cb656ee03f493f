"""Words in quotation marks, as print sets them: which marks belong together, and what stands between them.

Known are curly, straight, low, angled and corner marks, single and double; a quotation of several paragraphs, each of
which opens anew; one within another, which is part of it; and one whose closing mark is missing, which ends with its
paragraph. An apostrophe is no mark.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.language.tables import Span

# Other signs that pass for quotation marks are read as the plain ones: those that Unicode calls so, and brackets and
# ornaments in their place.
AS_PLAIN = str.maketrans(
    dict.fromkeys("‟≪≫❝❞❠〝〞〟『』﹁﹂﹃﹄｢｣《》⟪⟫〈〉⟨⟩❮❯🙶🙷🙸⹂＂ˮ", '"') | dict.fromkeys("‛❛❜❟＇´", "'")
)
MARKS = "“”„«»‹›「」\"‘’‚'"
_CLOSERS = {"“": "”", "„": "“”", "«": "»", "‹": "›", "「": "」", '"': '"', "‘": "’'", "‚": "‘’", "'": "'’"}
LONGEST_SINGLE = 2_000  # characters between single marks; behind more, they are apostrophes
_SINGLE = "‘‚'"  # whose closing mark looks like an apostrophe
_PARAGRAPH_END = re.compile(r"(?<![ \t\r])[ \t\r]*\n[ \t\r]*\n\s*")
_BEFORE_OPENING = re.compile(r"[\s(\[{—–‒-]\Z|\A\Z")
_ELISION = re.compile(r"(?:\d0s|tis|twas|til|em|n)\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"s['’] [a-z]")
_SHORTEST = re.compile(r"\w\w")


@dataclass(frozen=True, slots=True)
class QuotedSpan(Span):
    """Words in quotation marks, as the characters `[start, end)` of a text, the marks included.

    `parts` are the words without marks, several where paragraphs open anew; it is not `closed` where the mark is
    missing.
    """

    parts: tuple[Span, ...]
    closed: bool = True

    def words_in(self, text: str) -> str:
        """Return the words, in one line."""
        return " ".join(" ".join(text[one.start : one.end].split()) for one in self.parts)


def find_quotations(text: str) -> Iterator[QuotedSpan]:
    r"""Yield what stands in quotation marks, in order; what is quoted within a quotation is part of it.

    >>> text = "“We won’t go,” she said. He called it 'a “sad” day'. The '90s were the workers' time."
    >>> [one.words_in(text) for one in find_quotations(text)]
    ['We won’t go,', 'a “sad” day']
    >>> text = "“It is over.\n\n“We leave,” she said. “Now."
    >>> [(one.words_in(text), one.closed) for one in find_quotations(text)]
    [('It is over. We leave,', True), ('Now.', False)]
    """
    plain = text.translate(AS_PLAIN)  # sign by sign, so offsets hold for both
    at = 0
    while at < len(plain):
        found = _opened_at(plain, at) if plain[at] in _CLOSERS else None
        if found and _SHORTEST.search(found.words_in(plain)):
            yield found
        at = found.end if found else at + 1


def without_quotations(text: str, sign: str) -> str:
    """Return a text with a sign in place of each character that stands in quotation marks, marks included."""
    kept, last = list[str](), 0
    for one in find_quotations(text):
        kept += (text[last : one.start], sign * (one.end - one.start))
        last = one.end
    return "".join((*kept, text[last:]))


def _opened_at(text: str, at: int) -> QuotedSpan | None:
    mark = text[at]
    if mark in "\"'‘" and not (_BEFORE_OPENING.search(text[max(0, at - 1) : at]) or text[at - 1] in _CLOSERS):
        return None
    if not text[at + 1 : at + 2].strip() or (mark in _SINGLE and _ELISION.match(text, at + 1)):
        return None
    return _single(text, at) if mark in _SINGLE else _double(text, at)


def _single(text: str, at: int) -> QuotedSpan | None:
    """Return a quotation in single marks, which must be closed within its paragraph; an "s’" may be a possessive."""
    closers = _CLOSERS[text[at]]
    end = min(_end_of_paragraph(text, at), at + LONGEST_SINGLE)
    candidates = [
        place
        for place in range(at + 2, end)
        if text[place] in closers and not text[place - 1].isspace() and not text[place + 1 : place + 2].isalnum()
    ]
    for number, place in enumerate(candidates):
        following = candidates[number + 1] if number + 1 < len(candidates) else None
        goes_on = following is not None and not re.search(r"(?<!\w)[‘'](?=\w)", text[place + 1 : following])
        if not (goes_on and _POSSESSIVE.match(text, place - 1)):
            return QuotedSpan(at, place + 1, (Span(at + 1, place),))
    return None


def _double(text: str, at: int) -> QuotedSpan:
    """Return a quotation in double marks, over all paragraphs that open anew."""
    mark, closers, depth = text[at], _CLOSERS[text[at]], 1
    parts: list[Span] = []
    start = place = at + 1
    end = _end_of_paragraph(text, at)
    while True:
        while place < end:
            if text[place] in closers and not (mark == '"' and _opens(text, place)):
                depth -= 1
            elif text[place] == mark and _begins_line(text, place):
                parts.append(Span(start, len(text[:place].rstrip())))
                start, depth = place + 1, 1
            elif text[place] == mark:
                if mark == '"' or not _has_closers(text, place, end, closers, depth + 1):  # the first was never closed
                    return QuotedSpan(
                        at, len(text[:place].rstrip()), (*parts, Span(start, len(text[:place].rstrip()))), False
                    )
                depth += 1
            if depth == 0:
                return QuotedSpan(at, place + 1, (*parts, Span(start, place)))
            place += 1
        parts.append(Span(start, end))
        gap = _PARAGRAPH_END.match(text, end)
        if not gap or text[gap.end() : gap.end() + 1] != mark:
            return QuotedSpan(at, end, tuple(parts), closed=False)
        start = place = gap.end() + 1
        end, depth = _end_of_paragraph(text, place), 1


def _opens(text: str, place: int) -> bool:
    """Tell whether a straight mark within a line can only be one that opens."""
    return text[place - 1] in " (\t\n" and text[place + 1 : place + 2].isalnum()


def _has_closers(text: str, start: int, end: int, closers: str, count: int) -> bool:
    return sum(text.count(one, start, end) for one in closers) >= count


def _begins_line(text: str, place: int) -> bool:
    return text[text.rfind("\n", 0, place) + 1 : place].strip() == ""


def _end_of_paragraph(text: str, at: int) -> int:
    ends = _ends_of_paragraphs(text)
    return ends[bisect_left(ends, at)]


@lru_cache(maxsize=4)
def _ends_of_paragraphs(text: str) -> tuple[int, ...]:
    return (*(one.start() for one in _PARAGRAPH_END.finditer(text)), len(text.rstrip()), len(text))
