"""The numbers that a browser sets before the items of an ordered list, which stand in no text of the page.

See https://html.spec.whatwg.org/multipage/grouping-content.html#ordinal-value. Letters and Roman numbers are left out,
and so are what is no number of an item: years, and those below none. A list in a numbered one has none, as its "2."
would read as that of the outer one.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.reading.formats.xmltree import Element

HIGHEST = 999

_OTHER_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*\b(?:none|disc|circle|square|lower|upper)\b", re.IGNORECASE)
_INTEGER = re.compile(r"\s*([+-]?[0-9]{1,9})")


def marks_of_items(listed: "Element") -> "dict[Element, str]":
    """Return the marks of the items of an element, "1." and so on; none if it is no list with numbers."""
    if not _is_numbered(listed) or any(map(_is_numbered, listed.iterancestors())):
        return {}
    items = [one for one in listed if _is(one, "li")]
    step = -1 if listed.get("reversed") is not None else 1
    number = number_or(listed.get("start"), len(items) if step < 0 else 1)
    marks = {}
    for one in items:
        number = number_or(one.get("value"), number)
        if 0 <= number <= HIGHEST and has_numbers(one.get("type"), one.get("style")):
            marks[one] = f"{number}."
        number += step
    return marks


def has_numbers(kind: str | None, style: str | None) -> bool:
    """Tell whether the items of an ordered list, or one of them, show a number, by its attributes type and style."""
    return kind in (None, "1") and _OTHER_STYLE.search(style or "") is None


def _is_numbered(element: "Element") -> bool:
    return _is(element, "ol") and has_numbers(element.get("type"), element.get("style"))


def _is(element: "Element", name: str) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2] == name


def number_or(given: str | None, otherwise: int) -> int:
    """Return the number that an attribute begins with, or another where it begins with none."""
    found = _INTEGER.match(given or "")
    return int(found[1]) if found else otherwise
