"""What was found and what is relevant, in the files of TREC, which `trec_eval`, ir_measures and others read.

Documents are passages. A run lists what was found for each question, the best first; qrels the relevant passages of
those with gold quotes. White space in an id is written as %20 and the like, since fields are parted by it.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from rag.evaluation.metrics import Scored

RUN, QRELS, TAG = "run.txt", "qrels.txt", "onrecord"


def write_trec(scored: Sequence[Scored], folder: Path) -> None:
    """Write `run.txt` and `qrels.txt` into a folder."""
    (folder / RUN).write_text("".join(f"{line}\n" for line in run_lines(scored)), encoding="utf-8")
    (folder / QRELS).write_text("".join(f"{line}\n" for line in qrels_lines(scored)), encoding="utf-8")


def run_lines(scored: Sequence[Scored]) -> list[str]:
    """Return `question Q0 passage rank score tag`; scores only fall with the rank, since readers order by them."""
    return [
        f"{_field(one.gold.id)} Q0 {_field(passage)} {rank} {len(one.ranking.passages) - rank + 1} {TAG}"
        for one in scored
        for rank, passage in enumerate(one.ranking.passages, start=1)
    ]


def qrels_lines(scored: Sequence[Scored]) -> list[str]:
    """Return `question 0 passage 1`."""
    return [f"{_field(one.gold.id)} 0 {_field(passage)} 1" for one in scored for passage in one.ranking.relevant]


def _field(text: str) -> str:
    r"""Return a text without white space.

    >>> _field("my article.txt#1\t2")
    'my%20article.txt#1%092'
    """
    return re.sub(r"\s|%", lambda sign: quote(sign[0]), text)
