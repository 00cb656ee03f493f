"""How the reader is trained: what must hold whatever it learns."""

import random

import torch

from rag.network import collate, pack
from training.data import EXAMPLE, Claim
from training.model import ReaderModel
from training.steps import batches_of
from training.variants import variants


def test_claims_of_their_own_leave_the_reader_be() -> None:
    torch.manual_seed(0)
    model = ReaderModel().eval()
    inputs = [
        torch.from_numpy(one) for one in collate([EXAMPLE, pack(range(1000, 1004), (2000,), [range(3000, 3005)])])
    ]
    with torch.inference_mode():
        before = model(*inputs)
        whole = model.body(inputs[0], attention_mask=inputs[1], token_type_ids=inputs[2]).last_hidden_state
        assert torch.allclose(model.claim(whole[:, 0]), before[2], atol=1e-5)
        model.separate_claims()
        assert all(torch.equal(one, other) for one, other in zip(before, model(*inputs), strict=True))
        for weight in model.claim_layers.parameters():
            weight.mul_(1.1)
        sentences, passage, claim = model(*inputs)
    assert torch.equal(sentences, before[0]) and torch.equal(passage, before[1])
    assert not torch.allclose(claim, before[2])


def test_variants_are_new_and_near() -> None:
    claims = [
        Claim(
            "set",
            f"The old mill at {place} was built by Anna Berg in {year}.",
            f"{place} has a mill of {year}.",
            "supports",
        )
        for place, year in (("Corin", 1902), ("Easton", 1885), ("Riverton", 1930))
    ]
    made = variants(claims, random.Random(0))
    assert len(made) > len(claims) and {one.label for one in made} == {"unknown"}
    assert not {(one.evidence, one.claim) for one in made} & {(one.evidence, one.claim) for one in claims}
    assert len({(one.evidence, one.claim) for one in made}) == len(made)
    assert all(
        one.evidence in {claim.evidence for claim in claims} or one.claim in {claim.claim for claim in claims}
        for one in made
    )


def test_batches_have_all_examples_once_and_no_more_pieces_than_asked() -> None:
    examples = [random.Random(0).randrange(5, 60) for _ in range(200)]
    batches = batches_of(examples, int, 300, randomness=random.Random(1), blur=8)
    assert sorted(one for batch in batches for one in batch) == sorted(examples)
    assert all(len(batch) * max(batch) <= 300 + 8 * len(batch) for batch in batches)
