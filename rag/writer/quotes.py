"""The answer without a model: as many quotes as the scores call for, in an order that reads, or else the nearest."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from index.language.persons import begins_with_anaphor
from index.language.speech import is_speech, lacks_speaker
from rag.answer import NOT_FOUND, QUOTES, Answer, Citation, Verdict
from rag.reader import Evidence, EvidenceSentence, joined
from rag.reader.answer_type import wants_yes_or_no
from rag.verdict.grounding import cite
from rag.writer.lists import with_lists

MOST_LEANING = 3  # sentences that one may need before it


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near to the best sentence another must come to be quoted, each as a share of the best one's.

    `beside` is that of scores in its article, `elsewhere` that in other articles, which have their own best sentence or
    none; both are others where yes or no is wanted: one sentence says it, and another article may deny it.
    `on_the_subject` is that of the similarity of passages elsewhere.
    """

    beside: float = 0.38
    elsewhere: float = 0.5
    beside_for_yes_or_no: float = 0.7
    elsewhere_for_yes_or_no: float = 0.6
    on_the_subject: float = 0.65


NEARNESS = Nearness()  # held against others by `training.quoting`

_LINE_END = re.compile(r"[\r\n]")


def quoted(answer: Answer, evidence: Evidence, *, most: int) -> Answer:
    """Return the answer with the quotes as what it says, of at most so many sentences."""
    chosen = choose_quotes(answer.standalone_question, evidence, most=most)
    citations = tuple(cite(number, sentence) for number, sentence in enumerate(chosen, start=1))
    verdicts = tuple(Verdict(one.quote.text, (one.number,), "quoted") for one in citations)
    return replace(answer, model=QUOTES, text=in_quotation_marks(citations), sentences=verdicts, citations=citations)


def not_found(answer: Answer, evidence: Evidence, *, nearest: int) -> Answer:
    """Return the answer that the articles do not say, with at most so many of the nearest sentences."""
    cited = tuple(cite(number, one) for number, one in enumerate(evidence.quotable[:nearest], start=1))
    return replace(answer, status="not_found", text=NOT_FOUND, sentences=(), citations=(), nearest=cited)


def choose_quotes(
    question: str, evidence: Evidence, *, most: int, nearness: Nearness = NEARNESS
) -> tuple[EvidenceSentence, ...]:
    """Return the quotes that answer, neighbours joined to one, and a list with what introduces it.

    They are the best sentence and those near it, `most` at the most, and those that their pronouns point back to. The
    direct quote comes first, then what else its article adds, then other articles, each in the order of its text.
    """
    chosen = with_lists(question, _near_the_best(question, _distinct(evidence.quotable), nearness), evidence)[:most]
    articles = list(dict.fromkeys(one.hit.article.id for one in chosen))
    needed = {before: None for one in chosen for before in _leans_on(one, evidence.quotable) if before not in chosen}
    in_order = sorted((*chosen, *needed), key=lambda one: (articles.index(one.hit.article.id), one.sentence.start))
    whole = _joined(in_order)
    direct = max(whole, key=lambda one: one.relevance)
    first = (*(one for one in whole if one in needed and direct.follows(one)), direct)
    return (*first, *(one for one in whole if one not in first))


def _near_the_best(question: str, candidates: Sequence[EvidenceSentence], nearness: Nearness) -> list[EvidenceSentence]:
    """Return the best one and those whose score comes near enough, of other articles if their passage does, too."""
    best = candidates[0]
    beside, elsewhere = nearness.beside, nearness.elsewhere
    if wants_yes_or_no(question):
        beside, elsewhere = nearness.beside_for_yes_or_no, nearness.elsewhere_for_yes_or_no

    def is_near(one: EvidenceSentence) -> bool:
        if one.hit.article.id == best.hit.article.id:
            return one.relevance >= beside * best.relevance
        is_on_the_subject = one.hit.similarity >= nearness.on_the_subject * best.hit.similarity
        return is_on_the_subject and one.relevance >= elsewhere * best.relevance

    return [one for one in candidates if is_near(one)]


def _leans_on(one: EvidenceSentence, sentences: Sequence[EvidenceSentence]) -> Iterator[EvidenceSentence]:
    """Yield the sentence before when this one points back to it, or is somebody's words without whose they are.

    Likewise from there. Of words that begin a paragraph, the sentence behind them may tell.
    """
    if lacks_speaker(one.quote.text) and (teller := _telling_behind(one, sentences)):
        yield teller
        return
    for _ in range(MOST_LEANING):
        said = one.quote.text
        before = next((before for before in sentences if one.follows(before)), None)
        if before is None or one.sentence.lead or not (begins_with_anaphor(said) or lacks_speaker(said)):
            return
        yield before
        one = before


def _telling_behind(one: EvidenceSentence, sentences: Sequence[EvidenceSentence]) -> EvidenceSentence | None:
    """Return the sentence behind words that begin a paragraph, if it goes on with them and tells whose they are."""
    before = one.hit.article.text[: one.sentence.start].rstrip(" \t")
    if before and not before.endswith(("\n", "\r")):
        return None
    behind = next((other for other in sentences if other.follows(one) and _is_one_paragraph(one, other)), None)
    said = behind.quote.text if behind else ""
    return behind if is_speech(said) and not lacks_speaker(said) else None


def _is_one_paragraph(before: EvidenceSentence, after: EvidenceSentence) -> bool:
    return not _LINE_END.search(after.hit.article.text, before.sentence.end, after.sentence.start)


def _joined(sentences: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """Join what stands side by side in one paragraph."""
    whole: list[EvidenceSentence] = []
    for one in sentences:
        last = whole[-1] if whole else None
        if last and one.follows(last) and _is_one_paragraph(last, one):
            whole.pop()
            one = joined([last, one])
        whole.append(one)
    return whole


def in_quotation_marks(citations: Sequence[Citation], origin: Callable[[Citation], str] = attrgetter("origin")) -> str:
    """Return quotes as an answer's text, numbered; each article's paragraph ends with where it comes from."""
    paragraphs = []
    for (_, source), quoted in groupby(citations, lambda one: (one.quote.article, origin(one))):
        quotes = " ".join(f"{one.quote.in_marks} [{one.number}]" for one in quoted)
        paragraphs.append(f"{quotes} — {source}" if source else quotes)
    return "\n\n".join(paragraphs)


def _distinct(sentences: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    first: dict[str, EvidenceSentence] = {}
    for sentence in sentences:
        first.setdefault(" ".join(sentence.said.lower().split()), sentence)
    return list(first.values())
