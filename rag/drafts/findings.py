"""What was found of a draft: each quotation and each sentence, with its place in the draft's text.

They are plain values, frozen, and map one to one onto the JSON of the command line.
"""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from index import Article
from rag.quote import Quote, origin

QuotationStatus = Literal["stands", "altered", "not in the articles", "not checked"]
SpeakerStatus = Literal["right", "wrong speaker", "unsure"]
SentenceStatus = Literal["quoted", "supported", "unsure", "unsupported", "not in the articles", "claims nothing"]

ABSENT: Literal["not in the articles"] = "not in the articles"


@dataclass(frozen=True, slots=True)
class SourcedQuote:
    """Words of an article, to the letter, and where they come from."""

    quote: Quote
    title: str
    source: str | None
    published: str | None
    url: str | None

    @classmethod
    def of(cls, article: Article, start: int, end: int) -> "SourcedQuote":
        """Cut `[start, end)` out of an article."""
        quote = Quote(article.id, start, end, article.text[start:end])
        return cls(quote, article.title, article.source, article.published, article.url)

    @property
    def origin(self) -> str:
        """Where it comes from, in one line."""
        return origin(self.title, self.source, self.published)


@dataclass(frozen=True, slots=True)
class WordChange:
    """Words that draft and article have both, or that the draft `added` or lacks (`missing`)."""

    kind: Literal["same", "added", "missing"]
    words: str


@dataclass(frozen=True, slots=True)
class CheckedSpeaker:
    """Who says a quotation in the draft, and who in the articles; `said_by` is empty where these do not tell."""

    status: SpeakerStatus
    written: str
    said_by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CheckedQuotation:
    """Words in quotation marks at `[start, end)` of the draft, marks included, and whether they stand in an article.

    `places` are where they stand, or what comes nearest to them; `changes` how they differ from the first of these,
    word by word; `notes` what is the same in other letters.
    """

    start: int
    end: int
    words: str
    status: QuotationStatus
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    places: tuple[SourcedQuote, ...] = ()
    changes: tuple[WordChange, ...] = ()
    speaker: CheckedSpeaker | None = None

    @property
    def has_wrong_speaker(self) -> bool:
        """Whether somebody else says it in the articles."""
        return self.speaker is not None and self.speaker.status == "wrong speaker"

    @property
    def falls(self) -> bool:
        """Whether the articles do not have it so."""
        return self.status in ("altered", ABSENT) or self.has_wrong_speaker


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence at `[start, end)` of the draft, whether the articles bear it out, and what in them comes nearest.

    The sentences that its quotations stand in come first.
    """

    start: int
    end: int
    text: str
    status: SentenceStatus
    reasons: tuple[str, ...] = ()
    nearest: tuple[SourcedQuote, ...] = ()

    @property
    def falls(self) -> bool:
        """Whether it claims what the articles do not bear out."""
        return self.status in ("unsupported", ABSENT)


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft's text, and what was found of it; `left_out` is what its file shows besides the text, unchecked."""

    text: str
    quotations: tuple[CheckedQuotation, ...]
    sentences: tuple[CheckedSentence, ...]
    title: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[CheckedQuotation | CheckedSentence, ...]:
        """All quotations and sentences, as they stand in the draft; a sentence before the quotations in it."""
        return tuple(sorted((*self.sentences, *self.quotations), key=lambda one: (one.start, -one.end)))

    @property
    def falls(self) -> bool:
        """Whether anything in it falls."""
        return any(one.falls for one in self.findings)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return asdict(self) | {"falls": self.falls}
