"""Where the articles of an export begin that no marks part, as Factiva's do without their numbers ("AN", "Document …").

Only a whole head begins one: the codes HD and PD, with a date, and a text below them; or a title, "512 words", a date,
a source, and then the language or who has the rights. That a line begins with "HD", or names a number of words, is not
enough.
"""

import re
from collections.abc import Iterator, Sequence

from index.language.sentence_ends import ENDS_SENTENCE
from index.reading.boilerplate import is_rights
from index.reading.dates import iso_date

LONGEST_HEAD = 60  # lines from the first code of a record to its text
MOST_FIELDS = 11  # lines behind the number of words, up to the language or the rights
LONGEST_TITLE = 250  # characters

_MAY_BE = re.compile(r"^[ \t]*(?:PD\b|[\d.,]{1,7} words[ \t]*$)", re.MULTILINE)
_MAY_BE_CELLS = tuple(re.compile(rb">\s*(?:" + code + rb")\s*<") for code in (b"HD", b"PD", b"LP|TD"))
_FACTIVAS = re.compile(rb"class=[\"'][^\"'>]{0,80}\b(?:enArticle|articleParagraph)\b")
_FIRST = re.compile(r"(?:CLM|SE|HD)(?:[\s|].*)?")
_CODE = re.compile(r"(HD|PD|LP|TD)(?:[\s|]+(.*))?")
_WORDS = re.compile(r"[\d,.]+ words")
_LANGUAGE = re.compile(r"[A-Z][a-z]{3,14}")
_NAMES = re.compile(r"(?:By )?(?:[A-Z][\w.’'-]*|and|for|of|in|,)(?:,? (?:[A-Z][\w.’'-]*|and|for|of|in|the)){0,9}")


def may_be_unmarked(text: str) -> bool:
    """Tell whether a text has a line that such a head has; most have none, and cost no more than this."""
    return _MAY_BE.search(text) is not None


def page_may_be_unmarked(raw: bytes) -> bool:
    """Tell whether a page of HTML may hold such heads: the codes between tags, or Factiva's own classes."""
    return all(cell.search(raw) for cell in _MAY_BE_CELLS) or _FACTIVAS.search(raw) is not None


def record_starts(lines: Sequence[str]) -> frozenset[int]:
    """Return the lines that articles begin with, by their heads.

    >>> lines = ["HD Lock jams", "PD 3 March 2014", "LP", "It jammed.", "HD sets", "", "HD It opens", "PD 4 May 2014"]
    >>> sorted(record_starts([*lines, "TD", "It opened."]))
    [0, 6]
    """
    return frozenset((*_coded(lines), *_shown(lines)))


def _coded(lines: Sequence[str]) -> Iterator[int]:
    below = 0  # the head of the last one
    for number, line in enumerate(lines):
        is_apart = number == 0 or not lines[number - 1]
        if number >= below and is_apart and _FIRST.fullmatch(line) and (end := _end_of_codes(lines, number)):
            yield number
            below = end


def _end_of_codes(lines: Sequence[str], start: int) -> int:
    """Return the line that the text of a coded record begins with; 0 if this is no head of one."""
    has_title = is_dated = False
    for number in range(start, min(len(lines), start + LONGEST_HEAD)):
        code = _CODE.fullmatch(lines[number])
        if code is None:
            if not has_title and not lines[number]:
                return 0
            continue
        if code[1] == "HD":
            if has_title:
                return 0
            has_title = True
        elif code[1] == "PD":
            is_dated = iso_date(code[2] or next(filter(None, lines[number + 1 : number + 3]), "")) is not None
        else:
            return number if has_title and is_dated else 0
    return 0


def _shown(lines: Sequence[str]) -> Iterator[int]:
    for number, line in enumerate(lines):
        if _WORDS.fullmatch(line) and _has_fields(lines[number + 1 : number + 1 + 2 * MOST_FIELDS]):
            yield _title_above(lines, number)


def _has_fields(lines: Sequence[str]) -> bool:
    """Tell whether a date, a source, and the language or rights stand below the number of words."""
    below = list(filter(None, lines))[:MOST_FIELDS]
    if len(below) < 3 or len(iso_date(below[0]) or "") < len("2025-01-17"):
        return False
    return any(is_rights(line) for line in below[2:]) or any(_LANGUAGE.fullmatch(line) for line in below[3:])


def _title_above(lines: Sequence[str], words: int) -> int:
    """Return the line that a head begins with, from the number of words in it: its title, above who wrote it."""
    top = words
    while top and lines[top - 1]:
        top -= 1
    if top < words:
        return top
    above = [number for number in range(max(0, words - 12), words) if lines[number]][-2:]
    if len(above) == 2 and _NAMES.fullmatch(lines[above[1]]) and _may_be_title(lines[above[0]]):
        return above[0]
    return above[-1] if above else words


def _may_be_title(line: str) -> bool:
    return len(line) <= LONGEST_TITLE and not ENDS_SENTENCE.search(line)
