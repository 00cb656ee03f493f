"""Is an article on what the question names? Asked for Wexley, other towns come near, and are no answer."""

import re
from collections.abc import Sequence

from index.language import facts
from index.language.demonyms import are_forms
from index.language.names import Name, without_title
from index.language.words import content_stems, stem

SHORTEST = 3  # letters of a word that must be there; "UK" is written otherwise, too

# Whose report it is does not say what it is on, and an article may not say whose it is.
_CITED = re.compile(
    r"\b(?:reported|as (?:covered|published|told|written)|articles?|columns?|coverage) (?:\w+ )?(?:by|from) "
    r"(?:both |the )?\W?\Z",
    re.IGNORECASE,
)
_CITED_BEHIND = re.compile(r"\W?(?:(?:['’]s?)? (?:\w+ )?(?:articles?|columns?)|['’]s? coverage of)\b", re.IGNORECASE)
_JOINED = re.compile(r"\W?(?:, | and |, and | or )(?:the )?\W?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

AskedName = tuple[str, ...]  # its words, folded


def asked_names(question: str) -> list[AskedName]:
    """Return the names in a question, which are told by their capitals, without words too short to be looked for.

    Those of whose report it is are none of them. Titles are left out, which an article may abbreviate, or not give.

    >>> asked_names("Did Wexley raise taxes, as reported by the Ridge Post and the Hill Herald?")
    [('wexley',)]
    """
    asked: list[AskedName] = []
    cited: Name | None = None
    for name in facts(question).names:
        is_joined = cited is not None and _JOINED.fullmatch(question, cited.end, name.start)
        if is_joined or _CITED.search(question[: name.start]) or _CITED_BEHIND.match(question, name.end):
            cited = name
        elif words := tuple(word for word in without_title(name.words) if len(word) >= SHORTEST):
            asked.append(words)
    return asked


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
