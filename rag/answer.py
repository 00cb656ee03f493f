"""The value types of what is said: an `Answer` and what stands behind each of its sentences.

They are plain values, frozen, and map one to one onto the JSON of the command line and the evaluation.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Status = Literal["answered", "not_found", "contested"]
VerdictName = Literal["quoted", "supported", "unsupported", "uncited"]

NOT_FOUND = "The articles do not say."


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters `[start, end)` of an article's text, and those characters: `article.text[start:end] == text`."""

    article: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote, with what a reader needs to judge it.

    `score` is how well the quote fits the question (0 to 1). `passage` is the quote's surroundings in the same
    article.
    """

    number: int
    quote: Quote
    score: float
    title: str
    source: str | None
    published: str | None
    url: str | None
    passage: Quote


@dataclass(frozen=True, slots=True)
class Verdict:
    """One sentence of an answer: what it says, the numbers of its citations, and whether they bear it out."""

    text: str
    citations: tuple[int, ...]
    verdict: VerdictName
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """One side of a contested question: its citations and a label that says whose it is."""

    label: str
    citations: tuple[int, ...]


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

    `confidence` (0 to 1) is what the decision to answer was taken on, whichever way it went. `nearest` holds the
    closest sentences when the articles do not say.
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

    def citation(self, number: int) -> Citation:
        """Return the citation with a number; raises `KeyError` when the answer has none such."""
        for citation in self.citations:
            if citation.number == number:
                return citation
        raise KeyError(number)

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the same conversation and the answer it got."""

    question: str
    answer: str

    @classmethod
    def of(cls, turns: "Sequence[Turn | Answer]") -> "list[Turn]":
        """Return a conversation as turns, whichever way it was kept."""
        return [turn if isinstance(turn, Turn) else cls(turn.question, turn.text) for turn in turns]
