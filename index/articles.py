"""Files → articles.

Reads .txt, .md, .html, .json and .jsonl, each also gzipped (.gz), alone or in folders. Parsing is left to
trafilatura (HTML), markdown-it (Markdown), python-frontmatter (YAML headers) and dateparser (dates); what is ours
is the choice, the checks, and an error that names file, line and fix. Nothing is guessed: what a file does not
say about itself is None. Links that lead out of a folder are not followed.
"""

import gzip
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.cleaning import clean
from index.dates import iso_date
from index.errors import InputError
from index.pages import read_page

SUFFIXES = (".txt", ".md", ".html", ".htm", ".json", ".jsonl")
LONGEST_FIRST_LINE_TITLE = 120  # characters


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


def read_articles(path: str | Path, *, as_is: bool = False) -> Iterator[Article]:
    """Yield the articles of a file, or of all readable files below a folder, in the order of their names.

    An article's id is the one its JSON gives, else the file's path below `path`. Cleaning is skipped with `as_is`.
    Gold questions that lie beside the articles (JSON Lines with "question" and no "text") are passed over.
    Raises `InputError` at the first file that can't be used.
    """
    root = Path(path)
    for file in article_files(root):
        name = file.relative_to(root).as_posix() if root.is_dir() else file.name
        for article in _read_file(file, name):
            if not as_is:
                cleaned = clean(article.text, title=article.title)
                article = replace(article, text=cleaned.text, source=article.source or cleaned.source)
            if not article.text.strip():
                raise InputError(f"{article.path}: no article text found in {article.id}; remove it, or use --as-is")
            yield article


def article_files(root: Path) -> list[Path]:
    """List the files `read_articles` would read below `root`; hidden files and folders are left out."""
    try:
        root.stat()
    except OSError as error:
        raise InputError(f"{root}: no such file or folder; give the path of your articles") from error
    if not root.is_dir():
        if not _is_readable(root):
            raise InputError(f"{root}: not a kind of file that is read ({' '.join(SUFFIXES)}, or one of them with .gz)")
        return [root]
    inside = root.resolve()
    files = sorted(
        file
        for file in _visible_files(root)
        if _is_readable(file)
        and file.is_file()
        and file.resolve().is_relative_to(inside)
        and not _holds_gold_questions(file)
    )
    if not files:
        raise InputError(f"{root}: no articles in this folder; put {' '.join(SUFFIXES)} files there")
    return files


def _visible_files(root: Path) -> Iterator[Path]:
    """Yield the files below a folder; one that can't be looked into is an error, lest its articles count as gone."""

    def refuse(error: OSError) -> None:
        raise InputError(f"{error.filename}: can't be read ({error.strerror}); give yourself access to it") from error

    for folder, subfolders, names in os.walk(root, onerror=refuse):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        yield from (Path(folder, name) for name in names if not name.startswith("."))


def _is_readable(file: Path) -> bool:
    return file.name.removesuffix(".gz").lower().endswith(SUFFIXES)


def _holds_gold_questions(file: Path) -> bool:
    """Tell gold questions from articles by the first line: it has a "question" and no "text"."""
    if ".jsonl" not in file.suffixes:
        return False
    try:
        with gzip.open(file) if file.name.endswith(".gz") else file.open("rb") as lines:
            first = json.loads(lines.readline())
    except (OSError, EOFError, zlib.error, ValueError, RecursionError):
        return False  # reading it as articles will say what is wrong with it
    return isinstance(first, dict) and "question" in first and "text" not in first


def _read_file(file: Path, name: str) -> Iterator[Article]:
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"{name!a}: the name of this file is not UTF-8; rename it") from error
    raw = _read_bytes(file)
    suffix = Path(file.name.removesuffix(".gz")).suffix.lower()
    where = str(file.resolve())
    if suffix in (".html", ".htm"):
        yield _from_html(raw, name, where)
    elif suffix == ".jsonl":
        for number, line in enumerate(_decode(raw, file).split("\n"), start=1):
            if line.strip():
                place = f"{file}, line {number}"
                yield _from_json(_parse_json(line, place), f"{name}:{number}", file, place)
    elif suffix == ".json":
        content = _parse_json(_decode(raw, file), str(file))
        if isinstance(content, list):
            for number, item in enumerate(content, start=1):
                yield _from_json(item, f"{name}:{number}", file, f"{file}, article {number}")
        else:
            yield _from_json(content, name, file, str(file))
    else:
        yield _from_text(_decode(raw, file), name, where, markdown=suffix == ".md")


def _read_bytes(file: Path) -> bytes:
    try:
        raw = file.read_bytes()
        return gzip.decompress(raw) if file.name.endswith(".gz") else raw
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{file}: can't be read ({error}); check the file and its permissions") from error


def _decode(raw: bytes, file: Path) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in raw:
        raise InputError(f"{file}: a binary file, not text; remove it or give it its true suffix")
    else:
        encoding = "utf-8-sig"
    try:
        return raw.decode(encoding).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{file}: not valid {encoding.removesuffix('-sig').upper()} at byte {error.start}; "
            f"save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8"
        ) from error


def _from_html(raw: bytes, name: str, where: str) -> Article:
    page = read_page(raw)
    if page is None:
        raise InputError(f"{where}: no article found in this page; remove it, or save its text as .txt")
    return Article(
        id=name,
        title=page.title or Path(name).stem,
        text=page.text,
        source=page.source,
        author=page.author,
        published=page.published,
        url=page.url,
        language=page.language,
        path=where,
    )


def _from_text(text: str, name: str, where: str, *, markdown: bool) -> Article:
    import frontmatter
    import yaml
    from frontmatter.default_handlers import YAMLHandler

    try:
        header, body = frontmatter.parse(text, handler=YAMLHandler())
    except (yaml.YAMLError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise InputError(f"{where}: the header between --- lines is not YAML (line {line}); mend it") from error
    body = markdown_to_text(body) if markdown else body
    first_line = body.lstrip().split("\n", 1)[0].strip()
    is_title = 0 < len(first_line) <= LONGEST_FIRST_LINE_TITLE and first_line[-1] not in ".!,;:"
    return Article(
        id=_field(header, "id") or name,
        title=_field(header, "title") or (first_line.lstrip("# ") if is_title else "") or Path(name).stem,
        text=body,
        source=_field(header, "source"),
        author=_field(header, "author"),
        published=iso_date(_field(header, "published", "date")),
        url=_field(header, "url"),
        language=_field(header, "language", "lang"),
        path=where,
    )


def _from_json(item: object, name: str, file: Path, place: str) -> Article:
    if not isinstance(item, dict) or not isinstance(item.get("text"), str) or not item["text"].strip():
        raise InputError(f'{place}: needs an object with a non-empty "text"; add it')
    try:
        item["text"].encode()
    except UnicodeEncodeError as error:
        raise InputError(f"{place}: half a character (\\ud800…) in its text; remove it") from error
    return Article(
        id=_field(item, "id") or name,
        title=_field(item, "title") or _field(item, "id") or name,
        text=item["text"],
        source=_field(item, "source"),
        author=_field(item, "author"),
        published=iso_date(_field(item, "published", "date")),
        url=_field(item, "url"),
        language=_field(item, "language"),
        path=str(file.resolve()),
    )


def _parse_json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: not JSON ({error}); mend or remove it") from error


def _field(fields: Mapping[str, Any], *names: str) -> str | None:
    """Return the first named field that says something, as one line of text."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, Iterable) and not isinstance(value, str | Mapping):
            value = ", ".join(str(part) for part in value)
        if value is not None and not isinstance(value, Mapping) and str(value).strip():
            return " ".join(str(value).encode(errors="replace").decode().split())
    return None


def markdown_to_text(markdown: str) -> str:
    """Return what a reader of the rendered page would read: a paragraph per block, no markup."""
    from markdown_it import MarkdownIt

    blocks: list[str] = []
    for token in MarkdownIt("commonmark").parse(markdown):
        if token.type in ("fence", "code_block"):
            blocks.append(token.content)
        elif token.type == "inline":
            blocks.append("".join(_inline_text(child) for child in token.children or ()))
    return "\n\n".join(block.strip() for block in blocks if block.strip())


def _inline_text(token: Any) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return token.content if token.type in ("text", "code_inline") else ""
