"""A file that grows while it is read gives no half article."""

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from index import Library
from index.reading import ReadArticle, Skipped, read_file
from index.reading.formats import READERS, kind_of
from index.reading.formats.members import Item
from index.reading.formats.source import open_file, whole_items
from index.reading.raw_article import Unreadable
from tests.fakes import WordHashEmbedder

WHOLE = "The harbor opened in May. It has nine docks."


class Writing(WordHashEmbedder):
    """An embedder during whose work the file that is being read grows."""

    def __init__(self, file: Path, rest: str) -> None:
        super().__init__()
        self._file, self._rest = file, rest

    def word_piece_ends(self, texts: Sequence[str]) -> list[list[int]]:
        with self._file.open("a") as opened:
            opened.write(self._rest)
        self._rest = ""
        return super().word_piece_ends(texts)


def test_the_last_line_of_a_growing_file_waits_until_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"id,text\none,A tunnel is planned.\ntwo,A ferry sailed.\nthree,{WHOLE[:20]}")
    with Library.open(tmp_path / "library", embedder=Writing(file, WHOLE[20:])) as library:
        report = library.sync(file)
        assert library._store.catalog.articles.get("three") is None
        assert "changed while it was read; sync again when it is complete" in str(report.faults[0])
        assert {article.id for article in library.articles()} <= {"one", "two"} and not library.backlog()
        assert library.sync(file).skipped == 0
        assert library.article("three").text == WHOLE and library.check().problems == ()


def growing(file: Path, items: Iterable[Item]) -> Iterator[Item]:
    """Let a file grow whenever something has been read of it."""
    for item in items:
        with file.open("ab") as opened:
            opened.write(b" It has nine docks.")
        yield item


FORMATS = {
    "a.txt": WHOLE.encode(),
    "a.md": WHOLE.encode(),
    "a.html": f"<html><body><article><p>{WHOLE * 5}</p></article>".encode(),
    "a.jsonl": json.dumps({"text": WHOLE}).encode(),
    "a.json": json.dumps({"text": WHOLE}).encode(),
    "a.csv": f"text\n{WHOLE}".encode(),
    "a.txt.gz": gzip.compress(WHOLE.encode()),
}


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_gives_half_an_article(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(FORMATS[name])
    reader = READERS[kind_of(name) or ""]
    with open_file(file) as opened:
        assert len(list(whole_items(reader(opened.stream), opened))) == 1
    with open_file(file) as opened, pytest.raises(Unreadable, match="changed while it was read; sync again when"):
        list(whole_items(growing(file, reader(opened.stream)), opened))


def test_what_was_read_before_the_change_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    lines = [json.dumps({"id": str(number), "text": f"Tunnel {number} opened."}) for number in range(5)]
    file.write_text("\n".join(lines))
    with closing(read_file(file, "a.jsonl")) as reading:
        first = next(reading)
        assert isinstance(first, ReadArticle) and first.article.id == "0"
        with file.open("a") as opened:
            opened.write(" ")
        (told,) = reading
    assert isinstance(told, Skipped) and "changed while it was read" in told.reason


def test_a_reader_that_fails_has_given_all_before(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('text\nA tunnel is planned.\n"A ferry')
    with closing(read_file(file, "a.csv")) as reading:
        article, told = reading
    assert isinstance(article, ReadArticle) and isinstance(told, Skipped) and "quotation marks" in told.reason
