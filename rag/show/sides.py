"""The sides of a contested answer, beside each other: the quotes first, then whose they are and from when.

Whatever an article says is data, and is escaped here.
"""

from collections.abc import Sequence
from html import escape

from rag.answer import Answer, Citation, Position
from rag.contest import LATER
from rag.show.marks import quote_html
from rag.show.origins import origin_html


def sides_html(answer: Answer, turn: int) -> str:
    """Return all sides, empty where there are none."""
    sides = "".join(
        _side_html([answer.citation(one) for one in side.citations], side, turn) for side in answer.positions
    )
    return f'<div class="contested"><h3>The articles disagree</h3><ul>{sides}</ul></div>' if sides else ""


def _side_html(cited: Sequence[Citation], side: Position, turn: int) -> str:
    quotes = "".join(f"<p>{quote_html(one, turn)}</p><footer>{origin_html(one)}</footer>" for one in cited)
    sources = len({one.source or one.quote.article for one in cited})
    count = "1 source" if sources == 1 else f"{sources} independent sources"
    value = f"<b>{escape(said)}</b> " if (said := _value(cited, side)) else ""
    later = " · later report" if side.label.endswith(LATER) else ""
    return f"<li>{quotes}<footer>{value}{count}{later}</footer></li>"


def _value(cited: Sequence[Citation], side: Position) -> str:
    """Return what a side says in short, like "$900"; of a label that was made otherwise, all of it.

    The rest of a label is where its quotes come from, which stands beside them.
    """
    label = side.label.removesuffix(LATER)
    origins = "; ".join(one.origin for one in cited)
    return label if label.removesuffix(origins) == label else label.removesuffix(origins).removesuffix(" — ")
