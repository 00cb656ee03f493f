"""A text as its letters: what printers set one way or another is the same in it, and all else is as it is written.

The same are curly and straight quotation marks, single and double ones (which change places within another quotation),
dashes, all white space, three stops and one sign for them; signs that nobody sees are left out. No word, no case and no
other mark changes, and each letter knows its place in the text.
"""

import re
import unicodedata
from dataclasses import dataclass

from index.language.quotation_marks import AS_PLAIN, MARKS

_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
UNLIKE = re.compile(f"[{_UNSEEN}\ufb00-\ufb06]")  # within a word, they part it from the same word without
_VARIANT = re.compile(
    rf"(?P<dash>\s*(?:-{{2,3}}|[–—―−])\s*|\s+-\s+)|(?P<space>[\s{_UNSEEN}]*\s[\s{_UNSEEN}]*)|(?P<unseen>[{_UNSEEN}]+)"
    rf"|(?P<mark>[{MARKS}])|(?P<stops>…)|(?P<hyphen>[‐‑])|(?P<ligature>[\ufb00-\ufb06])"
    r"|(?P<accented>\w[\u0300-\u036f]+)"
)


@dataclass(frozen=True)  # no slots: texts are long, and few
class Letters:
    """The letters of a text: each in `text`, with where in the whole it `starts` and `ends`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where the letters `[start, end)` stand in the whole text."""
        return self.starts[start], self.ends[end - 1]


def letters_of(text: str) -> Letters:
    r"""Return the letters of a text.

    >>> letters_of("“Fine”\u00a0– he said…").text
    "'Fine'–he said..."
    >>> letters_of("from 2001–2005 to x-ray").text
    'from 2001-2005 to x-ray'
    """
    plain = text.translate(AS_PLAIN)
    written: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for match in _VARIANT.finditer(plain):
        _keep(plain[last : match.start()], last, written, starts, ends)
        as_letters = _as_letters(plain, match)
        written.append(as_letters)
        starts += [match.start()] * len(as_letters)
        ends += [match.end()] * len(as_letters)
        last = match.end()
    _keep(plain[last:], last, written, starts, ends)
    return Letters("".join(written), tuple(starts), tuple(ends))


def _keep(run: str, at: int, written: list[str], starts: list[int], ends: list[int]) -> None:
    written.append(run)
    starts += range(at, at + len(run))
    ends += range(at + 1, at + len(run) + 1)


def _as_letters(text: str, match: re.Match[str]) -> str:
    if match.lastgroup == "dash":
        is_range = (
            text[max(0, match.start() - 1) : match.start()].isdigit() and text[match.end() : match.end() + 1].isdigit()
        )
        return "-" if is_range else "–"
    if match.lastgroup in ("ligature", "accented"):
        return unicodedata.normalize("NFKC" if match.lastgroup == "ligature" else "NFC", match[0])
    return {"space": " ", "unseen": "", "mark": "'", "stops": "...", "hyphen": "-"}[match.lastgroup or ""]
