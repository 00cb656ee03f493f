"""What came of an evaluation as HTML: how far it is, its measures and pictures, and its questions, the worst first.

Whatever an article, a model or a user wrote is data, and is escaped here or in `rag.show`.
"""

from collections.abc import Sequence
from html import escape

from page.first import counted
from page.measuring import Going
from page.sentence import as_sentence
from rag.evaluation import Report
from rag.evaluation.comparing import changes
from rag.evaluation.metrics import Scored
from rag.evaluation.plots import by_question, risk_and_coverage
from rag.evaluation.report_html import metrics_table, worst_first
from rag.show import answer_html, sources_html

MOST_QUESTIONS = 50  # of the worst; the others are shown when asked for
OF_ONE_ANSWER = 1_000_000  # in the place of a turn's number, which no conversation reaches
LABELS = {
    "quote_f1": "Quotes are the right ones (F1)",
    "quote_precision": "Its quotes that are right",
    "quote_recall": "Right quotes that it found",
    "first_article": "First quote from a right article",
    "answer_recall": "An accepted answer is in it",
    "short_answer": "What is said in short is right",
    "hit@10": "A right passage is found",
    "abstention_f1": "Silent where the articles are (F1)",
    "contested_f1": "Disagreements are seen (F1)",
    "unsupported": "Sentences that no quote bears out",
    "fell_back": "Quotes in the place of a model",
    "quotes_exact": "Quotes that stand in their article",
    "total_s_p50": "Seconds, for half of the questions",
    "total_s_p95": "Seconds, for 95% of them",
}
STATUS = {"answered": "answered", "contested": "articles disagree", "not_found": "“do not say”"}


def note_html(note: str) -> str:
    """Return what is wrong."""
    return f'<p class="note" role="alert">{escape(as_sentence(note))}</p>'


def going_html(going: Going) -> str:
    """Return how far an evaluation is, or why it came to nothing; empty when it ended well."""
    if going.is_over:
        return note_html(going.note) if going.note else ""
    told = f"{going.done:,} of {counted(going.total, 'question')}"
    if going.is_cancelled.is_set():
        return f'<p class="aside">{told}; ends after the one that is being asked …</p>'
    return (
        f'<progress value="{going.done}" max="{going.total}" aria-label="Evaluating"></progress>'
        f'<p class="aside">{told} <button type="button" data-do="cancel-evaluation">Cancel</button></p>'
    )


def report_html(report: Report, earlier: Report | None, *, everything: bool) -> str:
    """Return the measures, the pictures and the questions of an evaluation, beside those of an earlier one."""
    scored, before = report.questions, earlier.questions if earlier else ()
    baseline, changed = earlier.metrics if earlier else None, changes(scored, before)
    table = metrics_table(report, LABELS, baseline, changed)
    others = {name: name for name in report.metrics if name not in LABELS}
    shared = len({one.gold for one in scored} & {one.gold for one in before})
    told = (
        f'<p class="aside">Change, with its 95% interval, over the {counted(shared, "question")} that both have; '
        "bold is more than chance.</p>"
        if before
        else ""
    )
    return (
        f"<h3>{counted(len(scored), 'question')}</h3>{table}{told}"
        f"<details><summary>All measures</summary>{metrics_table(report, others, baseline, changed)}</details>"
        f"{risk_and_coverage(scored, before)}{by_question(scored, before)}"
        f"{_questions_html(scored, before, everything)}"
    )


def _questions_html(scored: Sequence[Scored], before: Sequence[Scored], everything: bool) -> str:
    numbers = {one.gold.id: number for number, one in enumerate(scored)}
    was = {one.gold: one.quality for one in before}
    worst = worst_first(scored)
    shown = worst if everything else worst[:MOST_QUESTIONS]
    rows = "".join(_question_html(one, numbers[one.gold.id], was.get(one.gold)) for one in shown)
    hidden = len(worst) - len(shown)
    more = f'<button type="button" data-do="all-questions">Show {hidden:,} more</button>' if hidden else ""
    return f'<h3>Questions, the worst first</h3><ol class="asked">{rows}</ol>{more}'


def _question_html(one: Scored, number: int, was: float | None) -> str:
    changed = f" (was {was:.0%})" if was is not None and round(was, 2) != round(one.quality, 2) else ""
    about = f"{STATUS[one.answer.status]}, confidence {one.answer.confidence:.2f}{changed}"
    said = f"<b>{one.quality:.0%}</b> <span>{escape(one.gold.question)}<small>{about}</small></span>"
    return f'<li><button type="button" data-asked="{number}">{said}</button></li>'


def asked_html(one: Scored) -> str:
    """Return an answer as in a conversation, then what would have been right, then the record behind it."""
    gold = one.gold
    history = "".join(f"<li>{escape(turn.question)}</li>" for turn in gold.history)
    before = f"<details><summary>Asked before</summary><ul>{history}</ul></details>" if history else ""
    right = "<p>The articles do not say.</p>" if not gold.answerable else ""
    for quotes in gold.quotes[:1] if gold.answerable else ():
        right += "".join(f"<blockquote><p>“{escape(quote.text)}”</p></blockquote>" for quote in quotes)
    right += f"<p>{escape('; '.join(gold.answers))}</p>" if gold.answers else ""
    scores = ", ".join(f"{name} {value:.2f}" for name, value in one.scores.items())
    return (
        f"<h2>{escape(gold.question)}</h2>{before}<div class='answer'>{answer_html(one.answer, OF_ONE_ANSWER)}</div>"
        f"<h3>What is right</h3>{right or '<p>That it is answered; no quotes are known.</p>'}"
        f"<p class='aside'>{escape(scores)}</p>{sources_html(one.answer, OF_ONE_ANSWER)}"
    )
