"""The text of a draft, from a file of any kind that articles are read from.

The readers of articles read it, without cleaning: what a draft says is all to be checked. Of a saved page its article
is the draft; what else it shows is named, as nobody checked it.
"""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from index import InputError
from index.reading import ReadArticle, Skipped, kind_of, read_file
from index.reading.decoding import decode_page
from index.reading.formats.markup import html_to_text
from index.reading.formats.source import LARGEST_TEXT


@dataclass(frozen=True, slots=True)
class DraftText:
    """The text of a draft, its title where its file gives one, and what else the file shows."""

    name: str
    title: str
    text: str
    left_out: tuple[str, ...]


def read_drafts(path: Path, name: str = "") -> list[DraftText]:
    """Return the drafts of a file, of which most hold one; raises `InputError` where any can't be read.

    Its kind is that of its `name`, where it lies under another.
    """
    name = name or path.name
    if path.is_dir():
        raise InputError(f"{path}: a folder; give one draft after another")
    if not path.is_file():
        raise InputError(f"{path}: no such file; give a draft, or an answer that ask --json wrote")
    drafts: list[DraftText] = []
    with closing(read_file(path, name, as_is=True)) as reading:
        for one in reading:
            if isinstance(one, Skipped) and (whole := _whole_page(path, name)):
                drafts.append(whole)
            elif isinstance(one, Skipped):
                raise InputError(f"{name}: {one.reason.replace('remove it', 'give another')}")
            elif isinstance(one, ReadArticle):
                left_out = tuple(piece.text for piece in one.removed)
                drafts.append(DraftText(one.article.id, one.article.title, one.article.text, left_out))
    if not drafts:
        raise InputError(f"{name}: no text found in it; give another")
    return drafts


def _whole_page(path: Path, name: str) -> DraftText | None:
    """Return all text of a page in which no article is found, as of a draft of few lines; None of what is no page."""
    if kind_of(name) not in (".html", ".htm", ".xhtml") or name.lower().endswith(".gz"):
        return None
    text = html_to_text(decode_page(path.read_bytes()[:LARGEST_TEXT]))
    return DraftText(name, "", text, ()) if text.strip() else None
