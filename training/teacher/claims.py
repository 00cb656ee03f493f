"""The larger network marks claims: `python -m training.teacher.claims DATA BODY OUT.jsonl.gz`.

BODY is a folder with all-mpnet-base-v2. It is trained for one epoch on the marked claims of DATA, then gives its logits
for them and for twice as many variants. On two cores that takes an hour.
"""

import random
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.data import CLAIM_LABELS, LabelledClaim, read_claims, write_lines
from training.losses import claim_loss
from training.steps import batches_of, take_steps
from training.teacher import begin, larger_body, mark_all, rates
from training.variants import variants

FROZEN, DROPOUT = 3, 0.1
BATCH_PIECES = 1600
LONGEST_EVIDENCE, LONGEST_CLAIM = 200, 80  # word pieces
BEGIN, PAD, END = 0, 1, 2

ClaimExample = tuple[list[int], int]  # word pieces, and the place of the label in `CLAIM_LABELS`


class ClaimsTeacher(nn.Module):
    """Reads evidence and claim together, and gives the logits of the three labels."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.body = larger_body(folder, frozen=FROZEN, dropout=DROPOUT)
        self.head = nn.Linear(2 * self.body.config.hidden_size, 3)

    def forward(self, batch: Sequence[Sequence[int]]) -> Tensor:
        """Return logits (batch, 3) for rows of word pieces."""
        pieces, mask = _padded(batch)
        hidden = self.body(input_ids=pieces, attention_mask=mask).last_hidden_state
        real = mask[..., None].to(hidden.dtype)
        mean = (hidden * real).sum(1) / real.sum(1)
        logits: Tensor = self.head(torch.cat((hidden[:, 0], mean), dim=-1))
        return logits.float()


def main() -> None:
    """Train, mark and write."""
    chosen, randomness = begin(__doc__)
    claims = read_claims(chosen.data / "claims.train.jsonl.gz")
    tokenizer = Tokenizer.from_file(str(chosen.body / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    model = ClaimsTeacher(chosen.body)
    _train(model, [(_pieces(tokenizer, one), CLAIM_LABELS.index(one.label)) for one in claims], randomness)
    asked = [*claims, *variants(claims, randomness)]
    model.eval()
    marked = mark_all(lambda batch: model(batch).tolist(), [_pieces(tokenizer, one) for one in asked], len)
    write_lines(chosen.out, (asdict(claim) | {"logits": logits} for claim, logits in zip(asked, marked, strict=True)))


def _pieces(tokenizer: Tokenizer, claim: LabelledClaim) -> list[int]:
    evidence, said = (tokenizer.encode(text, add_special_tokens=False).ids for text in (claim.evidence, claim.claim))
    return [BEGIN, *evidence[:LONGEST_EVIDENCE], END, END, *said[:LONGEST_CLAIM], END]


def _padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Return word pieces, and which of them are real: (batch, pieces) both."""
    longest = max(map(len, rows))
    pieces = torch.tensor([[*row, *[PAD] * (longest - len(row))] for row in rows])
    return pieces, torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])


def _train(model: ClaimsTeacher, examples: Sequence[ClaimExample], randomness: random.Random) -> None:
    def loss_of(batch: Sequence[ClaimExample]) -> Tensor:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model([pieces for pieces, _ in batch])
        return claim_loss(logits, torch.tensor([label for _, label in batch]))

    model.train()
    batches = batches_of(examples, lambda one: len(one[0]), BATCH_PIECES, randomness=randomness, blur=10)
    take_steps(batches, loss_of, *rates(model.body, model.head))


if __name__ == "__main__":
    main()
