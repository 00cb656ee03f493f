"""Train the network that finds the words that answer: `python -m training.spans DATA WEIGHTS.pt OUT.pt`.

DATA is the folder of spans.*; WEIGHTS is where it begins, the network for answers (`training.restore answers …`). What
it learns is read from a quote, so its texts are as long as quotes are.
"""

import argparse
import random
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from index.embedding import packaged_tokenizer
from rag.reader.networks import collate
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
    options.add_argument("--epochs", type=int, default=EPOCHS)
    options.add_argument("--rate", type=float, default=RATE)
    options.add_argument("--threads", type=int, default=torch.get_num_threads())
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    randomness = random.Random(chosen.seed)
    records = read_spans(chosen.data / "spans.train.jsonl.gz", TAUGHT)
    packer = SpanPacker(packaged_tokenizer())
    batches: list[list[PackedSpan]] = []
    for _ in range(chosen.epochs):
        examples = [packer(one) for one in drawn_spans(records, randomness)]
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
    logits = model.spans(model.words(pieces), mask, parts)
    wanted = torch.tensor([span for _, span in batch])
    return functional.cross_entropy(logits.transpose(1, 2).flatten(0, 1), wanted.flatten())


if __name__ == "__main__":
    main()
