"""A folder with every kind of file that news people have: each is read, or named."""

import gzip
import json
import time
from pathlib import Path
from typing import Any

import pytest

from index import InputError, Library
from index.reading import Article, NotRead, ReadArticle, Skipped, find_files, not_read_line, read_file
from index.reading.formats import SUFFIXES
from index.reading.formats.sniffing import kind_by_content
from index.reading.formats.xmltree import parse_xml
from index.reading.raw_article import Unreadable
from rag.cli import main
from tests.documents import (
    docx_bytes,
    epub_bytes,
    odt_bytes,
    paragraph,
    pdf_bytes,
    rtf_bytes,
    warc_bytes,
    xlsx_bytes,
    zip_bytes,
)
from tests.fakes import WordHashEmbedder

STORY = "The lock at Hadley was opened again on Friday, after four months of repairs that cost the county two million."
PAGE = f"<html><head><title>Lock</title></head><body><article>{f'<p>{STORY}</p>' * 4}</article></body></html>"
FEED = f"<rss version='2.0'><channel><title>Canals</title><item><guid>1</guid><description>{STORY}</description>"
RSS_1 = (
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
    f"<item rdf:about='1'><description>{STORY}</description></item></rdf:RDF>"
)
NOTE = (
    f"<en-export><note><title>Lock</title><content><![CDATA[<en-note>{STORY}</en-note>]]></content></note></en-export>"
)
MAIL = f"From: Ann Lee <ann@canals.example>\nSubject: Lock\nDate: Fri, 7 Mar 2025 18:00:00 +0100\n\n{STORY}\n"
MHTML = f"MIME-Version: 1.0\nSubject: Lock\nContent-Type: text/html\n\n{PAGE}"

KINDS: dict[str, bytes] = {
    "a.txt": STORY.encode(),
    "b.md": f"# Lock\n\n{STORY}".encode(),
    "c.markdown": f"# Lock\n\n{STORY}".encode(),
    "d.html": PAGE.encode(),
    "e.htm": PAGE.encode(),
    "f.xhtml": f'<?xml version="1.0" encoding="utf-8"?>\n{PAGE}'.encode(),
    "g.mhtml": MHTML.encode(),
    "h.mht": MHTML.encode(),
    "i.pdf": pdf_bytes([[STORY]]),
    "j.docx": docx_bytes(paragraph(STORY)),
    "k.doc": rtf_bytes(STORY),
    "l.odt": odt_bytes(f"<text:p>{STORY}</text:p>"),
    "m.rtf": rtf_bytes(STORY),
    "n.epub": epub_bytes({"one.xhtml": f"<p>{STORY}</p>"}),
    "o.json": json.dumps({"text": STORY}).encode(),
    "p.jsonl": json.dumps({"text": STORY}).encode(),
    "q.ndjson": json.dumps({"text": STORY}).encode(),
    "r.csv": f'title,text\nLock,"{STORY}"\n'.encode(),
    "s.tsv": f"title\ttext\nLock\t{STORY}\n".encode(),
    "t.xlsx": xlsx_bytes(News=[["title", "text"], ["Lock", STORY]]),
    "u.xml": f"<nitf><body><body.content><p>{STORY}</p></body.content></body></nitf>".encode(),
    "v.rss": f"{FEED}</item></channel></rss>".encode(),
    "w.atom": f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><content>{STORY}</content></entry></feed>".encode(),
    "x.enex": NOTE.encode(),
    "xa.rdf": RSS_1.encode(),
    "y.eml": MAIL.encode(),
    "ya.mbox": f"From ann@canals.example Fri Mar  7 18:00:00 2025\n{MAIL}".encode(),
    "z.warc": warc_bytes(("http://canals.example/lock", "text/html", PAGE.encode())),
    "za.warc.gz": gzip.compress(warc_bytes(("http://canals.example/lock", "text/html", PAGE.encode()))),
    "zb.zip": zip_bytes({"lock.txt": STORY}),
    "zc.txt.gz": gzip.compress(STORY.encode()),
    "zd": STORY.encode(),
    "ze": PAGE.encode(),
}
NOT_READ = {
    "a.jpg": b"\xff\xd8",
    "b.jpg": b"\xff\xd8",
    "c.mov": b"\0",
    "d": b"\x7fELF\0",
    "e.sh": b"#!/bin/sh",
    "f.tar.gz": b"",
}


def read(folder: Path, name: str, content: bytes, **options: Any) -> tuple[list[Article], list[str], dict[str, int]]:
    """Write a file and read it; return its articles, why others were skipped, and what was not read."""
    (folder / name).write_bytes(content)
    articles, reasons, others = [], [], dict[str, int]()
    for one in read_file(folder / name, name, **options):
        if isinstance(one, ReadArticle):
            articles.append(one.article)
        elif isinstance(one, Skipped):
            reasons.append(one.reason)
        else:
            others[one.kind] = others.get(one.kind, 0) + one.count
    return articles, reasons, others


def test_a_folder_of_all_kinds(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    for name, content in {**KINDS, **NOT_READ}.items():
        (folder / name).write_bytes(content)
    (folder / "d_files").mkdir()
    (folder / "d_files" / "frame.html").write_text(PAGE)
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    assert {Path(name.removesuffix(".gz")).suffix for name in KINDS} - {""} == set(SUFFIXES)
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        report = library.sync(folder)
        assert all(STORY in article.text for article in library.articles())
        read_from = {Path(article.path).name for article in library.articles()}
        assert read_from == set(KINDS) and len(library) == len(KINDS)
        assert [str(fault).split(": ")[1] for fault in report.faults] == [
            "a .doc file of Word before 2007, or one with a password; save it as .docx without a password"
        ]
        expected = {".jpg": 2, ".mov": 1, ".sh": 1, ".tar.gz": 1, "of saved pages": 1, "without a suffix": 1}
        assert dict(report.not_read) == expected
        assert dict(library.sync(folder).not_read) == expected


def test_what_is_not_read_is_said_and_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.jpg", "b.jpg", "c.mov", ".hidden.jpg"):
        (tmp_path / name).write_bytes(b"\0")
    with pytest.raises(
        InputError, match=r"no articles in this folder \(but 3 other files were not read: .jpg 2, .mov 1\)"
    ):
        find_files(tmp_path)
    (tmp_path / "a.zip").write_bytes(zip_bytes({"a.txt": STORY, "b.jpg": b"\0"}))
    library = tmp_path / ".library"
    for _ in range(2):
        assert main(["sync", str(tmp_path), "--library", str(library)]) == 0
        assert "4 other files were not read: .jpg 3, .mov 1" in capsys.readouterr().out
    assert main(["sync", str(tmp_path), "--library", str(library), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["not_read"] == {".jpg": 3, ".mov": 1}


def test_links_and_gold_questions_are_counted(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (tmp_path / "outside.txt").write_text(STORY)
    (folder / "a.txt").write_text(STORY)
    (folder / "gold.jsonl").write_text('{"question": "When?"}')
    (folder / "out.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "broken.txt").symlink_to(folder / "nowhere.txt")
    (folder / "again.txt").symlink_to(folder / "a.txt")
    counted = [one for one in find_files(folder) if isinstance(one, NotRead)]
    assert not_read_line({one.kind: one.count for one in counted[-1:]}) == "1 other file was not read: " + (
        "links that lead nowhere or out of the folder 1"
    )
    assert sorted(one.kind for one in counted) == [
        "gold questions",
        *["links that lead nowhere or out of the folder"] * 2,
    ]


@pytest.mark.parametrize("folder", ["Lock-Dateien", "lock_files", "Lock.files", "Lock_fichiers", "Lock_archivos"])
def test_the_parts_of_a_saved_page_are_no_articles(tmp_path: Path, folder: str) -> None:
    for page in ("Lock.html", f"{folder}/frame.html", f"{folder}/deep/b.html", "Other_files/a.html"):
        (tmp_path / page).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / page).write_text(PAGE)
    found = {getattr(one, "name", one) for one in find_files(tmp_path)}
    assert found == {NotRead("of saved pages", 2), "Lock.html", "Other_files/a.html"}
    packed = zip_bytes({str(page.relative_to(tmp_path)): page.read_bytes() for page in tmp_path.rglob("*.html")})
    articles, _, others = read(tmp_path, "a.zip", packed)
    assert [article.id for article in articles] == ["a.zip/Lock.html", "a.zip/Other_files/a.html"]
    assert others == {"of saved pages": 2}


@pytest.mark.parametrize(
    ("name", "content", "is_read"),
    [
        ("notes", b"The lock opened.", True),
        ("Storm of 17.01.2025", b"The lock opened.", True),
        ("mail:2,S", b"Return-Path: <a@b>\nSubject: Lock\nMessage-ID: <1@b>\n\nThe lock opened.", True),
        ("utf16", "The lock opened.".encode("utf-16"), True),
        ("script", b"#!/bin/sh\necho", False),
        ("program", b"\x7fELF\x02\x01\0\0", False),
        ("zip", zip_bytes({"a.txt": "The lock opened."}), False),
        ("empty", b"", False),
    ],
)
def test_files_without_a_suffix(tmp_path: Path, name: str, content: bytes, is_read: bool) -> None:
    (tmp_path / "a.txt").write_text("x y")
    (tmp_path / name).write_bytes(content)
    assert (name in [getattr(one, "name", "") for one in find_files(tmp_path)]) == is_read
    articles, reasons, _ = read(tmp_path, name, content)
    if is_read:
        assert [article.text for article in articles] == ["The lock opened."]
        assert articles[0].title == ("Lock" if "mail" in name else name if "Storm" in name else articles[0].title)
    else:
        assert "not a kind of file that is read" in reasons[0]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.rtf", STORY.encode(), "not an RTF file"),
        ("a.odt", docx_bytes(paragraph(STORY)), "no OpenDocument text; give it its true suffix"),
        ("a.epub", docx_bytes(paragraph(STORY)), "no .epub file; give it its true suffix"),
        ("a.xlsx", STORY.encode(), "not a sound .xlsx file"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0", "an .xls file of old"),
        ("a.xml", b"<kml><x/></kml>", "<kml> is no kind of XML that is read (feeds, NewsML, NITF, XHTML)"),
        ("a.xml", b"", "this is no kind of XML"),
        ("a.rss", b"<rss><channel></channel></rss>", "a feed without entries; remove it"),
        ("a.enex", b"<en-export>", "not sound XML after 0 notes"),
        ("a.eml", b"\n\n", "no mail; give it its true suffix"),
        ("a.eml", b"Subject: x\n\n", "no text in this mail"),
        ("a.mhtml", MAIL.encode(), "no web page in it"),
        ("a.warc", b"WARC/1.0\r\n\r\n", "nothing in it that is read"),
        ("a.warc", STORY.encode(), "not a sound .warc file"),
        ("a.zip", zip_bytes({}), "nothing in it that is read"),
        ("a.zip", b"PK\x03\x04", "not a sound .zip file"),
        ("a.doc", b"\x00\x01", "not a .doc file; give it its true suffix, or save it as .docx"),
        ("a.txt", rtf_bytes(STORY), "an RTF or PDF file, not text; give it its true suffix"),
    ],
)
def test_a_wrong_suffix_is_named_with_the_fix(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    articles, reasons, _ = read(tmp_path, name, content)
    assert not articles and len(reasons) == 1 and said in reasons[0]


@pytest.mark.parametrize("piece", [b"Name: x\r\n", b"Name: x\r\n y\r\n", b"<!--a-->", b"<!--a--> \n", b"\n"])
def test_what_kind_a_file_is_of_is_told_at_once(piece: bytes) -> None:
    began = time.monotonic()
    assert kind_by_content(piece * 2000 + b"ab") == ".txt"
    assert kind_by_content(b"<!--a--> <!-- b\n-->\n<html>") == ".html"
    assert kind_by_content(b"Subject: a\r\n b\r\nMIME-Version: 1.0\r\n") == ".eml"
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("start", [" " * 50_000, "<!DOCTYPE " * 20_000, "<!DOCTYPE [" * 5_000])
def test_what_stands_before_xml_takes_no_time(start: str) -> None:
    began = time.monotonic()
    with pytest.raises(Unreadable, match="not sound XML"):
        parse_xml(f"{start}<a>".encode())
    assert time.monotonic() - began < 2
