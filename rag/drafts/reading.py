"""The text of a draft, from a file of any kind that articles are read from.

The readers of articles read it, without cleaning: what a draft says is all to be checked. Of a saved page its article
is the draft; what else it shows is named, as nobody checked it.
"""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from index import InputError
from index.reading import ReadArticle, Skipped, read_file


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
    if not path.is_file():
        raise InputError(f"{path}: no such file; give a draft, or an answer that ask --json wrote")
    drafts: list[DraftText] = []
    with closing(read_file(path, name, as_is=True)) as reading:
        for one in reading:
            if isinstance(one, Skipped):
                raise InputError(f"{name}: {one.reason.replace('remove it', 'give another')}")
            if isinstance(one, ReadArticle):
                left_out = tuple(piece.text for piece in one.removed)
                drafts.append(DraftText(one.article.id, one.article.title, one.article.text, left_out))
    if not drafts:
        raise InputError(f"{name}: no text found in it; give another")
    return drafts
