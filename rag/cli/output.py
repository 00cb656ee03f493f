"""What a command prints as JSON on stdout, how it shows its progress on stderr, and the JSON files it is given."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
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
