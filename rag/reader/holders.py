"""Whose office does a sentence tell of? Asked for the president of Iran, "Russian President Li" is no answer."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from index.language.demonyms import SAME_PLACE, are_forms, is_of_place
from index.language.words import stop_words

_NAME = r"(?-i:[A-Z])\w+(?: (?-i:[A-Z])\w+)*"
_OFFICE = r"(?P<office>(?-i:[a-z])[\w-]*(?: (?-i:[a-z])[\w-]*)?)"
_WHO = r"\bwho(?:['’]s| is| was| are| were| became| becomes) (?:the )?(?:(?:new|current|present|former|next) )?"
_ASKED = (
    re.compile(rf"{_WHO}{_OFFICE} of (?:the )?(?P<whose>{_NAME}|\w+(?=\W*\Z))", re.IGNORECASE),
    re.compile(rf"{_WHO}(?P<whose>{_NAME}|\w+(?=['’]s ))(?:['’]s)? {_OFFICE}", re.IGNORECASE),
)
_BEFORE = re.compile(r"\b([A-Z]\w+)(['’]s)? (?:[a-z]+ )?\Z")
_BEHIND = re.compile(rf" of (?:the )?({_NAME})")
_HOLDER = re.compile(r",? (?:[A-Z][\w.-]+ ){0,3}([A-Z][\w-]+)")
_STATES_IN_SHORT = ("US", "USA", "UK")  # other initials ("EU") may be written out


@dataclass(frozen=True, slots=True)
class Office:
    """What is asked for: what it is called and whose it is, in lower case."""

    name: str
    whose: str

    def is_of_other(self, text: str, article: str = "") -> bool:
        """Tell whether a sentence names the office, and only of others; its article may tell whose "President Li" is.

        >>> asked = asked_office("Who is the president of Iran?")
        >>> [asked.is_of_other(f"{whose} President Li spoke.") for whose in ("Russian", "Iranian", "Then")]
        [True, False, False]
        >>> asked.is_of_other("Then President Li spoke.", "Russian President Jo Li came.")
        True
        """
        told = list(self._told_in(text, _others_in(self, article)))
        return bool(told) and not any(self.is_mine(whose) for whose in told)

    def _told_in(self, text: str, others: Mapping[str, str]) -> Iterator[str]:
        """Yield whose the office is where a text names it, in lower case; `others` are holders known by surname."""
        for office in self.mentions_in(text):
            holder = _HOLDER.match(text, office.end())
            owners = _owners(office) or ([others[holder[1]]] if holder and holder[1] in others else [])
            yield from map(str.lower, owners)

    def mentions_in(self, text: str) -> Iterator[re.Match[str]]:
        """Return where a text names the office, whosever it is."""
        return re.finditer(rf"\b{re.escape(self.name)}s?\b", text, re.IGNORECASE)

    def is_mine(self, whose: str) -> bool:
        """Tell whether somebody or something, in lower case, is whose office is asked for."""
        same = SAME_PLACE.get(whose, whose) == SAME_PLACE.get(self.whose, self.whose)
        pairs = ((word, other) for word in whose.split() for other in self.whose.split())
        return same or any(word == other or are_forms(word, other) for word, other in pairs)


def asked_office(question: str) -> Office | None:
    """Return the office of a named place or body whose holder a question asks for."""
    found = next(filter(None, (pattern.search(question) for pattern in _ASKED)), None)
    if not found or (found["whose"].isupper() and found["whose"] not in _STATES_IN_SHORT):
        return None
    if found["whose"].islower() and not is_of_place(found["whose"]):
        return None
    if not stop_words().isdisjoint(found["office"].split()):  # "Who is Ida Voss married to?"
        return None
    return Office(found["office"].lower(), found["whose"].lower())


def _owners(office: re.Match[str]) -> list[str]:
    """Return whose office it is, as its neighbours tell: "Iran's president", "Iranian President", "mayor of Osk"."""
    before = _BEFORE.search(office.string, 0, office.start())
    behind = _BEHIND.match(office.string, office.end())
    found = [before[1]] if before and (before[2] or is_of_place(before[1])) else []
    return found + ([behind[1]] if behind else [])


@lru_cache(maxsize=16)
def _others_in(asked: Office, article: str) -> dict[str, str]:
    """Return who holds such an office elsewhere, by surname, and where; an article is read once for its sentences."""
    found = ((office, _HOLDER.match(article, office.end())) for office in asked.mentions_in(article))
    owned = ((holder[1], owner) for office, holder in found if holder for owner in _owners(office))
    return {surname: owner for surname, owner in owned if not asked.is_mine(owner.lower())}
