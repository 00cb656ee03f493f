"""Sync reads what changed and nothing else, and loses nothing on the way."""

import json
import os
import shutil
from pathlib import Path

import pytest

from index import InputError, Library, SyncProgress, SyncReport
from index.reading import FoundFile, find_files
from tests.fakes import WordHashEmbedder

LONG_AGO = 1_700_000_000  # seconds; a file changed just now is not trusted by its time


def age(folder: Path) -> None:
    """Make all files look as if they had been changed long ago."""
    for file in folder.rglob("*"):
        os.utime(file, (LONG_AGO, LONG_AGO))


def ids(library: Library) -> list[str]:
    return [article.id for article in library.articles()]


def names_to_read(library: Library, folder: Path) -> list[str]:
    """Return the names of the files that a sync would read now."""
    files = library._store.catalog.files
    files.begin([folder], library.folder)
    files.note_found((found for found in find_files(folder) if isinstance(found, FoundFile)), as_is=False)
    files.pass_over_unchanged()
    return [file.name for file in files.to_read()]


@pytest.fixture
def no_young_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the times of files trusted that were changed just now, as nobody can set back when that was."""
    monkeypatch.setattr("index.storing.manifest.JUST_NOW_NS", 0)


@pytest.mark.usefixtures("no_young_files")
def test_unchanged_files_are_not_read_again(library: Library, articles: Path, word_hash: WordHashEmbedder) -> None:
    library.sync(articles)
    embedded = word_hash.encoded
    assert names_to_read(library, articles) == []
    shutil.copytree(articles, articles.with_name("backup"))  # with the times of the files, but not of their state
    shutil.rmtree(articles)
    articles.with_name("backup").rename(articles)
    assert names_to_read(library, articles) == ["bridge.md", "harbor.txt"]
    assert library.sync(articles) == SyncReport(unchanged=2) and word_hash.encoded == embedded
    assert names_to_read(library, articles) == []


@pytest.mark.usefixtures("no_young_files")
def test_an_edit_that_keeps_size_and_time_is_seen(library: Library, articles: Path) -> None:
    age(articles)
    library.sync(articles)
    file, text = articles / "harbor.txt", (articles / "harbor.txt").read_text()
    file.write_text(text.replace("nine", "five"))  # as long as before
    age(articles)
    assert library.sync(articles) == SyncReport(updated=1, unchanged=1, passages=1)
    (articles / "new").write_text(text)
    age(articles)
    (articles / "new").rename(file)
    assert library.sync(articles) == SyncReport(updated=1, unchanged=1, passages=1)
    assert library.article("harbor.txt").text.endswith("It has nine docks.")


@pytest.mark.usefixtures("no_young_files")
def test_files_of_a_library_without_their_numbers_are_read_once(library: Library, articles: Path) -> None:
    library.sync(articles)
    for column in ("ctime_ns", "inode"):  # as an older version made it
        library._store.catalog._db.execute(f"ALTER TABLE files DROP COLUMN {column}")
    library.close()
    with Library.open(library.folder, embedder=WordHashEmbedder()) as opened:
        assert opened.search("bridge", k=1)[0].article.id == "bridge.md"
        assert names_to_read(opened, articles) == ["bridge.md", "harbor.txt"]
        assert opened.sync(articles) == SyncReport(unchanged=2)
        assert names_to_read(opened, articles) == []


def test_a_change_within_the_tick_of_a_clock_is_seen(library: Library, articles: Path) -> None:
    file = articles / "harbor.txt"
    library.sync(articles)
    before = file.stat()
    file.write_text(file.read_text().replace("nine", "five"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert library.sync(articles).updated == 1


def test_a_touched_file_is_unchanged(library: Library, articles: Path, word_hash: WordHashEmbedder) -> None:
    library.sync(articles)
    age(articles)
    embedded = word_hash.encoded
    assert library.sync(articles) == SyncReport(unchanged=2)
    assert word_hash.encoded == embedded


def test_a_renamed_file_keeps_its_article(library: Library, articles: Path, word_hash: WordHashEmbedder) -> None:
    library.sync(articles)
    embedded = word_hash.encoded
    quoted = library.article("harbor.txt")
    (articles / "old").mkdir()
    moved = (articles / "harbor.txt").rename(articles / "old" / "port.txt")
    assert library.sync(articles) == SyncReport(unchanged=2)
    kept = library.article("harbor.txt")
    assert (kept.text, kept.title, kept.path) == (quoted.text, quoted.title, str(moved))
    assert word_hash.encoded == embedded
    moved.write_text("The harbor was sold.")
    assert library.sync(articles) == SyncReport(updated=1, unchanged=1, passages=1)
    assert library.article("harbor.txt").text == "The harbor was sold."
    (articles / "harbor.txt").write_text("Another harbor.")  # the name is taken by the article that moved
    assert library.sync(articles).added == 1
    assert sorted(article.text for article in library.articles())[0] == "Another harbor."
    assert library.check().problems == ()


def test_a_file_renamed_onto_another_takes_its_place(library: Library, articles: Path) -> None:
    library.sync(articles)
    (articles / "harbor.txt").rename(articles / "bridge.md")
    assert library.sync(articles) == SyncReport(updated=1, removed=1, passages=1)
    assert library.sync(articles) == SyncReport(unchanged=1)
    assert library.article("bridge.md").text.startswith("The harbor opened") and library.check().problems == ()


def test_articles_of_a_disk_that_is_not_there_stay(library: Library, articles: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "harbor.txt").write_text("The harbor froze in 1963.")
    library.sync(disk)
    disk.rename(tmp_path / "elsewhere")
    assert library.sync(articles).added == 2 and library.article("harbor.txt").text == "The harbor froze in 1963."
    (tmp_path / "elsewhere").rename(disk)
    assert library.sync(disk, articles) == SyncReport(unchanged=3)


def test_an_id_is_not_taken_from_an_article_that_is_still_there(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "z.jsonl").write_text(json.dumps({"id": "one", "text": "Tunnel one opened."}))
    library.sync(folder)
    (folder / "a.jsonl").write_text(json.dumps({"id": "one", "text": "Another tunnel."}))
    assert library.sync(folder).skipped == 1
    (folder / "a.jsonl").unlink()
    library.sync(folder)
    assert library.article("one").text == "Tunnel one opened."


def test_a_copied_file_is_another_article_of_the_same_story(library: Library, articles: Path) -> None:
    shutil.copy(articles / "harbor.txt", articles / "port.txt")
    assert library.sync(articles).added == 3
    first, second, *_ = library.search("nine docks harbor")
    assert {first.article.id, second.article.id} == {"harbor.txt", "port.txt"}
    assert first.cluster == second.cluster == "harbor.txt"
    assert library.copies_of("port.txt") == ["harbor.txt"] and library.copies_of("bridge.md") == []
    (articles / "harbor.txt").unlink()
    library.sync(articles)
    assert library.search("nine docks harbor")[0].cluster == "port.txt"


def test_an_article_may_move_from_file_to_file(library: Library, tmp_path: Path) -> None:
    def write(file: str, *keys: str) -> None:
        (folder / file).write_text("\n".join(json.dumps({"id": key, "text": f"Tunnel {key} opened."}) for key in keys))

    folder = tmp_path / "folder"
    folder.mkdir()
    write("z.jsonl", "one", "two")
    library.sync(folder)
    write("a.jsonl", "one")
    write("z.jsonl", "two", "three")
    assert library.sync(folder) == SyncReport(added=1, unchanged=2, passages=1)
    assert library.article("one").path == str(folder / "a.jsonl")
    (folder / "a.jsonl").unlink()
    assert library.sync(folder).removed == 1 and ids(library) == ["three", "two"]


def test_a_file_with_a_fault_takes_nothing_out(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    lines = [json.dumps({"id": str(number), "text": f"Tunnel {number} opened."}) for number in range(3)]
    file.write_text("\n".join(lines))
    library.sync(file)
    file.write_text("\n".join(["{", lines[1].replace("opened", "closed")]))
    report = library.sync(file)
    assert (report.updated, report.removed, report.skipped) == (1, 0, 1) and ids(library) == ["0", "1", "2"]
    file.write_text(lines[1])
    assert library.sync(file).removed == 2


def test_two_articles_with_one_id_are_told(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text("\n".join(json.dumps({"id": "same", "text": f"Tunnel {number}."}) for number in range(2)))
    report = library.sync(file)
    assert (report.added, report.skipped) == (1, 1)
    assert str(report.faults[0]) == f'{file}: the id "same" is taken, in this file; give each article its own'
    assert library.article("same").text == "Tunnel 0."


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may look into every folder")
def test_what_can_not_be_looked_into_is_not_gone(library: Library, articles: Path) -> None:
    closed = articles / "closed"
    closed.mkdir()
    (closed / "tunnel.txt").write_text("A tunnel is planned.")
    library.sync(articles)
    closed.chmod(0)
    try:
        report = library.sync(articles)
    finally:
        closed.chmod(0o700)
    assert (report.skipped, report.removed) == (1, 0) and "closed/tunnel.txt" in ids(library)


def test_an_emptied_folder_is_an_error_and_removes_nothing(library: Library, articles: Path) -> None:
    library.sync(articles)
    for file in articles.iterdir():
        file.unlink()
    with pytest.raises(
        InputError, match="no articles in this folder.*; to remove what came from it, say --gone as well"
    ):
        library.sync(articles)
    assert len(library) == 2
    articles.rmdir()
    assert library.sync(articles, gone=True) == SyncReport(removed=2) and len(library) == 0


def test_as_is_switches_cleaning_off_and_on_again(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("The harbor opened in May.\n\nShare this article\n\nIt has nine docks.\n")
    age(tmp_path)
    library.sync(file)
    (removed,) = library.removed_from("a.txt")
    assert (removed.text, removed.reason) == ("Share this article", "share bar")
    assert "Share" not in library.article("a.txt").text
    assert library.sync(file, as_is=True).updated == 1
    assert "Share this article" in library.article("a.txt").text and library.removed_from("a.txt") == ()
    assert library.sync(file, as_is=True).unchanged == 1
    assert library.sync(file).updated == 1 and "Share" not in library.article("a.txt").text


def test_other_facts_of_an_article_are_stored_without_embedding_it_again(
    library: Library, tmp_path: Path, word_hash: WordHashEmbedder
) -> None:
    file = tmp_path / "a.json"
    article = {"id": "a", "title": "Port", "text": "The harbor opened.", "source": "Daily"}
    file.write_text(json.dumps(article))
    library.sync(file)
    file.write_text(json.dumps(article | {"source": "Weekly"}))
    before = word_hash.encoded
    assert library.sync(file) == SyncReport(updated=1)
    assert word_hash.encoded == before
    assert library.search("harbor", source="daily") == []
    assert [hit.article.source for hit in library.search("harbor", source="weekly")] == ["Weekly"]


def test_passages_are_found_by_the_time_they_speak_of(library: Library, tmp_path: Path) -> None:
    for name, text in {
        "spring": "The harbor opened on Wednesday.",
        "autumn": "The harbor will close in October.",
        "never": "The harbor has nine docks.",
        "around": "The harbor was planned in 1990. It was sold in 2031.",
    }.items():
        (tmp_path / f"{name}.md").write_text(f"---\ntitle: {name}\ndate: 2025-05-16\n---\n{text}\n")
    library.sync(tmp_path)
    (hit,) = library.search("harbor", during="2025-05")
    (time,) = hit.passage.sentences[0].times
    assert (hit.article.text[time.start : time.end], time.first, time.last) == (
        "Wednesday",
        "2025-05-14",
        "2025-05-14",
    )
    assert {hit.article.title for hit in library.search("harbor", during="2025")} == {"spring", "autumn"}
    assert {hit.article.title for hit in library.search("harbor", during="1980/2000")} == {"around"}
    with pytest.raises(InputError, match="soon: not a date"):
        library.search("harbor", during="soon")
    for range_, message in {
        "/2000": "nothing: not a date",
        "2000/": "nothing: not a date",
        "2025/2024": "2025 is later than 2024",
    }.items():
        with pytest.raises(InputError, match=message):
            library.search("harbor", during=range_)
    with pytest.raises(InputError, match="2025 is later than 2024"):
        library.search("harbor", since="2025", until="2024")


def test_progress_ends_at_the_whole(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.sync.EMBED_AT_ONCE", 100)  # so that it embeds now and then, as with many articles
    monkeypatch.setattr("index.store.EMBED_BETWEEN_REPORTS", 10)
    lines = [json.dumps({"id": str(number), "text": f"Tunnel {number} opened."}) for number in range(150)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines[:140]))
    (tmp_path / "b.jsonl").write_text("\n".join(lines[140:]))
    seen: list[SyncProgress] = []
    library.sync(tmp_path, progress=seen.append)
    shares = [progress.share for progress in seen]
    assert shares == sorted(shares) and 0 < shares[0] < 0.2 and shares[-1] == 1
    assert (seen[-1].articles, seen[-1].passages, seen[-1].seconds_left) == (150, 150, 0)
    assert "150 articles" in str(seen[-1]) and "0:00 left" in str(seen[-1])


def test_a_sync_that_is_cancelled_keeps_what_it_read_and_the_next_goes_on(library: Library, articles: Path) -> None:
    (articles / "a.jsonl").write_text("{")
    asked: list[int] = []

    def cancelled() -> bool:  # when the second article is at hand
        asked.append(len(asked))
        return len(asked) > 4

    report = library.sync(articles, cancelled=cancelled)
    assert report.cancelled and report.added == 1 and report.skipped == 1
    assert [Path(one.path).name for one in report.files] == ["a.jsonl", "bridge.md"]
    assert library.backlog().files == 1 and library.backlog().articles == 1
    assert [fault.path.name for fault in library.faults()] == ["a.jsonl"]
    after = library.sync(articles, cancelled=lambda: False)
    assert (after.added, after.unchanged, after.passages) == (1, 1, 2) and not after.cancelled
    assert not library.backlog() and library.check().problems == ()


def test_a_sync_is_cancelled_between_passages(library: Library, tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text("\n".join(json.dumps({"id": str(n), "text": f"Dock {n} opened."}) for n in range(300)))
    told: list[SyncProgress] = []
    report = library.sync(many, progress=told.append, cancelled=lambda: bool(told))
    assert report.cancelled and report.added == 300 and library.backlog().articles == 300
    assert library.sync(many) == SyncReport(unchanged=300, passages=300)


def test_a_rebuild_that_is_cancelled_leaves_all_as_it_was(library: Library, articles: Path) -> None:
    library.sync(articles)
    generation = library.backlog()
    assert library.sync(articles, rebuild=True, cancelled=lambda: True) == SyncReport(cancelled=True)
    assert len(library) == 2 and library.search("bridge") and library.backlog() == generation


def test_a_report_names_the_files_it_read(library: Library, articles: Path) -> None:
    library.sync(articles)
    (articles / "two.jsonl").write_text('{"text": "The quay flooded."}\n{"text": "The pier burned."}')
    (articles / "bridge.md").write_text("The bridge opened again.\n")
    told = {Path(one.path).name: (one.added, one.updated, one.unchanged) for one in library.sync(articles).files}
    assert told == {"bridge.md": (0, 1, 0), "two.jsonl": (2, 0, 0)}
