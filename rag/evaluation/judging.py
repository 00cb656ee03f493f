"""A language model as judge: is an answer right, held against gold? One word, read strictly.

What it can't be brought to judge counts as not judged, never as right or wrong. It sees the question, what is right and
the answer, as data; what it says is one opinion more, and no verdict of `rag.verdict` rests on it.
"""

import re
from dataclasses import replace

from rag.evaluation.gold import GoldQuestion
from rag.evaluation.metrics import Scored
from rag.llm import LanguageModel, ModelError
from rag.writer import judge_messages

LONGEST_REPLY = 200  # characters

_VERDICT = re.compile(r"(in)?correct[.!]?", re.IGNORECASE)


def judged(scored: Scored, model: LanguageModel) -> Scored:
    """Return a question with the judge's verdict: 1 for right, 0 for wrong, none where it gave none.

    Silence needs no judge, nor does an answer to what the articles do not say; nor has it anything to go by without
    gold answers or quotes.
    """
    gold, answer = scored.gold, scored.answer
    is_silent = answer.status == "not_found"
    if is_silent or not gold.answerable:
        return _with(scored, is_silent != gold.answerable, "")
    if not (right := _right(gold)):
        return scored
    said = "\n".join((answer.text, *(f"“{one.quote.text}”" for one in answer.citations)))
    try:
        reply = model.first_line(judge_messages(gold.question, gold.history, right, said), longest=LONGEST_REPLY)
    except ModelError as error:
        return _with(scored, None, f"failed: {error}")
    return _with(scored, verdict(reply), reply)


def verdict(reply: str) -> bool | None:
    """Read what a judge wrote: right, wrong, or no verdict.

    >>> verdict("Correct."), verdict("incorrect"), verdict("It is correct")
    (True, False, None)
    """
    match = _VERDICT.fullmatch(reply.strip())
    return None if match is None else match[1] is None


def _right(gold: GoldQuestion) -> list[str]:
    """Return what is right: the accepted answers, and the sentences that answer, of each annotator."""
    return [*gold.answers, *(" ".join(one.text for one in quotes) for quotes in gold.quotes)]


def _with(scored: Scored, is_right: bool | None, reply: str) -> Scored:
    scores = {**scored.scores, "judged": float(is_right is not None)}
    if is_right is not None:
        scores["judged_right"] = float(is_right)
    return replace(scored, scores=scores, judge_reply=reply)
