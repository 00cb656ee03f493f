"""Which runs of a Word file are hidden: by themselves, by their style, or by that of their paragraph.

See ECMA-376, part 1, 17.3.2.41 (vanish) and 17.7.2 (styles that are based on others).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = frozenset(("0", "false", "off"))
_DEEPEST_STYLE = 20  # styles that are based on each other


class HiddenRuns:
    """Knows the styles of a document that hide."""

    def __init__(self, styles: "Mapping[str, Element]") -> None:
        self._styles = styles

    def holds(self, run: "Element") -> bool:
        """Tell whether a run is hidden."""
        properties = run.find(f"{_WORD}rPr")
        own = _hides(properties)
        if own is None and properties is not None:
            own = self._by_style(_style(properties, "rStyle"))
        if own is None:
            paragraph = next(run.iterancestors(f"{_WORD}p"), None)
            properties = paragraph.find(f"{_WORD}pPr") if paragraph is not None else None
            own = self._by_style(_style(properties, "pStyle")) if properties is not None else None
        return bool(own)

    def _by_style(self, style_id: str) -> bool | None:
        for _ in range(_DEEPEST_STYLE):
            style = self._styles.get(style_id)
            if style is None:
                break
            if (hides := _hides(style.find(f"{_WORD}rPr"))) is not None:
                return hides
            style_id = _style(style, "basedOn")
        return None


def _hides(properties: "Element | None") -> bool | None:
    found = properties.find(f"{_WORD}vanish") if properties is not None else None
    return None if found is None else found.get(f"{_WORD}val") not in _OFF


def _style(properties: "Element", name: str) -> str:
    found = properties.find(f"{_WORD}{name}")
    return (found.get(f"{_WORD}val") or "") if found is not None else ""


def lacks_end(paragraph: "Element") -> bool:
    """Tell whether the end of a paragraph was deleted, or is hidden: it goes on in the next one."""
    mark = paragraph.find(f"{_WORD}pPr/{_WORD}rPr")
    return mark is not None and (mark.find(f"{_WORD}del") is not None or bool(_hides(mark)))
