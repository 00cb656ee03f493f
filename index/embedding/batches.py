"""Texts in batches, several at once, each in a thread that keeps nobody from ending: not Ctrl-C, nor a failure."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, Queue
from threading import Event, Thread
from typing import TypeVar

Result = TypeVar("Result")


def in_batches(
    ask: Callable[[Sequence[str], Event], Result], texts: Sequence[str], *, size: int, at_once: int
) -> list[Result]:
    """Return what `ask` gives for each batch, in order; what it raises first ends the others, by its event.

    >>> in_batches(lambda some, stopped: "".join(some), list("abcde"), size=2, at_once=3)
    ['ab', 'cd', 'e']
    """
    batches = [texts[start : start + size] for start in range(0, len(texts), size)]
    stopped = Event()
    if len(batches) == 1:
        return [ask(batches[0], stopped)]
    waiting: Queue[int] = Queue()
    done: Queue[tuple[int, Result | BaseException]] = Queue()
    for number in range(len(batches)):
        waiting.put(number)

    def work() -> None:
        with suppress(Empty):
            while not stopped.is_set():
                number = waiting.get_nowait()
                try:
                    done.put((number, ask(batches[number], stopped)))
                except BaseException as error:  # it is raised where it is waited for
                    done.put((number, error))

    for _ in range(min(at_once, len(batches))):
        Thread(target=work, name="onrecord-embedding", daemon=True).start()
    found: dict[int, Result] = {}
    try:
        while len(found) < len(batches):
            number, result = done.get()
            if isinstance(result, BaseException):
                raise result
            found[number] = result
    finally:
        stopped.set()
    return [found[number] for number in range(len(batches))]
