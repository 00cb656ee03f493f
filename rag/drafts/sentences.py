"""Each sentence of a draft, judged by what the library has on it.

Its evidence is the sentences found by search that share most with it; how it is judged by them is in
`rag.drafts.judging`. What shares too little with any sentence is not in the articles; that is no denial.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index import Hit, Library, Sentence, split_sentences
from index.language import facts
from index.language.claims import claims_nothing
from index.language.persons import has_anaphor
from index.language.speech_frames import is_attribution, without_attributions
from index.language.words import content_stems
from rag.drafts.findings import ABSENT, CheckedQuotation, CheckedSentence, SentenceStatus, SourcedQuote
from rag.drafts.judging import is_beside_the_matter, judged_by_evidence
from rag.drafts.omissions import is_limited, limits_before
from rag.drafts.speakers import is_of_press, same_speaker
from rag.notices import sentences_of
from rag.reader import EvidenceSentence
from rag.verdict import ClaimJudge, judge_claims

POOL = 12  # passages that are searched for a sentence
LONGEST_QUERY = 600  # characters
READERS = frozenset(("we", "one", "you", "i", "readers"))  # "we read" says nobody's words
LONGEST_NAME = 80  # characters before words that are quoted, in which a name may stand


def check_sentences_of(
    text: str, quotations: Sequence[CheckedQuotation], library: Library, *, claim_judge: ClaimJudge = judge_claims
) -> Iterator[CheckedSentence]:
    """Judge the sentences of a draft, one after another, by what became of the `quotations` in them, too."""
    before = ""
    for one in split_sentences(text):
        within = [each for each in quotations if each.start < one.end and one.start < each.end]
        checked = _of_quotations(text, one, within) or _checked(text, one, before, within, library, claim_judge)
        inside = [each for each in within if one.start <= each.start and each.end <= one.end]
        beside = (*_of_other_subjects(text, one, inside, library), *_of_lost_limits(text, one, inside, library))
        yield _with_fallen(checked, [*_fallen(inside), *beside])
        before = one.said_in(text)


def _of_quotations(text: str, span: Sentence, within: Sequence[CheckedQuotation]) -> CheckedSentence | None:
    """Return what became of a sentence that is quotations and their speaker alone; None for any other."""
    beside = _beside_quotations(text, span, within)
    speakers = " ".join(one.speaker.written for one in within if one.speaker)
    others = content_stems(beside) - content_stems(speakers)
    is_frame = not content_stems(beside) or (len(others) <= 1 and is_attribution(f"{beside.strip(' .:')} "))
    if not (within and is_frame and all(one.places for one in within)):
        return None
    nearest = tuple(one.places[0] for one in within)
    return CheckedSentence(span.start, span.end, text[span.start : span.end], "quoted", (), nearest)


def _beside_quotations(text: str, span: Sentence, within: Sequence[CheckedQuotation]) -> str:
    """Return a sentence without what it has in quotation marks."""
    beside = text[span.start : span.end]
    for one in reversed(within):
        beside = beside[: max(0, one.start - span.start)] + " " + beside[max(0, one.end - span.start) :]
    return beside


def _with_fallen(sentence: CheckedSentence, reasons: Sequence[str]) -> CheckedSentence:
    """Return a sentence, not borne out where something is wrong with a quotation in it."""
    if not reasons or sentence.status == ABSENT:
        return sentence
    return replace(sentence, status="unsupported", reasons=(*sentence.reasons, *dict.fromkeys(reasons)))


def _fallen(within: Sequence[CheckedQuotation]) -> Iterator[str]:
    """Yield what is wrong with the quotations of a sentence."""
    for one in within:
        if one.falls:
            yield f"a quotation in it is {one.status if one.status != 'stands' else 'given to the wrong speaker'}"


def _of_other_subjects(
    text: str, span: Sentence, within: Sequence[CheckedQuotation], library: Library
) -> Iterator[str]:
    """Yield what stands right before quotations that go on a sentence: a name for which the article has another."""
    for one in within:
        ours = _name_before(text[span.start : one.start])
        for place in one.places[:1] if ours and one.status == "stands" else ():
            start = place.quote.start
            theirs = _name_before(library.article(place.quote.article).text[max(0, start - LONGEST_NAME) : start])
            if theirs and same_speaker(ours, theirs) is False:
                yield f'before these words the article has "{theirs}", the sentence "{ours}"'


def _of_lost_limits(text: str, span: Sentence, within: Sequence[CheckedQuotation], library: Library) -> Iterator[str]:
    """Yield what the article has right before quotations, and the sentence nowhere: "nobody believes that"."""
    for one in within if not is_limited(_beside_quotations(text, span, within)) else ():
        limits = [
            limits_before(library.article(place.quote.article).text, place.quote.start)
            for place in one.places
            if one.status == "stands"
        ]
        if limits and all(limits):
            yield f'before these words the article has "{limits[0]}", the sentence does not'


def _name_before(text: str) -> str:
    """Return the name that a text ends with, empty where it ends with none."""
    names = facts(text.rstrip()).names
    return names[-1].written if names and names[-1].end == len(text.rstrip()) else ""


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
    standing = _standing(within, library)
    found = [*standing, *_found(f"{context} {said}".strip(), library)]
    makers = " ".join(f"{one.hit.article.source} {one.hit.article.author}" for one in found)
    evidence = _ranked(said, context, found, standing)
    cited, judged = judged_by_evidence(said, before if context else "", evidence, library, claim_judge)
    bare = without_attributions(said, lambda speaker: speaker.lower() in READERS or is_of_press(speaker, makers))
    if bare != said and judged.verdict not in ("quoted", "supported"):  # "an analysis says" is in no article
        evidence = _ranked(bare, context, found, standing)
        cited, judged = judged_by_evidence(bare, before if context else "", evidence, library, claim_judge)
    nearest = tuple(dict.fromkeys(map(_sourced, (*standing, *cited))))
    if judged.verdict in ("quoted", "supported"):
        status: SentenceStatus = "quoted" if judged.verdict == "quoted" else "supported"
        return CheckedSentence(span.start, span.end, written, status, (), nearest)
    if not cited or is_beside_the_matter(said, cited, judged):
        return CheckedSentence(span.start, span.end, written, ABSENT, ("the articles say nothing on it",), nearest)
    doubted: SentenceStatus = "unsure" if judged.is_by_meaning_alone or judged.may_be_reworded else "unsupported"
    return CheckedSentence(span.start, span.end, written, doubted, judged.reasons, nearest)


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


def _ranked(
    said: str, context: str, found: Sequence[EvidenceSentence], standing: Sequence[EvidenceSentence]
) -> list[EvidenceSentence]:
    """Return sentences by how many of the words of another they have, with their titles' or, where equal, without.

    Those in which a quotation stands come first.
    """
    stems = content_stems(f"{context} {said}")
    once = {one.quote: one for one in reversed(found)}.values()
    shared = {one: len(stems & content_stems(f"{one.hit.article.title} {one.said}")) for one in once}
    quoted = {one.quote for one in standing}

    def far(one: EvidenceSentence) -> tuple[bool, int, int, float]:
        return one.quote not in quoted, -shared[one], -len(stems & content_stems(one.said)), -one.relevance

    return sorted(filter(shared.get, shared), key=far)


def _sourced(one: EvidenceSentence) -> SourcedQuote:
    return SourcedQuote.of(one.hit.article, one.sentence.start, one.sentence.end)
