"""The value types of what is said: an `Answer` and what stands behind each of its sentences.

They are plain values, frozen, and map one to one onto the JSON of the command line and the evaluation.
"""

import json
from collections.abc import Generator, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Protocol, Unpack

from index import InputError, Time
from index.reading import iso_span
from index.scope import ScopeOptions
from rag.quote import Quote, Slice, origin

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Status = Literal["answered", "not_found", "contested"]
VerdictName = Literal["quoted", "supported", "unsupported", "uncited"]

NOT_FOUND = "The articles do not say."
UNFINISHED = "unfinished"  # the reason of a sentence that is still written, or was cut off: nobody judged it
Quotes = Literal["quotes"]
QUOTES: Quotes = "quotes"  # in a model's place: the answer is the quotes


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote, with what a reader needs to judge it.

    `score` is how well the quote fits the question (0 to 1). `passage` is the quote's surroundings in the same
    article, `times` when the quote speaks of (offsets in the article, ISO dates). Its `kind` tells a quote that is no
    plain answer: the "correction", "clarification" or "retraction" of an article, or an "earlier report". Its `span` is
    the words of the quote that answer the question, if there are such.
    """

    number: int
    quote: Quote
    score: float
    title: str
    source: str | None
    published: str | None
    url: str | None
    passage: Quote
    times: tuple[Time, ...] = ()
    kind: str = ""
    span: Slice | None = None

    @property
    def origin(self) -> str:
        """Where the quote comes from, in one line: kind, title, source and date, as far as they are known."""
        return f"{self.kind}: " * bool(self.kind) + origin(self.title, self.source, self.published)

    def times_to_name(self) -> Iterator[tuple[str, str]]:
        """Yield the times that can't be told from the quote alone as it has them, and the days: "May", "2025-05"."""
        for time in self.times:
            written = self.quote.text[time.start - self.quote.start : time.end - self.quote.start]
            if time.first[:4] not in written:
                yield written, iso_span(time.first, time.last)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One sentence of an answer: what it says, the numbers of its citations, and whether they bear it out.

    One `withdrawn` was written by a model, and is not part of the answer's text: the quotes are shown in its place.
    """

    text: str
    citations: tuple[int, ...]
    verdict: VerdictName
    reasons: tuple[str, ...] = ()
    withdrawn: bool = False

    @property
    def is_borne_out(self) -> bool:
        """Whether its quotes bear it out."""
        return self.verdict in ("quoted", "supported")

    @property
    def is_unfinished(self) -> bool:
        """Whether it is still written, or was cut off, and so was not judged."""
        return self.reasons == (UNFINISHED,)


@dataclass(frozen=True, slots=True)
class Position:
    """One side of a contested question: its citations, and a label that says what it says and whose it is."""

    label: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The words that surely answer: the `span` of the citation with that number, characters `[start, end)`."""

    text: str
    citation: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something the model wrote that is not shown as a citation or quote, and why."""

    marker: str
    reason: str


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds from the question: to the passages, for reading them, to the first words of the answer, to its end."""

    retrieve_s: float = 0.0
    read_s: float = 0.0
    first_token_s: float = 0.0
    total_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a model read and wrote, as it reports them; zero without a model."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, and on what record.

    `model` wrote it; `quotes` when it is the quotes, for want of a model or in its place, and then `notes` say why.
    `prompt` names the versions of the templates that a model was asked with. `confidence` (0 to 1) is what the decision
    to answer was taken on, whichever way it went. `nearest` holds the closest sentences when the articles do not say,
    `short_answer` the words of one quote, where it is sure that they answer.
    """

    question: str
    standalone_question: str
    status: Status
    text: str
    model: str
    sentences: tuple[Verdict, ...] = ()
    citations: tuple[Citation, ...] = ()
    positions: tuple[Position, ...] = ()
    nearest: tuple[Citation, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    confidence: float = 0.0
    timings: Timings = Timings()
    usage: Usage = Usage()
    notes: tuple[str, ...] = ()
    prompt: str = ""
    short_answer: ShortAnswer | None = None

    @property
    def is_reply(self) -> bool:
        """Whether it tells what the library holds, to words that ask nothing of the articles."""
        return self.status == "not_found" and self.text != NOT_FOUND

    def citation(self, number: int) -> Citation:
        """Return the citation with a number; raises `KeyError` when the answer has none such."""
        return {one.number: one for one in reversed(self.citations)}[number]

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Any) -> "Answer":
        """Return the answer that `to_json` gave; a citation without a passage has its quote for one.

        Raises `InputError`, with the place of the first fault, for anything else.
        """
        from pydantic import ValidationError

        try:
            names = ("citations", "nearest")
            cited = {name: [{"passage": one["quote"]} | one for one in value.get(name, ())] for name in names}
            return _adapter().validate_json(json.dumps([value | cited]), strict=True)[0]
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"][1:])) or "its text"
            raise InputError(f"not an answer as `onrecord ask --json` prints it ({where}: {first['msg']})") from error
        except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
            raise InputError("not an answer as `onrecord ask --json` prints it") from error


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the same conversation and the answer it got."""

    question: str
    answer: str


def turns_of(history: object) -> list[Turn]:
    """Return a conversation as turns, without what was no question; raises `InputError` for what is none."""
    given = history if isinstance(history, Sequence) else [None]
    asked = [one for one in given if not (isinstance(one, Answer) and one.is_reply)]
    turns: list[Any] = [Turn(one.question, one.text) if isinstance(one, Answer) else one for one in asked]
    if not all(
        isinstance(one, Turn) and isinstance(one.question, str) and isinstance(one.answer, str) for one in turns
    ):
        raise InputError("the history must be a list of earlier turns: each an Answer, or a Turn(question, answer)")
    return turns


class Answering(Protocol):
    """Who answers questions: a chatbot of this process, or one that is served elsewhere."""

    def ask(self, question: str, history: Sequence[Turn | Answer] = (), **within: Unpack[ScopeOptions]) -> Answer:
        """Return the whole answer."""

    def stream(
        self, question: str, history: Sequence[Turn | Answer] = (), **within: Unpack[ScopeOptions]
    ) -> Generator[Answer]:
        """Yield the answer as it grows; the last one is whole."""

    def close(self) -> None:
        """Let go of what answers."""


@cache
def _adapter() -> "TypeAdapter[list[Answer]]":
    from pydantic import ConfigDict, TypeAdapter

    return TypeAdapter(list[Answer], config=ConfigDict(extra="forbid"))
