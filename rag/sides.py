"""All that the articles say on a question, in an answer: its sides where they disagree, its story where figures change.

Neither a notice nor what was withdrawn is a side.
"""

from dataclasses import replace

from rag.answer import Answer, Position
from rag.contest import Story, find_contest, latest_of, story_of
from rag.reader import Evidence, EvidenceSentence
from rag.settings import Settings
from rag.verdict.grounding import cite, number_in
from rag.writer import placed

EARLIER = "earlier report"  # what a quote is called whose figure a later one takes the place of
MOST_EARLIER = 4  # of them that are shown


def with_sides(answer: Answer, evidence: Evidence, settings: Settings) -> Answer:
    """Return an answer with all sides cited, and marked as contested; a story in time with its latest report first."""
    good = bearing_on_it(evidence, settings)
    question = answer.standalone_question
    sides = find_contest(question, good)
    if story := story_of(question, sides) if sides else latest_of(question, good):
        return _in_time(answer, story)
    citations = list(answer.citations)
    positions = tuple(
        Position(side.label, tuple(number_in(citations, cite(0, sentence)) for sentence in side.sentences))
        for side in sides
    )
    status = "contested" if sides else answer.status
    return replace(answer, status=status, citations=tuple(citations), positions=positions)


def bearing_on_it(evidence: Evidence, settings: Settings) -> list[EvidenceSentence]:
    """Return the sentences that bear enough on a question to take a side, best first."""
    near = evidence.quotable[: settings.contest_sentences]
    return [sentence for sentence in near if sentence.relevance >= settings.contest_threshold]


def _in_time(answer: Answer, story: Story) -> Answer:
    earlier = [replace(cite(0, one), kind=EARLIER) for one in story.earlier[:MOST_EARLIER]]
    return placed(answer, [cite(0, story.latest)], earlier)
