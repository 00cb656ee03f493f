"""Is an article on what the question names? Asked for Wexley, other towns come near, and are no answer."""

import re
from collections.abc import Sequence

from index.language import facts
from index.language.demonyms import are_forms
from index.language.words import content_stems, stem

SHORTEST = 3  # letters of a word that must be there; "UK" is written otherwise, too

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

AskedName = tuple[str, ...]  # its words, folded


def asked_names(question: str) -> list[AskedName]:
    """Return the names in a question, which are told by their capitals, without words too short to be looked for."""
    names = (tuple(word for word in name.words if len(word) >= SHORTEST) for name in facts(question).names)
    return [name for name in names if name]


def lacks_all(names: Sequence[AskedName], passage: str, article: str) -> bool:
    """Tell whether neither a passage with its title nor the rest of its article has any of the names whole.

    All must be missing: one of several is often another's business (a paper, a place). No names, and none is missing.

    >>> lacks_all(asked_names("What do taxes cost in Wexley?"), "Corin. Taxes rise.", "Corin lies by the sea.")
    True
    """
    whole = f"{passage}\n{article}".lower()
    there = {word for name in names for word in name if re.search(rf"\b{re.escape(word)}", whole)}
    if any(there.issuperset(name) for name in names) or not names:
        return False
    stems, said = content_stems(whole), {word.lower() for word in _WORD.findall(passage)}
    missing = {word for name in names for word in name if word not in there and stem(word) not in stems}
    missing = {word for word in missing if not any(are_forms(word, other) for other in said)}  # Iran, Iranian
    return not any(missing.isdisjoint(name) for name in names)
