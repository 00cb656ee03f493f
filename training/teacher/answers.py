"""The larger network marks passages: `python -m training.teacher.answers DATA BODY OUT.jsonl.gz`.

BODY is a folder with all-mpnet-base-v2. It is trained on half an epoch of the marked passages of DATA, then gives its
logits for the whole epoch and for more near but wrong passages. On two cores that takes an hour and a half.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from index.embedding import packaged_tokenizer
from rag.reader.networks import CLS, PAD, SEP, Packed, collate
from training.data import Negatives, Packer, as_asked, draw_epoch, write_lines
from training.losses import answer_loss
from training.model import beside_whole, head
from training.steps import batches_of, take_steps
from training.teacher import begin, larger_body, mark_all, rates

KEPT = {"fairytaleqa": 0.1, "fairytaleqa_mismatch": 0.1, "selqa": 0.6}  # tales are far from news, selqa is easy
NEGATIVE_SHARE = 0.25
MORE_NEGATIVES = 10_000  # to mark
FROZEN = 5
DROPOUT = 0.0  # drawing masks takes time, and in half an epoch nothing is learnt by heart
BATCHES, BATCH_PIECES = 750, 3000  # of some 1,350 batches; 50 minutes
HIDDEN = 384  # of a head
OFFSET = 4  # between a word piece's number in the packaged model and in this one …
SPECIAL = {CLS: 0, SEP: 2, PAD: 1}  # … but for these

AnswerExample = tuple[Packed, tuple[int, ...]]  # with its labels


class AnswersTeacher(nn.Module):
    """Reads the word pieces that the reader's network reads, and scores the same: each sentence, and the passage."""

    def __init__(self, folder: Path) -> None:
        """Load the body from a folder; raises ValueError if it has other word pieces than the packaged model."""
        super().__init__()
        own = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab()
        if any(own.get(piece) != number + OFFSET for piece, number in packaged_tokenizer().get_vocab().items()):
            raise ValueError(f"The word pieces of {folder} are not those of all-mpnet-base-v2.")
        self.body = larger_body(folder, frozen=FROZEN, dropout=DROPOUT)
        width = self.body.config.hidden_size
        self.sentence = head(2 * width, HIDDEN, 1)
        self.passage = head(width, HIDDEN, 1)

    def forward(self, batch: Sequence[Packed]) -> tuple[Tensor, Tensor, Tensor]:
        """Return logits: sentences (batch, sentences), passage (batch); and which sentences there was room to read."""
        pieces, mask, _, pooling = (torch.from_numpy(array) for array in collate(batch))
        hidden = self.body(input_ids=renumbered(pieces), attention_mask=mask).last_hidden_state
        sentences = self.sentence(beside_whole(hidden, pooling)).squeeze(-1)
        return sentences.float(), self.passage(hidden[:, 0]).squeeze(-1).float(), pooling.sum(-1) > 0

    def marks(self, batch: Sequence[Packed]) -> Iterator[tuple[list[float], float]]:
        """Yield the logits of each passage: of its sentences, and of the whole."""
        sentences, passages, _ = self(batch)
        for one, row, passage in zip(batch, sentences.tolist(), passages.tolist(), strict=True):
            yield row[: len(one.spans)], passage


def renumbered(pieces: Tensor) -> Tensor:
    """Return the numbers that the larger network has for the packaged model's word pieces."""
    numbers = pieces + OFFSET
    for piece, number in SPECIAL.items():
        numbers = numbers.masked_fill(pieces == piece, number)
    return numbers


def main() -> None:
    """Train, mark and write."""
    chosen, randomness = begin(__doc__)
    packer = Packer(packaged_tokenizer())
    records = packer.read_windows(chosen.data / "answers.train.jsonl.gz")
    negatives = Negatives(records)
    drawn = draw_epoch(records, negatives, randomness, kept=KEPT, negative_share=NEGATIVE_SHARE)
    model = AnswersTeacher(chosen.body)
    _train(model, [(packer.record(one), one.labels) for one in drawn], randomness)
    asked = [one for one in records if one.answerable]
    again = randomness.choices(asked, [KEPT.get(one.set, 1.0) for one in asked], k=MORE_NEGATIVES)
    wrong = filter(None, (negatives.draw(one, randomness) for one in again))
    drawn += [as_asked(one, randomness) for one in wrong]
    model.eval()
    marked = mark_all(model.marks, [packer.record(one) for one in drawn], lambda one: len(one.pieces))
    write_lines(
        chosen.out,
        (
            asdict(record) | {"logits": sentences, "passage": passage}
            for record, (sentences, passage) in zip(drawn, marked, strict=True)
        ),
    )


def _train(model: AnswersTeacher, examples: Sequence[AnswerExample], randomness: random.Random) -> None:
    def loss_of(batch: Sequence[AnswerExample]) -> Tensor:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            sentences, passage, real = model([packed for packed, _ in batch])
        return answer_loss(sentences, passage, [labels for _, labels in batch], real)

    model.train()
    batches = batches_of(examples, lambda one: len(one[0].pieces), BATCH_PIECES, randomness=randomness, blur=16)
    take_steps(batches[:BATCHES], loss_of, *rates(model.body, model.sentence, model.passage))


if __name__ == "__main__":
    main()
