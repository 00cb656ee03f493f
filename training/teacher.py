"""A larger network marks claims for the small one: `python -m training.teacher DATA BODY OUT.jsonl.gz`.

BODY is a folder with all-mpnet-base-v2 (12 layers, 768 wide; too large to ship). It is trained for one epoch on the
marked claims of DATA, then gives its logits for them and for twice as many variants. On two cores that takes an hour.
"""

import argparse
import gzip
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import MPNetModel

from training.data import CLAIM_LABELS, Claim, read_claims
from training.steps import batches_of, take_steps
from training.train import claim_loss
from training.variants import variants

FROZEN = 3  # lower layers, which have little to learn and would take time
BATCH_PIECES, LABELLED_PIECES = 1600, 8000
LONGEST_EVIDENCE, LONGEST_CLAIM = 200, 80  # word pieces
RATE, HEAD_RATE = 5e-5, 4e-4
BEGIN, PAD, END = 0, 1, 2


class TeacherModel(nn.Module):
    """Reads evidence and claim together, and gives the logits of the three labels."""

    def __init__(self, body: Path) -> None:
        super().__init__()
        self.body = MPNetModel.from_pretrained(str(body), add_pooling_layer=False)
        self.head = nn.Linear(2 * self.body.config.hidden_size, 3)

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """Return logits (batch, 3); `pieces` and `mask` are (batch, pieces)."""
        hidden = self.body(input_ids=pieces, attention_mask=mask).last_hidden_state
        real = mask[..., None].to(hidden.dtype)
        mean = (hidden * real).sum(1) / real.sum(1)
        logits: Tensor = self.head(torch.cat((hidden[:, 0], mean), dim=-1))
        return logits


def main() -> None:
    """Train, label and write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    options.add_argument("body", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args()
    torch.manual_seed(chosen.seed)
    randomness = random.Random(chosen.seed)
    claims = read_claims(chosen.data / "claims.train.jsonl.gz")
    tokenizer = Tokenizer.from_file(str(chosen.body / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    model = TeacherModel(chosen.body)
    _train(model, claims, [_pieces(tokenizer, one) for one in claims], randomness)
    asked = [*claims, *variants(claims, randomness)]
    logits = _label(model, [_pieces(tokenizer, one) for one in asked])
    with gzip.open(chosen.out, "wt", encoding="utf-8") as file:
        for claim, row in zip(asked, logits.tolist(), strict=True):
            told = {"set": claim.set, "evidence": claim.evidence, "claim": claim.claim, "label": claim.label}
            print(json.dumps(told | {"logits": row}), file=file)


def _pieces(tokenizer: Tokenizer, claim: Claim) -> list[int]:
    evidence, said = (tokenizer.encode(text, add_special_tokens=False).ids for text in (claim.evidence, claim.claim))
    return [BEGIN, *evidence[:LONGEST_EVIDENCE], END, END, *said[:LONGEST_CLAIM], END]


def _collate(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    longest = max(map(len, rows))
    pieces = torch.tensor([[*row, *[PAD] * (longest - len(row))] for row in rows])
    return pieces, torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])


def _train(
    model: TeacherModel, claims: Sequence[Claim], rows: Sequence[Sequence[int]], randomness: random.Random
) -> None:
    for part in (model.body.embeddings.word_embeddings, *model.body.encoder.layer[:FROZEN]):
        part.requires_grad_(False)
    body = [weight for weight in model.body.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": RATE}, {"params": [*model.head.parameters()], "lr": HEAD_RATE}],
        weight_decay=0.01,
        fused=True,
    )
    labels = [CLAIM_LABELS.index(claim.label) for claim in claims]

    def loss_of(batch: Sequence[int]) -> Tensor:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(*_collate([rows[number] for number in batch]))
        return claim_loss(logits.float(), torch.tensor([labels[number] for number in batch]))

    model.train()
    take_steps(_batches(rows, BATCH_PIECES, randomness), loss_of, optimizer)


def _batches(rows: Sequence[Sequence[int]], pieces: int, randomness: random.Random) -> list[list[int]]:
    """Return the numbers of the rows in batches."""
    return batches_of(range(len(rows)), lambda number: len(rows[number]), pieces, randomness=randomness, blur=10)


def _label(model: TeacherModel, rows: Sequence[Sequence[int]]) -> NDArray[np.float32]:
    """Return the logits (rows, 3)."""
    model.eval()
    logits = np.zeros((len(rows), 3), dtype=np.float32)
    for batch in _batches(rows, LABELLED_PIECES, random.Random(0)):
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            logits[batch] = model(*_collate([rows[number] for number in batch])).float().numpy()
    return logits


if __name__ == "__main__":
    main()
