"""Tables that programs write as JSON by their columns, and records by their dates or addresses → records.

pandas writes `{"title": {"0": …, "1": …}, "text": {"0": …, "1": …}}`, or lists in place of the inner objects, or the
names of the columns beside rows ("split"). What is no such table stays as it is.
"""

from collections.abc import Mapping, Sequence

from index.reading.dates import iso_date
from index.reading.field_names import field_named, fields_of

_ONE_EACH = ("title", "published", "url", "id")  # what an article has one of: several are those of several articles


def as_records(value: object) -> object:
    """Return the records of a table as a list; any other value as it is.

    >>> as_records({"title": ["Dock", "Pier"], "text": ["It froze.", "It thawed."]})
    [{'title': 'Dock', 'text': 'It froze.'}, {'title': 'Pier', 'text': 'It thawed.'}]
    """
    if not isinstance(value, dict):
        return value
    rows = _rows_of(value)
    if rows is not None:
        return rows
    columns = _columns_of(value)
    if columns is None:
        return _keyed(value)
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _rows_of(value: Mapping[str, object]) -> list[object] | None:
    """Return the rows of a table whose columns are named beside them."""
    names, rows = value.get("columns"), value.get("data")
    if not isinstance(names, list) or not isinstance(rows, list) or not _has_article(names):
        return None
    if not all(isinstance(row, list) and len(row) == len(names) for row in rows):
        return None
    return [fields_of([(str(name), cell) for name, cell in zip(names, row, strict=True)]) for row in rows]


def _columns_of(value: Mapping[str, object]) -> dict[str, Sequence[object]] | None:
    """Return the columns of a table, each with as many cells as the others; None if it is none."""
    if not _has_article(list(value)):
        return None
    lists = {name: one for name, one in value.items() if isinstance(one, list)}
    if len(lists) == len(value):
        lengths = {len(one) for one in lists.values()}
        is_flat = not any(isinstance(cell, dict) for one in lists.values() for cell in one)
        return dict(lists) if len(lengths) == 1 and 0 not in lengths and is_flat else None
    inner = {name: one for name, one in value.items() if isinstance(one, dict)}
    keys = next(iter(inner.values()), {}).keys()
    if len(inner) < len(value) or not keys or not all(key.isdecimal() for key in keys):
        return None
    if any(one.keys() != keys for one in inner.values()):
        return None
    return {name: list(one.values()) for name, one in inner.items()}


def _has_article(names: Sequence[object]) -> bool:
    fields = {field_named(str(name)) for name in names}
    return "text" in fields and not fields.isdisjoint(_ONE_EACH)


def _keyed(value: dict[str, object]) -> object:
    """Return records that are found by their days or addresses with these as fields of theirs."""
    if not value or not all(isinstance(one, dict) and _has_article(list(one)) for one in value.values()):
        return value
    if all(key.startswith(("http://", "https://")) for key in value):
        field = "url"
    elif all(len(iso_date(key) or "") >= len("2025-01-17") for key in value):
        field = "published"
    else:
        return value
    records: list[object] = []
    for key, one in value.items():
        has_own = isinstance(one, dict) and any(field_named(name) == field for name in one)
        records.append({**one, field: key} if isinstance(one, dict) and not has_own else one)
    return records
