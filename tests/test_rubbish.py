"""Anything at all, read, cleaned and cut: nothing raises, nothing hangs, no offset goes astray.

Hypothesis runs derandomized and the fuzzing is seeded, so that a failure is the same on every machine.
"""

import gzip
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.embedding import split_passages
from index.language.sentences import split_sentences
from index.reading import Article, NotRead, ReadArticle, Skipped, iso_date, read_file
from index.reading.cleaning import clean
from index.reading.formats import PACKED_BY_THEMSELVES, SUFFIXES
from tests.conftest import ROOT
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

some = settings(derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
UNSAFE = st.text(st.sampled_from("aB7. \0\r\n\t\x1b\x85\u202e\ud83d\udc80\udcff"), max_size=20)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | UNSAFE | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(["id", "text", "body", "title", "source", "author", "published", "date", "url", "lang"])
PROSE = "The port opened in May. “Nine docks,” Mr. Li said.\n\nIt was\nopen\u200b. עברית نص 日本語。 \U0001f6a2"
# What has been used against parsers, and signs that are more than one thing.
STRANGE = st.text(
    st.sampled_from("aZ.!?\n\r\t \"'()-•1é…\u200b\u200d\u202e\u2028\u00ad\ufeff\x0b\x1c\x85अ日ß\u0301\U0001f6a2")
)


def check(file: Path, name: str) -> list[ReadArticle | Skipped | NotRead]:
    """Read a file both ways, check what must hold for all that comes of it, and return it as cleaned."""
    for as_is in (True, False):
        found = list(read_file(file, name, as_is=as_is))
        for one in found:
            assert isinstance(one, ReadArticle | Skipped | NotRead)
            if isinstance(one, NotRead):
                assert one.kind and one.count > 0
            elif isinstance(one, Skipped):
                assert one.path == file and one.reason and str(one).isprintable()
            else:
                check_article(one.article, as_is=as_is)
    return found


def check_article(article: Article, *, as_is: bool) -> None:
    assert article.text.strip() and article.id and article.title
    assert not re.search(r"[\0\ud800-\udfff]" if as_is else r"[\0\r\ud800-\udfff]", article.text)
    "".join(filter(None, (article.id, article.title, article.source, article.author, article.url))).encode()
    assert article.published is None or iso_date(article.published) == article.published
    check_spans(article.text)


def check_spans(text: str) -> None:
    """Sentences and passages lie in order, apart and within the text, and leave out nothing but space and marks."""
    sentences = [(one.start, one.end) for one in split_sentences(text)]
    passages = split_passages(Article("a", "The port", text), WordHashEmbedder(), 40)
    parts = [(one.start, one.end) for passage in passages for one in passage.sentences]
    for spans in (sentences, parts):
        places = [0, *(place for span in spans for place in span), len(text)]
        assert places == sorted(places) and all(start < end for start, end in spans)
        gaps = [text[end:start] for end, start in zip(places[::2], places[1::2], strict=True)]
        assert not re.sub(r"[\s•*◦▪‣·–|-]", "", "".join(gaps))
    assert all((one.start, one.end) == (one.sentences[0].start, one.sentences[-1].end) for one in passages)
    assert len({one.id for one in passages}) == len(passages)


def write(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file


# Any input


@some
@given(content=st.binary(max_size=400), suffix=st.sampled_from(SUFFIXES))
def test_any_bytes_under_any_suffix(tmp_path: Path, content: bytes, suffix: str) -> None:
    check(write(tmp_path / f"a{suffix}", content), f"a{suffix}")
    if suffix not in PACKED_BY_THEMSELVES:
        check(write(tmp_path / f"a{suffix}.gz", content), f"a{suffix}.gz")
        check(write(tmp_path / f"b{suffix}.gz", gzip.compress(content)), f"b{suffix}.gz")


@some
@given(text=STRANGE, suffix=st.sampled_from([".txt", ".md", ".csv", ".html"]))
def test_any_text_under_any_suffix_of_text(tmp_path: Path, text: str, suffix: str) -> None:
    content = {".csv": f"text,title\n{text},\n", ".md": f"---\ntitle: {text}\n---\n{text}"}.get(suffix, text)
    check(write(tmp_path / f"a{suffix}", content.encode()), f"a{suffix}")


@some
@given(value=JSON_VALUES, fields=st.dictionaries(FIELDS, JSON_VALUES, max_size=5), text=UNSAFE)
def test_any_json_value(tmp_path: Path, value: object, fields: dict[str, object], text: str) -> None:
    for content in (value, fields, [value, fields], {"articles": [fields, value]}, fields | {"text": text}):
        raw = json.dumps(content).encode()
        check(write(tmp_path / "a.json", raw), "a.json")
        check(write(tmp_path / "a.jsonl", raw + b"\n" + raw[:-1]), "a.jsonl")


@some
@given(text=st.text() | STRANGE | st.lists(st.sampled_from(PROSE.split()), max_size=80).map(" ".join))
def test_any_text_is_cut_where_sentences_end(text: str) -> None:
    check_spans(text)


LINES = [
    "Share this article", "Read more: the other port", "Table of contents", "Port - The Movie", "It opened.", "",
    "It opened. Port - The Movie", "Source: news.example", "Follow us on X", "Tell us in the comments below!",
]  # fmt: skip


@some
@given(
    text=STRANGE | st.lists(st.sampled_from(LINES) | STRANGE, max_size=12).map("\n".join), title=st.sampled_from(LINES)
)
def test_cleaning_takes_whole_pieces_and_names_each(text: str, title: str) -> None:
    cleaned = clean(text, title=title)
    left = visible(text)
    for removed in cleaned.removed:
        assert removed.reason and removed.text.strip() and visible(removed.text) in left
    assert len(left) == len(visible(cleaned.text)) + sum(len(visible(removed.text)) for removed in cleaned.removed)
    assert is_subsequence(visible(cleaned.text), left)


def visible(text: str) -> str:
    """Leave out white space and what is never seen, which cleaning may change without a word."""
    return re.sub(r"[\s\u00ad\u200b\u2060\ufeff\x00-\x1f\x7f]", "", text)


def is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(sign in rest for sign in short)


@some
@given(value=st.text(st.sampled_from("0123456789-/:T Zamjnue,.pMoch")) | st.text(max_size=30))
def test_any_date(value: str) -> None:
    iso = iso_date(value)
    assert iso is None or iso_date(iso) == iso


# Files of each kind, damaged


@cache
def samples() -> dict[str, bytes]:
    page = f"<html><head><title>T</title></head><body><article>{f'<p>{PROSE}</p>' * 5}</article></body></html>"
    articles = [{"id": str(n), "title": "T", "text": PROSE, "published": "2025-01-17"} for n in range(3)]
    return {
        ".txt": f"---\ntitle: The port\ndate: 2025-01-17\n---\n{PROSE}".encode(),
        ".md": f"# The port\n\n{PROSE}\n\n- one\n- **two**\n\n| a | b |\n|---|---|\n| [x](y) | `z` |".encode(),
        ".html": page.encode(),
        ".json": json.dumps({"articles": articles}).encode(),
        ".jsonl": "\n".join(json.dumps(article, ensure_ascii=False) for article in articles).encode(),
        ".csv": f'title,text,date\nT,"{PROSE}",2025-01-17\nU,It opened.,2025\n'.encode("utf-16"),
        ".pdf": pdf_bytes(
            [["The Courier", "It opened.", "1"], ["The Courier", "It closed.", "2"]], info="/Title (The port)"
        ),
        ".docx": docx_bytes(paragraph("It opened.") * 3, core="<dc:title>The port</dc:title>"),
        ".txt.gz": gzip.compress(PROSE.encode()),
        ".rtf": rtf_bytes(
            r"It opened.{\footnote \'80 5}\par {\listtext 1.\tab}Docks\par \trowd\intbl a\cell b\cell\row"
        ),
        ".odt": odt_bytes(
            "<text:p>It opened.</text:p><text:list><text:list-item><text:p>Docks</text:p></text:list-item></text:list>",
            meta="<dc:title>The port</dc:title>",
        ),
        ".epub": epub_bytes({"a.xhtml": "<p>It opened.</p>", "b.xhtml": "<ul><li>Docks</li></ul>"}),
        ".xlsx": xlsx_bytes(News=[["title", "text"], ["T", "It opened."]]),
        ".eml": f"From: a@b.example\nSubject: T\nContent-Type: multipart/mixed; boundary=X\n\n--X\n\nIt opened.\n--X\n"
        f"Content-Disposition: attachment; filename=a.html\n\n{page}\n--X--\n".encode(),
        ".mhtml": f"Subject: T\nContent-Type: text/html; charset=utf-8\n\n{page}".encode(),
        ".xml": b"<nitf><body><body.head><hedline><hl1>T</hl1></hedline></body.head><body.content><p>It opened.</p>"
        b"<table><tr><td>a</td><td>b</td></tr></table></body.content></body></nitf>",
        ".rss": b"<rss version='2.0'><channel><title>T</title><item><title>T</title><guid>1</guid>"
        b"<description>&lt;p&gt;It opened.&lt;/p&gt;</description></item></channel></rss>",
        ".enex": b"<en-export><note><title>T</title><content><![CDATA[<en-note>It opened.</en-note>]]></content>"
        b"</note></en-export>",
        ".warc": warc_bytes(
            ("http://a.example/", "text/html", page.encode()), ("http://a.example/b", "404 text/html", b"x")
        ),
        ".zip": zip_bytes({"a.txt": PROSE, "b.csv": "text\nIt opened.\n", "c.zip": zip_bytes({"d.md": PROSE})}),
    }


def nested_zip(depth: int) -> bytes:
    """Return a zip in a zip in a zip …"""
    packed = zip_bytes({"a.txt": "It opened."})
    for _ in range(depth):
        packed = zip_bytes({"a.zip": packed})
    return packed


def damaged(content: bytes, chooser: random.Random) -> bytes:
    """Return the content with some bits flipped, a part cut out, doubled, or overwritten, or its end missing."""
    broken = bytearray(content)
    for _ in range(chooser.randint(1, 4)):
        start = chooser.randrange(len(broken))
        end = min(len(broken), start + chooser.randint(1, 40))
        match chooser.randrange(5):
            case 0:
                broken[start] ^= 1 << chooser.randrange(8)
            case 1:
                del broken[start:end]
            case 2:
                broken[start:start] = broken[start:end]
            case 3:
                broken[start:end] = chooser.randbytes(end - start)
            case 4:
                del broken[max(start, 1) :]
        if not broken:
            break
    return bytes(broken)


@pytest.mark.parametrize("times", [60, pytest.param(2000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("suffix", samples())
def test_damaged_files(tmp_path: Path, suffix: str, times: int) -> None:
    chooser = random.Random(suffix)
    assert any(isinstance(one, ReadArticle) for one in check(write(tmp_path / f"a{suffix}", samples()[suffix]), "a"))
    for _ in range(times):
        check(write(tmp_path / f"b{suffix}", damaged(samples()[suffix], chooser)), f"b{suffix}")


def test_files_cut_short_anywhere(tmp_path: Path) -> None:
    for suffix in (".pdf", ".docx", ".txt.gz", ".odt", ".epub", ".xlsx", ".rtf", ".zip", ".warc", ".eml"):
        whole = samples()[suffix]
        for end in range(0, len(whole), max(25, len(whole) // 40)):
            check(write(tmp_path / f"a{suffix}", whole[:end]), f"a{suffix}")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("nested.html", b"<div>" * 100_000 + b"It opened."),
        ("nested.html", b"<table><tr><td>" * 20_000 + b"It opened."),
        ("bomb.html", b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><p>&b;' * 1000),
        ("attributes.html", b"<p " + b"a='b' " * 100_000 + b">It opened."),
        ("unclosed.html", b"<" * 500_000),
        ("nested.md", b"> " * 50_000 + b"It opened."),
        ("nested.md", b"[" * 20_000 + b"](" * 20_000),
        ("stars.md", b"*a_" * 50_000),
        ("ticks.md", b"".join(b"`" * n + b" " for n in range(1, 500))),
        ("nested.md", b"---\n" + b"[" * 5_000 + b"\n---\nIt opened."),
        ("nested.md", b"---\na: " + b"{a: " * 5_000 + b"\n---\nIt opened."),
        ("rules.md", b"---\n" + b" \n" * 500_000),
        ("nested.json", b'{"text": ' * 50_000),
        ("number.json", b'{"text": "It opened.", "id": ' + b"9" * 1_000_000 + b"}"),
        ("quotes.csv", b"text\n" + b'"' * 1_000_001),
        ("commas.csv", b"text\n" + b"," * 1_000_000),
        ("nested.docx", docx_bytes("<w:tbl><w:tr><w:tc>" * 200 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 200)),
        ("nested.docx", docx_bytes("<w:sdt>" * 5000 + "</w:sdt>" * 5000)),
        ("nested.rtf", b"{\\rtf1 " + b"{" * 500_000 + b"It opened."),
        ("cells.rtf", b"{\\rtf1 " + b"x\\cell " * 200_000 + b"\\row}"),
        ("bin.rtf", b"{\\rtf1 It opened.\\bin999999999 x}"),
        ("numbers.rtf", b"{\\rtf1 \\uc9999999999 \\u9999999999 \\f-1 \\fcharset99999 \\ansicpg99999 \\'8 x}"),
        (
            "nested.eml",
            b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1000)),
        ),
        ("header.eml", b"Subject: " + b"=?utf-8?q?a?= " * 50_000 + b"\n\nIt opened."),
        ("parts.eml", b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 50_000),
        ("nested.xml", b"<nitf>" + b"<p>" * 200_000 + b"It opened."),
        ("bomb.xml", b'<!DOCTYPE n [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><nitf><body>&b;</body></nitf>'),
        ("bomb.rss", b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><item><description>&a;'),
        ("bomb.xml", '<!DOCTYPE n [<!ENTITY a "aaaa">]><nitf><body>&a;</body></nitf>'.encode("utf-16")),
        ("attributes.xml", b"<nitf " + b" ".join(b"a%d='b'" % n for n in range(100_000)) + b"/>"),
        ("attribute.xml", b"<nitf a='" + b"b" * 12_000_000 + b"'/>"),
        (
            "bomb.enex",
            b'<!DOCTYPE e [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><en-export><note><content>&b;</content></note>',
        ),
        ("items.rss", b"<rss><channel>" + b"<item><description>x</description></item>" * 5_000),
        ("nested.odt", odt_bytes("<text:section>" * 240 + "<text:p>x</text:p>" + "</text:section>" * 240)),
        ("spaces.odt", odt_bytes('<text:p>x<text:s text:c="999999999"/></text:p>')),
        ("nested.epub", epub_bytes({"a.xhtml": "<div>" * 50_000 + "It opened."})),
        ("layout.epub", epub_bytes({"a.xhtml": "<table><tr><td>" * 5_000 + "It opened."})),
        ("rows.xlsx", xlsx_bytes(News=[["text"], ["It opened."]]).replace(b"A1:A2", b"A1:XFD1048576")),
        ("nested.zip", nested_zip(30)),
        ("many.zip", zip_bytes({f"{n}.txt": "" for n in range(3_000)})),
        ("nested.pdf", pdf_bytes([["x"]], info="/A " + "[" * 5000)),
        ("page.pdf", pdf_bytes([["x"]]).replace(b"/Count 1", b"/Count 1000000000")),
        ("circle.pdf", pdf_bytes([["x"]]).replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]")),
        ("date.jsonl", json.dumps({"text": "It opened.", "date": "May " * 100_000}).encode()),
        ("field.jsonl", json.dumps({"text": "It opened.", "title": "\u202e" * 1_000_000}).encode()),
    ],
)
def test_hostile_files_take_little_time(tmp_path: Path, name: str, content: bytes) -> None:
    start = time.process_time()
    list(read_file(write(tmp_path / name, content), name))
    assert time.process_time() - start < 20


@some
@given(name=UNSAFE.map(lambda name: name.replace("\0", "")))
def test_any_name(tmp_path: Path, name: str) -> None:
    try:
        file = write(tmp_path / f"{name}.txt", b"It opened.")
    except (UnicodeEncodeError, OSError):
        file = tmp_path / f"{name}.txt"
    for one in read_file(file, f"{name}.txt"):
        assert str(one).isprintable() if isinstance(one, Skipped) else one.article.id == f"{name}.txt"  # type: ignore[union-attr]


# Size


READ_WITH_LITTLE_MEMORY = """
import resource, sys
from pathlib import Path
from index.reading.articles import ReadArticle, read_file
name = sys.argv[1]
list(read_file(Path(name + ".small"), name)) and list(read_file(Path(name), name))  # loads what is imported late
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
read = [one.article.id if isinstance(one, ReadArticle) else one.reason for one in read_file(Path(sys.argv[2]), "big")]
print(len(read), read[0], read[-1], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, sep="\\n")
"""


def read_apart(tmp_path: Path, big: Path) -> tuple[int, str, str, float]:
    """Read a file in a process of its own: how many articles, the first, the last, and megabytes of memory it took."""
    small = write(tmp_path / f"small{big.suffix}", b"text\nIt opened.\n")
    command = [sys.executable, "-c", READ_WITH_LITTLE_MEMORY, str(small), str(big)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.splitlines()
    return int(done[0]), done[1], done[2], int(done[3]) / 1000


def filled(file: Path, pieces: Iterator[bytes]) -> Path:
    with gzip.open(file, "wb", compresslevel=1) if file.suffix == ".gz" else file.open("wb") as out:
        out.writelines(pieces)
    return file


def test_a_line_of_100_megabytes_is_passed_over(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'{"text": "One."}\n{"text": "'
        for _ in range(100):
            yield b"x" * 1_000_000
        yield b'"}\n{"text": "Three."}\n'

    for name in ("a.jsonl", "b.jsonl.gz"):
        count, first, last, memory = read_apart(tmp_path, filled(tmp_path / name, pieces()))
        assert (count, first, last) == (3, "big:1", "big:3") and memory < 80
        (tmp_path / name).unlink()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffix", "head", "row", "last"),
    [
        (".jsonl", b"", b'{"text": "%s"}\n', "big:2000"),
        (".csv", b"text\n", b'"%s"\n', "big:2001"),
    ],
)
def test_memory_does_not_grow_with_the_number_of_articles(
    tmp_path: Path, suffix: str, head: bytes, row: bytes, last: str
) -> None:
    pieces = (piece for n in range(2000) for piece in (b"" if n else head, row % (b"It opened in May. " * 500)))
    count, _, read_last, memory = read_apart(tmp_path, filled(tmp_path / f"a{suffix}", pieces))
    assert (count, read_last) == (2000, last) and memory < 40


@pytest.mark.timeout(60)  # which what takes the square of the length would pass by far
@pytest.mark.parametrize("piece", ["It opened in May. ", "word ", "a", "\n", "It opened.\n", ".", " ", "“", "a\nb c. "])
def test_cleaning_and_cutting_end_with_a_long_text(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    clean(text)
    assert sum(1 for _ in split_sentences(text)) >= 0
