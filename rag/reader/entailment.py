"""Does evidence entail a claim? The judge of meaning, for verdicts and for what articles disagree on.

The one in use is the network in the package; any other `ClaimJudge` can be measured in its place, with
`python -m benchmarks.verdicts CLAIMS --judge module:name`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rag.reader.networks import CLS, MAX_PIECES, SEP, Packed, run, word_pieces

MAX_CLAIM = 160  # word pieces


@dataclass(frozen=True, slots=True)
class Judgement:
    """How probable it is that evidence supports a claim, contradicts it, or does neither; they sum to 1."""

    supports: float
    contradicts: float
    neither: float


class ClaimJudge(Protocol):
    """Judges claims by their evidence: a function, or anything that is called like one."""

    def __call__(self, claims: Sequence[tuple[str, str]], /) -> Sequence[Judgement]:
        """Judge claims, each evidence and a claim; any thread may call."""
        ...

    def __hash__(self) -> int: ...  # what is judged of a growing answer is remembered


def judge_claims(claims: Sequence[tuple[str, str]]) -> list[Judgement]:
    """Judge claims, each evidence and a claim, with the network in the package. Any thread may call.

    >>> (found,) = judge_claims([("Rates rose on Monday.", "Rates fell on Monday.")])
    >>> found.contradicts > 0.8, round(found.supports + found.contradicts + found.neither, 6)
    (True, 1.0)
    """
    pieces = iter(word_pieces([text for claim in claims for text in claim]))
    packed = [pack_claim(evidence=next(pieces), claim=next(pieces)) for _ in claims]
    logits = (claim[0] for (claim,) in run("claims", packed))
    odds = (np.exp(each - each.max()) for each in logits)
    return [Judgement(*(each / each.sum()).tolist()) for each in odds]


def pack_claim(claim: Sequence[int], evidence: Sequence[int]) -> Packed:
    """Put a claim in the question's place and its evidence in that of a passage without title, as one sentence."""
    asked = [CLS, *claim[:MAX_CLAIM], SEP]
    pieces = [*asked, SEP, *evidence, SEP][:MAX_PIECES]
    return Packed(pieces, [0] * len(asked) + [1] * (len(pieces) - len(asked)), [(len(asked) + 1, len(pieces))])
