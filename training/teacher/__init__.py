"""A larger network that teaches the small ones: all-mpnet-base-v2, 12 layers, 768 wide; too large to ship.

It is trained on what is marked for a task, then gives its logits for that, and for more that nobody has marked.
"""

import argparse
import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import torch
from torch import nn
from transformers import MPNetModel

from training.steps import batches_of

RATE, HEAD_RATE = 5e-5, 4e-4
MARKED_PIECES = 8000  # in a batch

T = TypeVar("T")
R = TypeVar("R")


def begin(description: str | None) -> tuple[argparse.Namespace, random.Random]:
    """Return the options `data`, `body`, `out` and `seed` of the command line, and numbers drawn from that seed."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("data", type=Path)
    options.add_argument("body", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args()
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(chosen.seed)
    return chosen, random.Random(chosen.seed)


def larger_body(folder: Path, *, frozen: int, dropout: float) -> MPNetModel:
    """Return the body to be trained, but for the vectors of word pieces and the weights of the `frozen` lower layers.

    Those have little to learn. `dropout` is the share of what a layer finds that is left out while training.
    """
    body = MPNetModel.from_pretrained(
        str(folder), add_pooling_layer=False, attention_probs_dropout_prob=dropout, hidden_dropout_prob=dropout
    )
    for part in (body.embeddings.word_embeddings, *body.encoder.layer[:frozen]):
        part.requires_grad_(False)
    return body


def rates(body: nn.Module, *heads: nn.Module) -> list[tuple[list[nn.Parameter], float]]:
    """Return the weights to train with their rates: low for the body, which knows much, higher for the new heads."""
    known = [weight for weight in body.parameters() if weight.requires_grad]
    return [(known, RATE), ([weight for head in heads for weight in head.parameters()], HEAD_RATE)]


def mark_all(run: Callable[[list[T]], Iterable[R]], examples: Sequence[T], length: Callable[[T], int]) -> list[R]:
    """Return what `run` gives for each example, in order; it is given batches of like lengths."""
    found: dict[int, R] = {}
    for batch in batches_of(
        range(len(examples)),
        lambda number: length(examples[number]),
        MARKED_PIECES,
        randomness=random.Random(0),
        blur=4,
    ):
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            found |= zip(batch, run([examples[number] for number in batch]), strict=True)
    return [found[number] for number in range(len(examples))]
