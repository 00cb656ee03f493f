"""What a command prints as JSON on stdout, how it shows its progress on stderr, and the files it reads and writes."""

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import copymode
from typing import Any

from index import InputError
from index.plain_text import plain


def print_json(value: Any) -> None:
    """Print JSON in which each character that could steer the terminal, or that it can't show, is an escape."""
    is_unicode = (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    text = json.dumps(value, ensure_ascii=not is_unicode, indent=2)
    print("".join(sign if sign == "\n" or plain(sign) == sign else json.dumps(sign)[1:-1] for sign in text))


def progress_bar() -> Callable[[float, str], None]:
    """Return a callback that draws on stderr, where that is a terminal, which share is done, and what that is."""
    from tqdm import tqdm

    bar = tqdm(total=1.0, bar_format="{percentage:3.0f}% |{bar}| {desc}", file=sys.stderr, disable=None, leave=False)

    def show(share: float, done: str) -> None:
        bar.set_description_str(done, refresh=False)
        bar.update(share - bar.n)

    return show


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; raises `ValueError` where a name stands twice, since readers differ on which one counts."""
    if len(value := dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return value


def read_json(file: Path) -> Any:
    """Read a file that --json wrote; raises `InputError` for any other."""
    try:
        return json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=_each_once)
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{file}: can't be read as JSON ({error}); give the file that --json wrote") from error


@contextmanager
def told_once() -> Iterator[None]:
    """Have what is logged meanwhile told once, however many questions it is true of."""
    told = set[str]()

    def is_new(record: logging.LogRecord) -> bool:
        said = record.getMessage()
        is_told = said in told
        told.add(said)
        return not is_told

    logger = logging.getLogger("onrecord")
    logger.addFilter(is_new)
    try:
        yield
    finally:
        logger.removeFilter(is_new)


def led_to(path: Path) -> Path:
    """Return the file that a path leads to, by its links; where these go in a circle, opening it tells."""
    return Path(os.path.realpath(path))


def check_output(option: str, out: Path, taken: Mapping[Path, str]) -> None:
    """Raise `InputError` for a file that can't be written, or is `taken`; better now than when all is done.

    None is made yet: an empty one would pass for a result where the command fails.
    """
    file = led_to(out)
    if other := taken.get(file):
        raise InputError(f"{option} {out}: that is the file of {other}; give it one of its own")
    is_new = not out.exists()
    with writing(option, out):
        out.open("a").close()
    if is_new:
        file.unlink()


def write_output(option: str, out: Path, content: str | bytes) -> None:
    """Write a file whole or not at all, with the access that it had; raises `InputError`, as on a full disk."""
    raw = content.encode() if isinstance(content, str) else content
    file = led_to(out)  # of a pipe, as /dev/stdout may be, a name by which it can't be opened
    with writing(option, out):
        if (out.exists() and not out.is_file()) or not os.access(file.parent, os.W_OK):
            out.write_bytes(raw)
            return
        half_made = file.with_name(f"{file.name}.new")
        try:
            half_made.write_bytes(raw)
            if file.exists():
                copymode(file, half_made)
            half_made.replace(file)
        finally:
            half_made.unlink(missing_ok=True)


@contextmanager
def writing(option: str, out: Path) -> Iterator[None]:
    """Raise `InputError`, which names the file, for what goes wrong while it is written."""
    try:
        yield
    except OSError as error:
        why = f"can't be written ({error.strerror or error})"
        raise InputError(f"{option} {out}: {why}; free some space there, or give another path") from error
