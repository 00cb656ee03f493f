"""A text that a news database exported (Nexis, Lexis+, Factiva, ProQuest) → its articles.

Such a file is known by its form: marks between its articles ("1 of 10 DOCUMENTS", "End of Document", "Document
ABCD000020250101x", "ProQuest document ID", a rule of underscores), and fields at the head and the end of each (see
`export_form`, `export_factiva`), or by the heads of its articles alone (see `unmarked_exports`). Fields are read for
title, source, date and author, and listed as removed; the text between them stays line by line as it is. It works on
lines of plain text, whatever kind of file they came from. A text with marks but without fields stays one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.reading.boilerplate import is_rights
from index.reading.cleaning import Removed
from index.reading.export_factiva import coded_form, shown_form
from index.reading.export_form import Parts, named_form
from index.reading.raw_article import RawArticle, Unreadable, as_field, without_by
from index.reading.record_text import Named, record_text
from index.reading.unmarked_exports import may_be_unmarked, page_may_be_unmarked, record_starts

_START = re.compile(r"\d{1,6} of \d{1,6} DOCUMENTS?|Document \d{1,6} of \d{1,6}")
_ID = r"Document (?=[A-Z][A-Z0-9]{3,40}?[0-9]{6})[A-Za-z0-9]{10,60}"
_END = re.compile(rf"\W*End of Document\W*|{_ID}|AN[\s|]+Document [A-Za-z0-9]{{3,60}}", re.ASCII)
_CODED_START = re.compile(r"(?:CLM|SE|HD)(?:[\s|].*)?")  # of a record of Factiva
_CODED_NUMBER = re.compile(r"AN(?:[\s|]+Document\b.*)?")  # at its end
_RULE = re.compile(r"_{20,}")
_NUMBERED = "ProQuest document ID:"  # stands behind each of ProQuest's texts, and "Database:" behind that
_MARKS_IN_HTML = re.compile(
    rb">\s*(?:\d{1,6} of \d{1,6} DOCUMENTS?|Document \d{1,6} of \d{1,6}|End of Document|"
    + f"{_ID}|{_NUMBERED}".encode()
    + rb")\s*<"
)
_SENTENCE_END = re.compile(r"[a-z][.!?][\"”’)]?(?=\s|$)")
FEWEST_SENTENCES = 3  # that make what stands between two rules a text
_FURNITURE = re.compile(
    r"Page \d+ of \d+\b.{0,80}|© \d{4} Factiva, Inc\..{0,60}|ProQuest document link|Enlarge this image\.?",
    re.IGNORECASE,
)


def articles_of_export(whole: RawArticle) -> list[RawArticle | Unreadable]:
    """Return the articles of a text that a database exported; none if it is no such export."""
    has_mark = any(mark in whole.text for mark in ("DOCUMENT", "Document", _NUMBERED, "_" * 20))
    if not has_mark and not may_be_unmarked(whole.text):
        return []
    lines = [line.strip() for line in whole.text.split("\n")]
    starts = record_starts(lines)
    if not has_mark and not starts:
        return []
    blocks = list(_blocks(lines, starts))
    read = [_read(block) for block in blocks]
    if not any(read):
        return []
    found: list[RawArticle | Unreadable] = []
    around: list[Removed] = list(whole.removed)
    for block, article in zip(blocks, read, strict=True):
        if article is None and not block.is_marked and not _is_prose(block):
            around += _listed(block.lines, "page around the articles of an export")
        else:
            found.append(article or RawArticle("\n".join(block.lines), removed=tuple(block.removed)))
    for number, one in enumerate(found):
        if isinstance(one, RawArticle):
            found[number] = replace(one, removed=(*around, *one.removed))
            break
    if len(found) == 1:
        return found
    return [
        replace(one, number=number, place=place) if isinstance(one, RawArticle) else Unreadable(str(one), place)
        for number, one in enumerate(found, start=1)
        for place in [f"article {number}"]
    ]


def _has_text(block: "_Block") -> bool:
    """Tell whether a block is more than what may stand above a head, such as the name of a section."""
    return any(_SENTENCE_END.search(line) or _CODED_START.fullmatch(line) for line in block.lines)


def _is_prose(block: "_Block") -> bool:
    """Tell a text from the cover of an export: a rule may stand between any two texts."""
    return len(_SENTENCE_END.findall(" ".join(block.lines))) >= FEWEST_SENTENCES


def has_marks(raw: bytes) -> bool:
    """Tell whether a page of HTML may hold an export, by what stands between two tags."""
    return _MARKS_IN_HTML.search(raw) is not None or page_may_be_unmarked(raw)


@dataclass(slots=True)
class _Block:
    """The lines between two marks, and what those say."""

    lines: list[str] = field(default_factory=list)
    is_marked: bool = False  # by more than a rule
    is_coded: bool = False  # it begins as a record of Factiva does
    has_number: bool = False  # as such a record has at its end
    removed: list[Removed] = field(default_factory=list)  # what a database puts on each page


def _blocks(lines: Sequence[str], starts: frozenset[int]) -> Iterator[_Block]:
    block, is_numbered = _Block(), False
    for number, line in enumerate(lines):
        is_start = _CODED_START.fullmatch(line) is not None
        is_behind_number = is_start and block.is_coded and block.has_number
        if is_behind_number or (number in starts and _has_text(block)):
            block.is_marked = True
            yield block
            block = _Block()
        is_end = _END.fullmatch(line) is not None
        block.is_marked = block.is_marked or is_end
        if is_end or _RULE.fullmatch(line) or _START.fullmatch(line):
            if any(block.lines):
                yield block
            block = _Block(is_marked=_START.fullmatch(line) is not None)
        elif _FURNITURE.fullmatch(line):
            block.removed += _listed([line], "page of an export")
        else:
            block.is_coded = block.is_coded or (is_start and not any(block.lines))
            block.has_number = block.has_number or _CODED_NUMBER.fullmatch(line) is not None
            block.lines.append(line)
            is_numbered = is_numbered or line.startswith(_NUMBERED)
            if is_numbered and line.startswith("Database:"):
                yield block
                block, is_numbered = _Block(), False
    if any(block.lines):
        yield block


def _read(block: _Block) -> RawArticle | Unreadable | None:
    """Return the article of a block; None if its lines have no form of one."""
    parts = coded_form(block.lines) or named_form(block.lines) or shown_form(block.lines)
    if parts is None:
        return None
    parts = _without_publisher(parts)
    lead = [Named("abstract", parts.said["lead"], is_plain=True)] if "lead" in parts.said else []
    notice = f"\n\nCorrection: {parts.said['notice']}" if "notice" in parts.said else ""
    body = "\n".join(parts.text).strip("\n") + notice
    text = record_text([Named("body", body, is_plain=True)], lead, [])
    if text is None:
        title = parts.said.get("title", "an article")
        return Unreadable(f"no text of “{title}” in this export; export it with its full text")
    said = {name: as_field(value) for name, value in parts.said.items()}
    removed = _listed(parts.head, "head of an exported article") + _listed(parts.end, "end of an exported article")
    return RawArticle(
        text.text,
        title=said.get("title"),
        source=said.get("source"),
        author=without_by(said.get("author") or "") or None,
        published=said.get("published"),
        url=said.get("url"),
        language=said.get("language"),
        removed=(*block.removed, *removed, *text.removed),
    )


def _without_publisher(parts: Parts) -> Parts:
    """Return an article whose last line names who has the rights in it, as its head does, with that line at its end."""
    filled = [at for at, line in enumerate(parts.text) if line]
    last = parts.text[filled[-1]] if len(filled) > 1 else ""
    if not last or not any(is_rights(line) and last in line for line in parts.head):
        return parts
    return replace(parts, text=parts.text[: filled[-1]], end=[last, *parts.end])


def _listed(lines: Sequence[str], reason: str) -> list[Removed]:
    text = "\n".join(lines).strip("\n")
    return [Removed(text, reason)] if text else []
