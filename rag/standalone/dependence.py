"""Does a question stand alone, or does it leave out what only the conversation says?

It stands alone unless something points out of it: a pronoun that nothing in the question can be meant by ("What did it
offer?", unlike "What did Iran say of its plant?" and "Is it true that …"), a fragment ("And Iran?", "Why?"), "that" or
"there", or "anything else" where nobody is named. Being short or in lower case is no sign.

Names in lower case are known from the conversation (`known`, see `rag.standalone.names.known_words`) or from English
lacking them.
"""

import re

from index.language.english import AUXILIARY
from rag.standalone.names import find_names, follows_auxiliary, has_name, words

FEW = 2  # words on a subject; "What other drugs lower blood pressure?" has more and stands alone

PRONOUNS = {
    **dict.fromkeys(("he", "him", "his"), "he"),
    **dict.fromkeys(("she", "her", "hers"), "she"),
    **dict.fromkeys(("it", "its"), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs"), "they"),
}
CONNECTIVE = re.compile(
    r"\A(?:(?:and|but|so|or|then|ok|okay|well)\b[\s,]*)+(?:(?:what|how)\s+about\b)?[\s,]*|\A(?:what|how)\s+about\b\s*",
    re.IGNORECASE,
)
_PRONOUN = re.compile(  # not by IGNORECASE, which takes "ıt" and "hiſ" for pronouns, too
    rf"\b(?:{'|'.join(form for word in PRONOUNS for form in (word, word.title(), word.upper()))})\b"
)
_CLAUSE = re.compile(
    r"[,;:]|\b(?:and|but|or|that|if|whether|when|while|after|before|because|since|until|who|which|as|than|say|says|said"
    r"|think|thinks|believe|to)\b",
    re.IGNORECASE,
)
_OBJECT_END = re.compile(
    r"\s*(?:[?.!,]|\Z|(?:in|on|at|to|for|from|with|by|about|after|before|during|under|over|into|of|as|and|or|again|then"
    r"|now|so|when|where|why|how)\b)",
    re.IGNORECASE,
)
_NOBODY = re.compile(  # "it" that stands for nothing: "is it true that", "how long does it take to", "what time is it"
    r"\bit\s+(?:really\s+|actually\s+)?(?:takes?|took|costs?|means?|hurts?|matters?|feels?|looks?)\b"
    r"(?=.*\b(?:to|for|if|when|that)\s+\w)"
    r"|(?<=\bis\s)it\s+(?!\w+ed\b)\w+\s+(?:to|that|for\s+\w+\s+to)\s|(?<=\bwas\s)it\s+(?!\w+ed\b)\w+\s+(?:to|that)\s"
    r"|\bit\s+(?:is|was|be|been)\s+\w+\s+(?:to|that)\s|\b(?:make|makes|made|find|finds|found)\s+it\s+\w+\s+(?:to|that|for)\s"
    r"|\bit\s+(?:(?:true|said|known|clear|likely|thought|believed|reported|why|because)\s+)?that\s"
    r"|\bit\s+from\s(?=.*\sto\s)|\bit\s+to\s(?=.*\sfrom\s)|\bit\s+like\s+(?:to|in|at)\s"
    r"|\bit\s+(?:rain|snow)|\bit\s+called\s+(?:when|if)\b|\bit\s+worth\s+\w+ing\b"
    r"|\b(?:what\s+(?:time|day|date|year)|how\s+(?:hot|cold|warm|late))\s+(?:is|was)\s+it\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:an?|the|every|each|no|which|what)\s+(?:\w+\s+)?(?:person|man|woman|boy|girl|child|president|minister|chancellor"
    r"|king|queen|prince|princess|pope|leader|general|senator|governor|mayor|judge|player|coach|singer|actor|actress"
    r"|writer|author|director|artist|doctor|teacher|worker|soldier|officer|employee|student|patient|father|mother|wife"
    r"|husband|son|daughter|brother|sister|candidate|politician|spokesman|spokeswoman|someone|somebody)\b",
    re.IGNORECASE,
)
_GENERIC_SUBJECT = re.compile(
    r"\b(?:do|does|can|could|should|would|must|if|when)\s+(?:an?\s+|most\s+|some\s+|many\s+|all\s+)?(?!not\b)\w+\s+\w+"
    r"|\b(?:an?|the|some|most|many|each|every|both|two|three|which|these|those)\s+\w+\s",
    re.IGNORECASE,
)
_DEMONSTRATIVE = re.compile(
    r"(?<!after )(?<!before )(?<!since )\b(?:this|that|these|those)\s*[?.!]*\Z"
    rf"|\b(?:{AUXILIARY}|of|in|on|at|to|for|from|with|by|about|under|over|than|like|take|took)\s+"
    r"(?:this|that|these|those)\b(?!\s+(?:who|that|which|year|month|week|spring|summer|autumn|fall|winter|morning"
    r"|afternoon|evening|season|century|decade|moment|days|to)\b)"
    r"|\A(?:this|these|those)\b|\b(?:which|this|that|first|second|last|next|other)\s+ones?\b"
    r"|\bthe\s+(?:latter|former|others?|other\s+(?:one|two|three|side))\s*(?:[?.!]|\Z|\b(?:is|was|did|do|does|has|say)\b)"
    r"|\bthe\s+same\s*[?.!]*\Z|\bthe\s+(?:two|three|both)\s*(?:[?.!]|\Z|\bof\b)",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"\b(?:(\w+)\s+(is|are|was|were|be|been)\s+)?there\b"
    r"(?=\s*(?:[?.!,]|\Z|(?:in|on|at|for|after|before|when|while|during|with|from|as|and)\b))",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\b(?:after|before|during|since|until)\s+(?:then|(?:this|that|these|those)\b(?!\s+(?:year|month|week|century)))\b"
    r"|\b(?:by\s+then|afterwards|thereafter)\b|\bthen\s*[?.!]*\Z",
    re.IGNORECASE,
)
_LEADING = re.compile(r"\s*(?:in|on|at|for|with|by|to|from|the)\s", re.IGNORECASE)
_MORE = re.compile(r"\b(?:else|others?|another|any\s+more)\b", re.IGNORECASE)
_EMPTY = frozenset(  # words that say nothing of a subject
    "a about after again all also an and another any anyone anything are as at be been before being but by can could "
    "did do does doing during else ever exactly example examples explain far first for from get give go going had "
    "happen happened happening happens has have how i if in into is it know last later long made make many me mean "
    "means more most much next no not now of on one or other others people please really said say says she should so "
    "some someone something tell than that the them then there these they thing things this those time to too until "
    "up us was we were what when where which while who whom whose why will with would year years yes you".split()
)


def depends_on_history(question: str, known: frozenset[str] = frozenset()) -> bool:
    """Tell whether a question leaves out what only the conversation says; `known` are its names' words.

    >>> [depends_on_history(q) for q in ("And Iran?", "What did it offer?", "What did Iran say of its plant?")]
    [True, True, False]
    """
    return (
        is_fragment(question)
        or bool(_DEMONSTRATIVE.search(question))
        or locative_there(question) is not None
        or free_pronoun(question, known) is not None
        or (not has_name(question, known) and _goes_on(question))
    )


def is_fragment(question: str) -> bool:
    """Tell whether a question goes on from another ("And Iran?", "in 2019?"), or says nothing of a subject ("Why?")."""
    told = _telling(question)
    if CONNECTIVE.match(question) or not told:
        return True
    return len(told) == 1 and len(question.split()) <= (3 if _LEADING.match(question) else 2)


def _goes_on(question: str) -> bool:
    return bool(_THEN.search(question)) or (bool(_MORE.search(question)) and len(_telling(question)) <= FEW)


def _telling(question: str) -> list[str]:
    return [word for word in words(question) if word not in _EMPTY]


def free_pronoun(question: str, known: frozenset[str] = frozenset()) -> re.Match[str] | None:
    """Return the first pronoun that nothing before it in the question can be meant by."""
    idle = [match.span() for match in _NOBODY.finditer(question)]
    for pronoun in _PRONOUN.finditer(question):
        if not any(start <= pronoun.start() < end for start, end in idle) and _is_free(question, pronoun, known):
            return pronoun
    return None


def _is_free(question: str, pronoun: re.Match[str], known: frozenset[str]) -> bool:
    word, before = pronoun[0].lower(), question[: pronoun.start()]
    names = find_names(before)
    if _CLAUSE.search(before, names[-1].end if names else 0):
        return not (has_name(before, known) or _GENERIC_SUBJECT.search(before))
    if word in ("he", "she", "it", "they") and follows_auxiliary(question, pronoun.start()):
        return True
    if word in ("him", "her", "it", "them") and is_object(question, pronoun):
        return len(names) < 2
    bound = _PERSON if PRONOUNS[word] in ("he", "she") else _GENERIC_SUBJECT
    return not (has_name(before, known) or bound.search(before))


def is_object(question: str, pronoun: re.Match[str]) -> bool:
    """Tell "her" in "ask her to" from "her" in "her plan"."""
    return bool(_OBJECT_END.match(question, pronoun.end()))


def locative_there(question: str) -> int | None:
    """Return where "there" stands for a place, unlike in "how many are there?"."""
    for match in _THERE.finditer(question):
        if not match[2] or match[1].lower() in ("he", "she", "it", "they", "who", "that"):
            return match.end() - len("there")
    return None
