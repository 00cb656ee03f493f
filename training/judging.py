"""Train the judge of claims further, by labels: `python -m training.judging DATA WEIGHTS.pt… OUT.pt --halves A`.

DATA is the folder of claims.* and claims2.*; WEIGHTS is where it begins, the mean of several. With one of the halves of
`training.claim_sets` the other can be measured on; what ships learns from both. On one core half takes half an hour.
"""

import argparse
import random
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor

from index.embedding import packaged_tokenizer
from rag.reader.networks import Packed, collate
from training.claim_sets import ROLES, drawn_claims
from training.data import CLAIM_LABELS, Packer, read_claims, read_records
from training.losses import claim_loss
from training.model import ReaderModel
from training.reports import story_claims, unrelated_claims
from training.role_forms import HALVES
from training.steps import batches_of, take_steps

BATCH_PIECES, RATE, FROZEN = 2000, 8e-5, 2

PackedClaim = tuple[Packed, int]  # a claim, the place of its label in `CLAIM_LABELS`


def main() -> None:
    """Train and save."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    options.add_argument("weights", type=Path, nargs="+")
    options.add_argument("out", type=Path)
    options.add_argument("--halves", choices=HALVES, nargs="+", default=HALVES)
    options.add_argument("--threads", type=int, default=torch.get_num_threads())
    options.add_argument("--rate", type=float, default=RATE)
    options.add_argument("--roles", type=int, default=ROLES, help="claims on roles, made of each half")
    options.add_argument("--told-pairs", type=int, default=0, help="pairs, made of both, one of which tells of another")
    options.add_argument("--share", type=float, default=1.0, help="of all else that is drawn, for a shorter training")
    options.add_argument("--written", type=Path, nargs="*", default=[], help="files of claims, all of which are drawn")
    options.add_argument("--stories", type=Path, nargs="*", default=[], help="files of stories (`training.reports`)")
    options.add_argument("--unrelated", type=int, default=0, help="pairs of sentences, of which one at most answers")
    options.add_argument("--frozen", type=int, default=FROZEN, help="lower layers that stay as they are")
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    randomness = random.Random(chosen.seed)
    packer = Packer(packaged_tokenizer())
    drawn = drawn_claims(
        chosen.data,
        chosen.halves,
        randomness,
        written=[one for file in chosen.written for one in read_claims(file)],
        roles=chosen.roles,
        told_pairs=chosen.told_pairs,
        share=chosen.share,
    )
    drawn += [one for file in chosen.stories for one in story_claims(file, randomness)]
    if chosen.unrelated:
        records = read_records(chosen.data / "answers.train.jsonl.gz")
        randomness.shuffle(records)
        drawn += islice(unrelated_claims(records, randomness), chosen.unrelated)
    examples = [(packer.claim(one), CLAIM_LABELS.index(one.label)) for one in drawn]
    model = mean_of(chosen.weights)
    model.requires_grad_(False)
    for part in (*model.body.encoder.layer[chosen.frozen :], model.claim):
        part.requires_grad_(True)
    model.train()
    batches = batches_of(examples, lambda one: len(one[0].pieces), BATCH_PIECES, randomness=randomness, blur=8)
    print(f"{len(examples)} claims, {sum(len(one.pieces) for one, _ in examples)} pieces", flush=True)
    checkpoint = chosen.out.with_suffix(".checkpoint")
    take_steps(batches, lambda batch: _loss(model, batch), (model.trained(), chosen.rate), checkpoint=checkpoint)
    torch.save(model.state_dict(), chosen.out)


def mean_of(files: list[Path]) -> ReaderModel:
    """Return the network whose weights are the mean of those in the files, trained from the same start."""
    states = [torch.load(file, weights_only=True) for file in files]
    model = ReaderModel()
    model.load_state_dict({name: sum(state[name] for state in states) / len(states) for name in states[0]})
    return model


def _loss(model: ReaderModel, batch: list[PackedClaim]) -> Tensor:
    pieces, mask, parts, _ = (torch.from_numpy(array) for array in collate([packed for packed, _ in batch]))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model.claims(model.words(pieces), mask, parts)
    return claim_loss(logits.float(), torch.tensor([label for _, label in batch]))


if __name__ == "__main__":
    main()
