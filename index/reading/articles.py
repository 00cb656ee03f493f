r"""Files → articles.

`find_files` says which files of a folder may hold articles, `read_file` reads one of them (see `index.reading.formats`)
and cleans its articles. Nothing in a file makes reading fail: what can't be used is a `Skipped` that says why and names
the fix, and the rest is read. Every character of an article's text is whole, and its lines end with "\n"; as it is,
with what they end with in the file, so that offsets are those of the file's text.
"""

import zlib
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from index.errors import InputError
from index.reading.cleaning import Removed, clean
from index.reading.dates import DateColumn, iso_date, orders_of
from index.reading.files import Skipped, find_files
from index.reading.formats import HOLDING, READERS, kind_of, kind_of_stream
from index.reading.formats.members import FormatReader
from index.reading.formats.source import LARGEST_TEXT, MEGABYTE, open_file, whole_items
from index.reading.kinds import suffix_of
from index.reading.notices import Notice, find_notices
from index.reading.raw_article import NotRead, RawArticle, Unreadable, whole_characters, with_line_feeds

OR_AS_IS = ", or use --as-is"  # of the command line
HOPELESS = 100  # articles that can't be used; a file that starts with as many is no file of articles


@dataclass(frozen=True, slots=True)
class Article:
    """One article as the library keeps it; every offset in OnRecord counts characters of `text`.

    `published` is ISO 8601 as precise as it is known (`2025-01-17`, `2025-01`, `2025`), or None.
    `path` is the absolute path of the file it was read from.
    """

    id: str
    title: str
    text: str
    source: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    path: str = ""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What it says of itself or another as an article: corrections and the like; told anew at each call."""
        return find_notices(self.id, self.title, self.text, self.source)


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article as read, what cleaning took out of it, and its date as it was given where that can't be told."""

    article: Article
    removed: tuple[Removed, ...]
    untold_date: str | None = None


def read_articles(
    path: str | Path, *, as_is: bool = False, on_skip: Callable[[Skipped], None] | None = None
) -> Iterator[Article]:
    """Yield the articles of a file, or of all readable files below a folder, in the order of their names.

    An article's id is the one its file gives, else the file's path below `path`. With `as_is`, a text is not cleaned,
    and stays to the letter but for what no database takes (`whole_characters`).
    What can't be used is told to `on_skip`; without it, the first is raised as `InputError`.
    """
    tell = on_skip or _refuse
    for found in find_files(Path(path)):
        if isinstance(found, NotRead):
            continue
        if isinstance(found, Skipped):
            tell(found)
            continue
        with closing(read_file(found.path, found.name, as_is=as_is)) as reading:
            for read in reading:
                if isinstance(read, ReadArticle):
                    yield read.article
                elif isinstance(read, Skipped):
                    tell(read)


def _refuse(skipped: Skipped) -> None:
    raise InputError(str(skipped))


def read_file(file: Path, name: str, *, as_is: bool = False) -> Generator[ReadArticle | Skipped | NotRead, None, None]:
    """Yield the articles of a file one by one, and what of it can't be used; raises nothing for what is in it.

    An article without an id has `name` for one, with the name of the file within a file that holds others, and its
    place (line, row) in one that may hold many articles. What is of no kind that is read, there, is a `NotRead`.
    The file is open while this runs: close it (`contextlib.closing`) if it isn't read to its end.
    """
    is_hopeless, tried = True, 0
    ids: Counter[str] = Counter()
    dates: dict[str | None, DateColumn] | None = None
    try:
        name.encode()
        with open_file(file) as opened:
            kind = kind_of(name) or kind_of(file.name) or kind_of_stream(file.name, opened.stream)
            if kind is None:
                raise Unreadable("not a kind of file that is read; remove it or give it its true suffix")
            path = str(file.resolve())
            reader = READERS[kind]
            for raw in whole_items(reader(opened.stream), opened):
                if isinstance(raw, NotRead):
                    yield raw
                    continue
                tried += 1
                if dates is None and isinstance(raw, RawArticle) and raw.number is not None:
                    dates = _dates_of(file, reader, kind) if len(orders_of(raw.published)) > 1 else None
                column = (dates or {}).get(_member(raw, kind), DateColumn())
                read = raw if isinstance(raw, Unreadable) else _read(raw, path, name, as_is, column, ids)
                yield Skipped(file, str(read)) if isinstance(read, Unreadable) else read
                is_hopeless = is_hopeless and isinstance(read, Unreadable)
                if is_hopeless and tried == HOPELESS and kind not in HOLDING:
                    raise Unreadable(f"none of its first {HOPELESS} articles can be used; the rest is not read")
    except Unreadable as error:
        yield Skipped(file, str(error))
    except UnicodeEncodeError:
        yield Skipped(file, "its name is not UTF-8; rename it")
    except (OSError, EOFError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        yield Skipped(file, f"can't be read ({reason}); check the file and its permissions")
    except Exception as error:  # what a parser did not expect must not end the reading of other files
        said = " ".join(str(error).split())
        yield Skipped(file, f"can't be read ({type(error).__name__}: {said}); mend or remove it")


def _dates_of(file: Path, reader: FormatReader, kind: str) -> dict[str | None, DateColumn]:
    """Return what the dates of a file, or of each member of it, tell of the order that they are written in.

    For that it is read a second time.
    """
    columns: dict[str | None, DateColumn] = {}
    with open_file(file) as opened, suppress(Unreadable):
        for raw in reader(opened.stream):
            if isinstance(raw, RawArticle):
                member = _member(raw, kind)
                columns[member] = columns.get(member, DateColumn()).beside(raw.published)
    return columns


def _member(raw: RawArticle | Unreadable, kind: str) -> str | None:
    """Return the file that an article stands in, within one that holds files: what settles its dates."""
    return raw.member if isinstance(raw, RawArticle) and kind in HOLDING else None


def _read(
    raw: RawArticle, path: str, name: str, as_is: bool, dates: DateColumn, ids: Counter[str]
) -> ReadArticle | Unreadable:
    """Make an article of a raw one: cleaned, with an id, a title and whole characters.

    `ids` are those that were made from the names in this file: a second page of one address gets another.
    """
    place = ": ".join(filter(None, (raw.member, raw.place)))
    if len(raw.text) > LARGEST_TEXT:
        return Unreadable(f"larger than {LARGEST_TEXT // MEGABYTE} MB of text; split it", place)
    given = raw.given if as_is and raw.given is not None else raw.text
    text = whole_characters(given if as_is else with_line_feeds(given))
    default_id = _default_id(raw, name, ids)
    file_name = PurePosixPath(raw.member or name).name
    default_title = (
        file_name[: len(file_name) - len(suffix_of(file_name))] or file_name if raw.number is None else default_id
    )
    title = raw.title or raw.id or default_title
    source = raw.source
    removed = tuple(Removed(whole_characters(one.text), whole_characters(one.reason)) for one in raw.removed)
    if as_is and raw.given is not None:  # the text as it was given has what the reader resolved
        removed = tuple(piece for piece in (*raw.leads, *removed) if piece.text not in text)
    if not as_is:
        cleaned = clean(text, title=title)
        text, source, removed = cleaned.text, source or cleaned.source, removed + cleaned.removed
    if not text.strip():
        fix = "remove it" if as_is else f"remove it{OR_AS_IS}"
        return Unreadable(f"no article text found in it; {fix}", place)
    published = iso_date(raw.published, dates)
    article = Article(raw.id or default_id, title, text, source, raw.author, published, raw.url, raw.language, path)
    return ReadArticle(article, removed, untold_date=None if published else raw.published)


def _default_id(raw: RawArticle, name: str, ids: Counter[str]) -> str:
    made = f"{name}/{raw.member}" if raw.member else name
    made = made if raw.number is None else f"{made}:{raw.number}"
    if raw.member is not None:
        ids[made] += 1
    return f"{made} ({ids[made]})" if ids[made] > 1 else made
