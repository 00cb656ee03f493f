"""Does what a saved answer shows still stand in the library?

All that a reader sees of an answer is held against the articles: its quotes and their surroundings, where they come
from, the sides of a contest, and that its text and its sentences say what those quotes say. What only the maker of the
answer knows (the question, scores, notes, reasons, what was rejected) can't be checked, and is not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import Article, Hit, InputError, Library, Passage, Sentence, Time, split_sentences
from index.dates import iso_span
from index.times import find_times
from rag.answer import NOT_FOUND, QUOTES, Answer, Citation, Position, Quote, Verdict
from rag.contest import LATER, origin
from rag.grounding import with_numbers
from rag.quotes import in_quotation_marks
from rag.reader import EvidenceSentence
from rag.verdict import judge

_RESOLVED = re.compile(r"(.*) \((\d{4}(?:-\d\d){0,2}(?: to \d{4}-\d\d-\d\d)?)\)", re.DOTALL)  # Wednesday (2025-06-18)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something shown that does not stand: its `place` in the answer, like "citation 2", and why."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found: how many quotes an answer has, those that do not stand, and all faults, theirs included."""

    quotes: int
    wrong: tuple[Quote, ...]
    faults: tuple[Fault, ...]


def verify(answer: Answer, library: Library) -> Verification:
    """Hold all that is shown of an answer against the articles of a library."""
    wrong: list[Quote] = []
    faults: list[Fault] = []
    sound: set[int] = set()  # the numbers of citations that what is said may rest on
    for name, cited in (("citation", answer.citations), ("nearest", answer.nearest)):
        for citation in cited:
            article = _article(library, citation.quote.article)
            reasons = [Fault(f"{name} {citation.number}", reason) for reason in _faults_of_citation(citation, article)]
            wrong += [] if _stands(citation.quote, article) else [citation.quote]
            faults += reasons
            sound |= set() if reasons else {citation.number}
    faults += _faults_of_whole(answer, sound)
    return Verification(len(answer.citations) + len(answer.nearest), tuple(wrong), tuple(faults))


def _article(library: Library, article_id: str) -> Article | None:
    try:
        return library.article(article_id)
    except InputError:
        return None


def _stands(quote: Quote, article: Article | None) -> bool:
    return article is not None and 0 <= quote.start < quote.end and article.text[quote.start : quote.end] == quote.text


def _faults_of_citation(citation: Citation, article: Article | None) -> Iterator[str]:
    """Yield what of a citation is not as its article has it."""
    if article is None:
        yield f"there is no article {citation.quote.article}"
        return
    if not _stands(citation.quote, article):
        yield f"its quote is not in {article.id} at [{citation.quote.start}:{citation.quote.end}]"
    if not _stands(citation.passage, article):
        yield f"its passage is not in {article.id} at [{citation.passage.start}:{citation.passage.end}]"
    elif not citation.passage.contains(citation.quote):
        yield "its quote does not stand in its passage"
    for name in ("title", "source", "published", "url"):
        if getattr(citation, name) != getattr(article, name):
            yield f"its {name} is not that of {article.id}"
    if not set(citation.times) <= set(_times_near(citation.quote, article)):
        yield "it names other times than its quote"


def _times_near(quote: Quote, article: Article) -> Iterator[Time]:
    """Yield the times that the sentences of a quote speak of, and the quote by itself (part of a very long one)."""
    spans = [one for one in split_sentences(article.text) if one.start < quote.end and quote.start < one.end]
    for start, end in (*((one.start, one.end) for one in spans), (quote.start, quote.end)):
        for time in find_times(article.text[start:end], article.published):
            yield Time(start + time.start, start + time.end, time.first, time.last)


def _faults_of_whole(answer: Answer, sound: set[int]) -> Iterator[Fault]:
    """Yield what of an answer does not follow from its citations; nothing more of those that are not sound."""
    numbers = [citation.number for citation in answer.citations]
    pointed = [*(one.citations for one in answer.sentences), *(one.citations for one in answer.positions)]
    for name, numbered in (("citations", answer.citations), ("nearest", answer.nearest)):
        if [one.number for one in numbered] != list(range(1, len(numbered) + 1)):
            yield Fault(name, "they are not numbered from 1 on")
    if not {number for some in pointed for number in some} <= set(numbers):
        yield Fault("citations", "one that is pointed at is missing")
        return
    if (answer.status == "contested") != (len(answer.positions) > 1):
        yield Fault("status", "contested answers have sides, and no others do")
    for number, sentence in enumerate(answer.sentences, start=1):
        if sentence.is_borne_out and sound.issuperset(sentence.citations) and not _is_borne_out(sentence, answer):
            yield Fault(f"sentence {number}", f"its citations do not bear it out as {sentence.verdict}")
    for number, position in enumerate(answer.positions, start=1):
        cited = [answer.citation(one) for one in position.citations]
        if sound.issuperset(position.citations) and not _is_label_of(position, cited):
            yield Fault(f"position {number}", "its label says more than its citations")
    if answer.text != _text(answer):
        yield Fault("text", "it is not what its sentences and citations make")


def _text(answer: Answer) -> str:
    """Return the text that the rest of an answer makes."""
    if answer.status == "not_found":
        return NOT_FOUND
    shown = [sentence for sentence in answer.sentences if not sentence.withdrawn]
    if answer.model != QUOTES:
        return with_numbers(shown)
    return in_quotation_marks([answer.citation(number) for sentence in shown for number in sentence.citations])


def _is_borne_out(sentence: Verdict, answer: Answer) -> bool:
    """Judge a sentence again; one that was found to be a quote must be one, and no shorter."""
    cited = [answer.citation(number) for number in sentence.citations]
    if answer.model == QUOTES and not sentence.withdrawn:
        return sentence.verdict == "quoted" and [sentence.text] == [one.quote.text for one in cited]
    verdict = judge(sentence.text, [_evidence(one) for one in cited]).verdict
    return verdict == "quoted" or verdict == sentence.verdict


def _evidence(citation: Citation) -> EvidenceSentence:
    """Return a citation as what was read, as far as a verdict goes by it."""
    quote, passage = citation.quote, citation.passage
    before = " " * passage.start  # offsets count from the start of an article
    text = before + passage.text
    article = Article(quote.article, citation.title, text, citation.source, None, citation.published, citation.url)
    sentence = Sentence(quote.start, quote.end, citation.times)
    found = Passage("", quote.article, passage.start, passage.end, (sentence,))
    return EvidenceSentence(Hit(article, found, 0.0, 0.0, 0.0, ""), sentence, citation.score)


def _is_label_of(position: Position, cited: Sequence[Citation]) -> bool:
    """Tell whether a label says whose a side is, and before that only what its citations say."""
    who = "; ".join(origin(one.title, one.source, one.published) for one in cited)
    label = position.label.removesuffix(LATER)
    says = label.removesuffix(f" — {who}")
    if says == label:
        return label == who
    written, days = says, None
    if resolved := _RESOLVED.fullmatch(says):
        written, days = resolved.groups()
    spoken_of = {iso_span(time.first, time.last) for one in cited for time in one.times}
    is_written = any(written in text for one in cited for text in (one.title, one.passage.text))
    return is_written and (days is None or days in spoken_of)
