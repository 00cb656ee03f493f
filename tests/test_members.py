"""Files that hold files: archives, mails and web archives; each member is read as a file, within bounds."""

import gzip
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from index import Library
from index.reading import ReadArticle, read_file
from index.reading.formats import READERS, kind_of_stream
from index.reading.formats.archive import read_zip
from index.reading.formats.members import Budget, Members, TooMuch
from index.reading.opinion import KnownText
from tests.documents import docx_bytes, paragraph, pdf_bytes, warc_bytes, zip_bytes
from tests.fakes import WordHashEmbedder
from tests.test_file_kinds import PAGE, STORY, read

STORIES = [
    f"The lock at Hadley was shut on day {number} of the works, and the boats waited below." for number in range(9)
]


def test_each_file_of_an_archive_is_an_article(tmp_path: Path) -> None:
    packed = zip_bytes(
        {
            "2025/a.txt": STORIES[0],
            "2025/b.csv": f'title,text\nOne,"{STORIES[1]}"\nTwo,"{STORIES[2]}"\n',
            "c.jsonl": '{"id": "mine", "text": "The lock opened."}\n{"id": "other"}\n',
            "d.txt.gz": gzip.compress(STORIES[3].encode()),
            "inner.zip": zip_bytes({"e.docx": docx_bytes(paragraph(STORIES[4]))}),
            "f.pdf": b"%PDF- broken",
            "notes": STORIES[5],
            ".hidden.txt": "no",
            "__MACOSX/._a.txt": "no",
            "picture.jpg": b"\xff\xd8",
            "empty/": b"",
        }
    )
    articles, reasons, others = read(tmp_path, "news.zip", packed)
    assert [(article.id, article.title) for article in articles] == [
        ("news.zip/2025/a.txt", "a"),
        ("news.zip/2025/b.csv:2", "One"),
        ("news.zip/2025/b.csv:3", "Two"),
        ("mine", "mine"),
        ("news.zip/d.txt.gz", "d"),
        ("news.zip/inner.zip/e.docx", "e"),
        ("news.zip/notes", "notes"),
    ]
    assert [reason.split(": ")[0] for reason in reasons] == ["c.jsonl", "f.pdf"]
    assert reasons[0] == 'c.jsonl: line 2: needs an object with a non-empty "text"; add it'
    assert others == {".jpg": 1}


def test_an_archive_is_read_on_whatever_its_first_files_hold(tmp_path: Path) -> None:
    packed = zip_bytes({**{f"{n:03}.txt": "" for n in range(150)}, "z.txt": STORIES[0]})
    articles, reasons, _ = read(tmp_path, "a.zip", packed)
    assert [article.id for article in articles] == ["a.zip/z.txt"] and len(reasons) == 150
    assert reasons[0] == "000.txt: no article text found in it; remove it, or use --as-is"


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "C:\\a.txt", "a/../../b.txt", "..\\b.txt"])
def test_no_name_leads_out_of_an_archive(tmp_path: Path, name: str) -> None:
    articles, reasons, _ = read(tmp_path, "a.zip", zip_bytes({name: STORY, "b.txt": STORIES[1]}))
    assert [article.id for article in articles] == ["a.zip/b.txt"]
    assert len(reasons) == 1 and "its name leads out of the archive; pack it anew" in reasons[0]
    assert {path.name for path in tmp_path.iterdir()} == {"a.zip"} and not (tmp_path.parent / "a.txt").exists()


def test_members_that_have_one_name_are_two_articles(tmp_path: Path) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", STORIES[0])
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", STORIES[1])
    articles, _, _ = read(tmp_path, "a.zip", packed.getvalue())
    assert {article.id for article in articles} == {"a.zip/a.txt", "a.zip/a.txt (2)"}


def test_archives_within_bounds(tmp_path: Path) -> None:
    bomb = zip_bytes({"a.txt": "x" * 10_000_001, "b.txt": STORY})
    assert len(bomb) < 20_000
    articles, reasons, _ = read(tmp_path, "a.zip", bomb)
    assert len(articles) == 1 and reasons == ["a.txt: larger than 10 MB; split it"]
    deep = zip_bytes({"z.zip": zip_bytes({"z.zip": zip_bytes({"z.zip": zip_bytes({"a.txt": STORY})})}), "b.txt": STORY})
    articles, reasons, _ = read(tmp_path, "a.zip", deep)
    assert [article.id for article in articles] == ["a.zip/b.txt"]
    assert reasons == ["z.zip: z.zip: z.zip: lies in 3 files around it; unpack them"]
    articles, _, _ = read(
        tmp_path, "a.zip", zip_bytes({"b.zip": zip_bytes({f"{n}.txt": STORIES[n] for n in range(9)})})
    )
    assert [article.id for article in articles] == [f"a.zip/b.zip/{n}.txt" for n in range(9)]
    inner = zip_bytes({"1.txt": STORIES[0]})
    many = zip_bytes({"a.zip": inner, "b.txt": STORIES[1], "c.txt": STORIES[2]})
    enough = len(inner) + 2 * len(STORIES[0])
    for budget, said in (
        (Budget(members=3), "files in it; split it"),
        (Budget(size=enough), "when unpacked; unpack it"),
    ):
        taken = []
        with pytest.raises(TooMuch, match=said):
            for item in read_zip(BytesIO(many), Members(kind_of_stream, READERS, {".zip": read_zip}, budget)):
                taken.append(item)
        assert len(taken) == 2


def test_damaged_and_locked_archives(tmp_path: Path) -> None:
    packed = zip_bytes({"a.txt": STORY, "b.txt": STORIES[1] * 50})
    for cut in (10, len(packed) // 2, len(packed) - 5):
        articles, reasons, _ = read(tmp_path, "a.zip", packed[:cut])
        assert not articles and "not a sound .zip file" in reasons[0]
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        start = archive.getinfo("b.txt").header_offset + 40
    spoilt = packed[:start] + bytes(10) + packed[start + 10 :]
    articles, reasons, _ = read(tmp_path, "a.zip", spoilt)
    assert [article.id for article in articles] == ["a.zip/a.txt"] and reasons[0].startswith("b.txt: can't be ")
    locked = bytearray(packed)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + place] |= 1
    articles, reasons, _ = read(tmp_path, "a.zip", bytes(locked))
    assert [article.id for article in articles] == ["a.zip/b.txt"] and reasons == ["a.txt: needs a password; unpack it"]


def test_a_sync_takes_the_articles_of_an_archive_and_lets_them_go(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.zip").write_bytes(zip_bytes({"a.txt": STORIES[0], "b.txt": STORIES[1]}))
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        assert library.sync(folder).added == 2
        (folder / "a.zip").write_bytes(zip_bytes({"b.txt": STORIES[1], "c.txt": STORIES[2], "d.mov": b"\0"}))
        report = library.sync(folder)
        assert (report.added, report.removed, report.unchanged) == (1, 1, 1) and report.not_read == ((".mov", 1),)
        (folder / "a.zip").rename(folder / "b.zip")
        report = library.sync(folder)
        assert (report.added, report.removed, report.unchanged) == (0, 0, 2) and report.not_read == ((".mov", 1),)


# Mails


def mail(*parts: str, kind: str = "mixed", head: str = "") -> bytes:
    """Return a mail of several parts."""
    lines = [f"--X\n{part}\n" for part in parts]
    start = f"From: Lee <lee@canals.example>\nSubject: Locks\nDate: Fri, 7 Mar 2025 23:30:00 -0500\n{head}"
    return f"{start}MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary=X\n\n{''.join(lines)}--X--\n".encode()


def test_a_mail_and_what_is_attached(tmp_path: Path) -> None:
    attached = 'Content-Type: {}\nContent-Disposition: attachment; filename="{}"\n\n{}'
    raw = mail(
        f"Content-Type: text/plain\n\n{STORIES[0]}",
        attached.format("text/markdown", "../notes.md", f"# Notes\n\n{STORIES[1]}"),
        attached.format("image/png", "lock.png", "x"),
        f"Content-Type: message/rfc822\n\nSubject: Before\nDate: 1 Mar 2025 10:00 +0000\n\n{STORIES[2]}",
        "Content-Type: image/gif\nContent-ID: <1>\n\nx",
    )
    articles, reasons, others = read(tmp_path, "a.eml", raw)
    assert [(one.id, one.title, one.author, one.source, one.published) for one in articles] == [
        ("a.eml", "Locks", "Lee", "canals.example", "2025-03-07"),
        ("a.eml/notes.md", "Notes", None, None, None),
        ("a.eml/Before.eml", "Before", None, None, "2025-03-01"),
    ]
    assert [one.text for one in articles] == STORIES[:3]
    assert not reasons and others == {".png": 1, "of saved pages": 1}


def test_the_form_of_a_mail_that_says_more_is_taken(tmp_path: Path) -> None:
    page = f"Content-Type: text/html\n\n<table><tr><td><p>{STORIES[0]}</p><p>{STORIES[1]}</p></td></tr></table>"
    stub = "Content-Type: text/plain\n\nRead this in your browser."
    plain = f"Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n{STORIES[0]} Caf\xe9."
    (article,), _, _ = read(tmp_path, "a.eml", mail(stub, page, kind="alternative"))
    assert STORIES[0] in article.text and STORIES[1] in article.text and "browser" not in article.text
    raw = mail(plain.replace("\xe9", "@"), page, kind="alternative").replace(b"@.", b"\xe9.")
    (article,), _, _ = read(tmp_path, "a.eml", raw)
    assert article.text == f"{STORIES[0]} Café."


def test_headers_in_bytes_that_were_never_encoded(tmp_path: Path) -> None:
    for encoding in ("utf-8", "cp1252"):
        raw = f"From: José <j@b.example>\nSubject: Café shut\n\n{STORIES[0]}".encode(encoding)
        (article,), _, _ = read(tmp_path, "a.eml", raw)
        assert (article.title, article.author) == ("Café shut", "José")


def test_lines_that_a_mail_program_broke_are_joined(tmp_path: Path) -> None:
    raw = b"Subject: A\nContent-Type: text/plain; format=flowed\n\nThe lock \nopened.\n> He \n> said.\n-- \nAnn\n"
    (article,), _, _ = read(tmp_path, "a.eml", raw)
    assert article.text == "The lock opened.\n> He said.\n--\nAnn"


def test_a_page_saved_with_its_parts(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", "<head><meta charset='utf-8'>").replace("Hadley", "Hådley")
    raw = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://canals.example/lock\nSubject: Lock\n"
        "Date: Fri, 7 Mar 2025 18:00:00 +0100\nContent-Type: multipart/related; boundary=X\n\n"
        f"--X\nContent-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n{page}\n"
        "--X\nContent-Type: text/css\n\np {}\n--X--\n"
    )
    (article,), _, others = read(tmp_path, "a.mhtml", raw.encode())
    assert (article.url, article.published, article.title) == ("https://canals.example/lock", None, "Lock")
    assert "The lock at Hådley was opened again" in article.text and others == {"of saved pages": 1}


# Web archives


def test_a_web_archive(tmp_path: Path) -> None:
    page = PAGE.encode()
    raw = warc_bytes(
        ("https://canals.example/lock", "text/html; charset=utf-8", page),
        ("https://canals.example/lock", "text/html", page.replace(b"Friday", b"Monday")),
        ("https://canals.example/plan", "application/pdf", pdf_bytes([[STORIES[0]]])),
        ("https://canals.example/menu", "text/html", b"<html><body><a href='/'>Home</a></body></html>"),
        ("https://canals.example/a.png", "image/png", b"\x89PNG"),
        ("https://canals.example/gone", "404 text/html", page),
    )
    for name, content in (("a.warc", raw), ("a.warc.gz", gzip.compress(raw))):
        articles, reasons, others = read(tmp_path, name, content)
        assert [(article.id, article.url) for article in articles] == [
            (f"{name}/https://canals.example/lock", "https://canals.example/lock"),
            (f"{name}/https://canals.example/lock (2)", "https://canals.example/lock"),
            (f"{name}/https://canals.example/plan", "https://canals.example/plan"),
        ]
        assert reasons == [
            "https://canals.example/menu: no article found in this page; remove it, or save its text as .txt"
        ]
        assert others == {"image/png": 1, "answers 404": 1}
    articles, reasons, _ = read(tmp_path, "a.warc", raw[: len(raw) // 3])
    assert len(articles) + len(reasons) >= 1


def test_a_mail_that_goes_on_behind_what_is_attached(tmp_path: Path) -> None:
    page = "Content-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n<p>{}</p>"
    attached = f'Content-Type: text/plain\nContent-Disposition: attachment; filename="a.txt"\n\n{STORIES[1]}'
    raw = mail(page.format(STORIES[0]), attached, page.format(f"{STORIES[2]} Caf@.")).replace(b"f@.", b"f\xe9.")
    articles, reasons, _ = read(tmp_path, "a.eml", raw)
    assert [one.text for one in articles] == [STORIES[0], STORIES[1], f"{STORIES[2]} Café."] and not reasons
    articles, reasons, _ = read(tmp_path, "a.eml", mail(page.format(STORIES[0]), attached, page.format("x" * 10**7)))
    assert [one.text for one in articles] == STORIES[:2]
    assert reasons == ["attached: larger than 10 MB of text; split it"]


def test_a_page_in_parts_that_says_what_the_plain_text_says_is_no_other_article(tmp_path: Path) -> None:
    plain = f"Content-Type: text/plain\n\n{STORIES[0]}\n\n{STORIES[1]}"
    parts = "".join(f"--in\nContent-Type: text/html\n\n<p>{story}</p>\n" for story in STORIES[:2])
    mixed = f'Content-Type: multipart/mixed; boundary="in"\n\n{parts}--in--\n'
    dates = "Content-Type: text/calendar\n\nBEGIN:VCALENDAR"
    articles, reasons, others = read(tmp_path, "a.eml", mail(plain, mixed, dates, kind="alternative"))
    assert [one.text for one in articles] == [f"{STORIES[0]}\n\n{STORIES[1]}"] and not reasons
    assert others == {"text/calendar": 1}


def test_what_a_mail_says_is_looked_up_once_for_all_its_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known: list[str] = []

    class Counted(KnownText):
        def __init__(self, text: str) -> None:
            known.append(text)
            super().__init__(text)

    monkeypatch.setattr("index.reading.formats.mail.KnownText", Counted)
    parts = (f"Content-Type: text/plain\n\n{story}" for story in (*STORIES, STORIES[0]))
    articles, _, _ = read(tmp_path, "a.eml", mail(*parts))
    assert [one.text.strip() for one in articles] == STORIES and [one.strip() for one in known] == STORIES[:1]


def test_a_digest_holds_mails(tmp_path: Path) -> None:
    inner = [f"Content-Type: message/rfc822\n\nSubject: No {n}\n\n{story}" for n, story in enumerate(STORIES[:2])]
    articles, reasons, _ = read(tmp_path, "a.eml", mail(*inner, kind="digest"))
    assert [(one.title, one.text) for one in articles] == [("No 0", STORIES[0]), ("No 1", STORIES[1])] and not reasons


def test_what_is_left_out_of_the_page_of_a_mail_is_listed(tmp_path: Path) -> None:
    said = "".join(f"<p>{story}</p>" for story in STORIES)
    page = f"<html><body><nav><a href='/x'>Old issues</a></nav><article><h1>Lock</h1>{said}</article></body></html>"
    (tmp_path / "a.eml").write_bytes(mail(f"Content-Type: text/html\n\n{page}"))
    (found,) = read_file(tmp_path / "a.eml", "a.eml")
    assert isinstance(found, ReadArticle) and "Old issues" not in found.article.text
    assert "Old issues" in [piece.text for piece in found.removed]


def test_what_is_packed_in_an_archive_counts_unpacked() -> None:
    packed = zip_bytes({"a.txt.gz": gzip.compress(b"x" * 9000), "b.txt": STORIES[0]})
    with pytest.raises(TooMuch, match="when unpacked"):
        list(read_zip(BytesIO(packed), Members(kind_of_stream, READERS, {".zip": read_zip}, Budget(size=8000))))
    assert list(read_zip(BytesIO(packed), Members(kind_of_stream, READERS, {".zip": read_zip}, Budget(size=10000))))
