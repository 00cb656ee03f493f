"""Train the reader: `python -m training.train DATA OUT`, with DATA the folder of answers.* and claims.*.

Seeded; on two cores two epochs take about an hour. A checkpoint is written after every epoch.
"""

import argparse
import itertools
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from index.network import packaged_tokenizer
from rag.network import Packed, collate
from training.data import CLAIM_LABELS, Claim, Negatives, Packer, Record, as_typed, read_claims, read_records
from training.model import ReaderModel

KEPT = {"fairytaleqa": 0.4, "fairytaleqa_mismatch": 0.4}  # tales are far from news
NEGATIVE_SHARE = 0.4  # of answerable questions that are asked of a near, wrong passage too
NO_TITLE = 0.15  # of the records lose their title, as articles may have none
CLAIM_WEIGHT, LISTWISE_WEIGHT, PASSAGE_WEIGHT = 0.5, 0.3, 0.5
BATCH_PIECES = 6144
PEAK_RATE, WARM_UP = 1.2e-4, 0.06


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
    """Train for some epochs, and write the weights to `out` after each."""
    torch.manual_seed(seed)
    randomness = random.Random(seed)
    packer = Packer(packaged_tokenizer())
    records = [window for one in read_records(data / "answers.train.jsonl.gz") for window in packer.windows(one)]
    negatives = Negatives(records)
    claims = read_claims(data / "claims.train.jsonl.gz")
    model = ReaderModel()
    model.body.embeddings.word_embeddings.weight.requires_grad_(False)
    trained = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=PEAK_RATE, weight_decay=0.01, fused=True)
    plans = [
        list(itertools.islice(_batches(_examples(records, negatives, claims, packer, randomness), randomness), limit))
        for _ in range(epochs)
    ]
    steps = sum(map(len, plans))
    warm = WARM_UP * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
    )
    start, done, mean = time.time(), 0, 0.0
    for epoch, plan in enumerate(plans, start=1):
        model.train()
        for batch in plan:
            loss = _loss(model, batch)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            done += 1
            mean += (loss.item() - mean) / min(done, 100)
            if done % 50 == 0:
                left = (time.time() - start) / done * (steps - done) / 60
                said = f"epoch {epoch} step {done}/{steps} loss {mean:.4f} {left:.0f} min left"
                print(said, file=sys.stderr, flush=True)
        torch.save(model.state_dict(), out.with_suffix(f".{epoch}.pt"))
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


def _batches(examples: list[Example], randomness: random.Random) -> Iterator[list[Example]]:
    """Yield batches of one kind and of like lengths, about `BATCH_PIECES` word pieces each, in random order."""
    examples.sort(key=lambda one: (one.claim is None, len(one.packed.pieces) + randomness.random() * 16))
    batches: list[list[Example]] = [[]]
    for one in examples:
        last = batches[-1]
        is_full = (len(last) + 1) * len(one.packed.pieces) > BATCH_PIECES
        if last and (is_full or (last[0].claim is None) != (one.claim is None)):
            batches.append([])
        batches[-1].append(one)
    randomness.shuffle(batches)
    yield from batches


def _loss(model: ReaderModel, batch: list[Example]) -> Tensor:
    inputs = [torch.from_numpy(array) for array in collate([one.packed for one in batch])]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        sentences, passage, claim = model(*inputs)
    if batch[0].claim is not None:
        return CLAIM_WEIGHT * _claim_loss(claim.float(), torch.tensor([one.claim for one in batch]))
    return _answer_loss(sentences.float(), passage.float(), batch, inputs[3].sum(-1) > 0)


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


def _claim_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross entropy; of `not_supported`, known is only that it is not the first label."""
    logs = logits.log_softmax(-1)
    not_supported = torch.logsumexp(logs[:, 1:], dim=-1)
    known = logs.gather(1, labels.clamp(max=2)[:, None]).squeeze(1)
    return -torch.where(labels == CLAIM_LABELS.index("not_supported"), not_supported, known).mean()


if __name__ == "__main__":
    main()
