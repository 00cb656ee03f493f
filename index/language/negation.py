"""Words that turn what is said into its opposite, what they deny, and where the clause ends that they hold for.

And hedges, by which a sentence is not sure, or not the one who says so: "may", "reportedly", "plans to", "said".
"""

import re
from dataclasses import dataclass
from itertools import dropwhile, islice, takewhile

from index.language.words import content_stems, stop_words

CLAUSE_END = re.compile(r"[,;:—–]\s|\s(?:but|although|though|while|whereas|however|despite|because)\s", re.IGNORECASE)

NOTS = ("not", "never", "cannot", "no")  # they deny whatever stands behind them, and say nothing else
DENIALS = frozenset((*NOTS, *"nor neither without t denied denies deny".split()))  # single words; t as in "won't"

_STRONG_HEDGE = r"""(?:
    (?:not|never|cannot|\w+n['’]t|no\ one|nobody)\ (?:(?:be|been|yet)\ )*
      (?:den(?:y|ied)|rul(?:e|ed)\ out|dismiss(?:ed)?|reject(?:ed)?|exclude(?:d)?|unlikely|impossible)
    | (?-i:may) | might | could | would | likely | unlikely | probabl[ey] | possibl[ey] | perhaps | reportedly
    | unconfirmed | alleg(?:ed|edly|ations?) | rumou?r(?:s|ed)? | (?:is|are)\ expected | appears?\ to | seems?\ to
    | if | whether
    | according\ to | (?:thought|believed|said)\ to
    | (?:offer|promis|threaten|plan|vow|intend|hop|prepar|consider)(?:s|es|ed|ned|ing|ning)\ to
    )"""
_WEAK_HEDGE = r"""(?:
    should | reports? | reported | alleges? | expect(?:s|ed)? | consider(?:s|ed|ing)? | offer(?:s|ed|ing)?
    | promis(?:e|es|ed) | threaten(?:s|ed)? | plan(?:s|ned)? | hop(?:e|es|ed) | want(?:s|ed)? | seeks? | sought
    | tr(?:y|ies|ied)\ to | attempt(?:s|ed)? | thought | believ(?:e|es|ed) | claim(?:s|ed)? | said | says? | according
    | appear(?:s|ed)? | seem(?:s|ed)? | suspect(?:s|ed)? | estimat(?:e|es|ed) | unclear | agreed\ to
    )"""
IS_HEDGED = re.compile(rf"\b{_STRONG_HEDGE}\b", re.IGNORECASE | re.VERBOSE)
LEAD = re.compile(r"\W*(?:according to|reportedly|allegedly|perhaps|possibly|probably)\b", re.IGNORECASE)
WEAK_HEDGES = re.compile(rf"\b{_WEAK_HEDGE}\b", re.IGNORECASE | re.VERBOSE)
HEDGES = re.compile(rf"\b(?:{_STRONG_HEDGE}|{_WEAK_HEDGE})\b", re.IGNORECASE | re.VERBOSE)

AFFIRMED = re.compile(  # "claims that it fell are true" is no hedge
    r"\b(?:is|are|was|were|be|been|being|proved?(?:\s+to\s+be)?|proven|turned\s+out(?:\s+to\s+be)?|as)"
    r"\s+(?:\w+ly\s+)?(?:true|correct|right|accurate|confirmed|proven|a\s+fact|facts)\b|\b(?:rightly|correctly|truthfully)\b",
    re.IGNORECASE,
)

_NOT = re.compile(r"\b(?:not(?! only)|never|cannot)\b|n['’]t\b", re.IGNORECASE)
_NEGATIVE = re.compile(
    r"""\b(?: (?<!whether\ or\ )not(?!\ only) | never | (?<=\[)no(?=\]) | no(?![)\]]|\.\ ?\d|\ doubt|\ longer) | nor
    | neither | (?<!with\ or\ )without(?!\ (?:a\ )?doubt)
    | cannot | nobody(?!\ but) | none | nothing | no\ longer | hardly | barely | unlikely | unable | unclear
    | impossible | false\ that | far\ from | short\ of | lack(?:s|ed) | avoid(?:s|ed)? | den(?:y|ied|ies|ying)
    | refus(?:e|es|ed|ing) | declin(?:e|es|ed|ing)\ to | fail(?:s|ed|ing)?\ to | (?:has|have|had)\ yet\ to
    | reject(?:s|ed|ing)? | dismiss(?:es|ed|ing)? | abandon(?:s|ed|ing)? | stop(?:s|ped|ping)\ short
    | rul(?:e|es|ed|ing)\ out | withh(?:old|olds|eld) | (?:keep|keeps|kept|hold|holds|held)\ back
    | (?:keep|keeps|kept|stay|stays|stayed)\ out\ of )\b | n['’]t\b""",
    re.IGNORECASE | re.VERBOSE,
)
_TAKES_BACK = re.compile(rf"{'|'.join(NOTS)}|n['’]t|nobody|none|nothing", re.IGNORECASE)
_BETWEEN = re.compile(  # one that takes back and what it takes back
    r"\s+(?:(?:one|yet|be|been|being|to|ever|even|once|explicitly|openly|publicly|directly|officially|formally|entirely"
    r"|completely|necessarily|immediately)\s+)*",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s+n?or\b", re.IGNORECASE)  # "did not deny or confirm"
_PARTLY = re.compile(  # then some of it is not denied
    r"\W*(?:(?:the|an?|its|their|his|her|your|our) )?(?:entire(?:ly)?|whole|wholly|full|fully|all|every\w*"
    r"|complete(?:ly)?|always|necessarily|exactly|solely|merely|just|simply|quite)\b",
    re.IGNORECASE,
)
_FOLLOWING = 120  # characters in which the next content words stand
_MOST_TOGETHER = 3  # words that a "no" denies together


@dataclass(frozen=True, slots=True)
class Negative:
    """A word that denies: as it is written, in lower case, and the stems of what follows it.

    `denied` is the next content word, with the verb of a "to" behind it, and of a "no" what stands together behind it
    ("no night guard"); none where a part alone is denied ("not the whole"). `is_not` for a mere "not" or "never".
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
    >>> [(one.written, sorted(one.denied)) for one in negatives("It no longer leaves.")]
    [('no longer', ['leav'])]
    """
    return [
        Negative(
            re.sub("n['’]t", "not", one[0].lower()),
            (_denied_together if one[0].lower() == "no" else _denied)(text[one.end() : one.end() + _FOLLOWING]),
            bool(_NOT.fullmatch(one[0])),
        )
        for one in _found(text)
    ]


def ends_of_negatives(text: str) -> list[int]:
    """Return where in a text each of its `negatives` ends."""
    return [one.end() for one in _found(text)]


def _found(text: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for match in _NEGATIVE.finditer(text):
        if found and _takes_back(found[-1], match):
            found.pop()
        else:
            found.append(match)
    return found


def _takes_back(first: re.Match[str], second: re.Match[str]) -> bool:
    text = second.string
    return bool(
        _TAKES_BACK.fullmatch(first[0])
        and _BETWEEN.fullmatch(text, first.end(), second.start())
        and not _GOES_ON.match(text, second.end())
    )


def _denied(following: str) -> frozenset[str]:
    if _PARTLY.match(following):
        return frozenset()
    words = re.findall(r"\w+", following)
    first = next((at for at, word in enumerate(words) if word.lower() not in stop_words()), len(words))
    reach = 3 if words[first + 1 : first + 2] == ["to"] else 1
    return content_stems(" ".join(words[first : first + reach]))


def _denied_together(following: str) -> frozenset[str]:
    behind = dropwhile(_says_nothing, re.findall(r"\w+|[^\w\s-]", following))
    return content_stems(" ".join(islice(takewhile(lambda word: not _says_nothing(word), behind), _MOST_TOGETHER)))


def _says_nothing(word: str) -> bool:
    return word.lower() in stop_words() or not word[0].isalnum()
