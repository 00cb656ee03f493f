"""A library that is closed, or was opened by the process that this one was forked from, says so."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Library, LibraryError
from index.scope import Scope
from rag import Chatbot
from tests.conftest import ROOT

USES: dict[str, Callable[[Library, Path], object]] = {
    "sync": lambda library, articles: library.sync(articles),
    "remove": lambda library, _: library.remove("bridge.md"),
    "search": lambda library, _: library.search("bridge"),
    "mend_spelling": lambda library, _: library.mend_spelling("bridge"),
    "article": lambda library, _: library.article("bridge.md"),
    "articles": lambda library, _: library.articles(),
    "without_texts": lambda library, _: library.without_texts(),
    "headlines": lambda library, _: library.headlines(),
    "sources": lambda library, _: library.sources(),
    "months": lambda library, _: library.months(),
    "set_aside": lambda library, _: library.set_aside("bridge.md"),
    "bring_back": lambda library, _: library.bring_back("bridge.md"),
    "set_aside_articles": lambda library, _: library.set_aside_articles(),
    "faults": lambda library, _: library.faults(),
    "find": lambda library, _: library.find("bridge", 5, Scope()),
    "finder": lambda library, _: library.finder,
    "removed_from": lambda library, _: library.removed_from("bridge.md"),
    "copies_of": lambda library, _: library.copies_of("bridge.md"),
    "backlog": lambda library, _: library.backlog(),
    "has_indexed_articles": lambda library, _: library.has_indexed_articles(),
    "len": lambda library, _: len(library),
    "notices_of": lambda library, _: library.notices_of("a.txt"),
    "embed_waiting": lambda library, _: library.embed_waiting(),
    "take_articles": lambda library, _: library.take_articles(library),
    "own_setting": lambda library, _: library.own_setting("a"),
    "set_own": lambda library, _: library.set_own("a", "b"),
    "fingerprint": lambda library, _: library.fingerprint,
    "check": lambda library, _: library.check(),
    "repair": lambda library, _: library.check(repair=True),
    "asking": lambda library, _: library.asking(),
    "ask": lambda library, _: Chatbot(library).ask("Was the bridge closed?"),
}


@pytest.mark.parametrize("use", USES)
def test_a_closed_library_says_so(library: Library, articles: Path, use: str) -> None:
    library.close()
    library.close()
    with pytest.raises(LibraryError, match=r"library: this library is closed; open it anew"):
        USES[use](library, articles)


def test_all_that_a_library_does_is_tried() -> None:
    own = {name for name in dir(Library) if not name.startswith("_")}
    assert own - {"open", "close", "folder", "embedder"} <= set(USES)


FORKED = """
import os, sys
from pathlib import Path
from index import Library, LibraryError
from tests.fakes import WordHashEmbedder
from tests.test_closed import USES

place, articles = Path(sys.argv[1]), Path(sys.argv[2])
library = Library.open(place, embedder=WordHashEmbedder())
library.sync(articles)
assert library.search("bridge")
child = os.fork()
if not child:
    for name, use in USES.items():
        try:
            use(library, articles)
        except LibraryError as error:
            assert f"opened by process {os.getppid()}, from which this one was forked; start" in str(error), error
        else:
            os._exit(1)
    library.close()
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
print(len(library.search("bridge")))
library.close()
"""


def run(code: str, *arguments: object) -> str:
    command = [sys.executable, "-W", "ignore", "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_forked_process_is_told(tmp_path: Path, articles: Path) -> None:
    assert run(FORKED, tmp_path / "library", articles).split() == ["2"]


FORKED_WITH_ITS_OWN = """
import os, sys
from pathlib import Path
from index import Library, LibraryError
from tests.fakes import WordHashEmbedder

place, articles, real = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "real"

def opened():
    return Library.open(place) if real else Library.open(place, embedder=WordHashEmbedder())

library = opened()
library.sync(articles)
assert library.search("bridge")
child = os.fork()
if not child:
    try:
        with opened() as own:
            assert own.article("bridge.md") and len(own) == 2
            own.embedder.encode(["bridge"] * 20)
            own.search("bridge")
    except LibraryError as error:
        print(error, flush=True)
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
print(library.search("bridge", k=1)[0].article.id)
library.close()
"""


@pytest.mark.parametrize("embedder", ["word hash", pytest.param("real", marks=pytest.mark.slow)])
def test_a_forked_process_does_not_hang_in_a_library_of_its_own(tmp_path: Path, articles: Path, embedder: str) -> None:
    said = run(FORKED_WITH_ITS_OWN, tmp_path / "library", articles, embedder).splitlines()
    assert len(said) == 2 and said[1] == "bridge.md"
    assert "can't be used in a process forked from one that has used it; start your processes by spawn" in said[0]


FORKED_BEFORE = """
import os, sys
from pathlib import Path
from index import Library

place, articles = Path(sys.argv[1]), Path(sys.argv[2])
library = Library.open(place)
child = os.fork()
if not child:
    with Library.open(place) as own:
        own.sync(articles)
        print(own.search("bridge", k=1)[0].article.id, flush=True)
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
print(library.search("bridge", k=1)[0].article.id)
library.close()
"""


@pytest.mark.slow
def test_a_process_forked_before_the_first_search_may_do_everything(tmp_path: Path, articles: Path) -> None:
    assert run(FORKED_BEFORE, tmp_path / "library", articles).split() == ["bridge.md", "bridge.md"]
