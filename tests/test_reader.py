"""The trained reader, as it is shipped."""

import subprocess
import sys

import numpy as np
import onnxruntime
import pytest

from index import Article, Embedder, Hit, Library, split_passages
from index.embedding import packaged_tokenizer
from rag.reader import Evidence, TrainedReader
from rag.reader.features import FeatureReader, Text
from rag.reader.networks import INPUTS, MAX_PIECES, WEIGHTS, collate, pack, read_passages
from tests.conftest import ROOT
from tests.fakes import WordHashEmbedder

TEXT = (
    "The mayor opened the new bridge on Monday. It rained all day. The bridge cost 40 million dollars. "
    "Cats are popular pets. Engineers from Spain drew its three towers."
)


def hit(text: str, embedder: Embedder) -> Hit:
    article = Article("bridge", "The bridge", text)
    (passage,) = split_passages(article, embedder, embedder.max_pieces)
    similarity = float(embedder.encode([f"The bridge\n{text}"])[0] @ embedder.encode_query("bridge"))
    return Hit(article, passage, similarity, 1.0, similarity, "bridge")


def read(question: str, embedder: Embedder) -> Evidence:
    return TrainedReader(embedder).read(question, [hit(TEXT, embedder)])


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How much did the bridge cost?", "The bridge cost 40 million dollars."),
        ("when was the new bridge opened", "The mayor opened the new bridge on Monday."),
        ("who designed the towers", "Engineers from Spain drew its three towers."),
        ("bridge opend by whom", "The mayor opened the new bridge on Monday."),
    ],
)
def test_the_sentence_that_answers_is_the_best(question: str, answer: str, embedder: Embedder) -> None:
    evidence = read(question, embedder)
    assert evidence.sentences[0].quote.text == answer
    assert all(0 < one.relevance < 1 for one in evidence.sentences)


def test_what_is_answered_is_surer_than_what_is_not(embedder: Embedder) -> None:
    answered = read("How much did the bridge cost?", embedder).answerability
    near = read("How many people died when the bridge was built?", embedder).answerability
    far = read("What is the capital of Peru?", embedder).answerability
    assert answered > near > far and far < 0.1


def test_nothing_found_is_no_evidence(embedder: Embedder) -> None:
    assert TrainedReader(embedder).read("Who?", []) == Evidence((), 0.0)


def test_other_embedding_models_do_not_change_what_is_read(embedder: Embedder) -> None:
    found = hit(TEXT, embedder)
    own = TrainedReader(embedder).read("bridge", [found])
    other = TrainedReader(WordHashEmbedder()).read("bridge", [found])
    assert np.allclose([one.relevance for one in own.sentences], [one.relevance for one in other.sentences], atol=0.02)


def test_the_cosine_is_measured_of_the_sentences_that_the_network_likes(embedder: Embedder) -> None:
    sentences = tuple(f"{text}." for text in TEXT.removesuffix(".").split(". "))
    passages = [Text("The bridge", sentences), Text("Pets", ("Cats are popular.", "So are dogs."))]
    every, best = (FeatureReader(embedder, count).read("What did the bridge cost?", passages) for count in (None, 3))
    is_liked = every.sentence_logit >= np.sort(every.sentence_logit)[-3]
    assert (every.sentence_cosine != 0).all() and is_liked.sum() == 3
    assert np.allclose(best.sentence_cosine, np.where(is_liked, every.sentence_cosine, 0), atol=1e-6)


def test_the_cosine_is_measured_of_what_can_be_quoted_first(embedder: Embedder) -> None:
    asked = ("What did the tram cost?", "Who paid for the tram?", "Was the tram too dear?")
    passage = Text("The tram", (*asked, "It cost 88 million crowns."))
    features = FeatureReader(embedder, most_cosines=1).read("tram cost", [passage])
    assert (features.sentence_cosine != 0).tolist() == [False, False, False, True]


def test_the_features_of_all_sentences_stand_in_one_record(embedder: Embedder) -> None:
    passages = [Text("The bridge", ("It cost 40 million.", "It is red.")), Text("Pets", ("Cats are popular.",))]
    features = FeatureReader(embedder).read("How much did the bridge cost?", passages)
    assert len(features) == 3
    assert features.found_first.tolist() == [1, 1, 0] and features.value_missing.tolist() == [0, 1, 1]
    assert features.sentence_words.tolist() == [1 / 2, 0, 0] and features.passage_words.tolist() == [1, 1, 0]
    assert features.passage_logit[0] == features.passage_logit[1] != features.passage_logit[2]
    assert features.of([True, False, True]).value_missing.tolist() == [0, 1]


def test_a_passage_of_any_length_is_read(embedder: Embedder) -> None:
    texts = ["word " * 3000, "A.", "x" * 5000, "?!" * 2000]
    readings = read_passages("why " * 500, [("title " * 200, texts), ("", ["One sentence."])])
    assert [len(one.sentences) for one in readings] == [4, 1]
    assert all(np.isfinite(one.sentences).all() and np.isfinite(one.passage) for one in readings)
    packed = pack(range(1000, 1500), range(2000, 2500), [range(3000, 4000), range(5)])
    assert len(packed.pieces) == MAX_PIECES and packed.spans[1] == (MAX_PIECES, MAX_PIECES)
    assert collate([packed])[3].sum(axis=-1).tolist() == [[pytest.approx(1.0), 0.0]]


def test_our_own_passages_are_read_whole(seeds_library: Library) -> None:
    tokenizer = packaged_tokenizer()
    for found in seeds_library.search("Russia and Iran", k=20):
        texts = [found.article.text[one.start : one.end] for one in found.passage.sentences]
        title, *pieces = (
            tokenizer.encode(text, add_special_tokens=False).ids for text in (found.article.title, *texts)
        )
        assert pack(range(64), title, pieces).spans[-1][1] < MAX_PIECES


def test_the_networks_that_are_shipped_read_what_they_are_given() -> None:
    for task, names in INPUTS.items():
        network = onnxruntime.InferenceSession(str(WEIGHTS / f"{task}.onnx"))
        assert tuple(one.name for one in network.get_inputs()) == names
    assert {file.name for file in WEIGHTS.iterdir()} == {*(f"{task}.onnx" for task in INPUTS), "calibration.json"}


def test_the_weights_are_small_and_load_without_torch() -> None:
    assert sum(file.stat().st_size for file in WEIGHTS.iterdir()) < 40e6
    code = (
        "import sys; from rag.reader.networks import read_passages; from rag.verdict import judge_claims; "
        "read_passages('a', [('b', ['c'])]); judge_claims([('a', 'b')]); print('torch' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert said == "False\n"
