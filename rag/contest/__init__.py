"""Do the articles disagree on what was asked?

They do where sentences that bear on the question give different values for it, where one article denies what another
states or has the opposite of a word in its place ("acquitted", "convicted"), where they tell of different bearers of
one name, where those that answer best answer with different names, and where they answer so that both can't be right
in any other words. Which side is right is not decided; a later report is called one, and figures that develop are one
story in time (`story_of`). Copies of one story are one voice. Asked for the biggest, articles that each have the size
of another are to be compared, and are no sides.
"""

from collections.abc import Sequence
from functools import partial

from index.language.opposites import words_with_opposites
from rag.contest.asked import Asked, with_capitals
from rag.contest.claims import (
    claims_beside_the_asked,
    claims_of_ambiguous_names,
    claims_of_copies,
    claims_of_denials,
)
from rag.contest.in_time import Story, asks_for_latest, latest_of, story_of
from rag.contest.opposites import claims_of_opposites
from rag.contest.reports import REPORT_LIMITS, ReportLimits, claims_of_reports
from rag.contest.sides import LATER, Side, label, sides_of
from rag.contest.spans import SPAN_LIMITS, SpanLimits, claims_of_answer_spans
from rag.contest.values import values_in
from rag.reader import EvidenceSentence

__all__ = ["LATER", "Side", "Story", "asks_for_latest", "find_contest", "label", "latest_of", "story_of", "values_of"]

LEAST_OF_BEST = 0.2  # the score of a sentence, as a share of the best one's


def find_contest(
    question: str,
    sentences: Sequence[EvidenceSentence],
    span_limits: SpanLimits = SPAN_LIMITS,
    report_limits: ReportLimits = REPORT_LIMITS,
) -> tuple[Side, ...]:
    """Return the sides that sentences, best first, take on a question: two or more, or none if they all agree."""
    asked = Asked(with_capitals(question, sentences))
    least = LEAST_OF_BEST * max((one.relevance for one in sentences), default=0.0)
    claiming = [one for one in sentences if asked.is_compared_by(one)]
    named = [one for one in claiming if asked.is_named_by(one)]
    about = [one for one in named if asked.is_worded_by(one)]
    told = named if asked.name_stems else about  # without a name, it would be of anything
    best, best_about, best_told = ([one for one in some if one.relevance >= least] for some in (claiming, about, told))
    for find, looked_at in (
        (claims_of_copies, best_about),
        (claims_beside_the_asked, best_about),
        (claims_of_ambiguous_names, best),
        (claims_of_denials, about),
        (claims_of_opposites, best_about),
        (partial(claims_of_answer_spans, limits=span_limits), best_about),
        (partial(claims_of_reports, limits=report_limits), best_told),
    ):
        sides = sides_of(find(asked, looked_at))
        if len(sides) > 1:
            return sides
    return ()


def values_of(question: str, sentence: EvidenceSentence) -> set[str]:
    """Return what a side whose first sentence this is may say: the values that it states, and "" for what has none.

    Which of them is the one that was asked for shows only beside all that was found.
    """
    asked = Asked(with_capitals(question, [sentence]))
    bearers = (claim.value for claim in claims_of_ambiguous_names(asked, [sentence]))
    values = (*values_in(sentence, ("date", "number", "name")), *bearers)  # the name that answers is one of its names
    return {"", *(value.text for value in values), *words_with_opposites(sentence.quote.text)}
