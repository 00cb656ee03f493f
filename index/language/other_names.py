"""A name that a sentence puts in the place of another: "a plane that left Osk" where the article has one leave Torvik.

That both names are on record does not make it true. Told without a parser: the same words lead up to either name, and
of the two sentences neither has the other's. Two names of one place or person are no difference ("Moscow", "Russia").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.language.demonyms import SAME_PLACE, SEATS, forms
from index.language.names import OFFICES, Name, find_names, folded
from index.language.words import content_stems, stem, stop_words

MOST_BEFORE = 6  # words before a name that lead up to it
LEAST_SHARED = 0.6  # of the other words of a sentence that say something, in what it is held against
LEAST_OF_ONE = 0.4  # of these in the quote with the other name

_ARTICLES = frozenset("the a an its their his her mr mrs ms dr".split())
_BEHIND = re.compile(r"\s([a-z][\w-]*)")
_WITH_OTHERS = re.compile(r"(?:\b(?:and|or|nor|of|by|with|from)|,|&)\s+(?:(?:the|Mr|Ms|Mrs|Dr)\.?\s+)?\Z")
_IS_THE = re.compile(
    r"(?:\s+(?:ha[ds]|have|would|will|long|once|also|now|then|still|\w+ly))*\s+(?:is|was|been|became|become|remain(?:s|ed)?)"
    r"\s+(?:\w+ly\s+)?the\s+(?P<role>[a-z][\w’'-]*(?:\s+[a-z][\w’'-]*){0,3}?)"
    r"(?=[,.;:–—]|\s+(?:of|in|for|to|and|or|but|until|till|when|while|at|on|by|that|who|which|since|after|before)\b|\Z)"
    r"(?:\s+(?:of|in|to|for)\s+(?P<of>[^,.;:–—]*?)(?=[,.;:–—]|\s(?:and|or|but|until|when|while|by|that|who|which|since)\b|\Z))?"
)
_ROLE = r"(?P<role>[a-z][\w’'-]*(?:\s+[a-z][\w’'-]*){0,4})\s+(?:of|at|for)\s+(?P<of>[^,.;:–—]{2,60})"
_AS_ASIDE = re.compile(rf",\s+(?:(?:the|its|their|an?)\s+)?{_ROLE}(?=[,.])")  # "Ann Lee, the head of Osk Works,"
_BY_ROLE = re.compile(rf"(?:\A|[\s“\"])[Tt]he\s+{_ROLE},\s+\Z")  # "the head of Osk Works, Ann Lee"
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[.,;:()—–!?]")


@dataclass(frozen=True, slots=True)
class _Named:
    """A name, and what leads up to it: the word right before it, and the stems near it that say something.

    `of` is the stem of the word that it goes with, empty where it stands by itself: "land" of "Persian land".
    """

    name: Name
    lead: str
    near: frozenset[str]
    of: str


def other_name_in(text: str, quotes: Sequence[str]) -> tuple[str, str] | None:
    """Return a name of a sentence and the other that the quotes have in its place; None where there is none.

    >>> other_name_in("The plane left Osk on Monday.", ["On Monday a plane left Torvik with 40 people."])
    ('Osk', 'Torvik')
    >>> other_name_in("The plane left Osk on Monday.", ["A plane left Torvik on Monday, and another left Osk."])
    """
    told = [(quote, _named(quote)) for quote in quotes]
    for mine in _named(text):
        if any(_leads_to(mine, one) and are_one(mine.name, one.name) for _, named in told for one in named):
            continue
        for quote, named in told:
            others = [one for one in named if _leads_to(mine, one) and _is_other(mine.name, one.name, text, quote)]
            if others and _is_of_same(text, mine.name, quote, quotes):
                return mine.name.written, others[0].name.written
    return None


def other_holder_in(text: str, quotes: Sequence[str]) -> tuple[str, str, str] | None:
    """Return who a sentence says is "the seller", whom the quotes say is that, and what; None where it is the same.

    >>> other_holder_in("Osk was the seller, Torvik the buyer.", ["Torvik had long been the seller, Osk the buyer."])
    ('Osk', 'Torvik', 'the seller')
    >>> other_holder_in("Lorn President Bo Dahl left.", ["Lorn President Ann Lee left as Bo Dahl came."])
    ('Bo Dahl', 'Ann Lee', 'the president')
    >>> other_holder_in("Osk became the seller.", ["Osk is the seller of the two.", "Torvik was the seller once."])
    """
    told = [(quote, holder) for quote in quotes for holder in _holders(quote)]
    for name, role, of in _holders(text):
        known = [(quote, other) for quote, (other, its, its_of) in told if its == role and _agree(of, its_of)]
        if any(are_one(name, other) for _, other in known):
            continue
        for quote, other in known:
            if _is_of_same(text, name, quote, quotes):
                return name.written, other.written, f"the {role}"
    return None


def _agree(of: frozenset[str], other: frozenset[str]) -> bool:
    return of <= other or other <= of


def _holders(text: str) -> Iterator[tuple[Name, str, frozenset[str]]]:
    """Yield names of one, not of several, with what they are said to be, and the stems of what they are that of."""
    for name in find_names(text):
        found = _IS_THE.match(text, name.end)
        if found and not _WITH_OTHERS.search(text, 0, name.start):
            yield name, found["role"], content_stems(found["of"] or "")
        aside = _AS_ASIDE.match(text, name.end) or _BY_ROLE.search(text, 0, name.start)
        if aside:
            yield name, aside["role"], content_stems(aside["of"])
        yield from _of_office(name)


def _of_office(name: Name) -> Iterator[tuple[Name, str, frozenset[str]]]:
    """Yield the person of "Iranian President Ann Lee", the office, and whose it is; nothing where that goes unsaid."""
    held = [at for at, word in enumerate(name.words) if word in OFFICES]
    if not held or held[-1] + 1 == len(name.words) or len(name.written.split()) != len(name.words):
        return
    of, person = name.words[: held[0]], name.words[held[-1] + 1 :]
    if of:
        written = " ".join(name.written.split()[held[-1] + 1 :])
        bare = Name(name.end - len(written), name.end, written, person)
        yield bare, " ".join(name.words[held[0] : held[-1] + 1]), content_stems(" ".join(of))


@lru_cache(maxsize=1000)
def _named(text: str) -> tuple[_Named, ...]:
    """Return the names of a sentence that something leads up to; it is held against each of its quotes."""
    return tuple(_named_in(text))


def _named_in(text: str) -> Iterator[_Named]:
    for name in find_names(text):
        words = [word[0].lower().replace("’", "'").removesuffix("'s") for word in _WORD.finditer(text, 0, name.start)]
        while words and words[-1] in _ARTICLES:
            words.pop()
        near = frozenset(stem(word) for word in words[-MOST_BEFORE:] if word[0].isalnum() and word not in stop_words())
        if near and words[-1][0].isalpha():
            yield _Named(name, stem(words[-1]), near, _goes_with(text, name))


def _goes_with(text: str, name: Name) -> str:
    behind = _BEHIND.match(text, name.end)
    return stem(behind[1]) if behind and behind[1] not in stop_words() else ""


def _leads_to(one: _Named, other: _Named) -> bool:
    return (one.lead, one.of) == (other.lead, other.of) and not one.near.isdisjoint(other.near)


def _is_other(name: Name, other: Name, text: str, quote: str) -> bool:
    """Tell whether two names are of two, and each stands in its own sentence alone."""
    return not (are_one(name, other) or _has(quote, name) or _has(text, other))


def _has(text: str, name: Name) -> bool:
    return any(are_one(name, one) for one in find_names(text))


def are_one(name: Name, other: Name) -> bool:
    """Tell whether of two names one has all words of the other in some form, or both are of one place."""
    if not _wholes(name).isdisjoint(_wholes(other)) or _initials(name) in other.words or _initials(other) in name.words:
        return True
    fewer, more = sorted((_words(name), _words(other)), key=len)
    return all(any(not forms(word).isdisjoint(forms(one)) for one in more) for word in fewer)


def _words(name: Name) -> frozenset[str]:
    """Return the words of a name without titles, or all where it is titles alone."""
    return frozenset(name.words) - OFFICES or frozenset(name.words)


def _initials(name: Name) -> str:
    return "".join(word[0] for word in name.words) if len(name.words) > 1 else ""


def _wholes(name: Name) -> set[str]:
    """Return what a name is as a whole: itself, and the state that it is or is the seat of."""
    joined = " ".join(name.words)
    found = {joined} | (forms(joined) if len(name.words) == 1 else set())
    found |= {str(SAME_PLACE[joined])} if joined in SAME_PLACE else set()
    return found | ({SEATS[joined]} if joined in SEATS else set())


def _is_of_same(text: str, name: Name, quote: str, quotes: Sequence[str]) -> bool:
    """Tell whether a sentence, beside a name, speaks of what its quotes do, and one of them."""
    return _shared(text, name, quotes) >= LEAST_SHARED and _shared(text, name, [quote]) >= LEAST_OF_ONE


def _shared(text: str, name: Name, quotes: Sequence[str]) -> float:
    """Return the share of the words of a sentence beside a name that quotes have; 0 of a word or none."""
    others = content_stems(text) - {stem(word) for word in name.words} - {stem(folded(name.written))}
    return len(others & content_stems(" ".join(quotes))) / len(others) if len(others) > 1 else 0.0
