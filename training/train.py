"""Train the reader: `python -m training.train DATA OUT`, with DATA the folder of answers.* and claims.*.

Seeded; on two cores two epochs take about an hour.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from index.network import packaged_tokenizer
from rag.network import Packed, collate
from training.data import CLAIM_LABELS, Claim, Negatives, Packer, Record, as_typed, read_claims, read_records
from training.model import ReaderModel
from training.steps import batches_of, take_steps

KEPT = {"fairytaleqa": 0.4, "fairytaleqa_mismatch": 0.4}  # tales are far from news
NEGATIVE_SHARE = 0.4  # of answerable questions that are asked of a near, wrong passage too
NO_TITLE = 0.15  # of the records lose their title, as articles may have none
CLAIM_WEIGHT, LISTWISE_WEIGHT, PASSAGE_WEIGHT = 0.5, 0.3, 0.5
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
    torch.manual_seed(seed)
    randomness = random.Random(seed)
    packer = Packer(packaged_tokenizer())
    records = [window for one in read_records(data / "answers.train.jsonl.gz") for window in packer.windows(one)]
    negatives = Negatives(records)
    claims = read_claims(data / "claims.train.jsonl.gz")
    model = ReaderModel()
    optimizer = torch.optim.AdamW(model.trained(), lr=PEAK_RATE, weight_decay=0.01, fused=True)
    plan = [
        batch
        for _ in range(epochs)
        for batch in _batches(_examples(records, negatives, claims, packer, randomness), randomness)[:limit]
    ]
    model.train()
    take_steps(plan, lambda batch: _loss(model, batch), optimizer)
    torch.save(model.state_dict(), out)


def _examples(
    records: Sequence[Record], negatives: Negatives, claims: Sequence[Claim], packer: Packer, randomness: random.Random
) -> list[Example]:
    """Return one epoch, drawn anew."""
    drawn: list[Record] = []
    for record in records:
        if randomness.random() > KEPT.get(record.set, 1.0):
            continue
        drawn.append(record)
        if record.answerable and randomness.random() < NEGATIVE_SHARE:
            drawn += filter(None, [negatives.draw(record, randomness)])
    examples = []
    for record in drawn:
        typed = Record(
            record.set,
            as_typed(record.question, randomness),
            "" if randomness.random() < NO_TITLE else record.title,
            record.sentences,
            record.labels,
        )
        examples.append(Example(packer.record(typed), record.labels))
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
    return _answer_loss(sentences.float(), passage.float(), batch, pooling.sum(-1) > 0)


def _answer_loss(sentences: Tensor, passage: Tensor, batch: list[Example], real: Tensor) -> Tensor:
    labels = torch.zeros_like(sentences)
    for row, one in enumerate(batch):
        labels[row, : len(one.labels)] = torch.tensor(one.labels, dtype=torch.float)
    each = functional.binary_cross_entropy_with_logits(sentences, labels, reduction="none")
    pointwise = (each * real).sum(-1) / real.sum(-1).clamp(min=1)
    answerable = (labels.sum(-1) > 0).float()
    whole = functional.binary_cross_entropy_with_logits(passage, answerable)
    ranks = sentences.masked_fill(~real, -1e4).log_softmax(-1)
    listwise = -(ranks * labels).sum(-1) / labels.sum(-1).clamp(min=1)
    return pointwise.mean() + LISTWISE_WEIGHT * listwise.mean() + PASSAGE_WEIGHT * whole


def claim_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross entropy; of `not_supported`, known is only that it is not the first label."""
    logs = logits.log_softmax(-1)
    not_supported = torch.logsumexp(logs[:, 1:], dim=-1)
    known = logs.gather(1, labels.clamp(max=2)[:, None]).squeeze(1)
    return -torch.where(labels == CLAIM_LABELS.index("not_supported"), not_supported, known).mean()


if __name__ == "__main__":
    main()
