"""Dates: what is read of each form, what the dates of a file settle together, and that what can't be told is said."""

import zipfile
from pathlib import Path

import pytest

from index import Library, Undated
from index.reading import ReadArticle, iso_date, read_file
from index.reading.dates import DateColumn
from page.outcome import report_html


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2025/10/06", "2025-10-06"),
        ("2025/10/06 07:45", "2025-10-06"),
        ("2025-10-06, 7.45 a.m.", "2025-10-06"),
        ("20251006T074500Z", "2025-10-06"),
        ("20251006074500", "2025-10-06"),
        ("6.10.2025", "2025-10-06"),
        ("06. 10. 2025", "2025-10-06"),
        ("31/12/2024 23:59", "2024-12-31"),
        ("12/31/2024 11:59 PM", "2024-12-31"),
        ("31-12-2024", "2024-12-31"),
        ("7/7/2024", "2024-07-07"),
        ("Fri 05/04/2024", "2024-04-05"),  # 4 May was a Saturday
        ("19/04/24", "2024-04-19"),
        ("1759736700", "2025-10-06"),
        ("1759736700.0", "2025-10-06"),
        ("1759736700123", "2025-10-06"),
        ("Updated 6 October 2025", "2025-10-06"),
        ("First published on Mon 6 Oct 2025 07.45 BST", "2025-10-06"),
        ("Mon, 06 Oct 2025 07:45:00 GMT", "2025-10-06"),
        ("Mon Oct 06 07:45:00 +0000 2025", "2025-10-06"),
        ("6 Oct 2025 at 07:45", "2025-10-06"),
        ("6 October 2025 (updated 8 October 2025)", "2025-10-06"),
        ("October 6, 2025, last updated October 8, 2025 at 07:45", "2025-10-06"),
        ("Published 6 Oct 2025 | Modified 8 Oct 2025", "2025-10-06"),
        ("Monday, October 6th, 2025 | 7:45 am ET", "2025-10-06"),
        ("October 6, 2025 Monday", "2025-10-06"),
        ("2025 October 6", "2025-10-06"),
        ("6-Oct-2025", "2025-10-06"),
        ("Oct 6 '25", "2025-10-06"),
        ("October 2025", "2025-10"),
        ("Oct. 2025", "2025-10"),
        ("10/2025", "2025-10"),
        ("2025", "2025"),
    ],
)
def test_forms_that_say_their_day(given: str, day: str) -> None:
    assert iso_date(given) == day


@pytest.mark.parametrize(
    "given",
    [
        *("05/04/2024", "05/04/2024 10:00 AM", "05-04-2024", "5/4/24", "24-04-19", "10.11.12"),
        *("Oct. 6", "6 October", "5-6 October 2025", "2025-10-06 to 2025-10-12", "autumn 2025", "3 hours ago"),
        *("September 31, 2025", "13/13/2025", "2025-13-01", "0001-01-01", "2025011709", "12345678", "45", "07:45"),
        *("6 October 2025 and 7 October 2025", "9" * 200, "", None),
    ],
)
def test_no_date_is_guessed(given: str | None) -> None:
    assert iso_date(given) is None


def test_the_dates_of_a_column_settle_their_order() -> None:
    british, american = DateColumn.of(["5/4/2024", None, "19/4/2024"]), DateColumn.of(["4/19/24", "5/4/24"])
    assert (iso_date("5/4/2024", british), iso_date("5/4/24", american)) == ("2024-04-05", "2024-05-04")
    assert iso_date("6.5.2024", DateColumn.of(["4.19.2024"])) == "2024-06-05"
    assert iso_date("6.5.2024", DateColumn.of(["4.5.2024"])) == "2024-05-06"
    contradictory = DateColumn.of(["19/4/2024", "4/19/2024"])
    assert iso_date("5/4/2024", contradictory) is None and iso_date("19/4/2024", contradictory) == "2024-04-19"
    assert iso_date("6.5.2024", DateColumn.of(["4.19.2024", "19.4.2024"])) is None
    mixed = DateColumn.of(["04/19/2024", "25.3.2024"])  # of two sources
    assert (iso_date("05/04/2024", mixed), iso_date("4.3.2024", mixed)) == ("2024-05-04", "2024-03-04")
    assert iso_date("1.6.2024", DateColumn.of(["2024/05/01", "13.5.2024"])) == "2024-06-01"


def read(folder: Path, name: str, content: str) -> list[tuple[str | None, str | None]]:
    """Return the date of each article of a file, and how it was given where it can't be told."""
    (folder / name).write_text(content, encoding="utf-8")
    found = read_file(folder / name, name)
    return [(one.article.published, one.untold_date) for one in found if isinstance(one, ReadArticle)]


def test_a_file_settles_its_dates_wherever_the_one_that_does_stands(tmp_path: Path) -> None:
    rows = "title,text,date\nOne,It rained.,05/04/2024\nTwo,It snowed.,06/04/2024 10:00\nThree,It froze.,{}\n"
    assert read(tmp_path, "a.csv", rows.format("28/04/2024"))[0] == ("2024-04-05", None)
    assert read(tmp_path, "b.csv", rows.format("04/28/2024"))[1] == ("2024-06-04", None)
    assert read(tmp_path, "c.csv", rows.format("07/04/2024"))[0] == (None, "05/04/2024")
    lines = '{"text": "It rained.", "date": "05/04/2024"}\n{"text": "It froze.", "date": "28/04/2024"}\n'
    assert read(tmp_path, "a.jsonl", lines) == [("2024-04-05", None), ("2024-04-28", None)]
    assert read(tmp_path, "d.csv", rows.format('28/04/2024\nFour,"Open'))[0] == ("2024-04-05", None)


def test_files_in_an_archive_settle_nothing_of_each_other(tmp_path: Path) -> None:
    rows = "title,text,date\nOne,It rained.,04/05/2024\nTwo,It snowed.,{}\n"
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.csv", rows.format("19/04/2024"))
        archive.writestr("two.csv", rows.format("05/05/2024"))
    found = [one for one in read_file(tmp_path / "a.zip", "a.zip") if isinstance(one, ReadArticle)]
    assert [one.article.published for one in found] == ["2024-05-04", "2024-04-19", None, "2024-05-05"]


def test_a_sync_says_which_dates_can_not_be_told(tmp_path: Path, library: Library) -> None:
    (tmp_path / "d.csv").write_text(
        "title,text,date\n" + "".join(f"{n},It was {n}.,0{n}/04/2024\n" for n in range(5, 9))
    )
    (tmp_path / "e.txt").write_text("---\npublished: last Tuesday\n---\nIt rained.")
    (tmp_path / "f.txt").write_text("It snowed.")
    report = library.sync(tmp_path)
    told = "d.csv has 05/04/2024 and 06/04/2024, which may be either; e.txt has last Tuesday, which is not understood"
    assert report.without_a_date == f"5 without a date: {told}" and report.skipped == 0
    path = str((tmp_path / "d.csv").resolve())
    assert report.undated[0] == Undated(path, 4, ("05/04/2024", "06/04/2024"), may_be_either=True)
    assert f"5 without a date: {told}." in report_html(report, str(tmp_path))
    assert library.sync(tmp_path).without_a_date == ""  # what did not change is not read again


def test_a_date_that_is_markup_or_steers_the_terminal_is_shown_as_text(tmp_path: Path, library: Library) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "It rained.", "date": "<b>\\u001b[31m\\u202enoon</b>"}')
    report = library.sync(tmp_path)
    assert "\x1b" not in report.without_a_date and "\u202e" not in report.without_a_date
    assert "<b>" not in report_html(report, str(tmp_path))
