"""The numbers that Word sets before the items of a list, which stand in no text of the file.

As on web pages (`index.reading.ordinals`), letters and Roman numbers are left out, and a list in a numbered one has no
numbers. What is a heading has none, too. See http://officeopenxml.com/WPnumbering.php.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.reading.ordinals import HIGHEST, number_or

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list, from 0 on: whether it shows plain numbers, and its first one."""

    is_numbered: bool
    start: int


class WordNumbers:
    """Counts the items of a document's lists, in their order; `roots` are the parts with its numbering."""

    def __init__(self, roots: "Iterable[Element]") -> None:
        self._levels: dict[tuple[str, str], dict[int, _Level]] = {}  # of each kind of list in each part
        self._kinds: dict[str, tuple[str, str]] = {}  # by the number of a list
        self._starts: dict[tuple[str, int], int] = {}  # anew, of a level of one list
        self._counts: Counter[tuple[tuple[str, str], int]] = Counter()
        self._begun: set[tuple[str, int]] = set()
        for part, root in enumerate(roots):
            for kind in root.findall(f"{_WORD}abstractNum"):
                levels = {number_or(one.get(f"{_WORD}ilvl"), 0): _level(one) for one in kind.findall(f"{_WORD}lvl")}
                self._levels[str(part), kind.get(f"{_WORD}abstractNumId") or ""] = levels
            for one in root.findall(f"{_WORD}num"):
                self._read_list(str(part), one)

    def mark(self, listed: str, level: int) -> str:
        """Return the mark of the next item of a list: "3.", or "-" where it shows no number."""
        kind = self._kinds.get(listed)
        levels = self._levels.get(kind, {}) if kind is not None else {}
        if kind is None or level not in levels:
            return "-"
        first = self._starts.get((listed, level), levels[level].start)
        is_anew = (listed, level) in self._starts and (listed, level) not in self._begun
        self._begun.add((listed, level))
        number = first if is_anew else self._counts.get((kind, level), first - 1) + 1
        self._counts[kind, level] = number
        for deeper in levels:
            if deeper > level:
                self._counts.pop((kind, deeper), None)
        is_shown = levels[level].is_numbered and not any(levels[above].is_numbered for above in levels if above < level)
        return f"{number}." if is_shown and 0 <= number <= HIGHEST else "-"

    def _read_list(self, part: str, one: "Element") -> None:
        listed, kind = one.get(f"{_WORD}numId") or "", one.find(f"{_WORD}abstractNumId")
        self._kinds[listed] = part, (kind.get(f"{_WORD}val") or "") if kind is not None else ""
        for change in one.findall(f"{_WORD}lvlOverride"):
            start = change.find(f"{_WORD}startOverride")
            if start is not None:
                level = number_or(change.get(f"{_WORD}ilvl"), 0)
                self._starts[listed, level] = number_or(start.get(f"{_WORD}val"), 1)


def _level(one: "Element") -> _Level:
    form, shown, start = (one.find(f"{_WORD}{name}") for name in ("numFmt", "lvlText", "start"))
    is_numbered = form is not None and form.get(f"{_WORD}val") == "decimal"
    is_numbered = is_numbered and (shown is None or "%" in (shown.get(f"{_WORD}val") or ""))
    return _Level(is_numbered, number_or(start.get(f"{_WORD}val"), 1) if start is not None else 0)
