"""What records say in fields of no known kind is listed as removed; what programs set is not."""

import json
from pathlib import Path

import pytest

from index.reading import ReadArticle, read_file
from tests.documents import xlsx_bytes

CAPTION = "The lock at Hadley, before the flood"


def removed(folder: Path, name: str, content: str) -> list[list[tuple[str, str]]]:
    """Return what is listed for each article of a file, with the reason."""
    (folder / name).write_text(content, encoding="utf-8")
    found = read_file(folder / name, name)
    return [[(one.reason, one.text) for one in each.removed] for each in found if isinstance(each, ReadArticle)]


@pytest.mark.parametrize(
    ("fields", "listed"),
    [
        ({"caption": CAPTION}, [('the field "caption"', CAPTION)]),
        ({"note": f"<p>{CAPTION}</p>", "again": CAPTION}, [('the field "note"', CAPTION)]),
        ({"media": [{"type": "image", "caption": CAPTION}]}, [('the field "media.caption"', CAPTION)]),
        ({"headline": CAPTION}, [('the field "headline"', CAPTION)]),
        ({"teaser_text": "The lock at Hadley was opened again.", "fixed": "no"}, []),
        ({"image": "https://x.example/a-lock.jpg", "changed": "Mon, 06 Oct 2025 10:00:00 GMT", "n": 4}, []),
        ({"related": [{"title": "Mill burns", "text": "The mill at Osk burned down."}]}, []),
    ],
)
def test_prose_in_unknown_fields_of_json_is_listed(
    tmp_path: Path, fields: dict[str, object], listed: list[tuple[str, str]]
) -> None:
    article = {"title": "Lock opens", "text": "The lock at Hadley was opened again. It had leaked.", **fields}
    assert removed(tmp_path, "one.json", json.dumps([article]))[0] == listed
    assert removed(tmp_path, "one.jsonl", json.dumps(article) + "\n")[0] == listed


def test_prose_in_unknown_columns_is_listed(tmp_path: Path) -> None:
    table = f'title,text,picture says,views\nLock opens,It was opened.,"{CAPTION}",40\nMill burns,It burned.,,12\n'
    assert removed(tmp_path, "a.csv", table) == [[('the field "picture says"', CAPTION)], []]


def test_nothing_under_a_name_that_stands_twice_is_lost(tmp_path: Path) -> None:
    names = ["headline", "body", "body", "headline", "note", "note", "date", "date"]
    first = ["Lock opens", "It was opened.", "It had leaked.", CAPTION, "It is very old.", "It is quite deep."]
    rows = [[*first, "", "2025-03-07"], ["Mill burns", "", "It burned.", "Mill burns", "", "", "2025-03-08", ""]]
    table = "\n".join(",".join(f'"{cell}"' for cell in row) for row in [names, *rows])
    lines = ["{%s}" % ", ".join(f'"{name}": "{cell}"' for name, cell in zip(names, row, strict=True)) for row in rows]
    listed = [('the field "headline (again)"', CAPTION), ('the field "note"', first[4]), ('the field "note"', first[5])]
    (tmp_path / "a.xlsx").write_bytes(xlsx_bytes(locks=[names, *rows]))
    (tmp_path / "a.csv").write_text(table)
    (tmp_path / "a.json").write_text(f"[{', '.join(lines)}]")
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    for name in ("a.xlsx", "a.csv", "a.json", "a.jsonl"):
        lock, mill = (one for one in read_file(tmp_path / name, name) if isinstance(one, ReadArticle))
        assert lock.article.text == "It was opened.\n\nIt had leaked." and lock.article.title == "Lock opens"
        assert sorted((one.reason, one.text) for one in lock.removed) == sorted(listed)
        assert mill.article.text == "It burned." and mill.removed == ()
        assert [str(one.article.published) for one in (lock, mill)] == ["2025-03-07", "2025-03-08"]


def test_fields_however_deep_or_many_are_read_in_time(tmp_path: Path) -> None:
    deep: object = CAPTION
    for _ in range(200):
        deep = {"in": deep}
    many = {f"note{number}": f"This is note number {number}" for number in range(5_000)}
    article = {"title": "Lock opens", "text": "It was opened.", "deep": deep, **many}
    assert len(removed(tmp_path, "one.json", json.dumps(article))[0]) == len(set(many.values()))


def test_the_fields_of_ninjs_are_known(tmp_path: Path) -> None:
    item = {"headline": "Lock opens", "body_html": "<p>It was opened.</p>", "description_text": "A lock is back."}
    (tmp_path / "a.json").write_text(json.dumps({"item": [{**item, "firstcreated": "2025-05-06T10:15:00"}]}))
    (found,) = read_file(tmp_path / "a.json", "a.json")
    assert isinstance(found, ReadArticle)
    assert (found.article.text, found.article.published) == ("A lock is back.\n\nIt was opened.", "2025-05-06")
