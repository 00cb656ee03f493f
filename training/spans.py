"""Train the network that finds the words that answer: `python -m training.spans DATA WEIGHTS.pt OUT.pt`.

DATA is the folder of spans.* and claims*; WEIGHTS is where it begins, the network for answers (`training.restore
answers …`), or this one. What it learns is read from a quote, so its texts are as long as quotes are; with `--asked` it
also learns the questions that supported claims make (`training.asking`), of evidence that is longer.
"""

import argparse
import random
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from index.embedding import packaged_tokenizer
from rag.reader.networks import collate
from training.asking import asked_of_claims
from training.claim_sets import IN_BOTH, IN_HALF, marked_claims
from training.data import read_claims
from training.model import ReaderModel
from training.span_data import TAUGHT, PackedSpan, SpanPacker, drawn_spans, read_spans
from training.steps import batches_of, take_steps

BATCH_PIECES, RATE, EPOCHS, FROZEN = 2000, 1.5e-4, 1, 2


def main() -> None:
    """Train and save."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    options.add_argument("weights", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--asked", type=int, default=0, help="questions that claims make, an epoch")
    options.add_argument("--written", type=Path, nargs="*", default=[], help="files of claims that make them, too")
    options.add_argument("--share", type=float, default=1.0, help="of the records of DATA that is learnt from")
    options.add_argument("--epochs", type=int, default=EPOCHS)
    options.add_argument("--rate", type=float, default=RATE)
    options.add_argument("--threads", type=int, default=torch.get_num_threads())
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    randomness = random.Random(chosen.seed)
    records = read_spans(chosen.data / "spans.train.jsonl.gz", TAUGHT)
    records = randomness.sample(records, int(chosen.share * len(records)))
    claims = [one for file in chosen.written for one in read_claims(file)]
    if chosen.asked:
        claims += marked_claims(chosen.data, {**IN_BOTH, **IN_HALF["A"], **IN_HALF["B"]})
    asked = [*asked_of_claims(claims, randomness)]
    packer = SpanPacker(packaged_tokenizer())
    batches: list[list[PackedSpan]] = []
    for _ in range(chosen.epochs):
        drawn = [*drawn_spans(records, randomness), *randomness.sample(asked, min(chosen.asked, len(asked)))]
        examples = [packer(one) for one in drawn]
        batches += batches_of(examples, lambda one: len(one[0].pieces), BATCH_PIECES, randomness=randomness, blur=8)
    print(f"{len(examples)} texts, {sum(len(one.pieces) for one, _ in examples)} pieces an epoch", flush=True)
    torch.manual_seed(chosen.seed)
    model = ReaderModel()
    model.load_state_dict(torch.load(chosen.weights, weights_only=True), strict=False)
    model.requires_grad_(False)
    for part in (*model.body.encoder.layer[FROZEN:], model.span):
        part.requires_grad_(True)
    model.train()
    checkpoint = chosen.out.with_suffix(".checkpoint")
    take_steps(batches, lambda batch: _loss(model, batch), (model.trained(), chosen.rate), checkpoint=checkpoint)
    torch.save(model.state_dict(), chosen.out)


def _loss(model: ReaderModel, batch: list[PackedSpan]) -> Tensor:
    """Cross entropy of the first and of the last piece of the answer, [CLS] for none."""
    pieces, mask, parts, _ = (torch.from_numpy(array) for array in collate([packed for packed, _ in batch]))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model.spans(model.words(pieces), mask, parts).float()
    wanted = torch.tensor([span for _, span in batch])
    return functional.cross_entropy(logits.transpose(1, 2).flatten(0, 1), wanted.flatten())


if __name__ == "__main__":
    main()
