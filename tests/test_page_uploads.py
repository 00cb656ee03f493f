"""Files from the browser: below the library's own folder whatever they are called, and only from who may add them."""

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from app import Served
from index import FileOutcome, InputError, Library, MonthCount, Skipped, SourceCount, SyncReport, Undated
from index.reading import SUFFIXES
from index.reading.articles import OR_AS_IS
from page.adding import Adding
from page.listing import faults_html
from page.outcome import report_html
from page.picture import picture_html
from page.shelf import Shelf
from page.syncing import Syncing
from page.uploads import LARGEST, Taken, Uploads, safe_name
from rag import Chatbot
from tests.fakes import WordHashEmbedder
from tests.page import ask_for, come_in, open_page
from tests.test_page_entry import quick_line

pytestmark = pytest.mark.filterwarnings("ignore:.*(no_silent_downcasting|copy keyword)")  # Gradio's own use of pandas

BATCH = "0123456789abcdef"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("uploads")
    with Library.open(folder / "library", embedder=WordHashEmbedder()) as library:
        yield library


@pytest.fixture(scope="module")
def opened(own: Library) -> Iterator[Served]:
    with open_page(Chatbot(own)) as served:
        yield served


def send(served: Served, name: str, body: bytes, batch: str = BATCH, **headers: str) -> tuple[int, str]:
    reply = ask_for(served, f"/add/{batch}?name={quote(name, safe='')}", "POST", body=body, **headers)
    return reply.status, reply.line.strip()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("news/2025/a.txt", "news/2025/a.txt"),
        ("../../../etc/a.txt", "etc/a.txt"),
        ("/etc/a.txt", "etc/a.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("C:\\news\\a.txt", "C/news/a.txt"),
        (".hidden/.a.txt", "hidden/a.txt"),
        ("a\x00\n\u202etxt.exe .txt", "a txt.exe .txt"),
        ("..", ""),
        ("", ""),
        ("/".join("abcdefghij") + ".txt", "c/d/e/f/g/h/i/j.txt"),
        ("é" * 200 + ".jsonl.gz", "é" * 70 + ".jsonl.gz"),
        ("\udc80.txt", "\ufffd.txt"),
    ],
)
def test_a_name_is_no_path(name: str, kept: str) -> None:
    assert safe_name(name) == kept


def test_what_is_sent_lands_in_the_librarys_folder_when_its_batch_is_taken(opened: Served, own: Library) -> None:
    cookie = come_in(opened)
    added = own.folder / "added"
    assert send(opened, "../../up.txt", b"The quay flooded.", cookie=cookie) == (204, "")
    assert send(opened, "deep/er/down.txt", b"The pier burned.", cookie=cookie) == (204, "")
    assert not any(added.glob("*.txt"))
    assert opened.adding and opened.adding.take(BATCH)
    while opened.adding.syncing.latest.is_running:
        time.sleep(0.05)
    assert "deep/er/down.txt: added" in opened.adding.syncing.latest.html
    assert (added / "up.txt").read_bytes() == b"The quay flooded." and (added / "deep/er/down.txt").exists()
    assert {article.id for article in own.articles()} == {"up.txt", "deep/er/down.txt"}
    assert not any(file.is_file() for file in (added / ".incoming").rglob("*"))
    assert not (own.folder.parent / "up.txt").exists()


def test_who_may_not_add_adds_nothing(opened: Served, own: Library, bot: Chatbot, tmp_path: Path) -> None:
    cookie = come_in(opened)
    other = "f" * 16
    assert send(opened, "a.txt", b"x", other)[0] == 403  # without a session
    assert send(opened, "a.txt", b"x", other, cookie=cookie, origin="http://evil.example")[0] == 403
    assert send(opened, "a.txt", b"x", other, cookie=cookie, sec_fetch_site="cross-site")[0] == 403
    assert send(opened, "a.txt", b"x", "../../../../etc", cookie=cookie)[0] == 404
    assert send(opened, "a.png", b"x", other, cookie=cookie) == (
        415,
        f"not a kind of file that is read ({' '.join(SUFFIXES)}, or one of them with .gz)",
    )
    assert ask_for(opened, f"/add/{other}?name=a.txt", cookie=cookie).status == 405
    reply = ask_for(opened, f"/add/{other}?name=a.txt", "POST", cookie=cookie, content_length=str(LARGEST + 1))
    assert (reply.status, reply.line) == (413, "larger than 100 MB; split it\n")
    assert opened.adding and not opened.adding.take(other)
    shared = {one.__name__ for one in Shelf(own, lambda _: "", None).calls}
    assert shared == {"articles", "picture", "article", "held", "synced"}
    for state in ("removed", "failed"):
        with pytest.raises(InputError, match="to who started the page alone"):
            Shelf(own, lambda _: "", None).articles("ann", "", state, "-date", "", "", "")
    (tmp_path / "passwords").write_text(quick_line("ann", "quay"))
    with open_page(bot, auth=tmp_path / "passwords") as signed:
        form = b"name=ann&password=quay"
        mine = ask_for(signed, "/login", "POST", body=form, content_type="application/x-www-form-urlencoded").cookie
        assert send(signed, "a.txt", b"x", cookie=mine) == (403, "Nobody adds articles to a page that others see, too.")
        assert not (bot.library.folder / "added").exists()


def test_no_file_is_written_over(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    uploads.folder.mkdir()

    def add(name: str, text: bytes) -> Taken:
        file = tmp_path / "sent"
        file.write_bytes(text)
        uploads._waiting["a"].append((name, file))
        (taken,) = uploads.take("a")
        return taken

    first, same, other, again = (add("a.jsonl.gz", text) for text in (b"one", b"one", b"two", b"two"))
    assert (first.path.name, first.is_new, same.path, same.is_new) == ("a.jsonl.gz", True, first.path, False)
    assert (other.path.name, other.is_new, again.path, again.is_new) == ("a (2).jsonl.gz", True, other.path, False)
    assert first.path.read_bytes() == b"one" and other.path.read_bytes() == b"two"
    with pytest.raises(InputError, match=r"a.jsonl.gz/b.txt: can't be kept .*; see to "):
        add("a.jsonl.gz/b.txt", b"x")  # below a file


def test_what_runs_that_were_killed_have_left_goes_after_a_day(tmp_path: Path) -> None:
    incoming = tmp_path / "added" / ".incoming"
    for name, age in (("old", 100_000), ("young", 0)):
        (incoming / name).mkdir(parents=True)
        (incoming / name / "file").touch()
        os.utime(incoming / name, (time.time() - age,) * 2)
    Uploads(tmp_path)
    assert [one.name for one in incoming.iterdir()] == ["young"]


def test_a_report_tells_what_became_of_each_file(tmp_path: Path) -> None:
    path = {name: tmp_path / f"{name}.txt" for name in "abcdef"}
    report = SyncReport(
        added=3,
        skipped=1,
        aside=1,
        not_read=((".jpg", 14), (".mov", 9)),
        faults=(Skipped(path["b"], "no article text found in it; remove it"),),
        files=(
            FileOutcome(str(path["a"]), added=3),
            FileOutcome(str(path["b"])),
            FileOutcome(str(path["c"])),
            FileOutcome(str(path["e"]), updated=1),
        ),
    )
    taken = [Taken(f"<{name}>.txt", file, name != "d") for name, file in path.items()]
    told = report_html(report, str(tmp_path), taken)
    assert (
        "Done: 3 added, 0 updated, 0 removed, 0 unchanged. 1 skipped. 1 that you removed stays out. 23 other files"
        in told
    )
    for line in (
        "<li>&lt;a&gt;.txt: 3 added; kept as a.txt</li>",
        "<li>&lt;b&gt;.txt: no article text found in it; remove it; kept as b.txt</li>",
        "<li>&lt;c&gt;.txt: you removed it before; it stays out; kept as c.txt</li>",
        "<li>&lt;d&gt;.txt: this file was here before</li>",
        "<li>&lt;e&gt;.txt: updated; kept as e.txt</li>",
    ):
        assert line in told
    assert "<li>b.txt: no article text found in it; remove it</li>" in report_html(report, str(tmp_path))


def test_a_report_counts_what_was_taken_apart_from_what_came_before(tmp_path: Path) -> None:
    new, empty, old = (tmp_path / f"{name}.txt" for name in ("new", "empty", "old"))
    faults = (
        Skipped(old, "no article text found in it; remove it"),
        Skipped(empty, f"no article text found in it; remove it{OR_AS_IS}"),
    )
    files = (FileOutcome(str(new), added=1), FileOutcome(str(empty)))
    report = SyncReport(added=1, unchanged=7, skipped=2, faults=faults, files=files)
    taken = [Taken("new.txt", new, True), Taken("empty.txt", empty, True)]
    told = report_html(report, str(tmp_path), taken)
    assert "Done: 1 added, 0 updated, 0 removed, 0 unchanged. 1 skipped.</p>" in told
    assert "<li>empty.txt: no article text found in it; remove it</li>" in told
    told = report_html(replace(report, added=5, removed=2), str(tmp_path), taken)
    assert "1 skipped. Of what came here before: 4 added, 0 updated, 2 removed.</p>" in told
    assert "--as-is" not in report_html(report, str(tmp_path)) + faults_html(faults)


def test_a_sync_of_a_path_is_told_once(tmp_path: Path) -> None:
    files = (FileOutcome(str(tmp_path / "a.csv"), added=3, updated=1),)
    report = SyncReport(added=3, updated=1, removed=2, unchanged=5, aside=1, not_read=((".mov", 2),), files=files)
    line = "Done: 3 added, 1 updated, 2 removed, 5 unchanged. 1 that you removed stays out. 2 other files were not read"
    told = report_html(report, str(tmp_path))
    assert told == f'<p class="aside">{line}: .mov 2.</p><ul><li>a.csv: 3 added, 1 updated</li></ul>'
    begun = "Cancelled; what was not read waits for the next time"
    assert told.replace("Done", begun) == report_html(replace(report, cancelled=True), str(tmp_path))


def test_what_earlier_files_lack_is_not_told_of_those_just_taken(tmp_path: Path) -> None:
    new, old = (tmp_path / f"{name}.zip" for name in ("new", "old"))
    undated = tuple(Undated(str(file), 2, ("05/04/24",), True) for file in (old, new))
    files = (FileOutcome(str(new), added=2, not_read=((".png", 3),)), FileOutcome(str(old), unchanged=4))
    report = SyncReport(2, unchanged=9, aside=5, not_read=((".png", 8), (".ods", 1)), undated=undated, files=files)
    told = report_html(report, str(tmp_path), [Taken("new.zip", new, True)])
    line = "Done: 2 added, 0 updated, 0 removed, 0 unchanged. 3 other files were not read: .png 3. 2 without a date"
    assert line in told and "old.zip" not in told and "before" not in told


def test_all_rows_that_were_skipped_are_counted_not_those_alone_that_are_named(tmp_path: Path) -> None:
    table, other = tmp_path / "rows.csv", tmp_path / "other.csv"
    faults = (Skipped(other, "row 2: empty"), *(Skipped(table, f"row {row}: empty; mend it") for row in range(999)))
    report = SyncReport(skipped=1500, faults=faults, files=(FileOutcome(str(table)),))
    told = report_html(report, str(tmp_path), [Taken("rows.csv", table, True)])
    assert "0 unchanged. 1,499 skipped.</p>" in told


def test_one_sync_at_a_time_which_can_be_cancelled(library: Library, articles: Path) -> None:
    syncing, goes_on = Syncing(library), threading.Event()
    real = library.embedder.encode

    def slowly(texts: list[str]) -> object:
        goes_on.wait(10)
        return real(texts)

    library.embedder.encode = slowly  # type: ignore[method-assign,assignment]
    with pytest.raises(InputError, match="Name a folder or file"):
        syncing.begin("")
    syncing.begin(str(articles))
    assert syncing.latest.is_running and "<progress" in syncing.latest.html
    with pytest.raises(InputError, match="being added already"):
        syncing.begin(str(articles))
    goes_on.set()
    syncing.close()
    assert not syncing.latest.is_running
    assert "Cancelled; what was not read waits" in syncing.latest.html or "Done: 2 added" in syncing.latest.html
    syncing.begin("/no/such/place")
    syncing.close()
    assert "/no/such/place: no such file or folder" in syncing.latest.html


def add_by_hand(adding: Adding, name: str, text: str) -> str:
    """Add a file as the page does, and return what is told of it."""
    file = adding.uploads.folder.parent / "sent"
    file.write_text(text)
    adding.uploads._waiting[BATCH].append((name, file))
    adding.take(BATCH)
    assert adding.syncing._thread
    adding.syncing._thread.join()
    return adding.syncing.latest.html


def test_who_adds_again_what_was_removed_has_it_back(library: Library) -> None:
    adding = Adding(library)
    rows = '{"id": "k", "title": "Kiln", "text": "The kiln is lit."}\n{"id": "m", "text": "The mill is shut."}\n'
    add_by_hand(adding, "rows.jsonl", rows)
    add_by_hand(adding, "weir.txt", "The weir was mended.\n")
    for article in ("k", "weir.txt"):
        library.set_aside(article)
    told = add_by_hand(adding, "lock.txt", "The lock was drained.\n")  # another leaves them out
    assert len(library) == 2 and "stays out" not in told
    told = add_by_hand(adding, "rows.jsonl", rows)
    assert "0 unchanged. 1 that you had removed is back.</p>" in told
    assert "<li>rows.jsonl: this file was here before; what you had removed of it is back</li>" in told
    assert library.article("k").text == "The kiln is lit." and library.search("kiln")[0].article.id == "k"
    assert [one.id for one in library.set_aside_articles()] == ["weir.txt"]
    (adding.uploads.folder / "weir.txt").unlink()  # by hand; what comes by its name is another file
    told = add_by_hand(adding, "weir.txt", "The weir was mended in June.\n")
    assert "weir.txt: updated; what you had removed of it is back" in told
    assert library.article("weir.txt").text == "The weir was mended in June." and not library.set_aside_articles()
    told = add_by_hand(adding, "weir.txt", "The weir was mended in June.\n")
    assert "weir.txt: this file was here before</li>" in told and "back" not in told
    adding.close()
    assert library.sync(adding.uploads.folder).unchanged == 4 and library.check().problems == ()


def test_what_was_removed_elsewhere_is_named_where_its_id_comes_again(library: Library, articles: Path) -> None:
    library.sync(articles)
    library.set_aside("bridge.md")
    adding = Adding(library)
    assert "bridge.md: added" in add_by_hand(adding, "bridge.md", "The bridge was closed in March.\n")
    told = add_by_hand(adding, "rows.jsonl", '{"id": "bridge.md", "text": "The bridge is open."}')
    adding.close()
    where = f"is taken, in {articles / 'bridge.md'}, by what was removed by hand; give each article its own</li>"
    assert f'rows.jsonl: the id "bridge.md" {where}' in unescape(told)


def test_the_picture_is_of_months_years_or_decades() -> None:
    def labels(*months: str) -> list[str]:
        told = picture_html([MonthCount(one, 1) for one in months], [], "", "", "")
        return [part.split('"')[0] for part in told.split('aria-label="')[2:]]

    around = ["November 2024: 1 article", "December 2024: 0 articles", "January 2025: 1 article"]
    assert labels("2024-11", "2025-01") == around
    assert labels("2024", "2024-03") == ["2024: 1 article", "March 2024: 1 article"]
    assert labels("2019-01", "2025-12")[:2] == ["2019: 1 article", "2020: 0 articles"]
    assert labels("1851-01", "2025-12")[0] == "1850s: 1 article"
    assert picture_html([], [], "", "", "") == ""
    chosen = picture_html(
        [MonthCount("1999-05", 2)], [SourceCount("Le <Soir>", 2, None, None)], "1999-05", "1999-05", "le <soir>"
    )
    assert chosen.count('aria-pressed="true"') == 2 and "Le &lt;Soir&gt;: 2 articles" in chosen


def test_a_sync_of_the_folder_around_a_library_leaves_what_was_added(tmp_path: Path) -> None:
    with Library.open(tmp_path / ".onrecord", embedder=WordHashEmbedder()) as library:
        added = library.folder / "added"
        added.mkdir()
        for name in ("a.txt", "b.txt"):
            (added / name).write_text(f"The ferry {name} sailed.")
        (tmp_path / "a.txt").write_text("The harbor opened.")
        library.sync(added)
        library.set_aside("b.txt")
        report = library.sync(tmp_path)
        assert (report.added, report.removed) == (1, 0) and len(library) == 2
        assert [one.id for one in library.set_aside_articles()] == ["b.txt"]
        assert library.sync(added).aside == 1 and library.article("a.txt").text == "The ferry a.txt sailed."
        (added / "a.txt").unlink()
        assert library.sync(added).removed == 1


def test_a_batch_is_taken_whole_or_not_at_all(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    (tmp_path / "added").mkdir()
    (tmp_path / "added" / "b").write_text("in the way of a folder")
    waiting = []
    for name in ("a.txt", "b/c.txt", "d.txt"):
        file = tmp_path / name.replace("/", "-")
        file.write_text("One.")
        waiting.append((name, file))
    uploads._waiting[BATCH] = list(waiting)
    with pytest.raises(InputError, match="b/c.txt: can't be kept"):
        uploads.take(BATCH)
    assert [path.name for path in (tmp_path / "added").iterdir()] == ["b"]
    assert not any(file.exists() for _, file in waiting) and uploads.take(BATCH) == []


@pytest.mark.parametrize("name", ["\u0130stanbul.txt", "a.jsonl.gz", "A.TXT", "notes"])
def test_another_file_of_a_name_stays_one_that_is_read(tmp_path: Path, name: str) -> None:
    uploads = Uploads(tmp_path)
    for text in ("One.", "Two."):
        file = tmp_path / "waits"
        file.write_text(text)
        uploads._waiting[BATCH] = [(name, file)]
        (taken,) = uploads.take(BATCH)
    stem, _, suffix = name.partition(".")
    assert taken.is_new and taken.path.name == f"{stem} (2).{suffix}".rstrip(".")
