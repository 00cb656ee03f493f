"""An evaluation that runs behind the page: one at a time, in a thread, while questions can still be asked."""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index import InputError, OnRecordError
from page.loading import CRASHED
from page.runs import Run, Runs
from rag import Chatbot
from rag.evaluation.asking import answers_to
from rag.evaluation.gold import GoldQuestion
from rag.evaluation.metrics import Scored

BUSY = "Another evaluation is running; wait for it, or cancel it."
NOTHING_KEPT = "nothing of it is kept"

_log = logging.getLogger("onrecord")


@dataclass
class Going:
    """An evaluation that runs, or has run: how far it is, and in the end the run that was kept, or what went wrong."""

    person: str
    total: int
    done: int = 0
    run: str = ""
    note: str = ""
    is_over: bool = False
    is_cancelled: threading.Event = field(default_factory=threading.Event)


class Measuring:
    """Runs evaluations, one at a time for all who are at the page."""

    def __init__(self, runs: Runs) -> None:
        self._runs = runs
        self._lock = threading.Lock()
        self._going: Going | None = None

    def of(self, person: str) -> Going | None:
        """Return a person's evaluation that runs or was the last to run."""
        going = self._going
        return going if going and going.person == person else None

    def begin(self, person: str, using: Callable[[], Chatbot], questions: Sequence[GoldQuestion], gold: str) -> None:
        """Begin to ask; `using` is called in the thread, as a model takes a while to load. Raises `InputError`."""
        with self._lock:
            if self._going and not self._going.is_over:
                raise InputError(BUSY)
            self._going = going = Going(person, len(questions))
        threading.Thread(
            target=self._measure, args=[going, using, questions, gold], name="onrecord-evaluation", daemon=True
        ).start()

    def cancel(self, person: str) -> None:
        """End a person's evaluation, once the question that is being asked is answered."""
        if going := self.of(person):
            going.is_cancelled.set()

    def _measure(
        self, going: Going, using: Callable[[], Chatbot], questions: Sequence[GoldQuestion], gold: str
    ) -> None:
        begun, scored = time.time(), list[Scored]()
        try:
            chatbot = using()
            answers = answers_to(chatbot, questions)
            while (
                len(scored) < len(questions) and not going.is_cancelled.is_set() and threading.main_thread().is_alive()
            ):
                scored.append(next(answers))
                going.done = len(scored)
            if len(scored) == len(questions):
                run = Run(uuid.uuid4().hex, begun, gold, chatbot.model, len(questions))
                self._runs.keep(going.person, run, scored)
                going.run = run.id
            else:
                going.note = f"Cancelled after {going.done:,} of {going.total:,} questions; {NOTHING_KEPT}."
        except OnRecordError as error:
            going.note = f"{error} ({NOTHING_KEPT})"
        except Exception:
            _log.exception(CRASHED)
            going.note = CRASHED
        finally:
            going.is_over = True
