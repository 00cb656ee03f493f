"""A sync that is killed at any moment loses nothing, doubles nothing, and is finished by the next."""

import multiprocessing
import random
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from index import Library
from rag import Answer, Chatbot
from tests.fakes import WordHashEmbedder

KILLS_BETWEEN_CHECKS = 5  # each starts a process to read all vectors, and damage does not go away
TITLE = "Report\n\n"  # of every article, else a renamed one would keep the title it had from its file
CHANGES = 5  # a round changes one file of so many
WORDS = [
    f"{start}{end}" for start in ("bar", "cor", "dal", "fen", "gol", "har") for end in ("bor", "don", "lin", "mer")
]


def sync(library: Path, articles: Path) -> None:
    with Library.open(library, embedder=WordHashEmbedder(max_pieces=30)) as opened:
        opened.sync(articles)


def first_quote(library: Library, answer: Answer) -> tuple[str, int, str]:
    """Where the first quote stands, and what it says; the ids of renamed files differ in a clean library."""
    quote = answer.citations[0].quote
    return library.article(quote.article).path, quote.start, quote.text


class Newsroom:
    """A folder of articles that changes: files come, go, are edited and renamed."""

    def __init__(self, folder: Path, chance: random.Random, articles: int) -> None:
        self._folder = folder
        self._chance = chance
        self._articles = articles
        self._made = 0
        for _ in range(articles):
            self._add()

    def _add(self) -> None:
        self._made += 1
        (self._folder / f"{self._made:05}.txt").write_text(self._text())

    def _text(self) -> str:
        return TITLE + " ".join(
            f"The {self._chance.choice(WORDS)} number {self._chance.randrange(10_000)} opened." for _ in range(8)
        )

    def files(self) -> list[Path]:
        return sorted(self._folder.iterdir())

    def change(self) -> None:
        for file in self._chance.sample(self.files(), self._articles // CHANGES):
            if not file.exists():  # another was renamed onto its name
                continue
            match self._chance.randrange(5):
                case 0:
                    self._add()
                case 1:
                    file.write_text(self._text())
                case 2:
                    file.unlink()
                case 3:
                    file.rename(self._chance.choice(self.files()))
                case _:
                    self._made += 1
                    file.rename(file.with_name(f"{self._made:05}.txt"))
        while len(self.files()) < self._articles:
            self._add()


@pytest.mark.parametrize(
    ("kills", "articles", "questions"), [(2, 60, 5), pytest.param(50, 300, 40, marks=pytest.mark.slow)]
)
def test_killed_at_any_moment(tmp_path: Path, kills: int, articles: int, questions: int) -> None:
    chance = random.Random(2025)
    folder, place = tmp_path / "articles", tmp_path / "library"
    folder.mkdir()
    newsroom = Newsroom(folder, chance, articles)
    sync(place, folder)
    newsroom.change()
    start = time.monotonic()
    sync(place, folder)
    whole = time.monotonic() - start
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["chromadb", "datasketch", "nltk", "rag", "tests.fakes"])
    killed = 0
    while killed < kills:
        newsroom.change()
        child = context.Process(target=sync, args=(place, folder))
        child.start()
        time.sleep(chance.uniform(0, whole))
        child.kill()
        child.join()
        killed += child.exitcode == -signal.SIGKILL
        whole = whole if child.exitcode else whole * 0.8  # it was through already: strike earlier
        with Library.open(place, embedder=WordHashEmbedder(max_pieces=30)) as library:
            for hit in library.search(f"the {chance.choice(WORDS)} opened", k=20):
                assert library.article(hit.article.id).text[hit.passage.start : hit.passage.end] == hit.text
            library.sync(folder)
            written = {str(file): file.read_text().removeprefix(TITLE) for file in newsroom.files()}
            assert {article.path: article.text for article in library.articles()} == written
            assert len(library) == len(written)
            if killed % KILLS_BETWEEN_CHECKS == 0 or killed == kills:
                assert library.check().problems == ()
    with (
        Library.open(place, embedder=WordHashEmbedder(max_pieces=30)) as survivor,
        Library.open(tmp_path / "clean", embedder=WordHashEmbedder(max_pieces=30)) as clean,
    ):
        clean.sync(folder)
        said = Counter(sentence for text in written.values() for sentence in text.split(". "))
        once = sorted(sentence for sentence, times in said.items() if times == 1)
        found = 0
        for sentence in chance.sample(once, questions):
            question = f"Did {sentence.removesuffix('.')}?"
            first, second = (Chatbot(library).ask(question) for library in (survivor, clean))
            assert first_quote(survivor, first) == first_quote(clean, second)
            assert first.confidence == pytest.approx(second.confidence, abs=0.01)  # equals at the pool's edge differ
            found += sentence.removesuffix(".") in first.citations[0].quote.text
        assert found > questions * 0.7  # words that fall on one dimension may hide some
