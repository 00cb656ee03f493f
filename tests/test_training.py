"""How the reader is trained: what must hold whatever it learns."""

import random
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from index.embedding import packaged_words
from rag.reader.networks import CLS, PAD, SEP, WEIGHTS, collate, pack, run
from training import answers
from training.data import EXAMPLE, LabelledClaim, LabelledPassage, Negatives, draw_epoch, write_lines
from training.losses import answer_loss
from training.model import ReaderModel
from training.steps import batches_of, take_steps
from training.teacher import mark_all
from training.teacher.answers import renumbered
from training.variants import variants


@pytest.mark.slow
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


def test_the_teacher_reads_the_same_word_pieces() -> None:
    assert renumbered(torch.tensor([CLS, 2054, SEP, 1037, PAD])).tolist() == [0, 2058, 2, 1041, 1]


def test_a_teacher_marks_each_example_once_and_in_order() -> None:
    seen: list[int] = []

    def run(batch: list[str]) -> list[int]:
        assert torch.is_inference_mode_enabled()
        seen.extend(map(len, batch))
        return [len(one) for one in batch]

    texts = ["x" * (7 * number % 5000) for number in range(1, 60)]
    assert mark_all(run, texts, len) == [len(one) for one in texts]
    assert sorted(seen) == sorted(map(len, texts)) and not torch.is_inference_mode_enabled()


REAL = torch.tensor([[True, True, True], [True, True, False]])
LABELS = [(0, 1, 0), (0, 0)]
RIGHT = torch.tensor([[-4.0, 4.0, -4.0], [-4.0, -4.0, 9.0]])  # what is not real does not count


def test_answers_cost_less_the_nearer_they_are() -> None:
    does, does_not = torch.tensor([4.0, -4.0]), torch.tensor([-4.0, 4.0])
    right, passage_wrong, all_wrong = (
        answer_loss(sentences, passage, LABELS, REAL).item()
        for sentences, passage in ((RIGHT, does), (RIGHT, does_not), (-RIGHT, does_not))
    )
    assert right < 0.05 and right + 1 < passage_wrong and passage_wrong + 1 < all_wrong


def test_a_labelled_sentence_without_room_costs_nothing() -> None:
    cut = answer_loss(RIGHT[:1], torch.tensor([-4.0]), [(0, 1, 1)], torch.tensor([[True, False, False]]))
    assert cut.item() < 0.05


class _Echo(ReaderModel):
    """Gives the logits it is told, whatever it reads."""

    def __init__(self, sentences: list[list[float]], passage: list[float]) -> None:
        torch.nn.Module.__init__(self)
        self._found = torch.tensor(sentences), torch.tensor(passage)

    def words(self, pieces: Tensor) -> Tensor:
        return pieces

    def answers(self, words: Tensor, mask: Tensor, parts: Tensor, pooling: Tensor) -> tuple[Tensor, Tensor]:
        return self._found


def test_the_network_for_answers_is_drawn_to_its_teacher_and_to_the_labels(tmp_path: Path) -> None:
    line = {"set": "", "question": "Who runs it?", "title": None, "sentences": ["Ada does.", "It is old."]}
    file = tmp_path / "marked.jsonl.gz"
    write_lines(file, [line | {"labels": [1, 0], "logits": [-3.0, 3.0], "passage": -3.0}])
    batch = answers._read(file)
    assert batch[0].labels == (1, 0) and batch[0].passage_logit == -3.0 and len(batch[0].packed.spans) == 2

    def cost(sentences: list[float], passage: float) -> float:
        return answers._loss(_Echo([sentences], [passage]), batch).item()

    # Teacher and labels disagree: best is a mean of them, nearer the teacher.
    teacher, between, labels = [-3.0, 3.0], [-0.7, 0.7], [3.0, -3.0]
    assert cost(between, -0.7) < cost(teacher, -0.7) < cost(labels, -0.7)
    assert cost(between, -0.7) < cost(between, -3.0) < cost(between, 3.0)


def test_the_network_for_answers_is_drawn_to_the_rank_that_its_teacher_gives(tmp_path: Path) -> None:
    line = {"set": "", "question": "Who?", "title": None, "sentences": ["Ada does.", "It is old."], "labels": [0, 0]}
    file = tmp_path / "marked.jsonl.gz"
    write_lines(file, [line | {"logits": [-4.0, -8.0], "passage": -4.0}])
    batch = answers._read(file)
    ranked, even, turned = (
        answers._loss(_Echo([sentences], [-4.0]), batch).item()
        for sentences in ([-5.0, -7.0], [-6.0, -6.0], [-7.0, -5.0])
    )
    assert ranked + 0.1 < even and even + 0.1 < turned


def test_an_epoch_is_drawn_with_near_wrong_passages_and_questions_as_typed() -> None:
    records = [
        LabelledPassage(
            "news", f"Who runs the {what} of Riverton?", what, (f"Ada Berg runs the {what}.", "It is old."), (1, 0)
        )
        for what in ("mill", "port", "bank", "choir", "ferry", "school")
    ] + [LabelledPassage("tale", "Who slept?", "", ("Nobody slept.",), (0,))]
    drawn = draw_epoch(records, Negatives(records), random.Random(0), kept={"tale": 0.0}, negative_share=1.0)
    assert not [one for one in drawn if one.set == "tale"]
    assert sum(one.answerable for one in drawn) == 6 and any(not one.answerable for one in drawn)
    assert all(len(one.labels) == len(one.sentences) for one in drawn)
    assert {one.question for one in drawn} - {one.question for one in records}


def test_variants_are_new_and_near() -> None:
    claims = [
        LabelledClaim(
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


class Stopped(Exception):
    """A training that ends before its time."""


def test_a_training_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    def trained(checkpoint: Path | None, *, stop: int = 99) -> Tensor:
        torch.manual_seed(0)
        model = nn.Linear(3, 1)
        seen: list[int] = []

        def loss_of(batch: int) -> Tensor:
            seen.append(batch)
            if len(seen) > stop:
                raise Stopped
            loss: Tensor = (model(torch.full((3,), float(batch))) - 1).square().sum()
            return loss

        weights = ([*model.parameters()], 0.1)
        take_steps(range(1, 9), loss_of, weights, checkpoint=checkpoint, save_every=0)
        assert checkpoint is None or seen == [6, 7, 8]
        return model.weight.detach()

    whole = trained(None)
    with pytest.raises(Stopped):
        trained(tmp_path / "kept", stop=5)
    assert torch.equal(trained(tmp_path / "kept"), whole)


@pytest.mark.slow
def test_a_training_goes_on_from_the_shipped_weights() -> None:
    pytest.importorskip("onnx", reason="comes with the extra `training`")
    from training.restore import restored

    packed = [EXAMPLE, pack(range(1000, 1004), (2000,), [range(3000, 3005)])]
    model = restored("claims", WEIGHTS / "claims.onnx").eval()
    for one, (shipped,) in zip(packed, run("claims", packed), strict=True):
        pieces, mask, parts, _ = (torch.from_numpy(array) for array in collate([one]))
        with torch.inference_mode():
            logits = model.claims(model.words(pieces), mask, parts)
        assert torch.allclose(logits, torch.from_numpy(shipped)[None], atol=0.5)  # int8 rounds what goes through, too
    with pytest.raises(ValueError, match="is it the network for answers"):
        restored("answers", WEIGHTS / "claims.onnx")
