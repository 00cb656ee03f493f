"""How the reader is trained: what must hold whatever it learns."""

import random

import torch

from index.network import packaged_words
from rag.network import collate, pack
from training.data import EXAMPLE, Claim
from training.model import ReaderModel
from training.steps import batches_of
from training.variants import variants


def test_the_network_reads_words_as_its_body_does() -> None:
    torch.manual_seed(0)
    model = ReaderModel().eval()
    packed = [EXAMPLE, pack(range(1000, 1004), (2000,), [range(3000, 3005)])]
    pieces, mask, parts, pooling = (torch.from_numpy(one) for one in collate(packed))
    with torch.inference_mode():
        whole = model.body(pieces, attention_mask=mask, token_type_ids=parts).last_hidden_state
        words = torch.from_numpy(packaged_words()[pieces.numpy()])
        assert torch.equal(words, model.words(pieces)), "the vectors that are shipped are not those trained on"
        assert torch.allclose(model.claims(words, mask, parts), model.claim(whole[:, 0]), atol=1e-5)
        sentences, passage = model.answers(words, mask, parts, pooling)
        assert torch.allclose(passage, model.passage(whole[:, 0])[:, 0], atol=1e-5)
        (start, end), first = packed[0].spans[1], whole[0, 0]
        alone = torch.cat((whole[0, start:end].mean(0), first))
        assert torch.allclose(sentences[0, 1], model.sentence(alone)[0], atol=1e-5)
    assert not model.body.embeddings.word_embeddings.weight.requires_grad


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
