"""Does what a saved answer shows still stand in the library?

All that a reader sees of an answer is held against the articles: its quotes and their surroundings, where they come
from, the sides of a contest, and that its text and its sentences say what those quotes say. What only the maker of the
answer knows (the question, the model's name, scores, notes, reasons, what was rejected, whether the articles disagree)
can't be checked, and is not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from index import Article, Hit, InputError, Library, Passage, Sentence, split_passages
from index.reading import iso_span
from rag.answer import NOT_FOUND, QUOTES, Answer, Citation, Position, Quote, Verdict
from rag.contest import LATER, is_later
from rag.reader import EvidenceSentence
from rag.verdict import judge
from rag.verdict.grounding import with_numbers
from rag.writer import in_quotation_marks

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
    read = cache(partial(_read, library))
    wrong: list[Quote] = []
    faults: list[Fault] = []
    sound: set[int] = set()  # the numbers of citations that what is said may rest on
    for name, cited in (("citation", answer.citations), ("nearest", answer.nearest)):
        for citation in cited:
            article = read(citation.quote.article)
            reasons = [Fault(f"{name} {citation.number}", reason) for reason in _faults_of_citation(citation, article)]
            wrong += [] if article and article.holds(citation.quote) else [citation.quote]
            faults += reasons
            sound |= {citation.number} if name == "citation" and not reasons else set()
    faults += _faults_of_form(answer)
    if all("citations" != fault.place for fault in faults):
        faults += _faults_of_whole(answer, sound)
    return Verification(len(answer.citations) + len(answer.nearest), tuple(wrong), tuple(faults))


@dataclass(frozen=True, slots=True)
class _ReadArticle:
    """An article with its sentences, cut as they were for quoting."""

    article: Article
    sentences: tuple[Sentence, ...]

    def holds(self, quote: Quote) -> bool:
        """Tell whether a quote is made of whole sentences of the article, at its place."""
        within = self.within(quote)
        is_whole = bool(within) and within[0].start == quote.start and within[-1].end == quote.end
        return is_whole and self.article.text[quote.start : quote.end] == quote.text

    def within(self, quote: Quote) -> list[Sentence]:
        """Return the sentences that a quote is made of."""
        return [one for one in self.sentences if quote.start <= one.start and one.end <= quote.end]


def _read(library: Library, article_id: str) -> _ReadArticle | None:
    """Return an article, None when there is none of that id."""
    try:
        article = library.article(article_id)
    except InputError:
        return None
    passages = split_passages(article, library.embedder, library.embedder.max_pieces)
    return _ReadArticle(article, tuple(one for passage in passages for one in passage.sentences))


def _faults_of_citation(citation: Citation, read: _ReadArticle | None) -> Iterator[str]:
    """Yield what of a citation is not as its article has it."""
    if read is None:
        yield f"there is no article {citation.quote.article}"
        return
    quote, passage, article = citation.quote, citation.passage, read.article
    if not read.holds(quote):
        yield f"its quote is no whole sentence of {article.id} at [{quote.start}:{quote.end}]"
    if article.text[passage.start : passage.end] != passage.text or not 0 <= passage.start < passage.end:
        yield f"its passage is not in {article.id} at [{passage.start}:{passage.end}]"
    elif not passage.contains(quote):
        yield "its quote does not stand in its passage"
    for name in ("title", "source", "published", "url"):
        if getattr(citation, name) != getattr(article, name):
            yield f"its {name} is not that of {article.id}"
    if not set(citation.times) <= {time for one in read.within(quote) for time in one.times}:
        yield "it names other times than its quote"


def _faults_of_form(answer: Answer) -> Iterator[Fault]:
    """Yield what no answer is made of."""
    for name, numbered in (("citations", answer.citations), ("nearest", answer.nearest)):
        if [one.number for one in numbered] != list(range(1, len(numbered) + 1)):
            yield Fault(name, "they are not numbered from 1 on")
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
        if not (sentence.is_borne_out or sentence.reasons):
            yield Fault(f"sentence {number}", "nothing says why it is not borne out")


def _faults_of_whole(answer: Answer, sound: set[int]) -> Iterator[Fault]:
    """Yield what of an answer does not follow from its citations; nothing more of those that are not sound."""
    for number, sentence in enumerate(answer.sentences, start=1):
        is_quote = answer.model == QUOTES and not sentence.withdrawn
        is_checked = (is_quote or sentence.is_borne_out) and sound.issuperset(sentence.citations)
        if is_checked and not _is_borne_out(sentence, answer, is_quote=is_quote):
            yield Fault(f"sentence {number}", f"its citations do not bear it out as {sentence.verdict}")
    sides = [[answer.citation(one) for one in position.citations] for position in answer.positions]
    if sound.issuperset(one.number for side in sides for one in side):  # how late a side is, all dates tell together
        for number, position in enumerate(answer.positions, start=1):
            if not _is_label_of(position, number - 1, sides):
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


def _is_borne_out(sentence: Verdict, answer: Answer, *, is_quote: bool) -> bool:
    """Judge a sentence again; one that was found to be a quote must be one, and no shorter."""
    cited = [answer.citation(number) for number in sentence.citations]
    if is_quote:
        return sentence.verdict == "quoted" and [sentence.text] == [one.quote.text for one in cited]
    verdict = judge(sentence.text, [_evidence(one) for one in cited]).verdict
    if sentence.withdrawn:  # its citations may have been joined with their neighbours since
        return verdict in ("quoted", "supported")
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


def _is_label_of(position: Position, place: int, sides: Sequence[Sequence[Citation]]) -> bool:
    """Tell whether a label says whose a side is and how late, and before that only what its citations say."""
    cited = sides[place]
    who = "; ".join(one.origin for one in cited)
    others = [[one.published for one in side] for number, side in enumerate(sides) if number != place]
    late = LATER if is_later([one.published for one in cited], others) else ""
    says, dash, rest = position.label.partition(f" — {who}{late}")
    if not dash:
        return position.label == f"{who}{late}"
    written, days = says, None
    if resolved := _RESOLVED.fullmatch(says):
        written, days = resolved.groups()
    spoken_of = {iso_span(time.first, time.last) for one in cited for time in one.times}
    start, end = (r"(?<!\w)" if written[:1].isalnum() else ""), r"(?:(?!\w)|(?=T\d))"  # US$500; 2025-06-18T10:00
    whole = re.compile(f"{start}{re.escape(written)}{end}")
    is_written = any(whole.search(text) for one in cited for text in (one.title, one.passage.text))
    return not rest and is_written and (days is None or days in spoken_of)
