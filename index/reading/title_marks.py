"""The marks that agencies and papers set in a title: "UPDATE 2-", "FACTBOX-CORRECTED-", "(corrected)". English."""

import re
from dataclasses import dataclass

from index.reading.notice_forms import MARKS, NoticeKind
from index.reading.other_senses import reads_otherwise
from index.reading.withdrawals import PIECE

_MARKS_OF_TITLES: dict[NoticeKind, str] = {**MARKS, "update": "(?:update[sd]?|refile|recasts?)"}
_BEFORE_TITLE: dict[NoticeKind, re.Pattern[str]] = {
    kind: re.compile(
        rf"\W{{0,3}}(?i:{mark})(?:\s+\d{{1,2}}|\s?\(OFFICIAL\))?\s*(?::\s*|(?<=[A-Z\d)])-+\s*|[)\]]\s*"
        rf"|(?<=\s)[—–-]\s(?=[^a-z]))"
    )
    for kind, mark in _MARKS_OF_TITLES.items()
}
_SLUG = r"\W{0,3}(?:[A-Z]{3,15}(?: [A-Z]{2,15})?(?: \d{1,2})?-){1,3}"  # "FACTBOX-", "WRAPUP 3-"
_BEHIND_SLUG: dict[NoticeKind, re.Pattern[str]] = {
    kind: re.compile(rf"{_SLUG}(?P<mark>(?i:{mark})(?:\s+\d{{1,2}})?(?<=[A-Z\d])-+\s*)(?=[^a-z])")
    for kind, mark in _MARKS_OF_TITLES.items()
    if kind != "editor's note"
}
_WORDS_AT_END: dict[NoticeKind, tuple[str, str]] = {  # in brackets, and behind a dash
    "correction": ("correction|corrected", "correction|corrected"),
    "clarification": ("clarification|clarified", "clarification|clarified"),
    "retraction": ("retraction|retracted", "retraction|retracted"),
    "update": ("updated?", "updated"),
}
_AT_END: dict[NoticeKind, re.Pattern[str]] = {
    kind: re.compile(rf"\s*[(\[](?i:{mark})(?: \d{{1,2}})?[)\]]\s*$|\s+[—–|-]+\s+(?i:{behind})\s*$")
    for kind, (mark, behind) in _WORDS_AT_END.items()
}
_ADVISES = re.compile(  # desks: "ADVISORY-Bridge story withdrawn"
    rf"\W{{0,3}}(?:ADVISORY|ATTENTION EDITORS|NOTE TO EDITORS)\W.{{0,200}}\b(?i:{PIECE}|alert|snap)s?\b.{{0,40}}"
    r"\b(?i:withdrawn|retracted|killed)\W*$"
)
LONGEST_TITLE = 500  # characters of one that are looked at


@dataclass(frozen=True, slots=True)
class TitleMark:
    """Characters `[start, end)` of a title that mark it as that of a notice."""

    kind: NoticeKind
    start: int
    end: int


def title_mark(title: str) -> TitleMark | None:
    """Return what a title is marked with; a title that begins with "Correction:" is one as a whole.

    >>> title_mark("FACTBOX-CORRECTED-Mills sold"), title_mark("Mills sold (updated)")
    (TitleMark(kind='correction', start=8, end=18), TitleMark(kind='update', start=11, end=20))
    """
    title = title[:LONGEST_TITLE]
    kinds, end = _marks_before(title)
    is_own = not {"update", "editor's note"}.isdisjoint(kinds)
    if kinds and end < len(title) and (is_own or not reads_otherwise(title[:end], title[end:])):
        kind = min(kinds, key=list(_BEFORE_TITLE).index)  # an update that was corrected is a correction
        is_part = "-" in title[:end] or kind == "update"
        return TitleMark(kind, 0, end if is_part else len(title))
    for kind, pattern in _BEHIND_SLUG.items():
        if (match := pattern.match(title)) and match.end() < len(title):
            return TitleMark(kind, match.start("mark"), match.end())
    for kind, pattern in _AT_END.items():
        if (match := pattern.search(title)) and title[: match.start()].strip():
            return TitleMark(kind, match.start() + len(match[0]) - len(match[0].lstrip()), len(title))
    return TitleMark("retraction", 0, len(title)) if _ADVISES.match(title) else None


def bare_title(title: str) -> str:
    """Return a title without the mark of a notice, in lower case, as it is compared."""
    bare = title[_marks_before(title)[1] :]
    mark = title_mark(bare)
    if mark and (mark.start, mark.end) != (0, len(bare)):
        bare = f"{bare[: mark.start]}{bare[mark.end :]}"
    return " ".join(bare.casefold().split())


def _marks_before(title: str) -> tuple[list[NoticeKind], int]:
    """Return the marks that a title begins with, and where they end: "REFILE-UPDATE 2-" are two."""
    kinds: list[NoticeKind] = []
    end = 0
    while found := next(
        ((kind, one) for kind, begins in _BEFORE_TITLE.items() if (one := begins.match(title, end))), None
    ):
        kinds.append(found[0])
        end = found[1].end()
    return kinds, end
