"""A language model that is asked with patience and read with care.

Whatever it does, it takes no longer than its deadline and writes no more than it may, its failures are `ModelError`s,
and neither what it writes nor how it fails shows a key.
"""

import math
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from index.address import Address, redacted
from index.calling import shown
from index.embedding import packaged_tokenizer
from index.errors import InputError
from index.plain_text import one_line, plain
from rag.answer import Usage
from rag.llm.background import Deadline, Line, in_background
from rag.llm.errors import ModelError, TimedOut, explained, is_passing
from rag.llm.thinking import Thinking
from rag.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage

LONGEST_DRAFT = 100_000  # characters, with all that is thought aloud; an event counts as one at least
LONGEST_PIECE = 16  # characters that a word piece may take at the most
RETRY_AFTER_S = 0.5
AFTER_STOP_S = 2.0  # for what may follow the end of an answer: what it cost
_STOPS = {"max_tokens": "length", "model_context_window_exceeded": "length", "refusal": "content_filter"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model has written so far; `stop` is why it stopped ("stop", "length"), None while it writes."""

    text: str
    stop: str | None = None
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one event of a stream says."""

    text: str
    size: int  # characters, with what is thought aloud
    stop: str | None
    usage: Usage | None
    tells_stop: bool  # it is of a protocol that ends each answer with a reason


class LanguageModel:
    """A llama-index `LLM` with a name and, where it can be told, the host it sends text to."""

    def __init__(
        self,
        name: str,
        load: "Callable[[], LLM]",
        *,
        destination: str | None = None,
        secrets: Iterable[str] = (),
        settings: Settings | None = None,
        watches_silence: bool = False,
    ) -> None:
        """Take what loads the model, called once it is needed.

        One that `watches_silence` gives up by itself when its server falls silent.
        """
        self.name = name
        self.destination = destination
        self._load = load
        self._loaded: LLM | None = None
        self._lock = threading.Lock()
        self._secrets = tuple(secrets)
        self._settings = settings or Settings()
        self._silence_s = math.inf if watches_silence else self._settings.model_timeout_s

    def load(self) -> "LLM":
        """Return the model, loaded now if it was not; raises `ModelError` when it can't be."""
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def redacted(self, text: str) -> str:
        """Return a text with asterisks in the place of the model's keys."""
        return redacted(text, self._secrets)

    def stream(self, messages: "Sequence[ChatMessage]", deadline: Deadline | None = None) -> Generator[Draft]:
        """Yield the growing draft; the last one has `stop` set.

        Raises `ModelError` when the model can't be reached, fails, falls silent, breaks off, writes nothing or has not
        ended when the deadline passes. Closing the generator stops the model.
        """
        self.load()
        deadline = deadline or Deadline(self._settings.model_deadline_s)
        try:
            yield from self._drafts(messages, deadline)
        except Exception as error:  # each client library has errors of its own
            known = explained(error)
            if isinstance(known, TimedOut):
                deadline.end()
            text = shown(self.redacted(one_line(self.redacted(str(known)))))
            # What the error came from may quote a key, so it is not shown with it where there is one.
            raise type(known)(f"{self.name}: {text}") from (None if self._secrets else error)

    def first_line(self, messages: "Sequence[ChatMessage]", *, longest: int, deadline: Deadline | None = None) -> str:
        """Return the first line that is written, and stop there or after `longest` characters; raises like `stream`."""
        text = ""
        with closing(self.stream(messages, deadline)) as drafts:
            for draft in drafts:
                text = draft.text.strip()
                if "\n" in text or len(text) > longest:
                    break
        return text.partition("\n")[0].strip()

    def _drafts(self, messages: "Sequence[ChatMessage]", deadline: Deadline) -> Iterator[Draft]:
        thinking, limit, size = Thinking(), _Limit(self._settings.max_answer_tokens), 0
        stop, usage, tells_stop = None, Usage(), False

        def read(line: Line) -> Iterator[_Piece]:
            return self._pieces(messages, line, deadline)

        def silence_s() -> float:
            return AFTER_STOP_S if stop else self._silence_s

        try:
            with closing(in_background(read, deadline, silence_s=silence_s)) as pieces:
                for piece in pieces:
                    size += piece.size
                    said = thinking.add(piece.text) if size <= LONGEST_DRAFT else thinking.said
                    usage = piece.usage or usage
                    stop = piece.stop or stop
                    tells_stop = tells_stop or piece.tells_stop
                    if limit.is_passed(said) or size > LONGEST_DRAFT:
                        stop = "length"
                        break
                    if piece.text and stop is None:
                        yield Draft(self._readable(said, growing=True))
        except TimedOut:
            if stop is None:
                raise
        said = limit.cut(thinking.end() if size <= LONGEST_DRAFT else thinking.said)
        if tells_stop and stop is None:
            raise ModelError("the model broke off in the middle of its answer; ask again")
        if not said.strip():
            raise ModelError(
                "the model thought for too long and wrote no answer; ask again, or choose another model"
                if stop == "length"
                else "the model wrote nothing; ask again, or choose another model"
            )
        yield Draft(self._readable(said), stop or "stop", usage)

    def _pieces(self, messages: "Sequence[ChatMessage]", line: Line, deadline: Deadline) -> Iterator[_Piece]:
        """Yield what the model's stream says up to its end; begin again where a failure may pass."""
        for attempt in count():
            said = stopped = False
            try:
                for chunk in self.load().stream_chat(list(messages)):
                    piece = _piece(chunk)
                    said = said or piece.size > 1
                    stopped = stopped or piece.stop is not None
                    yield piece
                return
            except Exception as error:
                if stopped:
                    return  # it is whole
                is_over = attempt >= self._settings.model_retries or deadline.left <= RETRY_AFTER_S
                if said or is_over or not is_passing(error) or line.closed.wait(RETRY_AFTER_S):
                    raise

    def _readable(self, said: str, *, growing: bool = False) -> str:
        """Return what is said without what steers a terminal, and without keys or, while it grows, half of one."""
        text = self.redacted(plain(said))
        if not growing:
            return text
        halves = (
            length
            for secret in self._secrets
            for length in range(min(len(secret) - 1, len(text)), 0, -1)
            if text.endswith(secret[:length])
        )
        return text[: len(text) - max(halves, default=0)]


class _Limit:
    """The most word pieces that an answer may have; they are counted only when they may have become too many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._counts_from = most  # characters; no piece is shorter

    def is_passed(self, text: str) -> bool:
        if len(text) <= self._counts_from:
            return False
        pieces = len(packaged_tokenizer().encode(text, add_special_tokens=False).ids)
        self._counts_from = len(text) + self._most - pieces
        return pieces > self._most or len(text) > self._most * LONGEST_PIECE

    def cut(self, text: str) -> str:
        text = text[: self._most * LONGEST_PIECE]
        ends = packaged_tokenizer().encode(text, add_special_tokens=False).offsets
        return text if len(ends) <= self._most else text[: ends[self._most - 1][1]]


def host_of(llm: "LLM") -> str | None:
    """Return the host that a model object sends text to, as far as it tells."""
    base = getattr(llm, "api_base", None) or getattr(llm, "base_url", None)
    try:
        address = Address.parse(str(base or ""))
    except InputError:
        return None
    return None if address.is_on_this_machine else address.host


def _piece(chunk: Any) -> _Piece:
    raw = chunk.raw
    text = chunk.delta if isinstance(chunk.delta, str) else ""
    places = (chunk.additional_kwargs, getattr(chunk.message, "additional_kwargs", None))
    thought = [place.get("thinking_delta") for place in places if isinstance(place, dict)]
    size = len(text) + sum(len(one) for one in thought if isinstance(one, str))
    tells_stop = hasattr(raw, "choices") or (isinstance(raw, dict) and "type" in raw)
    return _Piece(text, max(1, size), _stop(raw), _usage(raw), tells_stop)


def _stop(raw: Any) -> str | None:
    """Return why the model stopped, from an event of OpenAI's or (a dict) of Anthropic's; None while it goes on."""
    if isinstance(raw, dict):
        reason = getattr(raw.get("delta"), "stop_reason", None)
    else:
        choices = getattr(raw, "choices", None)
        reason = getattr(choices[0], "finish_reason", None) if choices else None
    return _STOPS.get(str(reason), str(reason)) if reason else None


def _usage(raw: Any) -> Usage | None:
    """Return the tokens counted so far, from the same events."""
    usage = raw.get("usage") if isinstance(raw, dict) else getattr(raw, "usage", None)
    read = getattr(usage, "prompt_tokens", None) or getattr(usage, "input_tokens", None)
    written = getattr(usage, "completion_tokens", None) or getattr(usage, "output_tokens", None)
    return Usage(read or 0, written or 0) if read or written else None
