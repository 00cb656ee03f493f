"""Each kind of file → articles: what is read, in which words, and why the rest is not."""

import gzip
import json
from io import BytesIO
from pathlib import Path

import pytest

from index.reading import Article, ReadArticle, Skipped, read_file
from index.reading.decoding import decode
from index.reading.encodings import how_to_save
from index.reading.formats.text import markdown_to_text
from index.reading.raw_article import Unreadable
from tests.documents import docx_bytes, paragraph, pdf_bytes

RUSSIAN = "Мост через реку был открыт в марте. Мэр города сказал, что жители ждали этого много лет и очень рады."
CZECH = "Most přes řeku byl otevřen v březnu. Starosta řekl, že obyvatelé na něj čekali mnoho let."


def read(folder: Path, name: str, content: bytes | str, *, as_is: bool = False) -> tuple[list[Article], list[str]]:
    """Return the articles of a file with this content, and why others were skipped."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = list(read_file(file, name, as_is=as_is))
    skipped = [one.reason for one in found if isinstance(one, Skipped)]
    return [one.article for one in found if isinstance(one, ReadArticle)], skipped


# Text and Markdown


def test_text_with_front_matter(tmp_path: Path) -> None:
    header = "---\nHeadline: A port\npub-date: 2024-05-06\npublisher: Daily\nauthor: [Ann, Bo]\nlang: no\n---\n"
    (article,), _ = read(tmp_path, "a.txt", f"{header}It opened.\n")
    assert (article.id, article.title, article.text) == ("a.txt", "A port", "It opened.")
    assert (article.published, article.source, article.author) == ("2024-05-06", "Daily", "Ann, Bo")
    assert article.language == "no" and article.path == str(tmp_path / "a.txt")


def test_front_matter_may_give_the_id_and_says_nothing_it_does_not_say(tmp_path: Path) -> None:
    header = "---\nid: port\ntitle: 123\ndate: 2025-02-30\nauthor: null\nurl:\n---\n"
    (article,), _ = read(tmp_path, "index.md", f"{header}It opened.")
    assert (article.id, article.title) == ("port", "123")
    assert (article.published, article.author, article.url) == (None, None, None)


def test_prose_between_rules_is_no_header(tmp_path: Path) -> None:
    (article,), _ = read(tmp_path, "a.txt", "---\nIt opened.\n---\nIt closed.")
    assert article.text == "---\nIt opened.\n---\nIt closed."


def test_a_header_that_unfolds_to_gigabytes_stays_folded(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    (article,), _ = read(tmp_path, "a.md", f"---\n{bomb}author: *a11\n---\nIt opened.")
    assert (article.text, article.author) == ("It opened.", "*a11")


def test_markdown_becomes_what_a_reader_reads() -> None:
    markdown = "# Ports\n\nThe **first** [port](https://example.org) opened.\n\n- one\n- two `x`\n\n![map](m.png)"
    assert markdown_to_text(markdown) == "Ports\n\nThe first port opened.\n\n- one\n- two x"


def test_markdown_keeps_lists_tables_and_html() -> None:
    markdown = (
        "Docks:\n1. *Cole*\n2. Ely\n   - its lock\n\n   It is old.\n\n| Port | Ships |\n|---|---|\n| **Cole** | 4 |\n\n"
    )
    markdown += "<div>\nAn old <b>page</b>.\n</div>\n\nA <i>last</i> line."
    assert markdown_to_text(markdown).split("\n\n") == [
        "Docks:",
        "1. Cole\n2. Ely\n• its lock",
        "It is old.",
        "Port | Ships\n--- | ---\nCole | 4",
        "An old page.",
        "A last line.",
    ]


def test_lines_end_in_one_way(tmp_path: Path) -> None:
    assert read(tmp_path, "a.txt", b"One.\r\nTwo.\rThree.\n")[0][0].text == "One.\nTwo.\nThree."


# Encodings


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("It’s “naïve” – café, São Paulo, £5, 5°…", "utf-8-sig"),
        ("It’s “naïve” – café, São Paulo, £5, 5°…", "utf-16"),
        ("“Café” für €5 – twice", "cp1252"),
        ("“It’s naïve,” the mayor said – in a café in São Paulo; it cost £5 million… half of it hers.", "cp1252"),
        ("The café in the old harbor of the town opened in May.", "latin-1"),
        ("“It’s open,” said the mayor’s office — in May. “We’re proud,” she added, “of it.”", "mac_roman"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (CZECH, "cp1250"),
    ],
)
def test_encodings_that_are_beyond_doubt(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "raw",
    [
        "The minister, Jiří Dvořák, spoke on Monday about the harbor of the town.".encode("cp1250"),  # or Jiøí Dvoøák?
        "Мост".encode("cp1251"),
        "£5".encode("cp1252") + "£5 and €5 — “no”".encode(),  # UTF-8 with one damaged sign
        bytes(range(128, 256)) * 3,
        b"\xff\xfe\x00\xd8",  # UTF-16 that ends in half a character
    ],
)
def test_encodings_in_doubt_are_refused(raw: bytes) -> None:
    with pytest.raises(Unreadable, match="save it as UTF-8"):
        decode(raw)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_wide_encodings_prove_themselves(tmp_path: Path, encoding: str) -> None:
    text = "The café at Köln opened — “at last”. Its owner is Łukasz."
    raw = text.encode(encoding)
    if encoding == "utf-32-le":
        assert "a binary file" in read(tmp_path, "a.txt", raw)[1][0]  # which without a mark may be anything
        return
    assert decode(raw) == text
    lines = "\n".join(json.dumps({"text": text}, ensure_ascii=False) for _ in range(3)).encode(encoding)
    assert [article.text for article in read(tmp_path, "a.jsonl", lines)[0]] == [text] * 3


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("港は五月に開いた。市長は九つの埠頭があると述べた。" * 3, "shift_jis", "CP932"),
        ("港口于五月开放。市长说有九个码头。" * 4, "gb18030", "GB18030"),
        ("Порт открылся в мае. Мэр сказал, что в нём девять причалов." * 3, "koi8_r", "KOI8-R"),
        ("Tr\xe8s bien, dit-elle.", "cp1252", "CP1252"),
        ("The caf\xe9’s price rose: “£5 – or more”.", "cp1252", "CP1252"),
        ("Город стоял на реке, а река текла.", "koi8_r", "KOI8-R"),
        ("Мэр сказал, что порт открылся.", "cp1251", "CP1251"),
    ],
)
def test_an_encoding_that_cannot_be_told_gets_the_fix_for_it(text: str, encoding: str, name: str) -> None:
    raw = text.encode(encoding)
    assert f"(it may be {name}" in how_to_save(raw, is_mixed=False)
    assert f"iconv -f {name} -t UTF-8 IN > OUT" in how_to_save(raw, is_mixed=False, platform="darwin")
    windows = how_to_save(raw, is_mixed=False, platform="win32")
    assert "in PowerShell, [IO.File]::WriteAllText('OUT', [IO.File]::ReadAllText('IN', " in windows
    assert "iconv" not in windows and raw.decode(encoding) == text


def test_a_text_in_two_encodings_gets_the_fix_for_it(tmp_path: Path) -> None:
    raw = "The café. ".encode() * 5 + "The mayor’s café. ".encode("cp1252") * 5
    reason = read(tmp_path, "a.txt", raw)[1][0]
    assert "as parts of it are in another encoding; in an editor, mend the signs that look wrong" in reason


# JSON


def test_json_and_gzipped_jsonl(tmp_path: Path) -> None:
    one = json.dumps({"id": "x", "text": "One.", "published": "May 6, 2024"})
    (article,), _ = read(tmp_path, "a.json", one)
    assert (article.id, article.published) == ("x", "2024-05-06")
    lines = "\n".join(json.dumps({"id": key, "title": key.upper(), "text": "Two\u2028lines."}) for key in "yz")
    (y, z), _ = read(tmp_path, "b.jsonl.gz", gzip.compress(lines.encode()), as_is=True)
    assert (y.id, z.title, z.text) == ("y", "Z", "Two\u2028lines.")


def test_json_as_news_services_give_it(tmp_path: Path) -> None:
    item = {"source": {"id": None, "name": "Daily"}, "publishedAt": "2025-01-17T09:30:00Z", "content": "It opened."}
    (article,), reasons = read(tmp_path, "a.json", json.dumps({"status": "ok", "articles": [item, {"content": None}]}))
    assert (article.id, article.source, article.published) == ("a.json:1", "Daily", "2025-01-17")
    assert reasons == ['article 2: needs an object with a non-empty "text"; add it']


def test_paragraphs_numbers_and_half_characters_in_json(tmp_path: Path) -> None:
    line = (
        b'{"id": 007, "text": "x"}\n{"ID": 12345678901234567890123, "body": ["One \\ud83d.", "\\u0000Two."], "n": NaN}'
    )
    (article,), reasons = read(tmp_path, "a.jsonl", line)
    assert (article.id, article.text) == ("12345678901234567890123", "One \ufffd.\n\n\ufffdTwo.")
    assert len(reasons) == 1 and reasons[0].startswith("line 1: not JSON")


def test_json_lines_are_read_line_by_line_whatever_some_hold(tmp_path: Path) -> None:
    lines = [
        b'{"text": "One."}',
        b"[" * 100_000,
        b'"x"',
        b'{"text": "Caf\xe9 caf\xc3\xa9 caf\xc3\xa9"}',
        b"",
        b'{"text": " "}',
        b'{"text": "7."}',
    ]
    for name in ("a.jsonl", "a.json"):
        articles, reasons = read(tmp_path, name, b"\n".join(lines))
        assert [article.id for article in articles] == [f"{name}:1", f"{name}:7"]
        assert [reason.split(":")[0] for reason in reasons] == ["line 2", "line 3", "line 4", "line 6"]


def test_a_file_that_is_no_file_of_articles_is_given_up(tmp_path: Path) -> None:
    articles, reasons = read(tmp_path, "a.jsonl", "{}\n" * 1000)
    assert articles == [] and len(reasons) == 101 and "none of its first 100 articles" in reasons[-1]
    articles, reasons = read(tmp_path, "b.jsonl", '{"text": "One."}\n' + "{}\n" * 1000)
    assert len(articles) == 1 and len(reasons) == 1000


# CSV


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv(tmp_path: Path, delimiter: str) -> None:
    rows = ['Headline,Body,Pub_Date,"Link"', '"One","It ""opened""\r\nin May, at last.",2025-01-17,https://a.example']
    rows += ["", "Two,,,", "Three,x", "Four,It closed.,nan,"]
    content = "\r\n".join(rows).replace("May, at", "May at").replace(",", delimiter)
    (one, four), reasons = read(tmp_path, "a.csv", content)
    assert (one.id, one.title, one.text) == ("a.csv:2", "One", 'It "opened"\nin May at last.')
    assert (one.published, one.url) == ("2025-01-17", "https://a.example")
    assert (four.id, four.title, four.published) == ("a.csv:6", "Four", None)
    assert reasons == [
        "row 4: no text in it; add it or remove the row",
        "row 5: has 2 cells for 4 columns; mend or remove it",
    ]


def test_csv_as_excel_saves_it(tmp_path: Path) -> None:
    content = "Title;Text\r\nOne;“It’s open,” the mayor said.\r\n"
    for encoding in ("cp1252", "utf-8-sig", "utf-16"):
        assert read(tmp_path, "a.csv", content.encode(encoding))[0][0].text == "“It’s open,” the mayor said."


def test_an_open_quotation_mark_swallows_no_rows(tmp_path: Path) -> None:
    (one,), reasons = read(tmp_path, "a.csv", 'title,text\nOne,It opened.\nTwo,"It closed.\nThree,It opened again.\n')
    assert one.title == "One" and len(reasons) == 1
    assert reasons[0].startswith("row 3: ") and "the rows from it on are not read" in reasons[0]


def test_csv_without_text_says_which_columns_it_looks_for(tmp_path: Path) -> None:
    for content in ("a,b\n1,2\n", "", "\n"):
        assert "as one of: text, body, content, article" in read(tmp_path, "a.csv", content)[1][0]


# PDF


def test_pdf_lines_become_paragraphs(tmp_path: Path) -> None:
    body = [
        [
            "The harbor",
            "The harbor of the town opened in May after three years of",
            "construc-",
            "tion. It was a well-",
        ],
        ["known plan. The long-term well-known aim of the board is to build", "nine docks and two", "bridges there."],
    ]
    body[1].append("A spokeswoman for the board said that it was glad of the new bridge.")
    pages = [["The Westhaven Courier", *lines, f"Page {n} of 2"] for n, lines in enumerate(body, start=1)]
    info = "/Title (Harbor.docx) /Author (Ann Lee) /CreationDate (D:20240506093000Z)"
    (article,), _ = read(tmp_path, "a.pdf", pdf_bytes(pages, info=info))
    assert article.text.split("\n\n") == [
        "The harbor of the town opened in May after three years of construction. It was a well-known plan. "
        "The long-term well-known aim of the board is to build nine docks and two bridges there.",
        "A spokeswoman for the board said that it was glad of the new bridge.",
    ]
    assert (article.title, article.author, article.language) == ("The harbor", "Ann Lee", "en-GB")
    assert article.published is None  # the day the file was made
    (found,) = read_file(tmp_path / "a.pdf", "a.pdf")
    assert isinstance(found, ReadArticle)
    assert [one.text for one in found.removed if one.reason == "running header or footer"] == [
        "The Westhaven Courier", "Page 1 of 2", "Page 2 of 2",
    ]  # fmt: skip


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_encrypted_pdf(tmp_path: Path, algorithm: str) -> None:
    from pypdf import PdfReader, PdfWriter

    plain = pdf_bytes([["It opened in May."]])
    for password, readable in (("", True), ("secret", False)):
        writer = PdfWriter(clone_from=PdfReader(BytesIO(plain)))
        writer.encrypt(password, owner_password="owner", algorithm=algorithm)
        packed = BytesIO()
        writer.write(packed)
        articles, reasons = read(tmp_path, "a.pdf", packed.getvalue())
        assert [article.text for article in articles] == (["It opened in May."] if readable else [])
        assert readable or "needs a password; save it without one" in reasons[0]


def test_pdf_without_text_and_damaged_pdf(tmp_path: Path) -> None:
    assert "run OCR" in read(tmp_path, "a.pdf", pdf_bytes([[], []]))[1][0]
    for content in (b"", b"%PDF-1.4", b"It opened.", pdf_bytes([["It opened."]])[:200]):
        assert "not a sound PDF" in read(tmp_path, "a.pdf", content)[1][0]


# Word


def test_docx_made_by_word_processors(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("The port", level=1)
    document.add_paragraph("It opened in May.")
    table = document.add_table(rows=2, cols=2)
    for place, cell in enumerate(table._cells):
        cell.text = str(place)
    document.add_paragraph("It has nine docks.")
    document.sections[0].header.paragraphs[0].text = "Not this."
    document.core_properties.title, document.core_properties.author = "A port opens", "Ann"
    document.save(str(tmp_path / "made.docx"))
    (article,), _ = read(tmp_path, "a.docx", (tmp_path / "made.docx").read_bytes())
    assert article.text == "The port\n\nIt opened in May.\n\n0 | 1\n2 | 3\n\nIt has nine docks."
    assert (article.title, article.author, article.published) == ("A port opens", "Ann", None)


def test_docx_with_changes_that_are_tracked_and_without_properties(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    changed = (
        f"<w:p>{run.format('It ')}<w:ins>{run.format('was ')}</w:ins>"
        "<w:del><w:r><w:delText>is </w:delText></w:r></w:del>"
        f"<w:moveFrom>{run.format('soon ')}</w:moveFrom>{run.format('open.')}</w:p>"
    )
    control = f"<w:sdt><w:sdtContent>{paragraph('In a control.')}</w:sdtContent></w:sdt>"
    (article,), _ = read(tmp_path, "a.docx", docx_bytes(changed + control))
    assert (article.text, article.title, article.author) == ("It was open.\n\nIn a control.", "a", None)


def test_docx_that_would_fill_the_memory(tmp_path: Path) -> None:
    bomb = docx_bytes(paragraph("x" * 31_000_000))
    assert len(bomb) < 100_000 and "larger than 30 MB" in read(tmp_path, "a.docx", bomb)[1][0]
    pictures = docx_bytes(paragraph("x"), extra=[(f"word/media/{n}.png", "\0" * 50_000_000) for n in range(5)])
    assert "larger than 200 MB when unpacked" in read(tmp_path, "a.docx", pictures)[1][0]
    true_size = next(size for size in range(31_000_000, 31_001_000) if size.to_bytes(4, "little") in bomb)
    lie = bomb.replace(true_size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert "not a sound .docx file" in read(tmp_path, "a.docx", lie)[1][0]


def test_docx_entities_are_not_unfolded(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    prolog = f'<!DOCTYPE d [<!ENTITY a0 "lol"><!ENTITY f SYSTEM "file:///etc/passwd">{entities}]>'
    bomb = docx_bytes(paragraph("It opened.&a11;&f;"), prolog=prolog)
    articles, reasons = read(tmp_path, "a.docx", bomb)
    assert [article.text for article in articles] == ["It opened."] or "not a sound .docx" in reasons[0]


def test_old_and_damaged_word_files(tmp_path: Path) -> None:
    assert "save it as .docx" in read(tmp_path, "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")[1][0]
    for content in (b"", b"PK\x03\x04", docx_bytes("")[:300], docx_bytes("<w:p>")):
        assert "open it and save it anew" in read(tmp_path, "a.docx", content)[1][0]
    assert "no article text found" in read(tmp_path, "a.docx", docx_bytes(""))[1][0]
