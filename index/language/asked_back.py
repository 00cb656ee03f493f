"""Sentences turned into questions for their facts: "Lee won the race" into "Who won the race?", which Lee answers.

Whatever answers that from the articles can tell that another name or number belongs there. The questions need not be
good English, as no person reads them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.language import facts
from index.language.demonyms import forms
from index.language.names import find_names
from index.language.persons import Mention, find_mentions, is_namesake, is_of_person
from index.language.quantity import Quantity
from index.language.quotation_marks import find_quotations
from index.language.tables import Span
from index.language.units import MONEY, ORDINAL, TIMES
from index.language.words import stop_words

_BEFORE_WHO = re.compile(r"\b(?:the|(?:Dr|Mr|Mrs|Ms|Prof)\.?)\s+\Z", re.IGNORECASE)
_BY = re.compile(r"\bby\s+(?:the\s+)?\Z", re.IGNORECASE)
_ARTICLE, _NOUN = re.compile(r"\b(?:the|an?)\s+\Z", re.IGNORECASE), re.compile(r"\s+[a-z]")
_OWNER = re.compile(r"['’]")
_BETWEEN = re.compile(r"(?:[\s,;&|*•·–-]|\band\b|\bor\b|\bthe\b)+")
_UNIT = re.compile(r"\s([^\W\d_]+)\Z")
_WORD_BEFORE = re.compile(r"([\w’'-]+)\s\Z")
_JOINED_BEFORE, _JOINED_BEHIND = (
    re.compile(r"[\d:.,/–—-]\Z|\d\s+(?:to|and)\s+\Z"),
    re.compile(r"[:/–—-]\d|\s(?:to|and)\s\d|\s[A-Z][a-z]+\s[A-Z]"),
)
_OLD = re.compile(r"[\s-]old\b")


@dataclass(frozen=True, slots=True)
class AskedFact:
    """A name or number of a sentence, the question that it answers there, and which other names the sentence has.

    A name `acts` where a verb is its own, as far as grammar tells.
    """

    fact: Mention | Quantity
    question: str
    other_names: tuple[str, ...] = ()
    acts: bool = True

    def places_in(self, text: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """Return where a text has it, and where it has others of its kind, which the sentence has not."""
        if isinstance(self.fact, Quantity):
            return _places_of_number(self.fact, text)
        return _places_of_name(self, self.fact, text)


@lru_cache(maxsize=1000)
def asked_back(sentence: str) -> tuple[AskedFact, ...]:
    """Return the names and numbers of a sentence outside of quotation marks that can be asked for.

    An owner can't: what answers "whose yard" is often what is owned, or another owner of it.

    >>> for one in asked_back("Ann Lee sold the 40 boats of Bo Dahl's yard to Cy Berg."):
    ...     print(one.question)
    Who sold the 40 boats of Bo Dahl's yard to Cy Berg?
    Ann Lee sold the 40 boats of Bo Dahl's yard to who?
    Ann Lee sold the how many boats of Bo Dahl's yard to Cy Berg?
    """
    quoted = list(find_quotations(sentence))
    asked = (*_for_names(sentence), *_for_numbers(sentence))
    return tuple(one for one in asked if not any(each.start <= one.fact.start < each.end for each in quoted))


def _for_names(sentence: str) -> Iterator[AskedFact]:
    mentions = find_mentions(sentence)
    names = list(find_names(sentence))  # with titles
    for mention in mentions:
        start = next((one.start for one in names if one.start <= mention.start < one.end), mention.start)
        before, behind = sentence[:start], sentence[mention.end :]
        if _OWNER.match(behind) or _is_part(mention, before, behind):
            continue
        others = tuple(one.written for one in mentions if not is_namesake(one.written, mention.written))
        question = _as_question(f"{_BEFORE_WHO.sub('', before)}who{behind}")
        yield AskedFact(mention, question, others, mention.acts or _BY.search(before) is not None)


def _is_part(name: Mention, before: str, behind: str) -> bool:
    """Tell whether a name belongs to another word: in "Line 7", "Swedish police", "the Osk fund"."""
    known = forms(name.written.lower())
    is_adjective = name.written.upper() not in known and any(one.isupper() for one in known)
    is_modifier = name.person is not True and _NOUN.match(behind) and _ARTICLE.search(before)
    return is_adjective or behind[1:2].isdigit() or bool(is_modifier)


def _for_numbers(sentence: str) -> Iterator[AskedFact]:
    for number in (one for one in _numbers(sentence) if not _is_joined(one, sentence)):
        before, behind = sentence[: number.start], sentence[number.end :]
        unit = _UNIT.search(number.written)
        if _OLD.match(behind):
            asked = f"{before}how {behind[1:]}"
        elif behind.startswith(",") and before.endswith(", "):  # "Lee, 41, left"
            asked = f"{before}how old{behind}"
        elif number.unit == "%" or number.unit in MONEY:
            asked = f"{before}how much{behind}"
        else:
            asked = f"{before}how many{f' {unit[1]}' if unit and number.unit else ''}{behind}"
        yield AskedFact(number, _as_question(asked))


def _numbers(text: str) -> list[Quantity]:
    """Return the numbers of a text that are of no date and tell how much."""
    dates = facts(text).dates
    return [
        one
        for one in facts(text).quantities
        if one.unit not in (ORDINAL, TIMES) and not any(date.start <= one.start < date.end for date in dates)
    ]


def _is_joined(number: Quantity, text: str) -> bool:
    """Tell whether a number is a part of more: of "12-year", a score, a time, a range or a name."""
    beside = _JOINED_BEFORE.search(text, 0, number.start) or _JOINED_BEHIND.match(text, number.end)
    return "-" in number.written or beside is not None or _is_in_name(text[: number.start])


def _is_in_name(before: str) -> bool:
    """Tell whether a number goes on with a name that ends there: "Line ", but not "Some "."""
    word = _WORD_BEFORE.search(before)
    return word is not None and word[1][:1].isupper() and word[1].lower() not in stop_words()


def _as_question(text: str) -> str:
    plain = " ".join(text.split()).rstrip(".!?,;: ")
    return f"{plain[:1].upper()}{plain[1:]}?"


def _places_of_number(number: Quantity, text: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    told = _numbers(text)
    own = [one for one in told if number.is_in(one)]  # of whatever: "300" may be of the 300 euros
    others = (one for one in told if one.unit == number.unit and not number.is_in(one) and not one.is_in(number))
    return _spans(own), _spans(others)


def _places_of_name(asked: AskedFact, name: Mention, text: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return them of a name; of a place or body only where it acts, as what is "in Corin" may be in Norland, too."""
    told = find_mentions(text)
    own = list(_namesakes(name, told))
    person = is_of_person((name, *own))
    beside = {one for run in _runs(told, text) if not run.isdisjoint(own) for one in run}
    others = (
        one
        for one in told
        if one not in beside
        and not any(is_namesake(one.written, other) for other in (name.written, *asked.other_names))
        and (person is None or is_of_person(_namesakes(one, told)) in (None, person))
    )
    return _spans(own), _spans(others) if person or asked.acts else ()


def _runs(told: Iterable[Mention], text: str) -> list[set[Mention]]:
    """Return the names of a text by the lists that they stand in: of all in one the same may be told."""
    runs: list[set[Mention]] = []
    end = 0
    for one in told:
        if not (runs and _BETWEEN.fullmatch(text, end, one.start)):
            runs.append(set())
        runs[-1].add(one)
        end = one.end
    return runs


def _namesakes(name: Mention, told: Iterable[Mention]) -> Iterator[Mention]:
    return (one for one in told if is_namesake(one.written, name.written))


def _spans(found: Iterable[Mention | Quantity]) -> tuple[Span, ...]:
    return tuple(Span(one.start, one.end) for one in found)
