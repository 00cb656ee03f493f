"""Who does it, where a name stands right before a verb: "Osk cancelled the order" where the article has Torvik do so.

Held against each other are the same verb with a word in common close behind it. Both names must be on record, since a
sentence may name the same one in other words ("the airline", "Osk Air").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.language.clauses import words_of
from index.language.names import OFFICES, Name, find_names
from index.language.other_names import are_one
from index.language.roles import EITHER_WAY
from index.language.tokens import tokens_of

REACH = 5  # words with content behind a verb, one of which both sentences have

_NOT_ALONE = re.compile(  # others do it, too, or somebody of the name: "officials from Osk"
    r"(?:\b(?:and|or|nor|of|by|with|from|in|at|to|for|on|than|as|like)|&|,|['’]s?)\s+(?:(?:the|Mr|Ms|Mrs|Dr)\.?\s+)?\Z",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\A(?:In|At|On|By|Since|After|Before|During|Under|For|With|From)\b[^,]*,\s+\Z")  # "In May, "
_HELPING = frozenset("has have had did does do will would also then later once still soon already".split())


@dataclass(frozen=True, slots=True)
class _Deed:
    """What a name does: the verb, and the stems of the words close behind it."""

    name: Name
    verb: str
    behind: frozenset[str]


def other_doer_in(text: str, quotes: Sequence[str]) -> tuple[str, str] | None:
    """Return a name of a sentence that does what the quotes have another do, and that; None where there is none.

    >>> other_doer_in("Osk cancelled its order for two ships.", ["Osk gave orders, but Torvik cancelled its order."])
    ('Osk', 'Torvik')
    >>> other_doer_in("Osk cancelled an order.", ["Osk cancelled an order in May, and Torvik cancelled an order, too."])
    """
    mine_all = _deeds(text)
    told = [(quote, deed) for quote in quotes for deed in _deeds(quote)] if mine_all else []
    for mine in mine_all:
        same = [(quote, one) for quote, one in told if one.verb == mine.verb and one.behind & mine.behind]
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
        is_alone = _OPENING.search(text, 0, name.start) or not _NOT_ALONE.search(text, 0, name.start)
        if not is_alone or not OFFICES.isdisjoint(name.words):  # "the Trade Commissioner" may have a name elsewhere
            continue
        following = [word for word in words if word.start >= name.end]
        verb = next((word for word in following if word.text.lower() not in _HELPING), None)
        if verb and verb.kind in "VZYE":
            [deed] = tokens_of(verb.text)
            behind = [token for token in tokens_of(text[verb.end :]) if token.has_content][:REACH]
            if deed.has_content and deed.stem not in EITHER_WAY:
                yield _Deed(name, deed.stem, frozenset(token.stem for token in behind))
