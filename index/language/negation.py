"""Words that turn what is said into its opposite, what they deny, and where the clause ends that they hold for.

And hedges, by which a sentence is not sure, or not the one who says so: "may", "reportedly", "plans to", "said".
"""

import re
from dataclasses import dataclass
from itertools import dropwhile, islice, takewhile

from index.language.words import content_stems, stem, stop_words

CLAUSE_END = re.compile(r"[,;:—–]\s|\s(?:but|although|though|while|whereas|however|despite|because)\s", re.IGNORECASE)

NOTS = ("not", "never", "cannot", "no")  # they deny whatever stands behind them, and say nothing else
DENIALS = frozenset((*NOTS, *"nor neither without t denied denies deny".split()))  # single words; t as in "won't"

_STRONG_HEDGE = r"""(?:
    (?:not|never|cannot|\w+n['’]t|no\ one|nobody)\ (?:(?:be|been|yet)\ )*
      (?:den(?:y|ied)|rul(?:e|ed)\ out|dismiss(?:ed)?|reject(?:ed)?|exclude(?:d)?|unlikely|impossible)
    | (?-i:may) | might | could | would | likely | unlikely | probabl[ey] | possibly | perhaps | reportedly
    | (?<!make\ )(?<!makes\ )(?<!made\ )(?<!make\ it\ )(?<!makes\ it\ )(?<!made\ it\ )(?<!making\ it\ )possible
    | unconfirmed | speculati(?:ve|on) | alleg(?:ed|edly|ations?) | rumou?r(?:s|ed)? | (?:is|are)\ expected
    | appears?\ to | seems?\ to | if | whether
    | according\ to | (?:thought|believed|said)\ to
    | (?:offer|promis|threaten|plan|vow|intend|hop|prepar|consider)(?:s|es|ed|ned|ing|ning)\ to
    )"""
_WEAK_HEDGE = r"""(?:
    should | reports? | reported | alleges? | expect(?:s|ed)? | consider(?:s|ed|ing)? | offer(?:s|ed|ing)?
    | promis(?:e|es|ed) | threaten(?:s|ed)? | plan(?:s|ned)? | hop(?:e|es|ed) | want(?:s|ed)? | seeks? | sought
    | tr(?:y|ies|ied)\ to | attempt(?:s|ed)? | thought | believ(?:e|es|ed) | claim(?:s|ed)? | said | says? | according
    | appear(?:s|ed)? | seem(?:s|ed)? | fac(?:es?|ed|ing) | risk(?:s|ed|ing)? | up\ to | suspect(?:s|ed)?
    | estimat(?:e|es|ed) | unclear | agreed\ to | (?-i:Were)\ (?:\w+\ ){1,4}to
    )"""
IS_HEDGED = re.compile(rf"\b{_STRONG_HEDGE}\b", re.IGNORECASE | re.VERBOSE)
LEAD = re.compile(
    r"\W*(?:according to|reportedly|allegedly|perhaps|possibly|probably|(?:speculative|unconfirmed|alleged)\s)\b",
    re.IGNORECASE,
)
WEAK_HEDGES = re.compile(rf"\b{_WEAK_HEDGE}\b", re.IGNORECASE | re.VERBOSE)
HEDGES = re.compile(rf"\b(?:{_STRONG_HEDGE}|{_WEAK_HEDGE})\b", re.IGNORECASE | re.VERBOSE)

MODALS = frozenset("may might could perhaps possibly possible probably probable likely unlikely".split())
REPORTING = frozenset(("said", "says", "say", "according", "according to", "report", "reports", "reported"))
REPORTS = re.compile(  # what a sentence says that somebody says, which holds for all its clauses
    r"\b(?:said|says?|according|report(?:s|ed|edly)?|alleg(?:es|ed|edly)|claim(?:s|ed)?|believ(?:es?|ed)|thinks?|thought)\b",
    re.IGNORECASE,
)

AFFIRMED = re.compile(  # "claims that it fell are true" is no hedge
    r"\b(?:is|are|was|were|be|been|being|proved?(?:\s+to\s+be)?|proven|turned\s+out(?:\s+to\s+be)?|as)"
    r"\s+(?:\w+ly\s+)?(?:true|correct|right|accurate|confirmed|proven|a\s+fact|facts)\b|\b(?:rightly|correctly|truthfully)\b",
    re.IGNORECASE,
)

_NOT = re.compile(r"\b(?:not(?! only)|never|cannot)\b|n['’]t\b", re.IGNORECASE)
_NEGATIVE = re.compile(
    r"""\b(?: (?<!whether\ or\ )not(?!\ only) | never | (?<=\[)no(?=\]) | no(?![)\]]|\.?\ ?\d|\ doubt|\ longer) | nor
    | neither | (?<!with\ or\ )without(?!\ (?:a\ )?doubt)
    | cannot | nobody(?!\ but) | none | nothing | no\ longer | hardly | barely | unlikely | unable | unclear
    | impossible | false\ that | far\ from | short\ of | lack(?:s|ed) | avoid(?:s|ed)? | den(?:y|ied|ies|ying)
    | refus(?:e|es|ed|ing) | declin(?:e|es|ed|ing)\ to | fail(?:s|ed|ing)?\ to | (?:has|have|had)\ yet\ to
    | reject(?:s|ed|ing)? | dismiss(?:es|ed|ing)? | abandon(?:s|ed|ing)? | stop(?:s|ped|ping)\ short
    | rul(?:e|es|ed|ing)\ out | withh(?:old|olds|eld) | (?:keep|keeps|kept|hold|holds|held)\ back
    | (?:keep|keeps|kept|stay|stays|stayed)\ out\ of )\b | n['’]t\b""",
    re.IGNORECASE | re.VERBOSE,
)
_DENYING = re.compile(  # words that deny as a "not" may: "prevents", "voted down", "unharmed", "homeless"
    r"""\b(?: prevent\w* | block(?:s|ed|ing)? | bann?(?:s|ed|ing)? | barr?(?:s|ed|ring)? | halt\w*
    | stop(?:s|ped|ping)? | ceas\w+ | end(?:s|ed|ing) | oppos\w+ | resist\w* | against | counter | contradict\w*
    | contrary\ to | instead\ of | rather\ than | (?:vot|turn|strik|shoot|shot|struck)\w*\ down | caution\w*
    | warn\w* | dissuad\w+ | discourag\w+ | forb(?:id|ade)\w* | prohibit\w* | veto\w* | reject\w* | dismiss\w*
    | den(?:y|ie[sd]|ying|ial) | refus\w+ | spurn\w* | shun\w* | avoid\w* | evad\w+ | dodg\w+ | spar(?:e|es|ed|ing)
    | skip\w* | miss(?:es|ed|ing)? | absen\w+ | lack\w* | short(?:age|fall)s? | free\ (?:of|from) | safe | intact
    | only | alone | first | last | former(?:ly)? | ex-\w+ | fail\w* | lost | los(?:es|ing) | withdr[ae]w\w*
    | dropp?(?:s|ed|ing)? | scrapp?(?:s|ed|ing)? | cancel\w* | abandon\w* | (?:g[ai]ve|giv(?:es|ing|en))\ up
    | (?:thr[eo]w\w*|toss\w*)(?:\ \w+){,3}?\ out | call\w*\ off | rebuff\w* | snub\w* | shelv(?:ed|ing)
    | quash\w* | acquit\w* | exonerat\w* | cleared\ of
    | h[eo]ld(?:s|ing)?\ back | ke(?:ep|eps|pt)\ (?:from|out|back) | number\ one | wrong\w* | false\w* | untrue
    | innocent | vacan\w+ | secret\w* | distrust\w* | mistrust\w* | disagre\w+ | disapprov\w+ | disbel\w+ | non-\w+
    | (?!regard|neverthe|nonethe|un)\w{3,}less
    | un(?!der|til|ion|i(?:te|ve|que|form)|it\b|its\b|less\b|cle\b|to\b|veil|leash|fold)[a-z]{4,}
    | in(?:capab|abilit|complet|correct|effect|suffici|accura|valid|eligib|visib)\w+
    | im(?:possib|perfect|mun)\w+ )\b""",
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
_YET = frozenset("yet ever even necessarily".split())
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


def denying_words(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that may deny what another denies by a "not".

    >>> sorted(denying_words("The council voted down a ban, and was unimpressed."))
    ['ban', 'unimpress', 'voted down']
    """
    return frozenset(stem(found[0].lower()) for found in _DENYING.finditer(text))


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
    first = next((at for at, word in enumerate(words) if word.lower() not in stop_words() | _YET), len(words))
    reach = 3 if words[first + 1 : first + 2] == ["to"] else 1
    return content_stems(" ".join(words[first : first + reach]))


def _denied_together(following: str) -> frozenset[str]:
    behind = dropwhile(_says_nothing, re.findall(r"\w+|[^\w\s-]", following))
    return content_stems(" ".join(islice(takewhile(lambda word: not _says_nothing(word), behind), _MOST_TOGETHER)))


def _says_nothing(word: str) -> bool:
    return word.lower() in stop_words() or not word[0].isalnum()
