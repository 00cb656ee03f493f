"""How far logits are from what is wanted: of sentences and their passage, and of claims."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from training.data import CLAIM_LABELS

RANKING_WEIGHT, PASSAGE_WEIGHT = 0.3, 0.5  # beside 1 for the sentences


def answer_loss(sentences: Tensor, passage: Tensor, labels: Sequence[Sequence[float]], real: Tensor) -> Tensor:
    """Cross entropy of each sentence, of the ranking of a passage's sentences, and of "does it answer?".

    `sentences` and `real` (is there such a sentence, and was there room to read it?) are (batch, sentences), `passage`
    is (batch); `labels` are 0 and 1. A labelled sentence that there was no room for counts as none.
    """
    wanted = padded(labels, like=sentences) * real
    ranks = sentences.masked_fill(~real, -1e4).log_softmax(-1)
    ranking = -(ranks * wanted).sum(-1) / wanted.sum(-1).clamp(min=1)
    whole = functional.binary_cross_entropy_with_logits(passage, answerable(wanted))
    return sentence_loss(sentences, wanted, real) + RANKING_WEIGHT * ranking.mean() + PASSAGE_WEIGHT * whole


def sentence_loss(sentences: Tensor, wanted: Tensor, real: Tensor) -> Tensor:
    """Cross entropy of each sentence; all passages count alike.

    Logits, probabilities, and whether there is such a sentence, each (batch, sentences).
    """
    each = functional.binary_cross_entropy_with_logits(sentences, wanted, reduction="none")
    return ((each * real).sum(-1) / real.sum(-1).clamp(min=1)).mean()


def claim_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross entropy; of `not_supported`, known is only that it is not the first label.

    `logits`: (batch, 3); `labels`: (batch), places in `CLAIM_LABELS`.
    """
    logs = logits.log_softmax(-1)
    not_supported = torch.logsumexp(logs[:, 1:], dim=-1)
    known = logs.gather(1, labels.clamp(max=2)[:, None]).squeeze(1)
    return -torch.where(labels == CLAIM_LABELS.index("not_supported"), not_supported, known).mean()


def answerable(labels: Tensor) -> Tensor:
    """Return 1 for passages of which a sentence answers, else 0: (batch, sentences) → (batch)."""
    return (labels.sum(-1) > 0).float()


def padded(rows: Sequence[Sequence[float]], *, like: Tensor) -> Tensor:
    """Return rows, filled up with 0 to the shape (batch, longest) of another tensor; raises if one is longer."""
    filled = torch.zeros_like(like)
    for number, row in enumerate(rows):
        filled[number, : len(row)] = torch.tensor(row, dtype=like.dtype)
    return filled
