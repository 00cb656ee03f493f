"""Different figures that are one story in time: the newest stands, the older ones are earlier reports.

A toll rises, a count is revised: that a report of Friday gives another figure than one of Monday is no contest. It is
told by the dates of publishing, and by what such reports say of themselves ("rose to", "so far", "revised"); counts of
one month need not say so. Two figures of one day stay two sides, and so does what does not change: a length, a price, a
date, a name. Who asks for the latest gets what was published last.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.language.words import content_stems
from index.reading import Days, days_of
from rag.contest.asked import LATEST, Asked, uncapitalized
from rag.contest.claims import Stated, beside_the_asked
from rag.contest.sides import Side
from rag.reader import EvidenceSentence

LONGEST_STORY = 31  # days between reports with counts that are of one story without saying so
LEAST_OF_BEST = 0.5  # the score of a sentence that may be the latest, as a share of the best one's

_WHO = re.compile(
    r"\b(?:who|whom|whose|where|which)\b", re.IGNORECASE
)  # what is "the state of things" has no one value
_DEVELOPS = re.compile(
    r"\b(?:at least|so far|still|now|rose|risen|rises?|rising|climb\w*|grew|grown|grow[s]?|jump\w*|reach\w*|increas\w*"
    r"|revis\w*|lower(?:ed|s)|rais(?:ed|es)|correct(?:ed|s)|updat\w*|confirmed|preliminary|provisional|initial(?:ly)?"
    r"|as of|to date|up from|down from|(?:earlier|previous) (?:count|figure|estimate|toll)|toll|tally)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Story:
    """What was told over time: the newest report, and the earlier ones, newest first."""

    latest: EvidenceSentence
    earlier: tuple[EvidenceSentence, ...]


def asks_for_latest(question: str) -> bool:
    """Tell whether a question asks how things stand now.

    >>> asks_for_latest("What is the latest toll?"), asks_for_latest("How many died?")
    (True, False)
    """
    return LATEST.search(uncapitalized(question)) is not None


def story_of(question: str, sides: Sequence[Side]) -> Story | None:
    """Return the story that sides of a question are, if they are one; None if they stay sides."""
    are_figures = all(side.value.kind == "number" for side in sides)
    if not sides or not (are_figures or asks_for_latest(question)):
        return None
    reports = _dated([one for side in sides for one in side.sentences])
    if reports is None:
        return None
    side_of = {one: place for place, side in enumerate(sides) for one in side.sentences}
    (last, latest), *earlier = reports
    rivals = [days for days, one in earlier if side_of[one] != side_of[latest]]
    if any(days.last >= last.first for days in rivals):
        return None
    said = [" ".join((one.hit.article.title, one.quote.text)) for _, one in reports]
    is_near = _days_between(reports[-1][0], last) <= LONGEST_STORY
    are_counts = not any(side.value.words for side in sides)  # the unit of an amount
    develops = any(map(_DEVELOPS.search, said)) or (is_near and are_counts)
    if not develops and not asks_for_latest(question):
        return None
    return Story(latest, tuple(one for _, one in earlier if side_of[one] != side_of[latest]))


def latest_of(question: str, sentences: Sequence[EvidenceSentence]) -> Story | None:
    """Return what was published last of what may answer a question for the latest; None if nothing is later."""
    asked = Asked(question)
    is_of_value = asked.kinds in (("date",), ("number",)) or _WHO.search(question)
    if not asks_for_latest(question) or not is_of_value:
        return None
    least = LEAST_OF_BEST * max((one.relevance for one in sentences), default=0.0)
    reports = _dated(list(_stating(asked, [one for one in sentences if one.relevance >= least])))
    if not reports or len(reports) < 2:
        return None
    (last, latest), *earlier = reports
    older = tuple(one for days, one in earlier if days.last < last.first)
    return Story(latest, older) if len(older) == len(earlier) else None


def _stating(asked: Asked, sentences: Sequence[EvidenceSentence]) -> Iterator[EvidenceSentence]:
    """Yield the best sentence of each article that states a value such as is asked for, of the same subject."""
    told: set[str] = set()
    for one in sentences:
        article = one.hit.article.id
        if article in told or not asked.is_subject_of(one):
            continue
        stated = Stated(asked, one)
        is_one_of_several = len(stated.values) > 1 and asked.kinds in (("date",), ("number",))
        values = [beside_the_asked(asked, stated)] if is_one_of_several else stated.values
        if any(value and not content_stems(value.text) <= asked.stems for value in values):
            told.add(article)
            yield one


def _dated(sentences: Sequence[EvidenceSentence]) -> list[tuple[Days, EvidenceSentence]] | None:
    """Return reports with their days of publishing, the latest first; None if one has none."""
    published = [(one.hit.article.published, one) for one in sentences]
    if not all(day for day, _ in published):
        return None
    dated = [(days_of(day), one) for day, one in published if day]
    return sorted(dated, key=lambda report: (-report[0].first, -report[1].relevance))


def _days_between(one: Days, other: Days) -> int:
    return abs((_date(other.first) - _date(one.first)).days)


def _date(day: int) -> date:
    return date(day // 10000, day // 100 % 100, day % 100)
