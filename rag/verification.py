"""Does what a saved answer shows still stand in the library?

What a reader takes for the record is held against the articles: its quotes and their surroundings, where they come
from, the sides of a contest, and that its text and its sentences say what those quotes say. What only the maker of the
answer knows can't be checked, and is named with what was found (`Verification.unchecked`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from typing import Any

from index import Article, Library
from index.language.statements import is_statement
from rag.about import about_library
from rag.answer import NOT_FOUND, QUOTES, Answer, Citation, ShortAnswer, Verdict
from rag.contest import label, values_of
from rag.notices import sentences_of
from rag.quote import Quote, Slice, in_a_row
from rag.reader import EvidenceSentence, joined
from rag.sides import EARLIER
from rag.verdict import judge
from rag.verdict.grounding import cite, given_by, with_numbers
from rag.writer import in_quotation_marks

_Sound = Mapping[int, Sequence[EvidenceSentence]]  # the sentences of each citation that what is said may rest on


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
    unchecked: tuple[str, ...]  # what of the answer can't be held against anything

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values; of the wrong quotes, their places."""
        wrong = [{"article": one.article, "start": one.start, "end": one.end} for one in self.wrong]
        faults = [asdict(fault) for fault in self.faults]
        return {"quotes": self.quotes, "wrong": wrong, "faults": faults, "unchecked": self.unchecked}


def verify(answer: Answer, library: Library) -> Verification:
    """Hold all that is shown of an answer against the articles of a library."""
    read = cache(partial(sentences_of, library))
    wrong: list[Quote] = []
    faults: list[Fault] = []
    sound: dict[int, Sequence[EvidenceSentence]] = {}
    for name, cited in (("citation", answer.citations), ("nearest", answer.nearest)):
        for citation in cited:
            article = read(citation.quote.article)
            start, end = citation.quote.start, citation.quote.end
            sentences = [one for one in article if start <= one.sentence.start and one.sentence.end <= end]
            gone = f"there is no article {citation.quote.article}"
            reasons = list(_faults_of_citation(citation, sentences)) if article else [gone]
            wrong += [] if sentences and _is_quote_of(citation.quote, sentences) else [citation.quote]
            faults += [Fault(f"{name} {citation.number}", reason) for reason in reasons]
            sound |= {citation.number: sentences} if name == "citation" and not reasons else {}
    faults += _faults_of_form(answer)
    if answer.short_answer and not _is_in_short(answer, answer.short_answer):
        faults.append(Fault("short answer", "it is not the words of a citation that are said to answer"))
    if all("citations" != fault.place for fault in faults):
        faults += _faults_of_whole(answer, sound, library)
    quotes = len(answer.citations) + len(answer.nearest)
    return Verification(quotes, tuple(wrong), tuple(faults), tuple(_unchecked(answer)))


def _unchecked(answer: Answer) -> Iterator[str]:
    """Yield what of an answer its maker alone knows."""
    yield "the question, the name of the model, scores, notes, reasons, and which quotes were chosen, in which order"
    yield {
        "answered": "that no article says otherwise",
        "contested": "that this is what the sides differ on",
        "not_found": "that the articles do not say, and that nothing in them comes nearer",
    }[answer.status]
    if any(one.span for one in answer.citations):
        yield "which words of its quotes answer"
    if answer.is_reply:
        yield "what the library held when it was asked"
    if any(one.withdrawn for one in answer.sentences):
        yield "that a model wrote the sentences withdrawn"
    if answer.rejected:
        yield "that a model wrote what was rejected"


def _faults_of_citation(citation: Citation, sentences: Sequence[EvidenceSentence]) -> Iterator[str]:
    """Yield what of a citation is not as the sentences make it that its quote is made of."""
    quote = citation.quote
    if not sentences or not _is_quote_of(quote, sentences):
        yield f"its quote is no whole sentence of {quote.article} at [{quote.start}:{quote.end}]"
        return
    true = cite(citation.number, joined(sentences))
    is_bare = citation.passage == quote and not citation.times  # with neither, as is allowed
    for name in ("title", "source", "published", "url", *(() if is_bare else ("passage", "times"))):
        if getattr(citation, name) != getattr(true, name):
            yield f"what it gives as its {name} is not what {quote.article} has"
    if citation.span and not _holds(quote, citation.span):
        yield "the words said to answer do not stand in its quote"
    if citation.kind not in ("", EARLIER) and not _is_notice(citation, sentences[0].hit.article):
        yield f"it is called a {citation.kind}, and is none in {quote.article}"


def _holds(quote: Quote, words: Slice) -> bool:
    """Tell whether some words stand at that place of a quote."""
    start, end = words.start - quote.start, words.end - quote.start
    return 0 <= start < end <= len(quote.text) and quote.text[start:end] == words.text


def _is_notice(citation: Citation, article: Article) -> bool:
    """Tell whether a quote is a notice of that kind in its article."""
    start, end = citation.quote.start, citation.quote.end
    return any(one.kind == citation.kind and one.start < end and start < one.end for one in article.notices)


def _is_quote_of(quote: Quote, sentences: Sequence[EvidenceSentence]) -> bool:
    """Tell whether sentences are quoted to the letter, with what introduces them; one that says enough, without."""
    true = joined(sentences).quote
    return quote in (true, *([replace(true, lead=())] if is_statement(true.text) else []))


def _faults_of_form(answer: Answer) -> Iterator[Fault]:
    """Yield what no answer is made of."""
    for name, numbered in (("citations", answer.citations), ("nearest", answer.nearest)):
        if [one.number for one in numbered] != list(range(1, len(numbered) + 1)):
            yield Fault(name, "they are not numbered from 1 on")
    yield from _faults_of_order(answer)
    pointed = [*(one.citations for one in answer.sentences), *(one.citations for one in answer.positions)]
    if {number for some in pointed for number in some} != {citation.number for citation in answer.citations}:
        yield Fault("citations", "they are not those that sentences and sides point at")
    if (answer.status == "contested") != (len(answer.positions) > 1):
        yield Fault("status", "contested answers have sides, and no others do")
    shown = [sentence for sentence in answer.sentences if not sentence.withdrawn]
    if answer.status == "not_found" and (answer.sentences or answer.positions):
        yield Fault("status", "what is not found has neither sentences nor sides")
    if answer.status != "not_found" and (answer.nearest or not shown):
        yield Fault("status", "what is answered has sentences, and no nearest ones in their place")
    if answer.model != QUOTES and len(shown) < len(answer.sentences):
        yield Fault("sentences", "one is withdrawn, though the model's words stand")
    for number, sentence in enumerate(answer.sentences, start=1):
        if not (sentence.is_borne_out or "".join(sentence.reasons).strip()):
            yield Fault(f"sentence {number}", "nothing says why it is not borne out")


def _is_in_short(answer: Answer, short: ShortAnswer) -> bool:
    words = Slice(short.start, short.end, short.text)
    spans = [(one.number, one.span) for one in answer.citations]
    return answer.status == "answered" and (short.citation, words) in spans


def _faults_of_order(answer: Answer) -> Iterator[Fault]:
    """Yield what is called earlier and is not."""
    last = max((one.published or "" for one in answer.citations), default="")
    for one in answer.citations:
        if one.kind == EARLIER and (one.published or last) >= last:
            yield Fault(f"citation {one.number}", f"it is called an {EARLIER}, and none is later")


def _faults_of_whole(answer: Answer, sound: _Sound, library: Library) -> Iterator[Fault]:
    """Yield what of an answer does not follow from its citations; nothing more of those that are not sound."""
    for number, sentence in enumerate(answer.sentences, start=1):
        is_quote = answer.model == QUOTES and not sentence.withdrawn
        if (is_quote or sentence.is_borne_out) and sound.keys() >= set(sentence.citations):
            cited = [joined(sound[one]) for one in sentence.citations]
            if not _is_borne_out(sentence, cited, answer.standalone_question, is_quote=is_quote):
                yield Fault(f"sentence {number}", f"its citations do not bear it out as {sentence.verdict}")
    yield from _faults_of_sides(answer, sound)
    if answer.text not in _texts(answer, library):
        yield Fault("text", "it is not what its sentences and citations make")


def _faults_of_sides(answer: Answer, sound: _Sound) -> Iterator[Fault]:
    """Yield what the quotes of the sides do not make of them; how late one is, the dates of all tell together."""
    sides = [position.citations for position in answer.positions]
    numbers = [number for side in sides for number in side]
    if not all(sides) or len(set(numbers)) < len(numbers):
        yield Fault("positions", "they do not have quotes of their own")
    elif sound.keys() >= set(numbers):
        said_by = [[joined(sound[number]) for number in side] for side in sides]
        for place, position in enumerate(answer.positions):
            first = sound[position.citations[0]]
            says = {value for one in first for value in values_of(answer.standalone_question, one)}
            if position.label not in {label(value, place, said_by) for value in says}:
                yield Fault(f"position {place + 1}", "its label is not what its first quote and its sources make")


def _texts(answer: Answer, library: Library) -> tuple[str, ...]:
    """Return the text that the rest of an answer makes, as it is written now and as it once was."""
    if answer.status == "not_found":
        is_asked = about_library(answer.question, library) is not None
        return (NOT_FOUND, *([answer.text] if is_asked and answer.is_reply else []))
    shown = [sentence for sentence in answer.sentences if not sentence.withdrawn]
    if answer.model != QUOTES:
        return (with_numbers(shown),)
    cited = [answer.citation(number) for sentence in shown for number in sentence.citations]
    before = in_quotation_marks(cited, lambda one: in_a_row(one.title, one.source, one.published))  # in 0.1
    return in_quotation_marks(cited), before


def _is_borne_out(sentence: Verdict, cited: Sequence[EvidenceSentence], question: str, *, is_quote: bool) -> bool:
    """Judge a sentence again; one that was found to be a quote must be one, and no shorter."""
    if is_quote:
        return sentence.verdict == "quoted" and [sentence.text] == [one.quote.text for one in cited]
    verdict = judge(sentence.text, cited, given=given_by(question, cited)).verdict
    if sentence.withdrawn:  # its citations may have been joined with their neighbours since
        return verdict in ("quoted", "supported")
    return verdict == "quoted" or verdict == sentence.verdict
