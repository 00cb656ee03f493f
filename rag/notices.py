"""What became of an article that is quoted: the words that correct, clarify or withdraw it, as citations of their own.

A notice travels with every quote of its article, to the letter and named as what it is. A withdrawal, and a correction
of what is quoted, stands before it; any other behind. What only the mark of a title says ("CORRECTED-") is a note.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from index import Hit, InputError, Library, Notice, split_passages
from index.language.words import content_stems
from rag.answer import Answer, Citation
from rag.reader import Evidence, EvidenceSentence, joined
from rag.verdict.grounding import cite
from rag.writer import placed

WITHDRAWS = "retraction"
TRAVEL = ("correction", "clarification", WITHDRAWS)
LEAST_SHARED = 2  # words that a correction shares with question and quotes, if it is of what they say
MARKED = "The title of a later version says that it is one with a {}: {}"


@dataclass(frozen=True)  # no slots: what is derived is kept
class Noticed:
    """The notices of some articles, by the id of the article that they are about."""

    notices: Mapping[str, tuple[tuple[Notice, EvidenceSentence | None], ...]]

    @classmethod
    def of(cls, evidence: Evidence, library: Library) -> "Noticed":
        """Look up the notices of all articles that were read."""
        articles = dict.fromkeys(one.hit.article.id for one in evidence.sentences)
        found = {article: tuple(_notices_of(article, library)) for article in articles}
        return cls({article: notices for article, notices in found.items() if notices})

    @cached_property
    def sentences(self) -> list[EvidenceSentence]:
        """What the notices say, each once."""
        said = (sentence for notices in self.notices.values() for _, sentence in notices if sentence)
        return list({one.quote: one for one in said}.values())

    def without(self, evidence: Evidence) -> Evidence:
        """Return what was read without notices and what is withdrawn: neither is a side of a question."""
        gone = {id for id, notices in self.notices.items() if any(one.kind == WITHDRAWS for one, _ in notices)}
        kept = (one for one in evidence.sentences if one.hit.article.id not in gone and not self._holds(one))
        return replace(evidence, sentences=tuple(kept))

    def beside(self, evidence: Evidence) -> Evidence:
        """Return what was read with the notices as its best sentences, for a model to see."""
        best = max((one.relevance for one in evidence.sentences), default=0.0)
        rest = (one for one in evidence.sentences if not self._holds(one))
        return replace(evidence, sentences=(*(replace(one, relevance=best) for one in self.sentences), *rest))

    def _holds(self, sentence: EvidenceSentence) -> bool:
        return any(one.quote.contains(sentence.quote) for one in self.sentences)

    def named(self, answer: Answer) -> Answer:
        """Return an answer with the notices of all articles that it quotes."""
        articles = dict.fromkeys(one.quote.article for one in answer.citations or answer.nearest)
        about = {quoted: self.notices[quoted] for quoted in articles if quoted in self.notices}
        first: dict[Citation, None] = {}
        last: dict[Citation, None] = {}
        notes: dict[str, None] = {}
        for quoted, notices in about.items():
            for notice, sentence in notices:
                if sentence is None:
                    notes[MARKED.format(notice.kind, notice.text)] = None
                    continue
                citation = replace(cite(0, sentence), kind=notice.kind)
                is_of_it = notice.kind == WITHDRAWS or _is_about(notice, answer, quoted)
                (first if is_of_it else last).setdefault(citation)
        answer = replace(answer, notes=tuple(dict.fromkeys((*answer.notes, *notes))))
        if answer.citations:
            return placed(answer, tuple(first), tuple(last))
        nearest = [one for one in answer.nearest if not any(each.quote.contains(one.quote) for each in (*first, *last))]
        numbered = enumerate((*nearest, *first, *last), start=1)
        return replace(answer, nearest=tuple(replace(one, number=number) for number, one in numbered))


def _notices_of(article: str, library: Library) -> Iterator[tuple[Notice, EvidenceSentence | None]]:
    """Yield the notices about an article, with the sentences that they are; without, if it is a mark of a title."""
    try:
        found = library.notices_of(article)
    except InputError:  # it was removed meanwhile
        return
    for one in found:
        is_its_own = one.article == article
        if one.kind not in TRAVEL or (is_its_own and (one.in_title or one.may_be_of_another)):
            continue
        if one.in_title:
            yield one, None
        elif said := [each for each in sentences_of(library, one.article) if _is_of(each, one)]:
            yield one, joined(said)


def _is_of(sentence: EvidenceSentence, notice: Notice) -> bool:
    return sentence.sentence.start < notice.end and notice.start < sentence.sentence.end


def _is_about(notice: Notice, answer: Answer, article: str) -> bool:
    """Tell whether a correction is of what was asked or is quoted of its article."""
    quotes = " ".join(one.quote.text for one in answer.citations if one.quote.article == article)
    shared = content_stems(notice.text) & content_stems(f"{answer.standalone_question} {quotes}")
    return len(shared) >= LEAST_SHARED


def sentences_of(library: Library, article_id: str) -> list[EvidenceSentence]:
    """Return the sentences of an article, cut as they were for quoting; none when there is no article of that id."""
    try:
        article = library.article(article_id)
    except InputError:
        return []
    passages = split_passages(article, library.embedder, library.embedder.max_pieces)
    hits = (Hit(article, passage, 0.0, 0.0, 0.0, "") for passage in passages)
    return [EvidenceSentence(hit, sentence, 0.0) for hit in hits for sentence in hit.passage.sentences]
