"""What the trainings of both small networks by a teacher share."""

import argparse
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor

from training.model import ReaderModel
from training.steps import batches_of, take_steps

BATCH_PIECES = 3000
RATE = 1e-4

T = TypeVar("T")


def student_options(description: str | None) -> argparse.ArgumentParser:
    """Return the options: what a teacher marked, the weights to begin with, where to write, epochs and seed."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("marked", type=Path)
    options.add_argument("weights", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--epochs", type=int, default=3)
    options.add_argument("--seed", type=int, default=0)
    return options


def learn(
    model: ReaderModel,
    examples: Sequence[T],
    length: Callable[[T], int],
    loss_of: Callable[[list[T]], Tensor],
    chosen: argparse.Namespace,
    *,
    blur: int,
) -> None:
    """Train the weights that may change, for so many epochs as chosen, and write them; `length` is in word pieces."""
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    randomness = random.Random(chosen.seed)
    batches = batches_of(examples, length, BATCH_PIECES, randomness=randomness, blur=blur, epochs=chosen.epochs)
    model.train()
    take_steps(batches, loss_of, (model.trained(), RATE))
    torch.save(model.state_dict(), chosen.out)
