"""A question of a report as HTML: the answer beside what is right, and by what it is filtered.

Whatever an article, a model or a user wrote is data, and is escaped here.
"""

from html import escape
from typing import get_args

from rag.answer import Citation
from rag.evaluation.comparing import ChangeKind, Comparison
from rag.evaluation.metrics import RIGHT, Scored

KINDS = {
    "all": "all",
    "wrong": "what went wrong",
    "part": "what is right in part",
    "right": "what is right",
    "broken": "what broke",
    "fixed": "what was fixed",
    "better": "what got better in part",
    "worse": "what got worse in part",
    "silent": "“do not say”",
    "contested": "where articles disagree",
    "follow-up": "follow-up questions",
    "not-judged": "what was not judged",
}
STATUS = {"answered": "answered", "contested": "articles disagree", "not_found": "“do not say”"}


def question_html(one: Scored, comparison: Comparison | None = None) -> str:
    """Return a question, folded: how right its answer is, then the answer and, beside it, what is right.

    Where an earlier run said something else, that stands below.
    """
    kinds, then = _kinds(one, comparison), comparison.was.get(one.gold.id) if comparison else None
    was = then.quality if then else one.quality
    changed = f" (was {was:.0%})" if round(was, 2) != round(one.quality, 2) else ""
    before = _answer(then, "The earlier answer") if then and then.answer.text != one.answer.text else ""
    tags = "".join(
        f' <span class="tag {kind}">{kind}</span>' for kind in kinds if kind in ("wrong", *get_args(ChangeKind))
    )
    about = f"{escape(one.gold.id)} · {STATUS[one.answer.status]}, confidence {one.answer.confidence:.2f}{changed}"
    scores = ", ".join(f"{name} {value:.2f}" for name, value in one.scores.items())
    return (
        f'<details class="asked" data-kinds="{" ".join(kinds)}"><summary><b>{one.quality:.0%}</b> '
        f"{escape(one.gold.question)}{tags} <small>{about}</small></summary>"
        f'<div class="beside"><div>{_answer(one)}{before}</div><div>{_right(one)}</div></div>'
        f'<p class="scores">{escape(scores)}</p></details>'
    )


def _kinds(one: Scored, comparison: Comparison | None) -> list[str]:
    is_right = not one.is_wrong and one.quality >= RIGHT
    kinds = ["all", "wrong" if one.is_wrong else "right" if is_right else "part"]
    if comparison and (became := comparison.kinds.get(one.gold.id)):
        kinds.append(became)
    if one.answer.status != "answered":
        kinds.append("silent" if one.answer.status == "not_found" else "contested")
    kinds += ["follow-up"] * bool(one.gold.history) + ["not-judged"] * (one.scores.get("judged") == 0)
    return kinds


def _answer(one: Scored, title: str = "The answer") -> str:
    answer = one.answer
    parts = [f"<h3>{title}</h3><p>{escape(answer.text)}</p>"]
    if answer.standalone_question != answer.question:
        parts.append(f'<p class="soft">Understood as: {escape(answer.standalone_question)}</p>')
    if answer.nearest:
        parts.append("<p>What comes nearest:</p>")
    parts += [_quote(one, citation) for citation in answer.citations or answer.nearest]
    for sentence in answer.sentences:
        if not sentence.is_borne_out:
            reasons = "; ".join(sentence.reasons)
            parts.append(
                f'<p class="wrong">{sentence.verdict}: {escape(sentence.text)} <small>{escape(reasons)}</small></p>'
            )
    parts += [f'<p class="soft">{escape(note)}</p>' for note in answer.notes]
    if one.judge_reply:
        parts.append(f'<p class="soft">The judge said: {escape(one.judge_reply)}</p>')
    return "".join(parts)


def _quote(one: Scored, citation: Citation) -> str:
    """Return a quote, marked where a gold quote is in it, or it in one."""
    quote = citation.quote
    gold = [each.text for quotes in one.gold.quotes for each in quotes if each.article == quote.article]
    is_gold = any(text in quote.text or quote.text in text for text in gold)
    said = f"{escape(quote.in_marks)} <small>[{citation.number}] {escape(citation.origin)}</small>"
    return f'<blockquote class="{"gold" if is_gold else ""}">{said}</blockquote>'


def _right(one: Scored) -> str:
    gold = one.gold
    parts = ["<h3>What is right</h3>"]
    parts += [f'<p class="soft">Asked before: {escape(turn.question)}</p>' for turn in gold.history]
    if not gold.answerable:
        return "".join((*parts, "<p>The articles do not say.</p>"))
    parts.append(f"<p>{escape('; '.join(gold.answers))}</p>" if gold.answers else "")
    for number, quotes in enumerate(gold.quotes):
        parts.append('<p class="soft">or</p>' if number else "")
        parts += [
            f'<blockquote class="gold">“{escape(quote.text)}” <small>{escape(quote.article)}</small></blockquote>'
            for quote in quotes
        ]
    if not (gold.answers or gold.quotes):
        parts.append("<p>That it is answered; no quotes are known.</p>")
    if one.ranking.relevant:
        rank = one.ranking.reciprocal_rank()
        found = f"found at rank {round(1 / rank)}" if rank else f"not among the {len(one.ranking.passages)} found"
        parts.append(f'<p class="soft">The first passage with a gold quote was {found}.</p>')
    return "".join(parts)
