"""The forms that news databases give to an exported article: what of its lines is a field, and what its text.

These are fields with their names (Nexis, Lexis+: "Byline:", "Length:", "Load-Date:"; ProQuest: "Full text:"); those of
Factiva are in `export_factiva`. Lines that have no such form are no exported article.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.reading.boilerplate import is_rights
from index.reading.dates import iso_date
from index.reading.export_fields import ANY_TAIL, HEAD, TAIL, TAIL_OR_TEXT

LONGEST_HEAD = 120  # lines
LONGEST_NAME_LINE = 250  # characters of a line without a name in a head: a title, a source, a date
MOST_BETWEEN = 30  # lines of a caption, between the first heading behind a text and the fields
MOST_UNNAMED = 5  # lines without a name, of a head that goes on behind them
FEWEST_FIELDS = 2  # with their names that an exported article has

_NAMED = re.compile(r"([A-Za-z][A-Za-z /&'’-]{1,38}?)\s*(?::(?:\s+|$)|\|\s*)(.*)")
_BODY = re.compile(r"(?:(body|full text)|(body|full text):\s*(.*))", re.IGNORECASE)
_ALONE = ("Graphic", "GRAPHIC")  # headings of what is behind a text
_ABOVE_FIELDS = ("Classification", "CLASSIFICATION", "DETAILS")  # and of fields alone
_ABSTRACT = "ABSTRACT"  # a heading of its own
_EDITION = re.compile(r"(?:[A-Z0-9][\w.’'-]* ){0,4}(?:Edition|EDITION)(?: \d{1,2})?(?:\s*[;,–-].{0,40})?")
_DATE_WITHIN = re.compile(r"\b\d{1,2} [A-Z][a-z]{2,8} \d{4}\b|\b[A-Z][a-z]{2,8} \d{1,2}, \d{4}\b")


@dataclass(frozen=True, slots=True)
class Parts:
    """The lines of an exported article: what its fields say, and its text between head and end."""

    said: dict[str, str]
    text: Sequence[str]
    head: Sequence[str] = ()
    end: Sequence[str] = ()


def named_form(lines: Sequence[str]) -> Parts | None:
    """Read fields with their names, and the lines above them that have none: title, source, date."""
    named = _named_text(lines)
    start, first = (named.line, named.first) if named else (_unnamed_text(lines), "")
    end = _end(lines, start, is_sure=named is not None and named.is_full_text)
    head, tail = list(_fields(lines[:start], HEAD)), list(_fields(lines[end:], ANY_TAIL))
    if start == 0 or len({name for name, _ in head + tail}) + (named is not None) < FEWEST_FIELDS:
        return None
    found = [(HEAD[name], value) for name, value in head] + [(ANY_TAIL[name], value) for name, value in tail]
    found += _unnamed(lines[:start])
    found += _headed(lines[:start])
    about = next((value for name, value in head + tail if name == "publication info"), "")
    found += [("published", day[0])] if (day := _DATE_WITHIN.search(about)) else []
    found += [("source", about)]
    said: dict[str, str] = {}
    for what, value in found:
        if what and value and not (what == "lead" and value.casefold() == "none available."):
            said.setdefault(what, value.split(";")[0] if what == "source" else value)  # "The Vale Courier; London (UK)"
    if not said.get("title") and (title := _title_below(lines[start:end])):
        said["title"] = title
    above = list(lines[:start])
    if first:
        above[-1] = above[-1].removesuffix(first).rstrip()
    return Parts(said, [first, *lines[start:end]] if first else lines[start:end], above, lines[end:])


@dataclass(frozen=True, slots=True)
class _Named:
    """Where a text begins that has a name, what of it stands beside the name, and if that is "Full text"."""

    line: int
    first: str
    is_full_text: bool


def _named_text(lines: Sequence[str]) -> _Named | None:
    has_field = False
    for number, line in enumerate(lines[:LONGEST_HEAD]):
        if (has_field or number >= FEWEST_FIELDS) and (body := _BODY.fullmatch(line)):
            return _Named(number + 1, body[3] or "", (body[1] or body[2]).casefold() != "body")
        has_field = has_field or _name(line) in HEAD
    return None


def _unnamed_text(lines: Sequence[str]) -> int:
    """Return the line that a text begins with which has no name: the first behind the fields of the head."""
    is_open = has_field = False
    start = 0
    for number, line in enumerate(lines):
        if start and number > start + MOST_UNNAMED:
            break
        if not line:
            is_open = False
        elif _name(line) in HEAD and (not start or _is_upper(line)):
            is_open = _name(line) != "length"  # it goes on nowhere, but the text may follow at once
            has_field = True
            start = 0
        elif has_field and not is_open and not start and not is_rights(line):
            start = number  # unless more of the head follows
    return start or (len(lines) if has_field else 0)


def _end(lines: Sequence[str], start: int, *, is_sure: bool) -> int:
    """Return the line that the fields behind the text begin with."""
    top = len(lines)
    groups = [number for number in range(start, top) if lines[number] and (number == start or not lines[number - 1])]
    if groups and all(_name(lines[begin]) in ANY_TAIL for begin in groups):
        return start  # there is no text
    is_upper = any(_name(line) in TAIL and _is_upper(line) for line in lines[start:])
    for begin in reversed(groups):
        line = lines[begin]
        name = _name(line)
        may_be = name in TAIL_OR_TEXT if is_sure else is_upper and _is_upper(line)
        if (name and (name in TAIL or may_be)) or is_rights(line):
            top = begin
        elif name is None:
            within = range(begin, next((at for at in groups if at > begin), len(lines)))
            top = next((at for at in within if _name(lines[at]) in TAIL), top)
            break
    nearby = range(max(start, top - MOST_BETWEEN), top if top < len(lines) else 0)
    fields = (at for at in nearby if lines[at] in _ABOVE_FIELDS)
    heads = next((at for at in fields if all(_name(line) in ANY_TAIL for line in lines[at + 1 : top] if line)), top)
    return next((at for at in nearby if lines[at] in _ALONE or _name(lines[at]) in TAIL or at == heads), top)


def _name(line: str) -> str | None:
    named = _NAMED.fullmatch(line)
    return named[1].casefold() if named else None


def _is_upper(line: str) -> bool:
    return line.partition(":")[0].isupper()


def _fields(lines: Sequence[str], known: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the known fields in some lines, each with the lines that it goes on with."""
    name, value = "", ""
    for line in [*lines, ""]:
        named = _NAMED.fullmatch(line)
        begins = named is not None and named[1].casefold() in known
        if name and (begins or not line):
            yield name, value
            name = ""
        if named and begins:
            name, value = named[1].casefold(), named[2] or ""
        elif name:
            value = f"{value} {line}".strip()


def _unnamed(head: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what the lines above the fields say: source, date and title, or title, source and date, or the title."""
    groups: list[list[str]] = [[]]
    edition = ""
    for line in head:
        if _name(line) in HEAD:
            break
        edition = line if _EDITION.fullmatch(line) or edition.endswith(";") else ""  # "Edition 1;", then "Scotland"
        if not line or is_rights(line) or _BODY.fullmatch(line):
            groups.append([])
        elif len(line) <= LONGEST_NAME_LINE and not edition:
            groups[-1].append(line)
    groups = [group for group in groups if group]
    # the last of them, as a cover above the first article may have the day of the export
    days = [(at, line) for at, group in enumerate(groups) for line in group if len(iso_date(line) or "") > 4]
    if not days:
        yield from _on_one_line(groups)
        return
    dated, day = days[-1]
    yield "published", day
    at = groups[dated].index(day)
    above, below = groups[dated][:at], groups[dated][at + 1 :]
    source = above.pop() if above else groups[dated - 1].pop() if dated else ""
    titles = above or (groups[dated - 1] if dated else []) or (groups[dated - 2] if dated > 1 else [])
    yield "source", source
    yield "title", " ".join(titles or (groups[dated + 1] if groups[dated + 1 :] else below))


def _on_one_line(groups: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield what a head says that has no line with a date alone: source and date on one, or none, and the title."""
    for number, group in enumerate(groups):
        if (day := _DATE_WITHIN.search(group[0])) and day.start():
            yield "published", day[0]
            yield "source", group[0][: day.start()].strip(" ,;:-–")
            yield "title", " ".join(groups[number - 1] if number else group[1:])
            return
    yield "title", " ".join(groups[0] if groups else ())


def _title_below(text: Sequence[str]) -> str | None:
    """Return the line that a text begins with, if it is a heading: a title that stands behind the fields."""
    filled = [number for number, line in enumerate(text) if line][:2]
    if len(filled) < 2 or filled[1] == filled[0] + 1:
        return None
    line = text[filled[0]]
    return line if len(line) <= LONGEST_NAME_LINE and line[-1] not in '.,;:!…”"' else None


def _headed(head: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the abstract that stands below its heading, where others have a field."""
    if _ABSTRACT in head:
        below = head[head.index(_ABSTRACT) + 1 :]
        said = (line for line in below if not _BODY.fullmatch(line) and not _name(line))
        yield "lead", "\n".join(said).strip()
