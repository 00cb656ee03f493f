"""Who does it, or is what: "Osk cancelled the order" where the article has Torvik do so.

Told by a name before a verb, with at most an aside between. Held against each other are the same verb, active or
passive, with a word in common close behind it; of a bare "was" all that the sentence has behind it. Both names must be
on record, since a sentence may name the same one in other words ("the airline", "Osk Air").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.language.arguments import BE
from index.language.clauses import BRINGS_NEXT, Word, words_of
from index.language.names import OFFICES, Name, find_names
from index.language.other_names import are_one
from index.language.roles import EITHER_WAY
from index.language.tokens import tokens_of

REACH = 5  # words with content behind a verb, one of which both sentences have
LONGEST_ASIDE = 14  # words between commas behind a name
BE_ALONE = "be"

_NOT_ALONE = re.compile(  # others do it, too, or somebody of the name: "officials from Osk"
    r"(?:\b(?:and|or|nor|of|by|with|from|in|at|to|for|on|than|as|like)|&|,|['’]s?)\s+(?:(?:the|Mr|Ms|Mrs|Dr)\.?\s+)?\Z",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\A(?:In|At|On|By|Since|After|Before|During|Under|For|With|From)\b[^,]*,\s+\Z")  # "In May, "
_BY_OFFICE = re.compile(
    r"(?:\A|[\s“\"])(?:the|an?|his|her|its|their)\s+(?:[a-z][\w-]*\s+){0,4}[a-z][\w-]*,\s+\Z", re.IGNORECASE
)
_HELPING = frozenset("has have had did does do will would also then later once still soon already".split())
_DENYING = frozenset("not n't never hardly barely scarcely".split())
_VERBS = "VZYE"  # kinds of words


@dataclass(frozen=True, slots=True)
class _Deed:
    """What a name does: the verb, "be" for a bare "was", and the stems of the words close behind it."""

    name: Name
    verb: str
    is_passive: bool
    behind: frozenset[str]

    def is_told_in(self, other: "_Deed") -> bool:
        """Tell whether another name does the same."""
        if (self.verb, self.is_passive) != (other.verb, other.is_passive):
            return False
        if self.verb == BE_ALONE:
            return bool(self.behind) and self.behind <= other.behind
        return not self.behind.isdisjoint(other.behind)


def other_doer_in(text: str, quotes: Sequence[str]) -> tuple[str, str] | None:
    """Return a name of a sentence that does what the quotes have another do, and that; None where there is none.

    >>> other_doer_in("Osk cancelled its order for two ships.", ["Osk gave orders, but Torvik cancelled its order."])
    ('Osk', 'Torvik')
    >>> other_doer_in("Osk cancelled an order.", ["Osk cancelled an order in May, and Torvik cancelled an order, too."])
    """
    mine_all = _deeds(text)
    told = [(quote, deed) for quote in quotes for deed in _deeds(quote)] if mine_all else []
    for mine in mine_all:
        same = [(quote, one) for quote, one in told if mine.is_told_in(one)]
        if not same or any(are_one(mine.name, one.name) or _is_beside(mine.name, one, quote) for quote, one in same):
            continue
        if any(are_one(mine.name, name) for quote in quotes for name in find_names(quote)):
            return mine.name.written, same[0][1].name.written
    return None


def _is_beside(name: Name, deed: _Deed, quote: str) -> bool:
    """Tell whether a name may do what another is told to before it: "Osk left, and so did Torvik", "with Torvik"."""
    doing = {one.name.start for one in _deeds(quote)}
    behind = (one for one in find_names(quote) if one.start > deed.name.end and one.start not in doing)
    return any(are_one(name, one) for one in behind)


@lru_cache(maxsize=1000)
def _deeds(text: str) -> tuple[_Deed, ...]:
    """Return what the names of a sentence do; it is held against each of its quotes."""
    return tuple(_deeds_in(text))


def _deeds_in(text: str) -> Iterator[_Deed]:
    names = list(find_names(text))
    words = words_of(text) if names else ()
    for name in names:
        before, at = text[: name.start], next((n for n, word in enumerate(words) if word.start >= name.end), None)
        if at is None or OFFICES.issuperset(name.words):  # "the Commissioner" may have a name elsewhere
            continue
        is_aside = _BY_OFFICE.search(before) and words[at].text == ","
        if is_aside:
            yield from _deeds_of(name, words, at + 1, text)
        elif _OPENING.search(before) or not _NOT_ALONE.search(before):
            yield from _deeds_of(name, words, _behind_aside(words, at), text)


def _behind_aside(words: Sequence[Word], at: int) -> int:
    """Return the place behind an aside that begins at one: of "left" in "Ann Lee, 33, left"."""
    if words[at].text != ",":
        return at
    commas = (place for place in range(at + 1, min(at + LONGEST_ASIDE, len(words))) if words[place].text == ",")
    return next(commas, len(words) - 1) + 1


def _deeds_of(name: Name, words: Sequence[Word], at: int, text: str) -> Iterator[_Deed]:
    """Yield what a name does by the verb at a place, unless that is denied."""
    is_passive = False
    while at < len(words) and (words[at].text.lower() in _HELPING | BE or words[at].kind == "R"):
        if words[at].text.lower() in _DENYING:
            return
        is_passive |= words[at].text.lower() in BE
        at += 1
    if at == len(words):
        return
    if is_passive and words[at].kind not in "EV":
        ends = (word.start for word in words[at:] if word.text in BRINGS_NEXT)
        yield _Deed(name, BE_ALONE, False, _content(text[words[at].start : next(ends, None)]))
    elif words[at].kind in _VERBS:
        [deed] = tokens_of(words[at].text)
        if deed.has_content and deed.stem not in EITHER_WAY:
            yield _Deed(name, deed.stem, is_passive, _content(text[words[at].end :]))


def _content(text: str) -> frozenset[str]:
    return frozenset([token.stem for token in tokens_of(text) if token.has_content][:REACH])
