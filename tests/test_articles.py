"""Files → articles: what is read, and what is said of files that can't be."""

import gzip
import json
import os
from pathlib import Path

import pytest

from index import InputError, read_articles
from index.articles import markdown_to_text


def test_text_with_front_matter(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("---\ntitle: A port\ndate: 2024-05-06\nsource: Daily\nauthor: [Ann, Bo]\n---\nIt opened.\n")
    (article,) = read_articles(file)
    assert (article.id, article.title, article.text) == ("a.txt", "A port", "It opened.")
    assert (article.published, article.source, article.author) == ("2024-05-06", "Daily", "Ann, Bo")
    assert article.path == str(file)


def test_title_is_the_first_line_when_it_looks_like_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("How the port opened\n\nIt opened in May.\n")
    (tmp_path / "b.txt").write_text("It opened in May.\n")
    first, second = read_articles(tmp_path)
    assert (first.title, first.text) == ("How the port opened", "It opened in May.")
    assert (second.title, second.text) == ("b", "It opened in May.")


def test_markdown_becomes_what_a_reader_reads() -> None:
    markdown = "# Ports\n\nThe **first** [port](https://example.org) opened.\n\n- one\n- two `x`\n\n![map](m.png)"
    assert markdown_to_text(markdown) == "Ports\n\nThe first port opened.\n\none\n\ntwo x"


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


def test_json_and_gzipped_jsonl(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"id": "x", "text": "One.", "published": "May 6, 2024"}))
    lines = "\n".join(json.dumps({"id": key, "title": key.upper(), "text": "Two\u2028lines."}) for key in "yz")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    first, second, third = read_articles(tmp_path, as_is=True)
    assert (first.id, first.published) == ("x", "2024-05-06")
    assert [second.id, third.title, third.text] == ["y", "Z", "Two\u2028lines."]


def test_as_is_leaves_every_character(tmp_path: Path) -> None:
    text = "Share this article\r\n\u200bIt  opened.\n"
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": text}))
    (article,) = read_articles(tmp_path, as_is=True)
    assert article.text == text
    (article,) = read_articles(tmp_path)
    assert article.text == "It opened."


def test_gold_questions_and_hidden_files_beside_articles_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It opened.")
    (tmp_path / "gold.jsonl").write_text('{"id": "1", "question": "When?", "answerable": true}\n')
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "b.txt").write_text("Not this.")
    assert [article.id for article in read_articles(tmp_path)] == ["a.txt"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Secret.")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text("Open.")
    (folder / "link.txt").symlink_to(secret)
    assert [article.text for article in read_articles(folder)] == ["Open."]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"PK\x03\x04\0\0binary", "a.txt: a binary file, not text"),
        ("a.txt", b"caf\xe9 opened", "a.txt: not valid UTF-8 at byte 3; save it as UTF-8"),
        ("a.txt", b"  \n", "a.txt: no article text"),
        ("a.txt", b"---\ntitle: [\n---\nIt opened.", "is not YAML (line"),
        ("a.jsonl", b'{"id": "a", "text": "x"}\n{"id": ', "a.jsonl, line 2: not JSON"),
        ("a.jsonl", b'{"id": "a", "title": "x"}', 'a.jsonl, line 1: needs an object with a non-empty "text"'),
        ("a.json", b"[[1]]", 'a.json, article 1: needs an object with a non-empty "text"'),
        ("a.json", b"[" * 100_000, "a.json: not JSON"),
        ("a.json", b'{"text": "\\ud800"}', "a.json: half a character"),
        ("a.txt.gz", b"not gzip", "a.txt.gz: can't be read"),
        ("a.html", b"<html><body></body></html>", "a.html: no article found in this page"),
        ("a.txt", b"---\ndate: 2025-02-30\n---\nIt opened.", "is not YAML (line"),
        ("a.png", b"x", "a.png: not a kind of file that is read"),
    ],
)
def test_bad_files_are_named_with_the_fix(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        list(read_articles(file))
    assert message in str(caught.value) and "\n" not in str(caught.value)


def test_names_that_no_one_can_write_and_folders_no_one_may_read(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff\xfe.txt")).write_text("It opened.")
    with pytest.raises(InputError, match="the name of this file is not UTF-8"):
        list(read_articles(tmp_path))
    with pytest.raises(InputError, match="no such file or folder"):
        list(read_articles(tmp_path / ("x" * 300)))


def test_front_matter_may_give_the_id_and_braces_are_text(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("---\nid: port\ntitle: 123\ndate: yesterday\n---\nIt opened.")
    (tmp_path / "odd.txt").write_text("{\nIt opened.\n}")
    (tmp_path / "sign.txt").write_text("#\n\nIt opened.")
    port, odd, sign = read_articles(tmp_path, as_is=True)
    assert (port.id, port.title, port.published) == ("port", "123", None)
    assert odd.text == "{\nIt opened.\n}" and sign.title == "sign"


def test_missing_path_and_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        list(read_articles(tmp_path / "nowhere"))
    with pytest.raises(InputError, match="no articles in this folder"):
        list(read_articles(tmp_path))
