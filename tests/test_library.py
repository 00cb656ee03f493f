"""The library on a real Chroma folder: sync, search, faults."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from index import InputError, Library, LibraryError, LibraryLocked, LibraryMismatch, SyncReport
from index.store import EMBED_AT_ONCE
from rag import Chatbot
from tests.fakes import WordHashEmbedder


def texts(library: Library, query: str) -> list[str]:
    return [hit.text for hit in library.search(query, k=5)]


def test_sync_counts_added_unchanged_updated_removed(library: Library, articles: Path) -> None:
    assert library.sync(articles) == SyncReport(added=2, updated=0, removed=0, unchanged=0, passages=2)
    assert library.sync(articles) == SyncReport(added=0, updated=0, removed=0, unchanged=2, passages=0)
    (articles / "bridge.md").write_text("The bridge was opened again.")
    (articles / "harbor.txt").unlink()
    assert library.sync(articles) == SyncReport(added=0, updated=1, removed=1, unchanged=0, passages=1)
    assert len(library) == 1 and library.check().problems == ()


def test_unchanged_articles_are_not_embedded_again(
    library: Library, articles: Path, word_hash: WordHashEmbedder
) -> None:
    library.sync(articles)
    before = word_hash.encoded
    (articles / "new.txt").write_text("A tunnel is planned.")
    library.sync(articles)
    assert word_hash.encoded == before + 1


def test_what_is_removed_leaves_no_word_behind(library: Library, articles: Path) -> None:
    library.sync(articles)
    assert texts(library, "nine docks harbor")[0].startswith("The harbor")
    assert "It has nine docks." in Chatbot(library).ask("How many docks has the harbor?").citations[0].quote.text
    (articles / "harbor.txt").unlink()
    library.sync(articles)
    assert texts(library, "nine docks harbor") == ["The bridge was closed in March."]
    answer = Chatbot(library).ask("How many docks has the harbor?")
    assert "docks" not in str([answer.citations, answer.nearest])
    assert all(key.startswith("bridge.md#") for key in library._store.vectors.ids())
    database = sqlite3.connect(library.folder / "catalog.sqlite3")
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        assert "docks" not in str(database.execute(f"SELECT * FROM {table}").fetchall())
    database.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab (main, words, 'row')")
    assert {"bridg", "close"} <= {term for term, *_ in database.execute("SELECT * FROM temp.terms")}
    assert not database.execute("SELECT * FROM temp.terms WHERE term IN ('dock', 'nine', 'harbor')").fetchall()
    database.close()


def test_articles_from_elsewhere_stay(library: Library, articles: Path, tmp_path: Path) -> None:
    library.sync(articles)
    other = tmp_path / "other.txt"
    other.write_text("A tunnel is planned.")
    assert library.sync(other).removed == 0 and len(library) == 3
    assert library.sync(articles, other) == SyncReport(0, 0, 0, 3, 0)


def test_search_finds_by_words_and_filters_by_date_and_source(library: Library, articles: Path) -> None:
    library.sync(articles)
    (hit,) = library.search("bridge closed", k=1)
    assert hit.article.title == "The bridge" and hit.keyword_score == 1.0 and 0 < hit.similarity <= 1
    assert hit.article.text[hit.passage.start : hit.passage.end] == hit.text
    assert [hit.article.id for hit in library.search("harbor", since="2024")] == ["bridge.md"]
    assert library.search("harbor", until="2024-02-29") == []
    assert [hit.article.id for hit in library.search("harbor", source="daily TEST")] == ["bridge.md"]
    with pytest.raises(InputError, match="not a date"):
        library.search("harbor", since="soon")
    with pytest.raises(InputError, match="empty"):
        library.search("  ")
    with pytest.raises(InputError, match="half a character"):
        library.search("harbor \ud800")


@pytest.mark.parametrize(
    "query", ['"', "AND OR NOT", "NEAR(a b)", "a*b^c:d", "'; DROP TABLE articles;", "the of", "😀"]
)
def test_any_characters_may_be_asked(library: Library, articles: Path, query: str) -> None:
    library.sync(articles)
    assert len(library.search(query)) == 2


def test_reopened_it_answers_the_same(library: Library, articles: Path, word_hash: WordHashEmbedder) -> None:
    library.sync(articles)
    before = library.search("bridge", k=2)
    library.close()
    with Library.open(library.folder, embedder=word_hash) as again:
        assert again.search("bridge", k=2) == before


@pytest.mark.parametrize("bad", ["broken.jsonl", "binary.txt", "twice.jsonl"])
def test_what_is_bad_is_skipped_and_the_rest_goes_on(library: Library, articles: Path, bad: str) -> None:
    library.sync(articles)
    line = json.dumps({"id": "same", "text": "Something new."}) + "\n"
    (articles / "a-new.txt").write_text("A tunnel is planned.")
    (articles / bad).write_bytes({"broken.jsonl": b"{", "binary.txt": b"a\0b", "twice.jsonl": line.encode() * 2}[bad])
    report = library.sync(articles)
    assert report.skipped == len(report.faults) == 1 and bad in str(report.faults[0])
    assert report.unchanged == 2 and report.removed == 0
    assert "a-new.txt" in {article.id for article in library.articles()}
    assert library.check().problems == ()
    assert library.sync(articles).skipped == 1  # it is told until it is mended


def test_the_same_name_from_two_folders_and_the_same_id(library: Library, articles: Path, tmp_path: Path) -> None:
    library.sync(articles)
    other = tmp_path / "other"
    other.mkdir()
    (other / "bridge.md").write_text("Another bridge.")
    assert library.sync(other).added == 1
    assert library.article(str(other / "bridge.md").lstrip("/")).text == "Another bridge."
    for folder in (articles, other):
        (folder / "a.json").write_text(json.dumps({"id": "same", "text": f"A tunnel in {folder.name}."}))
    assert library.sync(articles).added == 1
    (fault,) = library.sync(other).faults
    assert str(fault) == f'{other}/a.json: the id "same" is taken, in {articles}/a.json; give each article its own'
    (articles / "a.json").unlink()
    assert library.sync(other).updated == 1  # the old place is gone: the article has moved
    assert library.article("same").text == "A tunnel in other." and library.check().problems == ()


def test_another_embedding_model_is_refused_until_rebuilt(library: Library, articles: Path) -> None:
    library.sync(articles)
    library.close()
    other = WordHashEmbedder(max_pieces=30)
    with pytest.raises(LibraryMismatch, match="word pieces read 60, now 30; run: onrecord sync PATH --rebuild"):
        Library.open(library.folder, embedder=other)
    with Library.open(library.folder, embedder=other, rebuild=True) as rebuilt:
        assert rebuilt.sync(articles, rebuild=True).passages == 2
        assert rebuilt.check().problems == ()


def test_a_folder_that_is_no_library_is_refused(tmp_path: Path, word_hash: WordHashEmbedder) -> None:
    with pytest.raises(InputError, match="no library here; make it with: onrecord sync"):
        Library.open(tmp_path / "none", embedder=word_hash, must_exist=True)
    (tmp_path / "photo.png").touch()
    for must_exist in (True, False):
        with pytest.raises(InputError, match="not a library, and not empty; choose another folder"):
            Library.open(tmp_path, embedder=word_hash, must_exist=must_exist)
    Library.open(tmp_path / ".onrecord", embedder=word_hash).close()
    with pytest.raises(InputError, match=r"not a library, and not empty; say --library \S+/\.onrecord$"):
        Library.open(tmp_path, embedder=word_hash, must_exist=True)
    (tmp_path / "catalog.sqlite3").write_bytes(b"not a database, but long enough to be taken for one" * 20)
    with pytest.raises(LibraryError, match="catalog is damaged"):
        Library.open(tmp_path, embedder=word_hash)


def test_check_finds_and_repairs_what_is_missing_or_left_over(library: Library, articles: Path) -> None:
    library.sync(articles)
    vectors = library._store.vectors
    (lost, *_) = vectors.ids()
    vectors.delete([lost])
    stored = library._store.catalog.passages.get(list(vectors.ids()))
    orphan = [type(stored[0])(type(stored[0].passage)("orphan#1.0", "x", 0, 1, ()), stored[0].article, "x")]
    vectors.upsert(orphan, library.embedder.encode(["orphan"]))
    assert library.check().problems == ("1 passages have no vector", "1 vectors belong to no passage")
    assert library.check(repair=True).repaired
    assert library.check().problems == ()


@pytest.mark.slow
def test_a_deleted_chroma_folder_is_rebuilt_from_the_catalog(
    library: Library, articles: Path, word_hash: WordHashEmbedder
) -> None:
    library.sync(articles)
    library.close()
    shutil.rmtree(library.folder / "chroma")
    code = (
        "from index import Library; from tests.fakes import WordHashEmbedder; import sys\n"
        "with Library.open(sys.argv[1], embedder=WordHashEmbedder()) as library:\n"
        "    print(library.check(repair=True).problems, library.check().problems, len(library.search('bridge')))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, library.folder], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "('2 passages have no vector',) () 2"


def test_lost_vectors_are_an_error_and_the_next_sync_mends_them(library: Library, articles: Path) -> None:
    library.sync(articles)
    library._store.vectors.delete(list(library._store.vectors.ids()))
    with pytest.raises(LibraryError, match="2 passages have lost their vectors; run: onrecord check --repair"):
        library.search("bridge")
    assert library.sync(articles) == SyncReport(added=0, updated=0, removed=0, unchanged=2, passages=2)
    assert len(library.search("bridge")) == 2


def test_a_spoilt_chroma_folder_is_made_anew(library: Library, articles: Path, word_hash: WordHashEmbedder) -> None:
    library.sync(articles)
    library.close()
    (library.folder / "chroma" / "chroma.sqlite3").write_bytes(b"spoilt" * 1000)
    with Library.open(library.folder, embedder=word_hash) as spoilt:
        with pytest.raises(LibraryError, match="Chroma can't be opened .* run onrecord check --repair"):
            spoilt.search("bridge")
        assert spoilt.check(repair=True).repaired and spoilt.check().problems == ()
        assert len(spoilt.search("bridge")) == 2


def test_spoilt_pages_of_the_catalog_are_reported(
    library: Library, articles: Path, word_hash: WordHashEmbedder
) -> None:
    library.sync(articles)
    library.close()
    file = library.folder / "catalog.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        query = "SELECT rootpage FROM sqlite_master WHERE rootpage AND name != 'facts'"
        first_pages = [page for (page,) in database.execute(query)]
    raw = bytearray(file.read_bytes())
    for page in first_pages:  # not of the schema, nor of what tells which library it is: else it can't be opened
        raw[4096 * (page - 1) : 4096 * page] = (b"spoilt" * 683)[:4096]
    file.write_bytes(raw)
    with Library.open(library.folder, embedder=word_hash) as spoilt:
        assert all("the catalog is damaged" in problem for problem in spoilt.check().problems)
        assert spoilt.check().problems


def test_a_folder_may_be_named_like_a_server(
    tmp_path: Path, word_hash: WordHashEmbedder, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Library.open("http-news", embedder=word_hash) as library:
        library.sync(articles)
        assert library.search("bridge") and (tmp_path / "http-news" / "chroma.lock").exists()


def test_chroma_is_a_server_or_nothing(tmp_path: Path, word_hash: WordHashEmbedder) -> None:
    with pytest.raises(InputError, match="not the address of a server"):
        Library.open(tmp_path / "library", embedder=word_hash, chroma="nonsense")


def test_threads_that_ended_hold_no_connection(library: Library, articles: Path) -> None:
    library.sync(articles)
    for _ in range(30):
        thread = threading.Thread(target=library.search, args=["bridge"])
        thread.start()
        thread.join()
    assert len(library._store.catalog._db._connections) <= 3


def test_a_library_may_lie_among_its_articles(articles: Path, word_hash: WordHashEmbedder) -> None:
    for _ in range(2):
        with Library.open(articles / "library", embedder=word_hash) as inside:
            inside.sync(articles)
            assert len(inside) == 2


WRITER = """
import sys, time
from index import Library
from tests.fakes import WordHashEmbedder

class Slow(WordHashEmbedder):
    def encode(self, texts):
        print("encoding", flush=True)
        time.sleep(float(sys.argv[3]))
        return super().encode(texts)

with Library.open(sys.argv[1], embedder=Slow()) as library:
    library.sync(sys.argv[2])
"""


def start_writer(library: Library, articles: Path, seconds: float) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, str(library.folder), str(articles), str(seconds)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert writer.stdout and writer.stdout.readline() == "encoding\n"
    return writer


def test_a_second_writer_is_told_who_holds_the_library(library: Library, articles: Path) -> None:
    with start_writer(library, articles, 5) as writer:
        start = time.monotonic()
        with pytest.raises(LibraryLocked, match=f"process {writer.pid} \\(since 20.*is writing to it"):
            library.sync(articles)
        assert time.monotonic() - start < 2
    assert library.sync(articles) == SyncReport(0, 0, 0, 2, 0)


def test_a_killed_sync_is_finished_by_the_next(library: Library, articles: Path) -> None:
    with start_writer(library, articles, 60) as writer:
        os.kill(writer.pid, signal.SIGKILL)
    assert library.search("bridge") == []  # pending articles are not found
    assert library.check().problems == ("2 passages wait for their vectors (an interrupted sync)",)
    assert library.sync(articles) == SyncReport(added=0, updated=0, removed=0, unchanged=2, passages=2)
    assert library.check().problems == () and len(library.search("bridge")) == 2


@pytest.mark.slow
def test_a_reader_sees_what_another_process_wrote(library: Library, articles: Path) -> None:
    library.sync(articles)
    assert len(library.search("tunnel")) == 2
    more = [json.dumps({"id": f"new-{number}", "text": f"Tunnel number {number} is planned."}) for number in range(300)]
    (articles / "more.jsonl").write_text("\n".join(more))
    with start_writer(library, articles, 0) as writer:
        while writer.poll() is None:
            assert library.search("bridge")
    assert library.search("tunnel number 77", k=1)[0].article.id == "new-77"
    (articles / "more.jsonl").unlink()
    assert library.sync(articles).removed == 300 and library.check().problems == ()


@pytest.fixture(params=[150, pytest.param(4000, marks=pytest.mark.slow)])
def many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """More articles than are stored together."""
    if request.param < EMBED_AT_ONCE:
        monkeypatch.setattr("index.store.EMBED_AT_ONCE", 64)
    return int(request.param)


READER = """
import sys
from pathlib import Path
from index import Library
from tests.fakes import WordHashEmbedder

with Library.open(sys.argv[1], embedder=WordHashEmbedder()) as library:
    print("reading", flush=True)
    while not Path(sys.argv[2]).exists():
        assert library.search("bridge")
"""


@pytest.mark.slow
def test_processes_that_read_leave_what_another_writes_whole(
    library: Library, articles: Path, tmp_path: Path, many: int
) -> None:
    library.sync(articles)
    done = tmp_path / "done"
    more = [
        json.dumps({"id": f"new-{number}", "text": f"Tunnel {number} is planned by lake{number % 41}."})
        for number in range(many)
    ]
    (articles / "more.jsonl").write_text("\n".join(more))
    with ExitStack() as reading:
        command = [sys.executable, "-c", READER, str(library.folder), str(done)]
        readers = [reading.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE)) for _ in range(3)]
        try:
            assert all(reader.stdout and reader.stdout.readline() == b"reading\n" for reader in readers)
            assert library.sync(articles).added == many
        finally:
            done.touch()
    assert [reader.returncode for reader in readers] == [0, 0, 0]
    assert library.check().problems == () and len(library.search("tunnel", k=20)) == 20


@pytest.mark.slow
def test_two_libraries_in_one_process_see_what_another_process_wrote(library: Library, articles: Path) -> None:
    library.sync(articles)
    more = [json.dumps({"id": f"new-{number}", "text": f"Tunnel {number} is planned."}) for number in range(300)]
    with Library.open(library.folder, embedder=WordHashEmbedder()) as other:
        assert len(library.search("tunnel")) == len(other.search("tunnel")) == 2
        (articles / "more.jsonl").write_text("\n".join(more))
        with start_writer(library, articles, 0) as writer:
            assert writer.wait() == 0
        for opened in (library, other):
            assert opened.search("tunnel 77", k=1)[0].article.id == "new-77"
        (articles / "more.jsonl").write_text("\n".join(more[:200]))
        assert other.sync(articles).removed == 100
        assert library.check().problems == ()


def test_sixteen_may_ask_while_one_syncs(library: Library, articles: Path, many: int) -> None:
    library.sync(articles)
    bot = Chatbot(library)
    more = [
        json.dumps({"id": f"new-{number}", "text": f"Tunnel {number} is planned by lake{number % 41}."})
        for number in range(many)
    ]
    (articles / "more.jsonl").write_text("\n".join(more))
    with ThreadPoolExecutor(17) as threads:
        syncing = threads.submit(library.sync, articles)
        asking = [threads.submit(bot.ask, "Was the bridge closed?") for _ in range(16 * 4)]
        for answer in asking:
            assert answer.result().citations[0].quote.text == "The bridge was closed in March."
        assert syncing.result().added == many
    assert library.check().problems == ()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Zelensky", "Zelenskyy"),
        ("zelenskyi speech", "Zelenskyy"),
        ("Khamenei", "Khamenei'i"),
        ("Ukrane war", "Ukraine"),
        ("goverment", "government"),
        ("econmy", "economy"),
        ("negotations", "negotiations"),
        ("milatary", "military"),
    ],
)
def test_words_spelt_otherwise_are_found(library: Library, tmp_path: Path, typed: str, found: str) -> None:
    said = ["Zelenskyy spoke.", "Khamenei'i met guests.", "Ukraine is large.", "The government met.", "Cats sleep."]
    said += ["The economy grew.", "The negotiations failed.", "A military parade."]
    (tmp_path / "said.jsonl").write_text("\n".join(json.dumps({"text": text}) for text in said))
    library.sync(tmp_path / "said.jsonl")
    best = max(library.search(typed, k=5), key=lambda hit: hit.keyword_score)
    assert best.keyword_score == 1.0 and found in best.text


def test_what_a_library_holds_is_told_without_its_texts(library: Library, articles: Path) -> None:
    assert library.headlines() == [] and library.sources() == []
    library.sync(articles)
    bridge, harbor = library.headlines()  # the undated last
    assert (bridge.id, bridge.title, bridge.source, bridge.published) == (
        "bridge.md",
        "The bridge",
        "Daily Test",
        "2024-03-01",
    )
    assert harbor.id == "harbor.txt" and harbor.published is None and harbor.is_found
    assert library.headlines("daily") == [bridge] and library.headlines("100%") == library.headlines("_") == []
    assert library.headlines(most=1) == [bridge]
    assert {(one.source, one.articles, one.first) for one in library.sources()} == {
        ("Daily Test", 1, "2024-03-01"),
        (None, 1, None),
    }
