"""Does a sentence say what its quotes say? A verdict in layers, each with a reason that a reader understands.

1. Hard facts, by rule: every number, date and name stands in the quotes (`rag.facts`).
2. The side, by rule and network: a "not", "unlikely" or "denied" is neither lost nor added (`rag.sides`), unless the
   network is sure that the meaning is kept all the same.
3. Meaning, by network: the quotes, together or one of them, neither contradict the sentence nor leave it open.

A sentence that passes is `supported`; that is weaker than true.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.answer import VerdictName
from rag.facts import Record, missing_facts
from rag.network import Judgement, ReaderNetwork
from rag.reader import EvidenceSentence
from rag.sides import changed_sides
from rag.words import content_stems, share_of_words

# Probabilities, chosen on the development half of the claims (benchmarks/verdicts.py).
SURE = 0.8  # of support, from which a changed "not" is held to be another way to say the same
OTHERWISE = 0.6  # of contradiction
OPEN = 0.3  # of support, below which strange words are held to be another matter
LEAST_SHARED_WORDS = 0.5  # of a sentence's content words, in its quotes and their titles


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on a sentence, the reasons for it (none when it is borne out), and whether the quotes deny it."""

    verdict: VerdictName
    reasons: tuple[str, ...] = ()
    is_contradicted: bool = False


def judge(text: str, cited: Sequence[EvidenceSentence]) -> Judged:
    """Judge a sentence by what it cites."""
    if not cited:
        return Judged("uncited", ("it points at no sentence of the articles",))
    quotes = tuple(one.quote.text for one in cited)
    if any(_bare(text) == _bare(quote) for quote in quotes):  # a part would not do: it may leave a "not" behind
        return Judged("quoted")
    return _judge_by(text, _record(cited))


@lru_cache(maxsize=1000)
def _judge_by(text: str, record: Record) -> Judged:
    """Judge a sentence by its record; remembered, since a growing answer is judged again and again."""
    found = _meaning(text, record)
    facts = tuple(dict.fromkeys(missing_facts(text, record, may_count=found.supports >= SURE)))
    is_same_matter = _shared_words(text, record) >= LEAST_SHARED_WORDS
    sides = tuple(changed_sides(text, record.quotes)) if found.supports < SURE and (is_same_matter or not facts) else ()
    is_otherwise = found.contradicts > OTHERWISE
    if reasons := (*sides, *facts, *(("the quotes say otherwise",) if is_otherwise and not sides + facts else ())):
        return Judged("unsupported", reasons, is_same_matter and (is_otherwise or bool(sides)))
    if found.supports < OPEN and not is_same_matter:
        return Judged("unsupported", ("the quotes do not say this",))
    return Judged("supported")


def _record(cited: Sequence[EvidenceSentence]) -> Record:
    in_order = sorted(cited, key=lambda one: (one.hit.article.id, one.sentence.start))
    return Record(
        tuple(one.quote.text for one in in_order),
        tuple(
            dict.fromkeys(
                " ".join(filter(None, (article.title, article.source, article.published)))
                for article in (one.hit.article for one in in_order)
            )
        ),
        tuple(one.hit.article.text[one.hit.passage.start : one.sentence.start] for one in in_order),
        tuple(time for one in in_order for time in one.sentence.times),
    )


def _meaning(text: str, record: Record) -> Judgement:
    """Return the judgement by the quotes together or by one of them, whichever supports the sentence best."""
    evidence = dict.fromkeys((" ".join(record.quotes), *record.quotes))
    return max(ReaderNetwork().judge([(one, text) for one in evidence]), key=lambda found: found.supports)


def _shared_words(text: str, record: Record) -> float:
    return share_of_words(content_stems(text), content_stems(" ".join((*record.quotes, *record.origins))))


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
