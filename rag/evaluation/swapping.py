"""Questions that the articles should not answer: of one that they do, with another name or year in it.

The other name is of the same kind, a country's or a person's, and stands in the articles, so that what is found is
near. Where a passage has it, and most of the question's words, the articles may answer, and the question is dropped.
"""

import re
from collections.abc import Iterator, Sequence

from index import Library
from index.language.demonyms import are_one_place
from index.language.names import find_names
from index.language.persons import find_mentions, words
from index.language.questions import is_country
from index.language.tokens import every_stem
from index.language.words import share_of_words, stem

MOST_SAID = 0.6  # the largest share of the question's other words that a passage with the other name may have
YEARS_AWAY = (-3, 4, -6, 7)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class Swapper:
    """Swaps names and years; the other names are those of some texts."""

    def __init__(self, library: Library, texts: Sequence[str]) -> None:
        self._library = library
        self._names: dict[str, dict[str, None]] = {"country": {}, "person": {}}
        self._uses = dict[str, int]()
        for text in texts:
            for kind, _, _, name in _names(text):
                self._names[kind].setdefault(name)

    def swapped(self, question: str) -> str | None:
        """Return a question with another name or year that the articles seem not to answer, None if there is none."""
        for year in _YEAR.finditer(question):
            for away in YEARS_AWAY:
                other = str(int(year[0]) + away)
                if self._is_new(made := _replaced(question, year.span(), other), other):
                    return made
        for kind, start, end, _ in _names(question):
            others = [one for one in self._names[kind] if not _same_words(one, question)]
            for other in sorted(others, key=lambda one: self._uses.get(one, 0)):
                if self._is_new(made := _replaced(question, (start, end), other), other):
                    self._uses[other] = self._uses.get(other, 0) + 1
                    return made
        return None

    def _is_new(self, question: str, other: str) -> bool:
        """Tell whether no passage near a question has the other name and what is asked of it."""
        same = [one for one in self._names["country"] if are_one_place(one.lower(), other.lower())]  # "Persia" is Iran
        named = [{stem(word) for word in words(one)} for one in dict.fromkeys((other, *same))]
        asked = every_stem(question) - named[0]
        for hit in self._library.search(question):
            said = every_stem(hit.article.text[hit.passage.start : hit.passage.end])
            if any(new <= said for new in named) and share_of_words(asked, said) > MOST_SAID:
                return False
        return True


def _names(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Yield the names of countries and persons of a text: kind, place, as written."""
    names = {name.start for name in find_names(text)}  # those that begin with "President" are swapped no better
    for one in find_mentions(text):
        if is_country(one.written):
            yield "country", one.start, one.end, one.written
        elif one.person and " " in one.written and one.start in names:
            yield "person", one.start, one.end, one.written


def _same_words(name: str, question: str) -> bool:
    said = list(words(question))
    return not set(words(name)).isdisjoint(said) or any(are_one_place(name.lower(), one) for one in said)


def _replaced(question: str, span: tuple[int, int], other: str) -> str:
    return question[: span[0]] + other + question[span[1] :]
