"""Train where both networks begin: `python -m training.train DATA OUT`, with DATA the folder of answers.* and claims.*.

Seeded; on two cores two epochs take about an hour.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from index.embedding import packaged_tokenizer
from rag.reader.networks import Packed, collate
from training.data import CLAIM_LABELS, LabelledClaim, LabelledPassage, Negatives, Packer, draw_epoch, read_claims
from training.losses import answer_loss, claim_loss
from training.model import ReaderModel
from training.steps import batches_of, take_steps

KEPT = {"fairytaleqa": 0.4, "fairytaleqa_mismatch": 0.4}  # tales are far from news
NEGATIVE_SHARE = 0.4  # of answerable questions that are asked of a near, wrong passage too
CLAIM_WEIGHT = 0.5
BATCH_PIECES = 6144
PEAK_RATE = 1.2e-4


class Example(NamedTuple):
    """An input with its labels: of its sentences, or of a claim."""

    packed: Packed
    labels: tuple[int, ...]
    claim: int | None = None


def main() -> None:
    """Train and save."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--epochs", type=int, default=2)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--limit", type=int, help="batches an epoch, for a trial")
    chosen = options.parse_args()
    train(chosen.data, chosen.out, epochs=chosen.epochs, seed=chosen.seed, limit=chosen.limit)


def train(data: Path, out: Path, *, epochs: int, seed: int, limit: int | None) -> None:
    """Train for some epochs, and write the weights to `out`."""
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    randomness = random.Random(seed)
    packer = Packer(packaged_tokenizer())
    records = packer.read_windows(data / "answers.train.jsonl.gz")
    negatives = Negatives(records)
    claims = read_claims(data / "claims.train.jsonl.gz")
    model = ReaderModel()
    plan = [
        batch
        for _ in range(epochs)
        for batch in _batches(_examples(records, negatives, claims, packer, randomness), randomness)[:limit]
    ]
    model.train()
    take_steps(plan, lambda batch: _loss(model, batch), (model.trained(), PEAK_RATE))
    torch.save(model.state_dict(), out)


def _examples(
    records: Sequence[LabelledPassage],
    negatives: Negatives,
    claims: Sequence[LabelledClaim],
    packer: Packer,
    randomness: random.Random,
) -> list[Example]:
    """Return one epoch, drawn anew."""
    drawn = draw_epoch(records, negatives, randomness, kept=KEPT, negative_share=NEGATIVE_SHARE)
    examples = [Example(packer.record(one), one.labels) for one in drawn]
    examples += [Example(packer.claim(one), (), CLAIM_LABELS.index(one.label)) for one in claims]
    return examples


def _batches(examples: list[Example], randomness: random.Random) -> list[list[Example]]:
    """Return batches of one kind each, in random order."""
    kinds = ([one for one in examples if (one.claim is None) == is_record] for is_record in (True, False))
    batches = [
        batch
        for kind in kinds
        for batch in batches_of(kind, lambda one: len(one.packed.pieces), BATCH_PIECES, randomness=randomness, blur=16)
    ]
    randomness.shuffle(batches)
    return batches


def _loss(model: ReaderModel, batch: list[Example]) -> Tensor:
    pieces, mask, parts, pooling = (torch.from_numpy(array) for array in collate([one.packed for one in batch]))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        words = model.words(pieces)
        if batch[0].claim is not None:
            claim = model.claims(words, mask, parts)
            return CLAIM_WEIGHT * claim_loss(claim.float(), torch.tensor([one.claim for one in batch]))
        sentences, passage = model.answers(words, mask, parts, pooling)
    return answer_loss(sentences.float(), passage.float(), [one.labels for one in batch], pooling.sum(-1) > 0)


if __name__ == "__main__":
    main()
