"""Interviews: which lines begin with who speaks ("Q:", "FLINT:", "Ann Lee:"), and who says their other sentences.

A label counts where one asks and another answers: marked as such, both in capitals, or in turn. Credits and fields are
none. What follows the first sentence of a line is said by the same person, so the label introduces it; a question
introduces its answer.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from index.language.tables import Paragraph, Span
from index.language.words import is_field

LONGEST_QUESTION = 400  # characters that introduce an answer
FEWEST_TURNS = 3  # of two who speak

_NAME = r"[A-Z][\w.’'-]*"
_LABEL = re.compile(
    rf"(?:(?P<name>{_NAME}(?: {_NAME}){{0,4}})(?: \([^()\n]{{1,40}}\))?(?P<end>:)|(?P<sign>[QA])(?:\.| ?[–—-]))"
    r"(?=\s+\S)"
)
_MARKS = frozenset(("Q", "Question", "A", "Answer"))
_ASKING = frozenset(("Q", "Question", "Reporter", "Interviewer", "Journalist", "Moderator", "Host"))

_Turn = tuple[Paragraph, str]


def label_of(text: str, line: Span) -> tuple[str, Span] | None:
    """Return who speaks a line, and where that stands.

    >>> label_of("FLINT (laughs): No. Never.", Span(0, 26))
    ('FLINT', Span(start=0, end=15))
    """
    found = _LABEL.match(text, line.start, line.end)
    name = found and (found["name"] or found["sign"])
    if not found or not name or not (name in _MARKS or is_field(f"{name}: x")):
        return None
    return name, Span(line.start, found.end("sign" if found["sign"] else "end"))


def with_speakers(text: str, lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the lines of a text, those of an interview no items of a list, each answer with its question."""
    labels = [label_of(text, line) if not line.is_row else None for line in lines]
    speakers = _speakers(text, [(line, label[0]) for line, label in zip(lines, labels, strict=True) if label])
    if not speakers:
        return list(lines)
    spoken: list[Paragraph] = []
    before = ""
    for line, label in zip(lines, labels, strict=True):
        name = label[0] if label and label[0] in speakers else ""
        if label and name:
            is_answer = before not in ("", name) and _asks(text, spoken[-1], before) and not _asks(text, line, name)
            is_answer = is_answer and spoken[-1].end - spoken[-1].start <= LONGEST_QUESTION
            lead = (Span(spoken[-1].start, spoken[-1].end),) if is_answer else ()
            line = Paragraph(line.start, line.end, lead, is_entry=is_answer, speaker=label[1])
        spoken.append(line)
        before = name
    return spoken


def _speakers(text: str, turns: Sequence[_Turn]) -> set[str]:
    """Return the labels of those who ask and answer each other."""
    many = Counter(name for _, name in turns)
    found: set[str] = set()
    for (line, one), (_, other) in pairwise(turns):
        is_told = one in _ASKING or (one.isupper() and other.isupper()) or many[one] + many[other] >= FEWEST_TURNS
        if one != other and is_told and _asks(text, line, one):
            found |= {one, other}
    return found


def _asks(text: str, line: Span, name: str) -> bool:
    said = text[line.start : line.end]
    return said.rstrip('"”’)').endswith("?") or (name in _ASKING and "?" in said)
