"""Killed while all articles are being updated, a library still finds each of them, as it was or as it is now."""

import multiprocessing
import random
import signal
import time
from pathlib import Path

import pytest

from index import Library
from tests.fakes import WordHashEmbedder

ARTICLES = 120


def sync(library: Path, articles: Path) -> None:
    with Library.open(library, embedder=WordHashEmbedder()) as opened:
        opened.sync(articles)


def edit(folder: Path, round_: int) -> dict[str, str]:
    """Write all articles anew; return their texts, by the word that is in no other."""
    texts = {f"word{number}x": f"Tunnel word{number}x opened in round{round_}y." for number in range(ARTICLES)}
    for word, text in texts.items():
        (folder / f"{word}.txt").write_text(text)
    return texts


@pytest.mark.parametrize("kills", [3, pytest.param(30, marks=pytest.mark.slow)])
def test_killed_at_any_moment_of_an_update(tmp_path: Path, kills: int) -> None:
    chance = random.Random(2026)
    folder, place = tmp_path / "articles", tmp_path / "library"
    folder.mkdir()
    may_be_found = {word: {text} for word, text in edit(folder, 0).items()}
    sync(place, folder)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["chromadb", "datasketch", "nltk", "index", "tests.fakes"])
    killed, round_, whole = 0, 0, 1.0
    while killed < kills:
        round_ += 1
        for word, text in edit(folder, round_).items():
            may_be_found[word].add(text)
        child = context.Process(target=sync, args=(place, folder))
        start = time.monotonic()
        child.start()
        child.join(chance.uniform(0, whole))
        child.kill()
        child.join()
        killed += child.exitcode == -signal.SIGKILL
        if child.exitcode == 0:
            whole = time.monotonic() - start
        elif killed % 5 == 0:
            whole *= 1.2  # strike later, too
        with Library.open(place, embedder=WordHashEmbedder()) as library:
            assert len(library) == ARTICLES
            for word, texts in may_be_found.items():
                hit, *_ = library.search(word, k=1)
                assert hit.article.id == f"{word}.txt" and hit.article.text in texts
                may_be_found[word] = {hit.article.text}  # what was found once does not come back later
                may_be_found[word].add((folder / hit.article.id).read_text())
    with Library.open(place, embedder=WordHashEmbedder()) as library:
        library.sync(folder)
        assert library.check().problems == () and not library.backlog()
        assert {article.text for article in library.articles()} == {
            (folder / f"{word}.txt").read_text() for word in may_be_found
        }
