"""Words that turn what is said into its opposite, what they deny, and where the clause ends that they hold for."""

import re
from dataclasses import dataclass

from index.english import stop_words
from rag.words import content_stems

CLAUSE_END = re.compile(
    r"[,;:—–]\s|\s(?:but|although|though|while|whereas|however|yet(?! to\b)|despite|because)\s", re.IGNORECASE
)

_NOT = re.compile(r"\b(?:not(?! only)|never|cannot)\b|n['’]t\b", re.IGNORECASE)
_NEGATIVE = re.compile(
    r"""\b(?: not(?!\ only) | never | no(?!\.\ ?\d) | nor | neither | without | cannot | nobody(?!\ but) | none
    | nothing | no\ longer | hardly | barely | unlikely | unable | unclear | impossible | false\ that | far\ from
    | short\ of | lack(?:s|ed) | avoid(?:s|ed)? | den(?:y|ied|ies|ying) | refus(?:e|es|ed|ing)
    | declin(?:e|es|ed|ing)\ to | fail(?:s|ed|ing)?\ to | (?:has|have|had)\ yet\ to | reject(?:s|ed|ing)?
    | dismiss(?:es|ed|ing)? | abandon(?:s|ed|ing)? | stop(?:s|ped|ping)\ short | rul(?:e|es|ed|ing)\ out
    | withh(?:old|olds|eld) | (?:keep|keeps|kept|hold|holds|held)\ back )\b | n['’]t\b""",
    re.IGNORECASE | re.VERBOSE,
)
_BETWEEN = re.compile(r"\s+(?:\w+ly\s+|yet\s+|be\s+)?")  # of a "not" and what it takes back


@dataclass(frozen=True, slots=True)
class Negative:
    """A word that denies: as it is written, in lower case, and the stems of what follows it.

    `denied` is the next content word, with the verb of a "to" behind it; `is_not` for a mere "not" or "never".
    """

    written: str
    denied: frozenset[str]
    is_not: bool


def negatives(text: str) -> list[Negative]:
    """Return what denies in a text, in order; two that cancel each other, as in "did not deny", are none.

    >>> [(one.written, sorted(one.denied)) for one in negatives("It did not fall, and does not want to leave.")]
    [('not', ['fall']), ('not', ['leav', 'want'])]
    >>> negatives("It didn't rule out a visit.")
    []
    """
    found: list[re.Match[str]] = []
    for match in _NEGATIVE.finditer(text):
        if found and _NOT.fullmatch(found[-1][0]) and _BETWEEN.fullmatch(text[found[-1].end() : match.start()]):
            found.pop()
        else:
            found.append(match)
    return [Negative(one[0].lower(), _denied(text[one.end() :]), bool(_NOT.fullmatch(one[0]))) for one in found]


def _denied(following: str) -> frozenset[str]:
    words = re.findall(r"\w+", following)
    first = next((at for at, word in enumerate(words) if word.lower() not in stop_words()), len(words))
    reach = 3 if words[first + 1 : first + 2] == ["to"] else 1
    return content_stems(" ".join(words[first : first + reach]))
