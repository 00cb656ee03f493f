"""A question, seen as what it asks for: values of which kinds, about whom or what.

It tells by its form (question words, capitals, figures, quotation marks). One that has none of them is taken to ask for
a value of any kind, about all that its words name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.language.casualties import with_words_for_the_dead
from index.language.times import years_in
from index.language.words import AUXILIARY, DEGREE, MEASURE, QUESTION_WORD, content_stems, share_of_words
from rag.contest.values import Kind, names_in
from rag.reader import EvidenceSentence

LEAST_OF_NAMES = 0.7  # of the words in the question's names, in a passage about it
LEAST_OF_WORDS = 0.5  # of all words of the question that say something
SHORTEST_NAME = 4  # letters of a name that is known without its capital: "us" is not the US

# In "Who fell when it rained?", "Did it stop when it rained?" and "When it rained, who fell?" it joins clauses.
_ASKS_WHEN = rf"\bwhen(?:['’]s\b|(?=\s*(?:[?!.,;]|\Z)|\s+(?:{AUXILIARY})\b))|\b(?:and|or|about|on|of)\s+when\b"
_TELLS_WHEN = r"\b(?:know\w*|find out|(?:year|day|date|hour|time|moment)(?:\s+was\s+it)?)\s+when\b"
_SAYS_WHEN = (
    r"\b(?:know\w*|says?|tell|find|found|wonder|remember|clear|sure|explain|show|idea|ask|confirm\w*|decided?|announced?"
    r"|reveal\w*)(?:\s+\w+){0,2}\s+when\b"
)
_JOINS = re.compile(
    rf"\A(?:(?:and|but|so)\s+)?(?:(?:in|at|by|to|for|of|from|with|on)\s+)?(?:"
    rf"(?:who|whom|whose|what|which|where|why|how)\b(?!.*(?:{_ASKS_WHEN}|{_TELLS_WHEN})).*\bwhen\b"
    rf"|(?:{AUXILIARY})(?:n['’]t)?\b(?!.*(?:{_ASKS_WHEN}|{_SAYS_WHEN})).*\bwhen\b"
    rf"|when\s+(?!(?:{AUXILIARY}|exactly|precisely|in|on|at)\b)[^?]*,\s*(?!whose\b|which\b|who\b.*,)(?:{QUESTION_WORD}|{AUXILIARY})\b)",
    re.IGNORECASE,
)
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


@dataclass(frozen=True)  # no slots: what is derived is kept
class Asked:
    """A question, seen as what it asks for."""

    question: str

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of value that may answer.

        >>> Asked("When was the bridge built?").kinds, Asked("How many came?").kinds, Asked("How is it built?").kinds
        (('date',), ('number',), ())
        >>> Asked("Who was driving when it fell?").kinds
        ('name',)
        """
        question = _when_it_joins(self.question)
        asked = ((kind,) for kind, pattern in _ASKS.items() if re.search(pattern, question, re.IGNORECASE))
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
        return self.is_worded_by(sentence) and self.is_named_by(sentence)

    def is_worded_by(self, sentence: EvidenceSentence) -> bool:
        """Tell whether enough of its words stand in a sentence, around it or in its title."""
        return share_of_words(self.stems, self.said_in(_around(sentence))) >= LEAST_OF_WORDS

    def is_named_by(self, sentence: EvidenceSentence) -> bool:
        """Tell whether its names and figures stand in a sentence, around it or in its title."""
        around = _around(sentence)
        return (not self.name_stems or share_of_words(self.name_stems, self.said_in(around)) >= LEAST_OF_NAMES) and all(
            self._has_figure(match, sentence.quote.text, around) for match in _FIGURE.finditer(self.question)
        )

    def _has_figure(self, match: re.Match[str], text: str, around: str) -> bool:
        """Tell whether a text means the same year, or the same "season 4", as the question does."""
        noun, figure = match.groups()
        if years_in(figure) and self.kinds != ("date",):
            return all(figure in years for years in (years_in(text), years_in(around)) if years)
        if noun and re.search(rf"\b{noun}\b", text, re.IGNORECASE):
            return re.search(rf"\b{noun}\W{{1,3}}{figure}\b", text, re.IGNORECASE) is not None
        return re.search(rf"\b{figure}\b", around) is not None


def with_capitals(question: str, sentences: Sequence[EvidenceSentence]) -> str:
    """Write the names of a question that was typed without capitals as the articles write them."""
    if any(names_in(question)):
        return question
    names = [name.text for one in sentences for name in names_in(one.quote.text) if len(name.text) >= SHORTEST_NAME]
    written = {name.lower(): name for name in reversed(names)}  # as the best sentence writes it
    known = "|".join(map(re.escape, sorted(written, key=len, reverse=True)))
    return re.sub(rf"\b(?:{known})\b", lambda match: written[match[0]], question) if written else question


def _when_it_joins(question: str) -> str:
    """Return a question without a "when" that only joins clauses."""
    *before, last = re.split(r"(?<=[?!.])\s+(?=\w)", question.strip())
    return " ".join((*before, re.sub(r"\bwhen\b", "as", last, flags=re.IGNORECASE) if _JOINS.match(last) else last))


def uncapitalized(question: str) -> str:
    """Return a question without the capital that it begins with."""
    return question[:1].lower() + question[1:]


def _plain(text: str) -> str:
    """Write initials without stops, so that "U.S." is "US"."""
    return _INITIAL.sub(r"\1", text)


def _around(sentence: EvidenceSentence) -> str:
    hit = sentence.hit
    return _plain(f"{hit.article.title} {hit.text} {hit.article.published or ''}")
