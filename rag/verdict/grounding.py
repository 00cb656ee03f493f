"""Draft + evidence → sentences with citations and verdicts.

The model's markers are looked up, never trusted: one that points nowhere is rejected and named. Text that the model
put in quotation marks keeps them only if it stands in the evidence word for word. Nothing is repaired in silence.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from index.language import facts
from rag.answer import UNFINISHED, Citation, Rejected, Verdict
from rag.quote import Quote, Slice
from rag.reader import EvidenceSentence
from rag.reader.answer_type import wants_yes_or_no
from rag.verdict import ClaimJudge, Judged, judge, judge_claims
from rag.verdict.alignment import JudgedBy, bearing_out, pointed_texts, with_nearest
from rag.verdict.markdown import markdown_to_text
from rag.verdict.pointers import (
    TAKEN_OFF,
    Quotation,
    check_quotations,
    sentences_with_points,
    without_half_marker,
    without_markers,
)

ELSEWHERE = "it does not bear the sentence out; another sentence shown to the model does, and is cited in its place"
BESIDE = "it does not bear the sentence out alone; with the sentence beside it, which is cited too, it does"
FAR_FROM_ALL = "nothing in the texts comes near to it"


@dataclass(frozen=True, slots=True)
class Grounded:
    """A draft on the record: its sentences, what they cite, and what was rejected.

    `is_contradicted` when the quotes that its main sentence cites say otherwise; the main one is the first.
    """

    sentences: tuple[Verdict, ...]
    citations: tuple[Citation, ...]
    rejected: tuple[Rejected, ...]
    is_contradicted: bool

    @property
    def text(self) -> str:
        """The draft with citation numbers in place of its markers."""
        return with_numbers(self.sentences)


def cite(number: int, evidence: EvidenceSentence) -> Citation:
    """Make a numbered citation of a sentence."""
    article, passage, sentence = evidence.hit.article, evidence.hit.passage, evidence.sentence
    start, end = min(passage.start, sentence.start), max(passage.end, sentence.end)  # neighbours may be of two passages
    lead = tuple(Slice(*span, article.text[slice(*span)]) for span in ((one.start, one.end) for one in passage.lead))
    around = Quote(article.id, start, end, article.text[start:end], tuple(one for one in lead if one.end <= start))
    told = (article.title, article.source, article.published, article.url)
    return Citation(number, evidence.quote, round(evidence.relevance, 4), *told, around, sentence.times)


def number_in(citations: list[Citation], citation: Citation) -> int:
    """Return the number of the citation that holds another's quote; the other is added when there is none."""
    for known in citations:
        if known.quote.contains(citation.quote):
            return known.number
    citations.append(replace(citation, number=len(citations) + 1))
    return len(citations)


def with_numbers(sentences: Iterable[Verdict]) -> str:
    """Return sentences as text, each with the numbers of its citations."""
    return " ".join(one.text + "".join(f"[{number}]" for number in one.citations) for one in sentences)


def given_by(question: str, cited: Sequence[EvidenceSentence]) -> tuple[str, ...]:
    """Return the names and dates that a question states, of those that the cited articles have.

    Who asks what happened in Osk says that it was there; who asks whether it did, does not.
    """
    if wants_yes_or_no(question):
        return ()
    stated = [one.written for one in facts(question).names] + [one.written for one in facts(question).dates]
    articles = (one.hit.article for one in cited)
    texts = {f"{one.title}\n{one.published or ''}\n{one.text}" for one in articles}
    return tuple(written for written in stated if any(written in text for text in texts))


def ground(
    draft: str,
    sentences: Mapping[str, EvidenceSentence],
    *,
    texts: Mapping[str, Sequence[EvidenceSentence]] | None = None,
    question: str = "",
    growing: bool = False,
    claim_judge: ClaimJudge = judge_claims,
) -> Grounded:
    """Put a draft on the record: `sentences` are those the model was shown, by marker.

    Its Markdown is read as text. A `growing` draft may be cut anywhere: half a marker at its end is left out, and its
    last sentence is not judged yet. A sentence without a marker that points anywhere cites the one that surely bears it
    out, if there is one; so does one that what it points at does not bear out, and what it pointed at is rejected. What
    the `question` states is given (`given_by`); what a sentence means is judged by `claim_judge`.

    A marker may point at a whole text, too, where there are `texts`: their sentences, by marker. Then one that points
    at such, and one that points nowhere, cites those of their sentences that come nearest to it (`with_nearest`).
    """
    texts = texts or {}

    def judged_by(said: str, cited: Sequence[EvidenceSentence]) -> Judged:
        return judge(said, cited, claim_judge, given_by(question, cited))

    draft = markdown_to_text(draft, growing=growing)
    text, marks = without_markers(without_half_marker(draft) if growing else draft)
    text, quotations = check_quotations(text, sentences.values())
    spans = list(sentences_with_points(text, marks))
    citations: dict[Quote, Citation] = {}
    rejected: list[Rejected] = []
    verdicts: list[Verdict] = []
    is_contradicted = False
    for at, (span, points) in enumerate(spans):
        said = text[span.start : span.end].replace(TAKEN_OFF, "")
        is_unfinished = growing and at == len(spans) - 1
        within = [one for one in quotations if one.start < span.end and span.start < one.end]
        invented = [one.words for one in within if not one.sources and not is_unfinished]
        wrong = [point for point in points if point not in sentences and point not in texts]
        rejected += [Rejected(f"[{point}]", "no such sentence") for point in wrong]
        rejected += [Rejected(words, "not word for word in the articles shown") for words in invented]
        pointed = pointed_texts(points, texts)
        found = _found(points, within, sentences)
        if texts and not is_unfinished and not any(point in sentences for point in points):
            found = with_nearest(said, found, pointed, texts, judged_by)
        elif not is_unfinished and not found:
            found = bearing_out(said, sentences.values(), judged_by)
        judged = Judged("uncited", (UNFINISHED,)) if is_unfinished else judged_by(said, found)
        if texts and not found and not is_unfinished:
            judged = replace(judged, reasons=(FAR_FROM_ALL,))
        if (judged.verdict == "unsupported" or (pointed and not found)) and points and not invented:
            better, why = _borne_out_elsewhere(said, found, sentences.values(), judged_by, claim_judge)
            if better:
                held = [point for point in points if any(one in texts.get(point, ()) for one in better)]
                failed = [point for point in points if point not in (*wrong, *held)]
                rejected += [Rejected("".join(f"[{point}]" for point in failed), why)] if failed else []
                found, judged = better, judged_by(said, better)
        for one in found:
            citations.setdefault(one.quote, cite(len(citations) + 1, one))
        is_contradicted = is_contradicted or (at == 0 and judged.is_contradicted)
        verdict = Verdict(said, tuple(citations[one.quote].number for one in found), judged.verdict, judged.reasons)
        if invented:
            reasons = (*judged.reasons, *(f"the articles do not have these words: {words}" for words in invented))
            verdict = replace(verdict, verdict="unsupported" if found else "uncited", reasons=reasons)
        verdicts.append(verdict)
    return Grounded(tuple(verdicts), tuple(citations.values()), tuple(dict.fromkeys(rejected)), is_contradicted)


def _found(
    points: Iterable[str], quotations: Iterable[Quotation], sentences: Mapping[str, EvidenceSentence]
) -> list[EvidenceSentence]:
    """Return what the markers and the true quotations of a sentence point at, each once."""
    pointed = [sentences[point] for point in points if point in sentences]
    quoted = [source for one in quotations for source in one.sources]
    return list({one.quote: one for one in (*pointed, *quoted)}.values())


def _borne_out_elsewhere(
    said: str,
    cited: Sequence[EvidenceSentence],
    evidence: Collection[EvidenceSentence],
    judged_by: JudgedBy,
    claim_judge: ClaimJudge,
) -> tuple[list[EvidenceSentence], str]:
    """Return what surely bears out a sentence that its own citations do not, and how; nothing if there is none.

    Where these deny it, only their own articles can: another that states it is another side.
    """
    articles = {one.hit.article.id for one in cited}
    others = [one for one in evidence if one not in cited]
    if judged_by(said, cited).is_contradicted:
        others = [one for one in others if one.hit.article.id in articles]
    if elsewhere := bearing_out(said, others, judged_by):
        return elsewhere, ELSEWHERE
    if not cited:
        return [], ""
    together = " ".join(one.said for one in cited)
    (alone,) = claim_judge([(together, said)])
    if alone.supports <= alone.contradicts:  # what it cites must speak for it, and lack but a name
        return [], ""
    for one in others:
        both = sorted((*cited, one), key=lambda each: (each.hit.article.id, each.sentence.start))
        if any(one.follows(other) or other.follows(one) for other in cited) and judged_by(said, both).is_sure:
            return both, BESIDE
    return [], ""
