"""Train the network that reads for answers: `python -m training.answers MARKED.jsonl.gz WEIGHTS.pt OUT.pt`.

MARKED is what `training.teacher.answers` wrote, WEIGHTS what `training.train` wrote. On two cores an epoch takes 25
minutes.
"""

from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from index.embedding import packaged_tokenizer
from rag.reader.networks import Packed, collate
from training.data import Packer, read_lines, record_of
from training.losses import PASSAGE_WEIGHT, RANKING_WEIGHT, answerable, padded, sentence_loss
from training.model import ReaderModel
from training.student import learn, student_options

TAUGHT = 0.7  # of what a sentence or a passage is to be, by the teacher; the rest by the labels
TEMPERATURE = 2.0  # of the rankings


class TaughtAnswer(NamedTuple):
    """An input, its labels, and the teacher's logits: of its sentences, and of the passage."""

    packed: Packed
    labels: tuple[int, ...]
    sentence_logits: list[float]
    passage_logit: float


def main() -> None:
    """Train and save."""
    chosen = student_options(__doc__).parse_args()
    model = ReaderModel.load(chosen.weights)
    model.claim.requires_grad_(False)
    examples = _read(chosen.marked)
    learn(model, examples, lambda one: len(one.packed.pieces), lambda batch: _loss(model, batch), chosen, blur=16)


def _read(path: Path) -> list[TaughtAnswer]:
    packer = Packer(packaged_tokenizer())
    return [
        TaughtAnswer(packer.record(record := record_of(line)), record.labels, line["logits"], line["passage"])
        for line in read_lines(path)
    ]


def _loss(model: ReaderModel, batch: list[TaughtAnswer]) -> Tensor:
    """Cross entropy of sentences and passage to a mean of teacher and labels, and a divergence of their rankings."""
    pieces, mask, parts, pooling = (torch.from_numpy(array) for array in collate([one.packed for one in batch]))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        found = model.answers(model.words(pieces), mask, parts, pooling)
    sentences, passage = (each.float() for each in found)
    real = pooling.sum(-1) > 0
    taught = padded([one.sentence_logits for one in batch], like=sentences)
    labels = padded([one.labels for one in batch], like=sentences) * real
    taught_of_passage = torch.tensor([one.passage_logit for one in batch])
    wanted = TAUGHT * taught.sigmoid() + (1 - TAUGHT) * labels
    wanted_of_passage = TAUGHT * taught_of_passage.sigmoid() + (1 - TAUGHT) * answerable(labels)
    ranking = functional.kl_div(_ranks(sentences, real), _ranks(taught, real), reduction="batchmean", log_target=True)
    return (
        sentence_loss(sentences, wanted, real)
        + RANKING_WEIGHT * TEMPERATURE**2 * ranking  # squared, as softened gradients are that much smaller
        + PASSAGE_WEIGHT * functional.binary_cross_entropy_with_logits(passage, wanted_of_passage)
    )


def _ranks(sentences: Tensor, real: Tensor) -> Tensor:
    """Return the logarithm of each sentence's chance to be the one, softened: (batch, sentences)."""
    return (sentences / TEMPERATURE).masked_fill(~real, -1e4).log_softmax(-1)


if __name__ == "__main__":
    main()
