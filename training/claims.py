"""Train the judge of claims further: `python -m training.claims DATA READER.pt OUT`.

It gets upper layers of its own, so the reader stays as it is, and sees the claims of DATA, whose sentences are mostly
short, beside planted faults: in supported claims, and in the longer sentences of the answers' passages, reworded.
Seeded; four epochs take about an hour on one core. A checkpoint is written after every epoch.
"""

import argparse
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import torch

from index.network import packaged_tokenizer
from rag.network import collate
from training.data import CLAIM_LABELS, Claim, Packer, Record, read_claims, read_records
from training.faults import PLANTED, names_in, swapped_name
from training.model import ReaderModel
from training.rewording import reworded
from training.train import Example, batches_of, claim_loss

NEWS_LIKE = ("qed", "onestopqa", "selqa", "squad2_a")
PLANTED_SHARE = 0.35  # of an epoch that is planted
SHORTEST, LONGEST = 40, 320  # characters of a sentence that is planted in
PEAK_RATE, WARM_UP = 1e-4, 0.06
SMOOTHED = 0.05


def main() -> None:
    """Train and save."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    options.add_argument("reader", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--epochs", type=int, default=4)
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args()
    train(chosen.data, chosen.reader, chosen.out, epochs=chosen.epochs, seed=chosen.seed)


def train(data: Path, reader: Path, out: Path, *, epochs: int, seed: int) -> None:
    """Train the claims' own layers and head, and write all weights to `out` after each epoch."""
    torch.manual_seed(seed)
    randomness = random.Random(seed)
    packer = Packer(packaged_tokenizer())
    claims = read_claims(data / "claims.train.jsonl.gz")
    records = [one for one in read_records(data / "answers.train.jsonl.gz") if one.set in NEWS_LIKE]
    model = ReaderModel()
    model.load_state_dict(torch.load(reader, weights_only=True), strict=False)  # not parted yet: no layers of its own
    model.part_claims()
    model.requires_grad_(False)
    trained = [*model.claim_layers.parameters(), *model.claim.parameters()]
    for weight in trained:
        weight.requires_grad_(True)
    optimizer = torch.optim.AdamW(trained, lr=PEAK_RATE, weight_decay=0.01, fused=True)
    plans = []
    for _ in range(epochs):
        planted = planted_claims(records, claims, int(len(claims) * PLANTED_SHARE), randomness)
        examples = [Example(packer.claim(one), (), CLAIM_LABELS.index(one.label)) for one in (*claims, *planted)]
        plans.append(list(batches_of(examples, randomness)))
    steps = sum(map(len, plans))
    warm = WARM_UP * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
    )
    start, done, mean = time.time(), 0, 0.0
    for epoch, plan in enumerate(plans, start=1):
        for batch in plan:
            inputs = [torch.from_numpy(array) for array in collate([one.packed for one in batch])[:3]]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model.judge(*inputs)
            loss = claim_loss(logits.float(), torch.tensor([one.claim for one in batch]), smoothed=SMOOTHED)
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
        torch.save(model.state_dict(), out)


def planted_claims(
    records: Sequence[Record], claims: Sequence[Claim], count: int, randomness: random.Random
) -> list[Claim]:
    """Make claims: some stand in their evidence in other words, the rest has one planted fault, or other evidence.

    Half begins as a sentence of a passage, half as a claim that its evidence supports.
    """
    supported = [claim for claim in claims if claim.label == "supports"]
    names = [names_in(claim.evidence) for claim in supported]
    planted: list[Claim] = []
    while len(planted) < count:
        if randomness.random() < 0.5:
            record = randomness.choice(records)
            number = randomness.randrange(len(record.sentences))
            said = reworded(record.sentences[number], randomness)
            if not SHORTEST <= len(said) <= LONGEST:
                continue
            first = max(0, number - randomness.choice((0, 0, 1, 1, 2)))
            evidence = " ".join(record.sentences[first : number + randomness.choice((1, 1, 2))])
            far = [one for at, one in enumerate(record.sentences) if abs(at - number) > 2]
            near = names_in(" ".join(record.sentences))
            is_known = said == record.sentences[number] and randomness.random() < 0.8  # too easy
        else:
            claim = randomness.choice(supported)
            evidence, said = claim.evidence, reworded(claim.claim, randomness, changes=1)
            far, near, is_known = [], names_in(evidence), said == claim.claim
        if made := _planted(evidence, said, far, [*near, *randomness.choice(names)], randomness, is_known=is_known):
            planted.append(made)
    return planted


def _planted(
    evidence: str, said: str, far: Sequence[str], names: Sequence[str], randomness: random.Random, *, is_known: bool
) -> Claim | None:
    """Return one claim, None where the way drawn does not go; one that `is_known` as supported is not made again."""
    way = randomness.random()
    if way < 0.4:
        return None if is_known else Claim("planted", evidence, said, "supports")
    if way < 0.5:
        return Claim("planted", randomness.choice(far), said, "not_supported") if far else None
    if way < 0.65:
        faulty = swapped_name(said, names, randomness)
        return Claim("planted", evidence, faulty, "contradicts") if faulty else None
    kind = randomness.choice([*PLANTED])
    faulty = PLANTED[kind](said, randomness)
    label = "not_supported" if kind == "dropped hedge" else "contradicts"
    return Claim("planted", evidence, faulty, label) if faulty else None


if __name__ == "__main__":
    main()
