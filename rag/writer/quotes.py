"""The answer without a model: as many quotes as the scores call for, in an order that reads, or else the nearest."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from index.language.persons import begins_with_anaphor
from rag.answer import NOT_FOUND, QUOTES, Answer, Citation, Verdict
from rag.reader import Evidence, EvidenceSentence, joined
from rag.reader.answer_type import wants_yes_or_no
from rag.verdict.grounding import cite
from rag.writer.lists import with_lists

MOST_LEANING = 2  # sentences that one may need before it
# The least score of a quote, as a share of the best one's: beside it in its article, and in another article.
LEAST = (0.38, 0.5)  # another article has its own best sentence, or none
LEAST_FOR_YES_OR_NO = (0.7, 0.6)  # which one sentence says, and another article may deny
ON_THE_SUBJECT = 0.65  # of the best one's passage's similarity to the question: what a passage elsewhere must have

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


def choose_quotes(question: str, evidence: Evidence, *, most: int) -> tuple[EvidenceSentence, ...]:
    """Return the quotes that answer, neighbours joined to one, and a list with what introduces it.

    They are the best sentence and those near it, `most` at the most, and those that their pronouns point back to. The
    direct quote comes first, then what else its article adds, then other articles, each in the order of its text.
    """
    chosen = with_lists(question, _near_the_best(question, _distinct(evidence.quotable)), evidence)[:most]
    articles = list(dict.fromkeys(one.hit.article.id for one in chosen))
    needed = {before: None for one in chosen for before in _leans_on(one, evidence.quotable) if before not in chosen}
    in_order = sorted((*chosen, *needed), key=lambda one: (articles.index(one.hit.article.id), one.sentence.start))
    whole = _joined(in_order)
    direct = max(whole, key=lambda one: one.relevance)
    first = (*(one for one in whole if one in needed and _follows(one, direct)), direct)
    return (*first, *(one for one in whole if one not in first))


def _near_the_best(question: str, candidates: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """Return the best one and those whose score comes near enough, of other articles if their passage does, too."""
    best = candidates[0]
    beside, elsewhere = LEAST_FOR_YES_OR_NO if wants_yes_or_no(question) else LEAST

    def is_near(one: EvidenceSentence) -> bool:
        if one.hit.article.id == best.hit.article.id:
            return one.relevance >= beside * best.relevance
        is_on_the_subject = one.hit.similarity >= ON_THE_SUBJECT * best.hit.similarity
        return is_on_the_subject and one.relevance >= elsewhere * best.relevance

    return [one for one in candidates if is_near(one)]


def _leans_on(one: EvidenceSentence, sentences: Sequence[EvidenceSentence]) -> Iterator[EvidenceSentence]:
    """Yield the sentence before when this one begins with a word that points back to it; likewise from there."""
    for _ in range(MOST_LEANING):
        before = next((before for before in sentences if _follows(before, one)), None)
        if before is None or one.sentence.lead or not begins_with_anaphor(one.quote.text):
            return
        yield before
        one = before


def _follows(before: EvidenceSentence, after: EvidenceSentence) -> bool:
    """Tell whether nothing but white space stands between two sentences of an article."""
    is_before = before.hit.article.id == after.hit.article.id and before.sentence.end <= after.sentence.start
    return is_before and not after.hit.article.text[before.sentence.end : after.sentence.start].strip()


def _joined(sentences: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """Join what stands side by side in one paragraph."""
    whole: list[EvidenceSentence] = []
    for one in sentences:
        last = whole[-1] if whole else None
        if (
            last
            and _follows(last, one)
            and not _LINE_END.search(one.hit.article.text, last.sentence.end, one.sentence.start)
        ):
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
