"""What was said of an answer as HTML: thumbs and a note below it, and the record's sentences to choose from.

Whatever an article or a user wrote is data, and is escaped here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from page.feedback import Opinion
from page.first import counted
from rag import Citation
from rag.evaluation.gold import GoldQuestion, GoldQuote
from rag.show import about_html

THUMB = (
    '<svg viewBox="0 0 24 24" aria-hidden="true">'
    '<path d="M3 10h4v10H3zM7 11l4-8q3 0 3 3v4h5q2 0 2 2l-2 6q-.6 2-2.5 2H7"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Choosable:
    """A sentence of an answer's record; `is_right` as far as is known."""

    key: str
    quote: GoldQuote
    said: str  # with what introduces it
    citation: Citation
    is_right: bool


def opinion_html(opinion: Opinion, why: str = "") -> str:
    """Return what was said of an answer, and what else may be; `why` says why it was not saved as gold."""
    thumbs = _thumb("up", "Right", opinion) + _thumb("down", "Not right", opinion)
    if opinion == Opinion():
        return thumbs
    more = "".join(
        f'<button type="button" data-opinion="{what}">{label}</button>'
        for what, label in (("choose", "Choose the right quotes"), ("silent", "Should not be answered"), ("", "Undo"))
        if what != "silent" or (opinion.thumb == "down" and (not opinion.gold or opinion.gold.answerable))
    )
    note = (
        '<input type="text" data-note maxlength="500" placeholder="A note" aria-label="A note on this answer" '
        f'value="{escape(opinion.note)}">'
    )
    return f'{thumbs}<span role="status">{escape(why or _saved(opinion.gold))}</span>{more}{note}'


def _thumb(what: str, label: str, opinion: Opinion) -> str:
    pressed = "true" if opinion.thumb == what else "false"
    about = f'class="thumb {what}" aria-pressed="{pressed}" aria-label="{label}" title="{label}"'
    return f'<button type="button" data-opinion="{what}" {about}>{THUMB}</button>'


def _saved(gold: GoldQuestion | None) -> str:
    if gold is None:
        return "Not saved as gold yet."
    if not gold.answerable:
        return "Saved as gold: should not be answered."
    return f"Saved as gold, with {counted(len(gold.quotes[0]), 'quote')}."


def choosing_html(number: int, question: str, sentences: Sequence[Choosable]) -> str:
    """Return the record of an answer as sentences to choose from, by article."""
    parts = []
    for _, some in groupby(sentences, lambda one: one.quote.article):
        of_article = list(some)
        about = of_article[0].citation
        boxes = "".join(
            f'<label><input type="checkbox" value="{one.key}"{" checked" if one.is_right else ""}>'
            f"<span>{escape(one.said)}</span></label>"
            for one in of_article
        )
        small = about_html(about.source, published=about.published)
        parts.append(f"<fieldset><legend>{escape(about.title)} <small>{small}</small></legend>{boxes}</fieldset>")
    none = "" if parts else "<p>Nothing in the record; say that it should not be answered, or ask in other words.</p>"
    return (
        f'<form class="choosing" data-number="{number}"><h3>Sentences that answer “{escape(question)}”</h3>'
        f"{none}{''.join(parts)}"
        f'<p><button type="submit"{"" if any(one.is_right for one in sentences) else " disabled"}>Save as gold</button>'
        '<button type="button" data-opinion="cancel">Cancel</button></p></form>'
    )
