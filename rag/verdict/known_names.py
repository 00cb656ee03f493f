"""Whether a text has a name, in whatever form.

"U.S." is a form of "United States", "Mr. Putin" of "Vladimir Putin". "Moscow" is no form of "Kremlin", and "Ehud
Netanyahu" none of "Benjamin Netanyahu".
"""

import re
from collections.abc import Iterable

from index.language import facts
from index.language.demonyms import SAME_PLACE, forms
from index.language.names import OFFICES, Name, folded

SHORTEST_ACRONYM = 3  # letters; two words begin with any two soon


class KnownNames:
    """The names and words of what is on record, to look names up in."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._text = whole = "\n".join(texts)
        written = re.findall(r"[^\W_][\w’'.-]*", whole)
        written += [part for word in written if "-" in word for part in word.split("-")]
        self._words = {folded(word) for word in written}
        self._forms = set[str]().union(*(forms(folded(word), has_capital=word[:1].isupper()) for word in written))
        self._names = [name.words for line in whole.splitlines() for name in facts(line).names]
        self._groups = {SAME_PLACE[form] for form in self._words & SAME_PLACE.keys()}
        self._groups |= {SAME_PLACE[" ".join(name)] for name in self._names if " ".join(name) in SAME_PLACE}
        self._initials = {"".join(word[0] for word in name) for name in self._names if len(name) > 1}
        self._first_letters = "".join(word[0] for word in re.findall(r"[a-z]+", whole.lower()))

    def missing(self, name: Name) -> str | None:
        """Return what of a name is not on record, as written; None when all of it is."""
        joined = " ".join(name.words)
        initials = "".join(word[0] for word in name.words)
        if (
            re.search(rf"(?<!\w){re.escape(name.written)}(?!\w)", self._text)
            or SAME_PLACE.get(joined) in self._groups
            or joined in self._initials
            or (initials[1:] and initials in self._words)
            or (name.written.isupper() and len(joined) >= SHORTEST_ACRONYM and joined in self._first_letters)
        ):
            return None
        strange = [word for word in name.words if not self._has(word)]
        if not strange:
            return name.written if self._is_namesake(name) else None
        if OFFICES.issuperset(strange):
            return None  # "President Li", "the Prime Minister"
        if strange == [*name.words[:-1]] and not self._is_namesake(name):
            return None  # the first name of somebody known by the last
        return name.written

    def _has(self, word: str) -> bool:
        return SAME_PLACE.get(word, -1) in self._groups or not forms(word).isdisjoint(self._forms)

    def _is_namesake(self, name: Name) -> bool:
        """Tell whether the last name is on record with other first names only: then this is somebody else."""
        *first, last = name.words
        others = [known for known in self._names if len(known) > 1 and known[-1] == last]
        bare = any(known == (last,) for known in self._names)
        return bool(first and others) and not bare and not any(set(first) & set(known) for known in others)
