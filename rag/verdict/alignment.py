"""Which evidence sentences come nearest to what a sentence of a draft says, and which of them bear it out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from operator import itemgetter

from index.language.words import content_stems
from rag.reader import EvidenceSentence
from rag.verdict import Judged

MOST_ALIGNED = 4  # evidence sentences that one without marker, or with a wrong one, is held against
MOST_TOGETHER = 3  # sentences of a whole text that one may rest on together
NEAR = 1 / 3  # the share of a sentence's content words from which a text that it does not point at comes near to it

JudgedBy = Callable[[str, Sequence[EvidenceSentence]], Judged]
Texts = Mapping[str, Sequence[EvidenceSentence]]  # the sentences of whole texts, by the marker that points at them


def pointed_texts(points: Iterable[str], texts: Texts) -> list[EvidenceSentence]:
    """Return the sentences of the texts that markers point at."""
    return [one for point in points for one in texts.get(point, ())]


def with_nearest(
    said: str,
    quoted: list[EvidenceSentence],
    pointed: Sequence[EvidenceSentence],
    texts: Texts,
    judged_by: JudgedBy,
) -> list[EvidenceSentence]:
    """Return what a sentence rests on: what it quotes, where that bears it out, else with what comes nearest to it.

    That is one sentence that surely bears it out; else the few that share most of its words with it, or one of them,
    if that is enough. They are of the texts `pointed` at; where there are none, of any one text, if that comes near.
    """
    if quoted and judged_by(said, quoted).verdict != "unsupported":
        return quoted
    among = [pointed] if pointed else list(texts.values())
    found = bearing_out(said, [one for text in among for one in text], judged_by)
    if not found:
        stems = content_stems(said)
        nearest = max((_sharing_most(stems, text) for text in among), key=partial(_shared, stems), default=[])
        if pointed or _shared(stems, nearest) >= NEAR * len(stems):
            ways = (*([one] for one in nearest), nearest)
            found = next((some for some in ways if judged_by(said, some).verdict == "supported"), nearest)
    return list({one.quote: one for one in (*quoted, *found)}.values())


def _sharing_most(stems: frozenset[str], text: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """Return the few sentences of a text that together have the most of some words, the one with the most first."""
    shared = [stems & _stems_of(one.said) for one in text]
    chosen: list[EvidenceSentence] = []
    missing = stems
    while text and len(chosen) < MOST_TOGETHER:
        best = max(range(len(text)), key=lambda at: len(missing & shared[at]))
        if not missing & shared[best]:
            break
        chosen.append(text[best])
        missing -= shared[best]
    return chosen


def _shared(stems: frozenset[str], sentences: Sequence[EvidenceSentence]) -> int:
    return len(stems & frozenset().union(*(_stems_of(one.said) for one in sentences)))


def bearing_out(said: str, evidence: Iterable[EvidenceSentence], judged_by: JudgedBy) -> list[EvidenceSentence]:
    """Return the sentence that bears out one without marker, as a list of one; an empty one if none does."""
    stems = content_stems(said)
    shared = [(len(stems & _stems_of(one.said)), one) for one in evidence]
    nearest = sorted((pair for pair in shared if pair[0]), key=itemgetter(0), reverse=True)[:MOST_ALIGNED]
    return next(([one] for _, one in nearest if judged_by(said, [one]).is_sure), [])


@lru_cache(maxsize=10_000)
def _stems_of(sentence: str) -> frozenset[str]:
    """Return the content words of an evidence sentence, which each sentence of a draft is held against."""
    return content_stems(sentence)
