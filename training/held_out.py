"""Measure the judge where it has learnt nothing: `python -m training.held_out DATA START.onnx A.onnx B.onnx`.

START is where the trainings of `training.judging` began, A and B are what came of one half of the sets each. What A was
taught is measured of B, the other way round, and what neither was taught (whose licence does not let anyone use it) of
both. Beside each stands the start, which was taught only the sets of claims.*. Of a set at most 70 claims are taken.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.judging import print_by_set
from index.embedding import Network, packaged_tokenizer, packaged_words
from rag.reader.networks import collate
from rag.verdict import Judgement
from training.claim_sets import IN_BOTH, IN_HALF
from training.data import LabelledClaim, Packer, read_claims
from training.opposites import opposite_claims
from training.role_forms import HALVES
from training.roles import role_claims

MOST, MADE = 70, 120


def main() -> None:
    """Print a table for the start and for each half."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    options.add_argument("start", type=Path)
    options.add_argument("halves", type=Path, nargs=2)
    chosen = options.parse_args()
    start = FileJudge(chosen.start)
    for half, file in zip(HALVES, chosen.halves, strict=True):
        claims = list(left_out(chosen.data, half))
        pairs = [(one.evidence, one.claim) for one in claims]
        for name, judge in (("start", start), (f"taught half {half}", FileJudge(file))):
            print(f"\n{name}, on what half {half} leaves out\n")
            print_by_set(claims, judge(pairs))


class FileJudge:
    """A `ClaimJudge` by an exported network."""

    def __init__(self, file: Path) -> None:
        self._network = Network(file)
        self._packer = Packer(packaged_tokenizer())

    def __call__(self, claims: Sequence[tuple[str, str]], /) -> list[Judgement]:
        """Judge claims, each evidence and a claim."""
        judged = []
        for evidence, claim in claims:
            pieces, mask, parts, _ = collate([self._packer.claim(LabelledClaim("", evidence, claim, "unknown"))])
            ((logits,),) = self._network.run([{"words": packaged_words()[pieces], "mask": mask, "parts": parts}])
            odds = np.exp(logits[0] - logits[0].max())
            judged.append(Judgement(*(odds / odds.sum()).tolist()))
        return judged


def left_out(folder: Path, half: str) -> Iterator[LabelledClaim]:
    """Yield claims of the sets and makers that one of `HALVES` leaves out; those of neither half have "never: "."""
    randomness = random.Random(5)
    (other,) = set(HALVES) - {half}
    learnt = {*IN_BOTH, *IN_HALF["A"], *IN_HALF["B"]}
    marked = [one for part in ("dev", "train") for one in read_claims(folder / f"claims2.{part}.jsonl.gz")]
    for name in dict.fromkeys(one.set for one in marked):
        never = name not in learnt
        if never or name in IN_HALF[other]:
            own = [one for one in marked if one.set == name]
            for one in randomness.sample(own, min(MOST, len(own))):
                yield replace(one, set=f"never: {name}" if never else name)
    yield from (replace(one, set=f"made: {one.set}") for one in role_claims(randomness, other, 2 * MADE))
    plain = read_claims(folder / "claims.dev.jsonl.gz")
    yield from (replace(one, set=f"made: {one.set}") for one in opposite_claims(plain, randomness, other, MADE))


if __name__ == "__main__":
    main()
