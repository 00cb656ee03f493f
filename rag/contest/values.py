"""The values that a question asks for and a sentence states, and when two of them can both be right.

A question tells by its form (question words, capitals, figures, quotation marks) which kind of value it asks for, and
about whom or what. One that has none of them is taken to ask for a value of any kind, about all that its words name.

Values agree unless they exclude each other: a year agrees with a day of it, "9,500" with "about 9,460", a surname with
a full name. Units are not converted: numbers of different units agree. Two names of one thing ("Burma", "Myanmar") are
two values.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from index.language import facts
from index.language.casualties import with_words_for_the_dead
from index.language.demonyms import are_forms
from index.language.times import Time, years_in
from index.language.words import DEGREE, MEASURE, content_stems, share_of_words
from index.reading import iso_span
from rag.reader import EvidenceSentence

Kind = Literal["date", "number", "name", "words"]

LEAST_OF_NAMES = 0.7  # of the words in the question's names, in a passage about it
LEAST_OF_WORDS = 0.5  # of all words of the question that say something
SHORTEST_NAME = 4  # letters of a name that is known without its capital: "us" is not the US

# More than in `rag.reader.answer_type`, where a kind told wrongly would cost an answer: here it looks for other values.
_ASKS: dict[Kind, str] = {
    "date": r"\b(?:when|(?:what|which) (?:year|date|day|month|time)|(?:date|day|year) of|birth ?day|\w+ date)\b",
    "number": rf"\bhow (?:many|long|old|{DEGREE})\b|\b(?:{MEASURE})\b",
    "name": r"\b(?:who|whom|whose|where|which|what)\b",
}
_ASKS_OTHERWISE = re.compile(r"\b(?:how|why)\b", re.IGNORECASE)  # for what no value is
LATEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|current(?:ly)?|now|nowadays|so far|to date|by now|as of (?:now|today)"
    r"|at present|at the moment|today|up[- ]to[- ]date)\b"  # with a capital, it is a name: "USA Today"
)
_SUPERLATIVE = re.compile(
    r"\b(?:(?:the|\w+['’]s|whose|its|their|his|her)\s+(?:\w+\s+)?"
    r"(?!(?:latest|newest|west|rest|forest|interest|protest|contest|request|guest|arrest|test|quest|conquest|harvest|chest)"
    r"\b)([a-z]{2,}est)|(most|least|fewest|best|worst))\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“]([^\"“”]{3,80})[\"”]")
_FIGURE = re.compile(r"(?:(\w+) )?\b([0-9]+)\b")
_INITIAL = re.compile(r"\b([A-Z])\.")


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is written.

    A date or number may be anything from `least` to `most` (of dates, days since the year 1); a name or other `words`
    are kept folded; the unit of a number stands in their place. In the sentence it is the span `[start, end)`. A number
    that `is_open` may be another, too: "400 m" is of metres or millions. The `level` of a place tells a town from a
    country it may lie in, where a place is asked for.
    """

    kind: Kind
    text: str
    words: tuple[str, ...] = ()
    least: float = 0.0
    most: float = 0.0
    start: int = 0
    end: int = 0
    is_open: bool = False
    level: int = 0

    def agrees(self, other: "Value") -> bool:
        """Tell whether two values can both be right, as those of different kinds can.

        >>> one, other = next(names_in("Ada Lovelace wrote it.")), next(names_in("It was Lovelace."))
        >>> one.agrees(other), one.agrees(next(names_in("It was Charles Babbage.")))
        (True, False)
        """
        if self.kind != other.kind or self.is_open != other.is_open or self.level != other.level:
            return True
        words, others = set(self.words), set(other.words)
        if self.kind in ("date", "number"):  # kilometers and miles agree, a share and a number of things too
            is_of_others = words != others and ((words and others) or "%" in words | others)
            return bool(is_of_others) or (self.least <= other.most and other.least <= self.most)
        if words <= others or others <= words:
            return True
        if _is_short_for(self.words, other.words) or _is_short_for(other.words, self.words):
            return True
        of_one_country = any(are_forms(word, rival) for word in words for rival in others)  # Russia, Russian President
        return self.kind == "name" and (self.words[-1] == other.words[-1] or of_one_country)

    def is_said_by(self, other: "Value") -> bool:
        """Tell whether another value says the same, as far as can be seen."""
        return self.kind == other.kind and self.level == other.level and self.agrees(other)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, and the value that it states for what was asked."""

    sentence: EvidenceSentence
    value: Value


def values_in(sentence: EvidenceSentence, kinds: Sequence[Kind]) -> list[Value]:
    """Return the values of some kinds in a sentence; what is part of a date is no number and no name."""
    text, start = sentence.quote.text, sentence.sentence.start
    times = tuple(replace(one, start=one.start - start, end=one.end - start) for one in sentence.sentence.times)
    dates = list(dates_in(text, times))
    others = [*(numbers_in(text) if "number" in kinds else ()), *(names_in(text) if "name" in kinds else ())]
    free = [one for one in others if all(one.end <= date.start or date.end <= one.start for date in dates)]
    return [*dates, *free] if "date" in kinds else free


def dates_in(text: str, times: Sequence[Time]) -> Iterator[Value]:
    """Yield the dates of a text: its `times`, with offsets in it, and the years that are none of them."""
    years = (
        Time(one.start, one.end, f"{one.told['year']}-01-01", f"{one.told['year']}-12-31")
        for one in facts(text).dates
        if one.is_year and all(one.end <= time.start or time.end <= one.start for time in times)
    )
    for time in (*times, *years):
        written = text[time.start : time.end]
        if time.first[:4] not in written:
            written = f"{written} ({iso_span(time.first, time.last)})"
        days = date.fromisoformat(time.first).toordinal(), date.fromisoformat(time.last).toordinal()
        yield Value("date", written, (), *days, time.start, time.end)


def numbers_in(text: str) -> Iterator[Value]:
    """Yield the numbers of a text, each with the range that its last figure leaves open.

    >>> [(value.least, value.most) for value in numbers_in("Nine of 1.7 billion, or 9,500")]
    [(9.0, 9.0), (1650000000.0, 1750000000.0), (9450.0, 9550.0)]
    """
    for one in facts(text).quantities:
        if one.is_amount:
            unit, scale = ("%", 100.0) if one.is_part else (one.unit, 1.0)
            span = (one.least * scale, one.most * scale, one.start, one.end)
            yield Value("number", one.written, (unit,) if unit else (), *span, is_open=bool(one.others))


def names_in(text: str) -> Iterator[Value]:
    """Yield the names of a text.

    >>> [value.text for value in names_in("The bridge of Riverton was built by Ada de Vries.")]
    ['Riverton', 'Ada de Vries']
    """
    for name in facts(text).names:
        yield Value("name", name.written, name.words, start=name.start, end=name.end)


@dataclass(frozen=True)  # no slots: what is derived is kept
class Asked:
    """A question, seen as what it asks for."""

    question: str

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of value that may answer.

        >>> Asked("When was the bridge built?").kinds, Asked("How many came?").kinds, Asked("How is it built?").kinds
        (('date',), ('number',), ())
        """
        asked = ((kind,) for kind, pattern in _ASKS.items() if re.search(pattern, self.question, re.IGNORECASE))
        return next(asked, () if _ASKS_OTHERWISE.search(self.question) else ("date", "number", "name"))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words that say something of the subject."""
        return content_stems(LATEST.sub("", _plain(uncapitalized(self.question))))

    @cached_property
    def name_stems(self) -> frozenset[str]:
        """The stems of the words in its names."""
        return content_stems(" ".join(name.text for name in names_in(_plain(self.question))))

    @cached_property
    def subject(self) -> str | None:
        """The name that it is about: what stands in quotation marks, else the longest name."""
        if quoted := _QUOTED.search(self.question):
            return quoted[1].strip(" .,?!")
        return max((name.text for name in names_in(self.question)), key=len, default=None)

    @cached_property
    def superlatives(self) -> frozenset[str]:
        """The words that ask for the first of many: "longest". An article without them has but one to compare.

        >>> Asked("Who got the longest sentence?").superlatives, Asked("Which forest burnt?").superlatives
        (frozenset({'longest'}), frozenset())
        """
        found = _SUPERLATIVE.finditer(self.question)
        return frozenset((match[1] or match[2]).lower() for match in found)

    def is_compared_by(self, sentence: EvidenceSentence) -> bool:
        """Tell whether a sentence, or its title, says itself which is the first of what is compared."""
        said = f"{sentence.hit.article.title} {sentence.quote.text}".lower()
        return not self.superlatives or any(re.search(rf"\b{word}\b", said) for word in self.superlatives)

    def said_in(self, text: str) -> frozenset[str]:
        """Return the stems of a text; where it has another word for the dead than the question, also that one's."""
        return with_words_for_the_dead(content_stems(text), self.stems)

    def is_subject_of(self, sentence: EvidenceSentence) -> bool:
        """Tell whether a sentence is about the same; what it leaves unsaid may stand around it or in its title."""
        hit = sentence.hit
        around = _plain(f"{hit.article.title} {hit.text} {hit.article.published or ''}")
        said = self.said_in(around)
        return (
            share_of_words(self.stems, said) >= LEAST_OF_WORDS
            and (not self.name_stems or share_of_words(self.name_stems, said) >= LEAST_OF_NAMES)
            and all(self._has_figure(match, sentence.quote.text, around) for match in _FIGURE.finditer(self.question))
        )

    def _has_figure(self, match: re.Match[str], text: str, around: str) -> bool:
        """Tell whether a text means the same year, or the same "season 4", as the question does."""
        noun, figure = match.groups()
        if years_in(figure) and self.kinds != ("date",):
            return all(figure in years for years in (years_in(text), years_in(around)) if years)
        if noun and re.search(rf"\b{noun}\b", text, re.IGNORECASE):
            return re.search(rf"\b{noun}\W{{1,3}}{figure}\b", text, re.IGNORECASE) is not None
        return re.search(rf"\b{figure}\b", around) is not None


def _is_short_for(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether a name is the initials of another: "UN", "United Nations"."""
    return len(short) == 1 < len(long) and short[0] == "".join(word[:1] for word in long)


def with_capitals(question: str, sentences: Sequence[EvidenceSentence]) -> str:
    """Write the names of a question that was typed without capitals as the articles write them."""
    if any(names_in(question)):
        return question
    names = {name.text for one in sentences for name in names_in(one.quote.text) if len(name.text) >= SHORTEST_NAME}
    written = {name.lower(): name for name in names}
    known = "|".join(map(re.escape, sorted(written, key=len, reverse=True)))
    return re.sub(rf"\b(?:{known})\b", lambda match: written[match[0]], question) if written else question


def uncapitalized(question: str) -> str:
    """Return a question without the capital that it begins with."""
    return question[:1].lower() + question[1:]


def _plain(text: str) -> str:
    """Write initials without stops, so that "U.S." is "US"."""
    return _INITIAL.sub(r"\1", text)
