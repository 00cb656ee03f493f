"""Files → articles: which files are found, what is read of them, and what is said of the rest."""

import gzip
import json
import os
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from index import InputError, read_articles
from index.reading import FoundFile, NotRead, ReadArticle, Skipped, find_files, read_file
from index.reading.kinds import GOLD


def found_names(root: Path) -> list[str]:
    found = [one for one in find_files(root) if not isinstance(one, NotRead)]
    return [one.name if isinstance(one, FoundFile) else f"! {one.reason}" for one in found]


def reasons(folder: Path) -> list[str]:
    skipped: list[Skipped] = []
    list(read_articles(folder, on_skip=skipped.append))
    return [str(one) for one in skipped]


def test_title_is_the_first_line_when_it_looks_like_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("How the port opened\n\nIt opened in May.\n")
    (tmp_path / "b.txt").write_text("It opened in May.\n")
    (tmp_path / "c.txt").write_text("#\n\nIt opened.")
    titles = [(article.title, article.text) for article in read_articles(tmp_path)]
    assert titles[:2] == [("How the port opened", "It opened in May."), ("b", "It opened in May.")]
    assert titles[2][0] == "c"


def test_html_page_gives_the_article_and_its_metadata(tmp_path: Path) -> None:
    paragraphs = "".join(
        f"<p>Sentence number {n} tells what happened at the port of the town that day.</p>" for n in range(6)
    )
    (tmp_path / "page.html").write_text(
        '<html><head><title>Port opens</title><meta property="og:site_name" content="Daily">'
        '<meta property="article:published_time" content="2024-05-06"></head><body><nav><a href="/">Home</a></nav>'
        f"<article><h1>Port opens</h1>{paragraphs}</article><footer>All rights reserved</footer></body></html>"
    )
    (article,) = read_articles(tmp_path)
    assert (article.title, article.source, article.published) == ("Port opens", "Daily", "2024-05-06")
    assert article.text.startswith("Sentence number 0") and "rights" not in article.text


def test_as_is_leaves_all(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": "Share this article\r\n\u200bIt  opened.\n"}))
    (article,) = read_articles(tmp_path, as_is=True)
    assert article.text == "Share this article\r\n\u200bIt  opened.\n"
    (read,) = read_file(tmp_path / "a.jsonl", "a.jsonl")
    assert isinstance(read, ReadArticle) and read.article.text == "It opened."
    assert [(removed.text, removed.reason) for removed in read.removed] == [("Share this article", "share bar")]


# Which files


def test_files_are_found_in_order_with_what_tells_a_change(tmp_path: Path) -> None:
    for name in ("b/2.TXT", "b/10.md", "a.jsonl.GZ", "c.html", "d.png", "e.pdf.gz", "b/~$open.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"It opened.")
    os.utime(tmp_path / "c.html", ns=(5, 7))
    assert found_names(tmp_path) == ["a.jsonl.GZ", "c.html", "b/10.md", "b/2.TXT"]
    (found,) = find_files(tmp_path / "c.html")
    assert found == FoundFile.at(tmp_path / "c.html", "c.html") and (found.size, found.mtime_ns) == (10, 7)


def test_gold_questions_and_hidden_files_beside_articles_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It opened.")
    question = '{"id": "1", "question": "When?", "answerable": true}\n'
    (tmp_path / "gold.jsonl").write_text(question)
    (tmp_path / "gold.jsonl.gz").write_bytes(gzip.compress(question.encode()))
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "b.txt").write_text("Not this.")
    assert [article.id for article in read_articles(tmp_path)] == ["a.txt"]


def test_gold_questions_are_not_looked_for_in_what_is_known_to_hold_articles(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl", "c.txt"):
        (tmp_path / name).write_text('{"question": "When?"}')
    asked: list[str] = []

    def known(files: Sequence[FoundFile]) -> list[FoundFile]:
        asked.extend(file.name for file in files)
        return [file for file in files if file.name == "b.jsonl"]

    found = list(find_files(tmp_path, known))
    assert asked == ["a.jsonl", "b.jsonl"] and found[0] == NotRead(GOLD)
    assert [file.name for file in found[1:] if isinstance(file, FoundFile)] == ["b.jsonl", "c.txt"]


def test_links_lead_nowhere_outside_and_never_in_circles(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("Secret.")
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("Open.")
    (folder / ".store" / "today").mkdir(parents=True)
    (folder / ".store" / "today" / "b.txt").write_text("Stored.")
    links = {
        "secret.txt": "../outside/secret.txt",
        "out": "../outside",
        "up": "..",
        "sub/round": "..",
        "me.txt": "me.txt",
    }
    links |= {"gone.txt": "nowhere", "again.txt": "a.txt", "latest": ".store/today", "one.txt": ".store/today/b.txt"}
    links |= {".store/today/round": "../today"}
    for name, target in links.items():
        (folder / name).symlink_to(target)
    assert found_names(folder) == ["a.txt", "one.txt", "latest/b.txt"]
    (tmp_path / "linked").symlink_to("folder")
    assert [article.text for article in read_articles(tmp_path / "linked")] == ["Open.", "Stored.", "Stored."]


def test_deep_folders(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=here)
        deeper = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    try:
        assert found_names(tmp_path) == ["d/" * 1500 + "a.txt"]
    finally:
        subprocess.run(["rm", "-r", tmp_path / "d"], check=True)  # too deep for pytest to clear away


def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    (tmp_path / "null.txt").symlink_to("/dev/null")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "folder.txt" / "a.txt").write_text("It opened.")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket.txt"))
    assert found_names(tmp_path) == ["pipe.jsonl", "socket.txt", "folder.txt/a.txt"]
    for name in ("pipe.jsonl", "socket.txt", "null.txt", "folder.txt"):
        (skipped,) = read_file(tmp_path / name, name)
        assert isinstance(skipped, Skipped) and "not a regular file" in skipped.reason


def test_a_file_that_vanishes_or_grows_meanwhile(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "One."}\n{"text": "Two."}\n')
    reading = read_file(file, "a.jsonl")
    assert isinstance(next(reading), ReadArticle)
    file.write_text('{"text": "One."}\n')
    assert "changed while it was read; sync again" in str(list(reading)[-1])
    file.write_text('{"text": "One."}\n{"text": "Two."}\n')
    reading = read_file(file, "a.jsonl")
    next(reading)
    file.unlink()
    assert "can't be read (No such file or directory)" in str(list(reading)[-1])
    assert "can't be read (No such file or directory)" in str(next(read_file(file, "a.jsonl")))


# What is said


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"PK\x03\x04\0\0binary", "a.txt: a binary file, not text"),
        (
            "a.txt",
            b"k\xf8kken opened",
            "a.txt: not valid UTF-8 at byte 1, and no other encoding is beyond doubt (it may be CP1252",
        ),
        ("a.txt", b"{\\rtf1 It opened.}", "a.txt: an RTF or PDF file, not text; give it its true suffix"),
        ("a.txt", b"  \n", "a.txt: no article text"),
        ("a.jsonl", b'{"id": "a", "text": "x"}\n{"id": ', "a.jsonl: line 2: not JSON"),
        ("a.jsonl", b'{"id": "a", "title": "x"}', 'a.jsonl: line 1: needs an object with a non-empty "text"'),
        ("a.json", b"[[1]]", 'a.json: article 1: needs an object with a non-empty "text"'),
        ("a.json", b"[" * 100_000, "a.json: not JSON"),
        ("a.txt.gz", b"not gzip", "a.txt.gz: can't be read"),
        ("a.txt.gz", gzip.compress(b"It opened.", mtime=0)[:-9], "a.txt.gz: can't be read"),
        ("a.txt.gz", gzip.compress(b"x" * 10_000_001, mtime=0), "a.txt.gz: larger than 10 MB; split it"),
        ("a.html", b"<html><body></body></html>", "a.html: no article found in this page"),
        ("a.png", b"x", "a.png: not a kind of file that is read"),
    ],
)
def test_bad_files_are_named_with_the_fix(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        list(read_articles(file))
    assert message in str(caught.value) and "\n" not in str(caught.value)


def test_one_bad_file_spoils_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It opened.")
    (tmp_path / "b.pdf").write_text("It opened.")
    (tmp_path / "c.txt").write_text("It closed.")
    skipped: list[Skipped] = []
    assert [article.id for article in read_articles(tmp_path, on_skip=skipped.append)] == ["a.txt", "c.txt"]
    assert [one.path.name for one in skipped] == ["b.pdf"]


def test_names_that_no_one_can_write(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff\xfe.txt")).write_text("It opened.")
    (tmp_path / "a\n\x1b[31m\u202e.txt").write_text("")
    assert reasons(tmp_path) == [
        f"{tmp_path}/a\\n\\x1b[31m\\u202e.txt: no article text found in it; remove it, or use --as-is",
        f"{tmp_path}/\\udcff\\udcfe.txt: its name is not UTF-8; rename it",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_folders_and_files_no_one_may_read(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(mode=0)
    (tmp_path / "b.txt").write_text("It opened.")
    (tmp_path / "b.txt").chmod(0)
    try:
        assert [reason.split(": ")[1].split(" (")[0] for reason in reasons(tmp_path)] == [
            "can't be read",
            "can't be looked into",
        ]
    finally:
        (tmp_path / "a").chmod(0o700)


def test_missing_path_and_empty_folder(tmp_path: Path) -> None:
    for missing in (tmp_path / "nowhere", tmp_path / ("x" * 300), Path("a\0b.txt")):
        with pytest.raises(InputError, match="no such file or folder"):
            find_files(missing)
    with pytest.raises(InputError, match="not a kind of file"):
        (tmp_path / "a.png").write_text("x")
        find_files(tmp_path / "a.png")
    with pytest.raises(InputError, match="no articles in this folder"):
        list(read_articles(tmp_path))
