"""A mail that was saved as text: its header says what the article is called, who sent it, and when."""

from pathlib import Path

import pytest

from index.reading import ReadArticle, read_file

OUTLOOK = (
    "From:\tUna Reed <una@quay.example>\r\nSent:\tTuesday, 3 May 2016 10:15 AM\r\nTo:\tThe desk; Bo Holt\r\n"
    "\tAnn Lind\r\nCc:\t\r\nSubject:\tDock froze\r\n\r\nIt froze at dawn.\r\n\r\n"
    "From: Bo Holt\r\nSubject: the dock\r\n\r\nDid it freeze?\r\n"
)


def read(folder: Path, text: str, *, as_is: bool = False) -> ReadArticle:
    (folder / "a.txt").write_bytes(text.encode())
    (found,) = (one for one in read_file(folder / "a.txt", "a.txt", as_is=as_is) if isinstance(one, ReadArticle))
    return found


def test_its_header_is_known_and_listed(tmp_path: Path) -> None:
    found = read(tmp_path, OUTLOOK, as_is=True)
    article = found.article
    assert (article.title, article.author, article.source) == ("Dock froze", "Una Reed", "quay.example")
    assert article.published == "2016-05-03" and article.text == OUTLOOK[OUTLOOK.index("It froze") :].strip()
    (header,) = found.removed
    assert header.reason == "header of a mail" and "Ann Lind" in header.text


def test_who_sent_it_may_be_but_an_address(tmp_path: Path) -> None:
    article = read(tmp_path, "Subject: Dock froze\nFrom: una@quay.example\nDate: 3 May 2016\n\nIt froze.\n").article
    assert (article.title, article.author, article.text) == ("Dock froze", "una@quay.example", "It froze.")


@pytest.mark.parametrize(
    "text",
    [
        "From: Orm, with love\nTo: a keeper\n\nIt froze.\n",
        "From: the dock\nSubject: ice\n\nIt froze.\n",
        "From: Una\nSubject: ice\nTo: Bo\nIt froze, she wrote.\n",
        "The letter\n\nFrom: Una\nSubject: ice\nTo: Bo\n\nIt froze.\n",
    ],
)
def test_what_is_no_header_stays_text(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, text)
    assert "From: " in found.article.text and "header of a mail" not in [one.reason for one in found.removed]
