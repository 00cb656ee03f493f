"""How well a document bears out a text, by the judge of meaning: what FaithBench and LLM-AggreFact ask of it.

The judge reads one claim and about 250 word pieces of evidence. So a document is read in passages, a text in sentences:
a sentence is as well borne out as by the passage that bears it out best, a text as its worst sentence (as in SummaC).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from tqdm import tqdm

from index import Article, Embedder, split_passages, split_sentences
from rag.verdict import ClaimJudge, judge_claims

PASSAGE_PIECES = 160  # of a document; with a long claim beside it, it is still read whole
AT_ONCE = 64  # claims, between two signs of life


@dataclass(frozen=True, slots=True)
class Pair:
    """A document and a text that it should bear out."""

    document: str
    text: str


def supports(pairs: Sequence[Pair], judge: ClaimJudge = judge_claims) -> list[float]:
    """Return how well each text is borne out, from 0 to 1."""
    embedder = Embedder()
    passages: dict[str, list[str]] = {}
    claims: list[tuple[int, int, str, str]] = []  # pair, sentence, evidence, claim
    for number, pair in enumerate(pairs):
        if pair.document not in passages:
            passages[pair.document] = passages_of(pair.document, embedder)
        for which, sentence in enumerate(sentences_of(pair.text)):
            claims += [(number, which, evidence, sentence) for evidence in passages[pair.document]]
    judged: list[float] = []
    for start in tqdm(range(0, len(claims), AT_ONCE), unit_scale=AT_ONCE, desc="claims"):
        found = judge([(evidence, claim) for _, _, evidence, claim in claims[start : start + AT_ONCE]])
        judged += [one.supports for one in found]
    scored = ((pair, sentence, score) for (pair, sentence, *_), score in zip(claims, judged, strict=True))
    best = [
        (key, max(score for *_, score in of_sentence)) for key, of_sentence in groupby(scored, key=itemgetter(0, 1))
    ]
    worst = {pair: min(score for _, score in of_pair) for pair, of_pair in groupby(best, key=lambda one: one[0][0])}
    return [worst.get(number, 0.0) for number in range(len(pairs))]


def passages_of(document: str, embedder: Embedder) -> list[str]:
    """Return a document in passages of whole sentences."""
    cut = split_passages(Article("document", "", document), embedder, PASSAGE_PIECES)
    return [document[one.start : one.end] for one in cut]


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text that have words.

    >>> sentences_of("Rates rose. Oil fell.")
    ['Rates rose.', 'Oil fell.']
    """
    said = (text[one.start : one.end] for one in split_sentences(text))
    return [one for one in said if any(character.isalnum() for character in one)]
