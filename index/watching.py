"""Files and folders that are followed: whoever mirrors them is called again each time something below them changed.

Nothing that happens before the looking begins, or while a call runs, is missed: it is looked at late. A path that goes
away is waited for, and what comes in its place is followed.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event

GATHERED_MS = 1_000  # of quiet after a change: files that are copied together are taken together
LONGEST_GATHERED_MS = 15_000  # where there is no such quiet
LOOK_MS = 1_000  # between two looks at whether the paths are the same, and at what is to be tried again


def watch(paths: Sequence[Path], mirror: Callable[[], bool], *, besides: Path, stop: Event) -> None:
    """Call `mirror` now, and whenever something below `paths` changed, until `stop` is set.

    `mirror` returns whether it could; else it is called again soon. Changes of hidden files, and below `besides`, where
    the library lies, count for nothing. Raises `KeyboardInterrupt` after Ctrl-C, and what `mirror` raises.
    """
    from watchfiles import watch as looks

    mirror()
    while not stop.is_set():
        roots = {root: _identity(root) for root in map(Path.resolve, paths)}
        is_done = False  # whatever came before the looks begin
        with suppress(FileNotFoundError):
            for changes in looks(
                *(root for root, identity in roots.items() if identity),
                watch_filter=partial(_counts, list(roots), besides.resolve()),
                debounce=LONGEST_GATHERED_MS,
                step=GATHERED_MS,
                rust_timeout=LOOK_MS,
                yield_on_timeout=True,
                stop_event=stop,
                ignore_permission_denied=True,
            ):
                if changes or not is_done:
                    is_done = mirror()
                is_of_root = any(Path(name) in roots for _, name in changes)  # a new one may get the old one's number
                if is_of_root or any(_identity(root) != identity for root, identity in roots.items()):
                    break  # what is followed is a file or folder, not what comes in its place


def _counts(roots: Sequence[Path], library: Path, _change: object, name: str) -> bool:
    path = Path(name)
    below = next((path.relative_to(root) for root in roots if path.is_relative_to(root)), path)
    return not path.is_relative_to(library) and not any(part.startswith(".") for part in below.parts)


def _identity(path: Path) -> tuple[int, int] | None:
    """Return which file or folder a path is just now; None for none."""
    with suppress(OSError):
        state = path.stat()
        return state.st_dev, state.st_ino
    return None
