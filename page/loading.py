"""The models that were chosen in the page, each loaded once, in a thread of its own: nobody who looks on is held by it.

Loading one takes seconds for the client of a server, up to a minute for a file, and sends nothing anywhere. Meanwhile
the quotes are there.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Generator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal, Unpack

from index import OnRecordError
from index.scope import ScopeOptions
from rag import Answer, Chatbot
from rag.answer import QUOTES

CRASHED = "OnRecord failed; the terminal says why."
STILL_LOADING = "The model is still loading; these are the quotes so far."
MOST_KEPT = 8
AT_ONCE_S = 0.3  # what takes no longer is loaded before anything is shown

_log = logging.getLogger("onrecord")


@dataclass(frozen=True, slots=True)
class Loaded:
    """How far a model is, with a line that says why it failed."""

    state: Literal["loading", "ready", "failed"]
    line: str = ""


class Loading:
    """Chatbots that ask models by their names. Safe to share between threads.

    None is the model that the chatbot was made with.
    """

    def __init__(self, chatbot: Chatbot) -> None:
        self._chatbot = chatbot
        self._lock = threading.Lock()
        self._begun: OrderedDict[str, Future[Chatbot]] = OrderedDict()

    def begin(self, model: str | None) -> "Future[Chatbot]":
        """Begin to load a model, unless that was begun before; what failed may have been mended by now."""
        with self._lock:
            known = self._begun.get(model or "")
            if known is None or (known.done() and known.exception()):
                known = self._begun[model or ""] = Future()
                threading.Thread(target=self._load, args=[model, known], name="onrecord-load", daemon=True).start()
            self._begun.move_to_end(model or "")
            while len(self._begun) > MOST_KEPT:
                self._begun.popitem(last=False)
            return known

    def _load(self, model: str | None, loaded: "Future[Chatbot]") -> None:
        try:
            chatbot = self._chatbot.using(model)
            chatbot.load_model()
            loaded.set_result(chatbot)
        except BaseException as error:
            if not isinstance(error, OnRecordError):
                _log.exception(CRASHED)
            loaded.set_exception(error)

    def how_far(self, model: str | None) -> Loaded:
        """Tell how far a model is whose loading was begun."""
        known = self._begun.get(model or "") or self.begin(model)
        if not known.done():
            return Loaded("loading")
        error = known.exception()
        return (
            Loaded("failed", str(error) if isinstance(error, OnRecordError) else CRASHED) if error else Loaded("ready")
        )

    def using(self, model: str | None, *, strict: bool) -> Chatbot:
        """Return a chatbot that asks a model, as soon as that is loaded; raises what loading it raises."""
        return self.begin(model).result().using(strict=strict)

    def stream(
        self,
        model: str | None,
        question: str,
        history: Sequence[Answer],
        *,
        strict: bool,
        **within: Unpack[ScopeOptions],
    ) -> Generator[Answer]:
        """Yield what `Chatbot.stream` of a model does, and the quotes before it as long as the model is loading.

        Raises what loading it raises; the quotes stay.
        """
        loaded = self.begin(model)
        with suppress(TimeoutError):
            loaded.exception(AT_ONCE_S)
        if not loaded.done() or loaded.exception():
            answer: Answer | None = None
            for answer in self._chatbot.using(QUOTES).stream(question, history, **within):
                yield answer if loaded.done() else replace(answer, notes=(*answer.notes, STILL_LOADING))
            if loaded.exception() and answer:  # waits
                yield answer
        yield from loaded.result().using(strict=strict).stream(question, history, **within)
