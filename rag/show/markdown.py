"""Answers as Markdown, their citations as footnotes.

Whatever an article, a model or a user wrote is data, and is escaped here.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from rag.answer import Answer
from rag.show.links import link_to
from rag.show.outline import Statement, lines_of
from rag.show.quotes import in_one_line

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~!&]|^[-+]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d{3})[.)]|(?<=^\d{4})[.)]")


def as_markdown(answers: Sequence[Answer]) -> str:
    """Return answers as Markdown, their citations as footnotes."""
    return "\n".join(line for turn, answer in enumerate(answers, start=1) for line in _markdown(answer, turn))


def _markdown(answer: Answer, turn: int) -> Iterator[str]:
    yield from (f"## {_plain(answer.question)}", "")
    for kind, lines in groupby(lines_of(answer), lambda line: line.kind):
        yield ("\n" if kind == "side" else "\n\n").join(_line(line, turn) for line in lines) + "\n"
    for one in answer.citations:
        said, link = f"{in_one_line(one.quote)} {one.origin}", link_to(one)
        yield f"[^{turn}-{one.number}]: {_plain(said)}{f' <{link}>' if link else ''}"
    yield ""


def _line(line: Statement, turn: int) -> str:
    before = {"side": "- ", "note": "> "}.get(line.kind, "")
    numbers = "".join(f"[^{turn}-{number}]" for number in line.citations)
    return f"{before}{_plain(line.text)}{numbers}{f' ({_plain(line.doubt)})' if line.doubt else ''}"


def _plain(text: str) -> str:
    """Return text, in one line, as Markdown shows it to the letter."""
    return _SIGNS.sub(lambda match: f"\\{match[0]}", " ".join(text.split()))
