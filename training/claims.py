"""Train the network that judges claims: `python -m training.claims MARKED.jsonl.gz WEIGHTS.pt OUT.pt`.

MARKED is what `training.teacher.claims` wrote. WEIGHTS, where it begins, is what `training.train` wrote, or this one
before.
"""

from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from index.embedding import packaged_tokenizer
from rag.reader.networks import Packed, collate
from training.data import CLAIM_LABELS, Packer, claim_of, read_lines
from training.losses import claim_loss
from training.model import ReaderModel
from training.student import learn, student_options

TEMPERATURE = 2.0
TEACHER_WEIGHT, LABEL_WEIGHT = 0.8, 0.4

TaughtClaim = tuple[Packed, list[float], int | None]  # a claim, the teacher's logits, its label where it is marked


def main() -> None:
    """Train and save."""
    options = student_options(__doc__)
    options.add_argument("--frozen", type=int, default=0, help="lower layers that stay as they are")
    chosen = options.parse_args()
    model = ReaderModel.load(chosen.weights)
    model.requires_grad_(False)
    for part in (*model.body.encoder.layer[chosen.frozen :], model.claim):
        part.requires_grad_(True)
    examples = _read(chosen.marked)
    learn(model, examples, lambda one: len(one[0].pieces), lambda batch: _loss(model, batch), chosen, blur=8)


def _read(path: Path) -> list[TaughtClaim]:
    packer = Packer(packaged_tokenizer())
    return [
        (
            packer.claim(claim := claim_of(line)),
            line["logits"],
            CLAIM_LABELS.index(claim.label) if claim.label in CLAIM_LABELS else None,
        )
        for line in read_lines(path)
    ]


def _loss(model: ReaderModel, batch: list[TaughtClaim]) -> Tensor:
    """Cross entropy to what the teacher says, softened, and to the labels of those that are marked."""
    pieces, mask, parts, _ = (torch.from_numpy(array) for array in collate([packed for packed, _, _ in batch]))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model.claims(model.words(pieces), mask, parts)
    soft = (logits.float() / TEMPERATURE).log_softmax(-1)
    taught = (torch.tensor([teacher for _, teacher, _ in batch]) / TEMPERATURE).softmax(-1)
    loss = TEACHER_WEIGHT * TEMPERATURE**2 * functional.kl_div(soft, taught, reduction="batchmean")
    marked = [row for row, (_, _, label) in enumerate(batch) if label is not None]
    if marked:
        labels = torch.tensor([label for _, _, label in batch if label is not None])
        loss = loss + LABEL_WEIGHT * len(marked) / len(batch) * claim_loss(logits[marked].float(), labels)
    return loss


if __name__ == "__main__":
    main()
