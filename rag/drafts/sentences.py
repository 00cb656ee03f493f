"""Each sentence of a draft, judged by what the library has on it.

Its evidence is the sentences found by search that share most with it: the nearest, with those that have more of its
words, judged together. Another sentence found may bear it out in their place only if it surely does, as with a model's
sentence that cites the wrong one. What shares too little with any sentence is not in the articles; that is no denial.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from index import Hit, Library, Sentence, split_sentences
from index.language import facts
from index.language.claims import claims_nothing
from index.language.persons import has_anaphor
from index.language.speech_frames import without_attributions
from index.language.words import content_stems, share_of_words
from rag.drafts.findings import ABSENT, CheckedQuotation, CheckedSentence, SentenceStatus, SourcedQuote
from rag.drafts.speakers import is_of_press
from rag.notices import sentences_of
from rag.reader import EvidenceSentence
from rag.verdict import SAME_MATTER, ClaimJudge, Judged, judge, judge_claims
from rag.verdict.alignment import MOST_ALIGNED

POOL = 12  # passages that are searched for a sentence
MOST_TOGETHER = 3  # sentences that one sentence of a draft may have been joined from
LONGEST_QUERY = 600  # characters


def check_sentences_of(
    text: str, quotations: Sequence[CheckedQuotation], library: Library, *, claim_judge: ClaimJudge = judge_claims
) -> Iterator[CheckedSentence]:
    """Judge the sentences of a draft, one after another, by what became of the `quotations` in them, too."""
    before = ""
    for one in split_sentences(text):
        within = [each for each in quotations if each.start < one.end and one.start < each.end]
        checked = _of_quotations(text, one, within) or _checked(text, one, before, within, library, claim_judge)
        fallen = [each for each in within if each.falls and one.start <= each.start and each.end <= one.end]
        yield _with_fallen(checked, fallen)
        before = one.said_in(text)


def _of_quotations(text: str, span: Sentence, within: Sequence[CheckedQuotation]) -> CheckedSentence | None:
    """Return what became of a sentence that is quotations and their speaker alone; None for any other."""
    beside = text[span.start : span.end]
    for one in reversed(within):
        beside = beside[: max(0, one.start - span.start)] + " " + beside[max(0, one.end - span.start) :]
    speakers = " ".join(one.speaker.written for one in within if one.speaker)
    if not within or len(content_stems(beside) - content_stems(speakers)) > 1 or not all(one.places for one in within):
        return None
    nearest = tuple(one.places[0] for one in within)
    return CheckedSentence(span.start, span.end, text[span.start : span.end], "quoted", (), nearest)


def _with_fallen(sentence: CheckedSentence, fallen: Sequence[CheckedQuotation]) -> CheckedSentence:
    """Return a sentence, not borne out where a quotation in it falls."""
    if not fallen or sentence.status == ABSENT:
        return sentence
    told = (one.status if one.status != "stands" else "given to the wrong speaker" for one in fallen)
    reasons = (*sentence.reasons, *dict.fromkeys(f"a quotation in it is {what}" for what in told))
    return replace(sentence, status="unsupported", reasons=reasons)


def _checked(
    text: str,
    span: Sentence,
    before: str,
    within: Sequence[CheckedQuotation],
    library: Library,
    claim_judge: ClaimJudge,
) -> CheckedSentence:
    written, said = text[span.start : span.end], span.said_in(text)
    nothing = "" if span.is_entry else claims_nothing(written)
    if nothing:
        return CheckedSentence(span.start, span.end, written, "claims nothing", (nothing,))
    context = _names_of(before) if has_anaphor(said) else ""
    found = [*_standing(within, library), *_found(f"{context} {said}".strip(), library)]
    makers = " ".join(f"{one.hit.article.source} {one.hit.article.author}" for one in found)
    said = without_attributions(said, lambda speaker: is_of_press(speaker, makers))
    evidence = _ranked(said, context, found)
    cited, judged = _judged(said, before if context else "", evidence, claim_judge)
    nearest = tuple(_sourced(one) for one in cited)
    if judged.verdict in ("quoted", "supported"):
        status: SentenceStatus = "quoted" if judged.verdict == "quoted" else "supported"
        return CheckedSentence(span.start, span.end, written, status, (), nearest)
    if not cited or (not judged.is_contradicted and _share(said, cited) < SAME_MATTER):
        return CheckedSentence(span.start, span.end, written, ABSENT, ("the articles say nothing on it",), nearest)
    return CheckedSentence(span.start, span.end, written, "unsupported", judged.reasons, nearest)


def _standing(within: Sequence[CheckedQuotation], library: Library) -> list[EvidenceSentence]:
    """Return the sentences of articles that the quotations of a sentence stand in."""
    quotes = [place.quote for one in within if one.status == "stands" for place in one.places[:1]]
    return [
        one
        for quote in quotes
        for one in sentences_of(library, quote.article)
        if one.sentence.start < quote.end and quote.start < one.sentence.end
    ]


def _names_of(sentence: str) -> str:
    return " ".join(one.written for one in facts(sentence).names)


def _found(query: str, library: Library) -> list[EvidenceSentence]:
    """Return the sentences of the passages that a search finds, those of the best passage first."""
    hits: Sequence[Hit] = library.search(query[:LONGEST_QUERY], POOL) if len(library) else ()
    return [
        EvidenceSentence(hit, one, hit.score)
        for hit in hits
        for one in hit.passage.sentences
        if one.is_statement_in(hit.article.text)
    ]


def _ranked(said: str, context: str, found: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """Return sentences by how many of the words of another they have, and of these by how well they were found."""
    stems = content_stems(f"{context} {said}")
    once = {one.quote: one for one in reversed(found)}.values()
    shared = {one: len(stems & content_stems(f"{one.hit.article.title} {one.said}")) for one in once}
    return sorted(filter(shared.get, shared), key=lambda one: (-shared[one], -one.relevance))


def _judged(
    said: str, before: str, evidence: Sequence[EvidenceSentence], claim_judge: ClaimJudge
) -> tuple[list[EvidenceSentence], Judged]:
    """Return the sentences that a sentence was judged by, and how."""
    given = tuple(filter(None, (before, *{one.hit.article.author or "" for one in evidence})))
    nearest = list(islice(evidence, MOST_ALIGNED))
    together = _covering(said, evidence)
    if not nearest:
        return [], Judged("uncited")
    first = judge(said, together, claim_judge, given)
    if first.verdict in ("quoted", "supported"):
        return together, first
    for one in nearest:
        other = judge(said, [one], claim_judge, given)
        if other.is_sure:
            return [one], other
    return together, first


def _covering(said: str, evidence: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """Return the nearest sentence, and the next ones that have words of the sentence that no other before has."""
    left = set(content_stems(said))
    chosen: list[EvidenceSentence] = []
    for one in evidence:
        has = left & content_stems(one.said)
        if not chosen or (len(has) > 1 and len(chosen) < MOST_TOGETHER):
            chosen.append(one)
            left -= has
    return chosen


def _share(said: str, cited: Sequence[EvidenceSentence]) -> float:
    return share_of_words(content_stems(said), content_stems(" ".join(one.said for one in cited)))


def _sourced(one: EvidenceSentence) -> SourcedQuote:
    return SourcedQuote.of(one.hit.article, one.sentence.start, one.sentence.end)
