"""The house, as a test: who may import whom, what is loaded when, and which names the doors offer."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import index
import rag
from tests.conftest import ROOT

MODULES = [*ROOT.glob("index/**/*.py"), *ROOT.glob("rag/**/*.py"), *ROOT.glob("page/**/*.py"), ROOT / "app.py"]


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def importers(package: str) -> set[str]:
    return {
        file.relative_to(ROOT).as_posix()
        for file in MODULES
        if any(name.split(".")[0] == package for name in imports(file))
    }


def test_imports_run_one_way() -> None:
    assert not {file for file in importers("rag") if file.startswith("index/")}
    assert not importers("app")  # the door of the page, which no wheel holds
    assert {Path(file).parent.as_posix() for file in importers("chromadb")} == {"index/vectors"}
    assert importers("page") - {file.relative_to(ROOT).as_posix() for file in ROOT.glob("page/*.py")} == {
        "app.py",
        "rag/cli.py",  # `onrecord chat` opens the page
    }
    assert {file.partition("/")[0] for file in importers("gradio")} == {"page"}
    assert importers("sentence_transformers") == {"index/embedding/sentence_model.py"}
    assert importers("onnxruntime") == {"index/embedding/network.py"}
    assert not importers("torch")


def test_prompts_are_read_by_one_module() -> None:
    assert [file.name for file in MODULES if '"prompts"' in file.read_text()] == ["prompt.py"]


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    code = "import rag, rag.cli, sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    heavy = set("torch sentence_transformers transformers onnxruntime chromadb gradio llama_index nltk sklearn".split())
    assert heavy.isdisjoint(loaded)


def modules_loaded_by(code: str, library: Path) -> set[str]:
    """Run code in a fresh process, the library's folder as its argument; it must end up with an `answer`."""
    code += "\nimport sys; print(answer.status, *sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", code, str(library)], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert said[0] == "answered"
    return set(said[1:])


def test_syncing_and_asking_need_no_torch(tmp_path: Path) -> None:
    sync_and_ask = """
import sys
from rag import open_chatbot
with open_chatbot("seeds", library=sys.argv[1]) as bot:
    answer = bot.ask("Who built the Bushehr plant?")
"""
    ask = """
import sys
from index import Library
from rag import Chatbot
with Library.open(sys.argv[1]) as library:
    answer = Chatbot(library).ask("Who built the Bushehr plant?")
"""
    assert {"torch", "sentence_transformers"}.isdisjoint(modules_loaded_by(sync_and_ask, tmp_path / "library"))
    # Nothing that takes a second to import and is of use only to sync.
    needless = set("torch sentence_transformers nltk sklearn scipy dateparser llama_index.core gradio".split())
    assert needless.isdisjoint(modules_loaded_by(ask, tmp_path / "library"))


def test_the_doors() -> None:
    assert set(index.__all__) == set(
        "Article Backlog CheckReport Embedder Hit InputError Library LibraryDamaged LibraryError LibraryLocked "
        "LibraryMismatch OnRecordError "
        "Passage Removed Sentence Skipped SyncProgress SyncReport Time "
        "load_embedder read_articles split_passages split_sentences".split()
    )
    assert set(rag.__all__) == set(
        "Answer Chatbot Citation LanguageModel ModelError Position Quote Rejected Report Settings Timings Turn Usage "
        "Verdict evaluate load_llm open_chatbot".split()
    )


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_files_stay_small(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= 350
