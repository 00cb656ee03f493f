"""What lists show of the articles: searched whatever the case and accents, in any order, within dates and a source."""

import json
import sqlite3
from pathlib import Path

import pytest

from index import InputError, Library, MonthCount

REPORT = (
    "The mayor of Elmford said on Monday that the old bridge would stay shut " + "while divers look at its piers " * 8
)
ROWS = [
    {"id": "a", "title": "L’Élysée se tait", "source": "Le Soir", "published": "2025-06-17", "text": "One. " * 300},
    {"id": "b", "title": "Bridge shut", "source": "Daily Test", "published": "2025-06", "text": REPORT},
    {
        "id": "c",
        "title": "Bridge still shut",
        "source": "Evening Test",
        "published": "2024",
        "text": f"(AP) - {REPORT}",
    },
    {"id": "d", "title": "Harbour", "text": "The harbour has nine docks."},
]


@pytest.fixture
def listed(library: Library, tmp_path: Path) -> Library:
    file = tmp_path / "all.jsonl"
    file.write_text("\n".join(map(json.dumps, ROWS)))
    library.sync(file, as_is=True)
    return library


def ids(library: Library, *words: str, **wanted: object) -> str:
    return "".join(one.id for one in library.headlines(*words, **wanted))  # type: ignore[arg-type]


def test_words_are_found_whatever_their_case_and_accents(listed: Library) -> None:
    for words in ("élysée", "ÉLYSÉE", "elysee", "SOIR élys", "e\u0301lysee"):
        assert ids(listed, words) == "a"
    assert ids(listed, "shut test") == "bc" and ids(listed, "daily shut") == "b" and ids(listed, " ") == "abcd"
    assert ids(listed, "%") == ids(listed, "_") == ids(listed, "shut mayor") == ""  # which stands in the text alone


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("date", "cbad"),
        ("-date", "abcd"),
        ("title", "bcda"),
        ("source", "bcad"),
        ("-source", "acbd"),
        ("-passages", "abcd"),
    ],
)
def test_lists_are_sorted(listed: Library, order: str, expected: str) -> None:
    assert ids(listed, order=order) == expected


def test_lists_are_narrowed(listed: Library) -> None:
    assert ids(listed, since="2025") == "ab" and ids(listed, until="2024-03") == "c" and ids(listed, most=1) == "a"
    assert ids(listed, source="daily test") == "b" and ids(listed, kind="copies") == "bc"
    assert ids(listed, kind="waiting") == ""
    assert [one.copies for one in listed.headlines()] == [1, 2, 2, 1]
    assert listed.headlines()[0].passages > 1 == listed.headlines()[3].passages
    assert [one.source for one in listed.sources(since="2025")] == ["Daily Test", "Le Soir"]
    assert listed.months() == [MonthCount("2024", 1), MonthCount("2025-06", 2)]
    assert listed.months(source="Le Soir") == [MonthCount("2025-06", 1)]
    with pytest.raises(InputError, match="some day: not a date"):
        listed.headlines(since="some day")


def test_of_two_versions_the_one_that_is_found_is_listed_once(listed: Library, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "library" / "catalog.sqlite3") as catalog:
        columns = "id, path, digest, title, removed, text, published, first_day"
        catalog.execute(f"""INSERT INTO articles (state, {columns})
            SELECT 'pending', id, path, 'x', 'Newer', removed, text, published, first_day
            FROM articles WHERE id = 'a'""")
        catalog.execute("UPDATE articles SET state = 'pending' WHERE id = 'd'")
    catalog.close()
    assert ids(listed) == "abcd" and ids(listed, kind="waiting") == "d"
    assert [one.title for one in listed.headlines("soir")] == ["L’Élysée se tait"]
    assert sum(one.articles for one in listed.sources()) == len(listed) == 4
    assert listed.months()[1] == MonthCount("2025-06", 2)


def test_what_could_not_be_read_is_known_until_it_can(library: Library, articles: Path) -> None:
    assert library.faults() == []
    (articles / "broken.jsonl").write_text("{")
    library.sync(articles)
    (fault,) = library.faults()
    assert fault.path.name == "broken.jsonl" and fault.reason.startswith("line 1: not JSON")
    (articles / "broken.jsonl").write_text('{"text": "Mended."}')
    library.sync(articles)
    assert library.faults() == []


def test_an_older_library_is_listed_and_gets_what_it_lacks_with_the_next_sync(listed: Library, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "library" / "catalog.sqlite3") as catalog:
        catalog.executescript("DROP INDEX articles_listed; DROP TABLE faults; DROP TABLE set_aside")
    catalog.close()
    assert ids(listed, "élysée") == "a" and not listed.set_aside_articles() and not listed.faults()
    with pytest.raises(InputError, match="no such article was set aside"):
        listed.bring_back("a")
    listed.set_aside("a")
    assert ids(listed) == "bcd"
