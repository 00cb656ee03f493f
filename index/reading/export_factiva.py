"""The forms that Factiva gives to an exported article: fields with codes (HD, BY, WC, PD, SN, LP, TD), or with none."""

import re
from collections.abc import Sequence

from index.reading.boilerplate import is_rights
from index.reading.dates import iso_date
from index.reading.export_form import Parts

_CODES = set("HD BY CR WC PD ET SN SC ED PG LA CY LP TD CO IN NS RE PUB AN SE CLM ART IPC IPD VOL CX RF DLN".split())
_CODE = re.compile(r"([A-Z]{2,3})(?:(?: {2,}|\t|\s*\|)\s*(.*))?")
_TIGHT_CODE = re.compile(r"([A-Z]{2,3})(?:\s+(.*))?")
_OF_CODE = {"HD": "title", "BY": "author", "PD": "published", "SN": "source"}
_WORDS = re.compile(r"[\d,.]+ words", re.IGNORECASE)
_TIME = re.compile(r"[\d:.]+(?: [A-Z]{2,4})?")
_LANGUAGE = re.compile(r"[A-Z][a-z]{3,14}")


def coded_form(lines: Sequence[str]) -> Parts | None:
    """Read Factiva's codes, each on a line of its own or before its value."""
    for form in (_CODE, _TIGHT_CODE):
        coded = [
            (number, code) for number, line in enumerate(lines) if (code := form.fullmatch(line)) and code[1] in _CODES
        ]
        codes = {code[1] for _, code in coded}
        if {"HD", "PD"} <= codes and {"LP", "TD"} & codes:
            break
    else:
        return None
    said: dict[str, str] = {}
    text: list[str] = []
    head = list(lines[: coded[0][0]])
    ends = [number for number, _ in coded[1:]] + [len(lines)]
    for (number, code), end in zip(coded, ends, strict=True):
        value = [code[2] or "", *lines[number + 1 : end]]
        if code[1] in ("LP", "TD"):
            text += ["", *value]
        else:
            head += lines[number:end]
            if what := _OF_CODE.get(code[1]):
                said.setdefault(what, " ".join(filter(None, value)))
    return Parts(said, text, head)


def shown_form(lines: Sequence[str]) -> Parts | None:
    """Read what Factiva shows: title, author, "512 words", date, source, its code, language, rights, then the text."""
    filled = [number for number, line in enumerate(lines) if line]
    words = next((at for at, number in enumerate(filled[:8]) if _WORDS.fullmatch(lines[number])), 0)
    below = [lines[number] for number in filled[words + 1 : words + 12]]
    if words == 0 or len(below) < 3 or not iso_date(below[0]):
        return None
    rights = [at for at, line in enumerate(below) if is_rights(line)]
    languages = [at for at, line in enumerate(below) if at > 2 and _LANGUAGE.fullmatch(line)]
    if not rights and not languages:
        return None
    last = (rights or languages)[0]
    above = [lines[number] for number in filled[:words]]
    title = max(above, key=len)
    source = next((line for line in below[1:last] if not _TIME.fullmatch(line)), "")
    author = " ".join(above[above.index(title) + 1 :])
    start = filled[words + 1 + last] + 1
    said = {"title": title, "published": below[0], "source": source, "author": author}
    return Parts(said, lines[start:], lines[:start])
