"""What all trainings share: batches of like lengths, and steps with a rate that rises and falls."""

import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

WARM_UP = 0.06  # of all steps
WEIGHT_DECAY = 0.01
SAVED_EVERY = 600  # seconds

T = TypeVar("T")


def batches_of(
    examples: Sequence[T],
    length: Callable[[T], int],
    pieces: int,
    *,
    randomness: random.Random,
    blur: int,
    epochs: int = 1,
) -> list[list[T]]:
    """Return batches of about so many word pieces, in random order, epoch after epoch.

    The examples of a batch are like in length, up to `blur` pieces, so that an epoch does not bring the same together
    as the one before.
    """
    plan: list[list[T]] = []
    for _ in range(epochs):
        batches: list[list[T]] = [[]]
        for one in sorted(examples, key=lambda one: length(one) + randomness.random() * blur):
            if batches[-1] and (len(batches[-1]) + 1) * length(one) > pieces:
                batches.append([])
            batches[-1].append(one)
        randomness.shuffle(batches)
        plan += filter(None, batches)
    return plan


def take_steps(
    batches: Sequence[T],
    loss_of: Callable[[T], Tensor],
    *trained: tuple[Sequence[nn.Parameter], float],
    checkpoint: Path | None = None,
    save_every: float = SAVED_EVERY,
) -> None:
    """Take a step of AdamW for each batch, and tell how far it is.

    `trained` are weights with the peak of their rate, to which it rises while warming up; then it falls to 0. Where it
    is goes to the `checkpoint` every so many seconds; one that is there is gone on from, with the same batches.
    """
    groups = [{"params": [*group], "lr": rate} for group, rate in trained]
    optimizer = torch.optim.AdamW(groups, weight_decay=WEIGHT_DECAY, fused=True)
    steps = len(batches)
    warm = WARM_UP * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
    )
    weights = [weight for group, _ in trained for weight in group]
    first = 0
    if checkpoint and checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=True)
        first = kept["done"]
        optimizer.load_state_dict(kept["optimizer"])
        schedule.load_state_dict(kept["schedule"])
        for weight, value in zip(weights, kept["weights"], strict=True):
            weight.data.copy_(value)
    start = saved = time.time()
    mean = 0.0
    for done, batch in enumerate(batches[first:], start=first + 1):
        loss = loss_of(batch)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        mean += (loss.item() - mean) / min(done - first, 100)
        if done % 50 == 0:
            left = (time.time() - start) / (done - first) * (steps - done) / 60
            print(f"step {done}/{steps} loss {mean:.4f} {left:.0f} min left", file=sys.stderr, flush=True)
        if checkpoint and time.time() - saved >= save_every:
            states = {"optimizer": optimizer.state_dict(), "schedule": schedule.state_dict()}
            unfinished = checkpoint.with_suffix(".part")
            torch.save({"done": done, "weights": [weight.data for weight in weights], **states}, unfinished)
            unfinished.replace(checkpoint)
            saved = time.time()
