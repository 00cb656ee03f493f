"""Interviews: which lines begin with who speaks ("Q:", "FLINT:", "Ann Lee:"), and who says their other sentences.

A label counts where the text is an interview: a question and an answer, or two who speak in turn. What follows the
first sentence of a line is said by the same person, so the label introduces it; a question introduces its answer.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from index.language.tables import Paragraph, Span

LONGEST_QUESTION = 400  # characters that introduce an answer
FEWEST_TURNS = 3  # of two who speak

_NAME = r"[A-Z][\w.’'-]*"
_LABEL = re.compile(rf"(?P<name>{_NAME}(?: {_NAME}){{0,4}})(?: \([^()\n]{{1,40}}\))?(?P<end>:)(?=\s+\S)")
_QUESTION = frozenset(("Q", "Question"))
_ANSWER = frozenset(("A", "Answer"))


_Labelled = tuple[Paragraph, tuple[str, Span] | None]


def label_of(text: str, line: Span) -> tuple[str, Span] | None:
    """Return who speaks a line, and where that stands.

    >>> label_of("FLINT (laughs): No. Never.", Span(0, 26))
    ('FLINT', Span(start=0, end=15))
    """
    found = _LABEL.match(text, line.start, line.end)
    return (found["name"], Span(line.start, found.end("end"))) if found else None


def with_speakers(text: str, lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the lines of a text, those of an interview no items of a list, each answer with its question."""
    labels = [label_of(text, line) if not line.is_row else None for line in lines]
    turns = Counter(label[0] for label in labels if label)
    is_asked = bool(_QUESTION & turns.keys() and _ANSWER & turns.keys())
    in_turn = any(many > 1 for many in turns.values()) and len(turns) > 1 and turns.total() >= FEWEST_TURNS
    in_turn = in_turn or any(_asks(text, *pair) for pair in pairwise(zip(lines, labels, strict=True)))
    if not is_asked and not in_turn:
        return list(lines)
    speakers = _QUESTION | _ANSWER if is_asked else {name for name, many in turns.items() if many > 1 or _is_loud(name)}
    spoken: list[Paragraph] = []
    for line, label in zip(lines, labels, strict=True):
        if label and label[0] in speakers:
            asked = spoken and label[0] in _ANSWER and text[spoken[-1].end - 1] == "?"
            asked = asked and spoken[-1].end - spoken[-1].start <= LONGEST_QUESTION
            lead = (Span(spoken[-1].start, spoken[-1].end),) if asked else ()
            line = Paragraph(line.start, line.end, lead, is_entry=bool(lead), speaker=label[1])
        spoken.append(line)
    return spoken


def _asks(text: str, one: _Labelled, other: _Labelled) -> bool:
    """Tell whether a line with a label in capitals asks something, and another answers."""
    (line, asking), (_, answering) = one, other
    is_pair = asking and answering and asking[0] != answering[0] and _is_loud(asking[0]) and _is_loud(answering[0])
    return bool(is_pair) and text[line.end - 1] == "?"


def _is_loud(name: str) -> bool:
    return name.isupper()
