"""Does a question stand alone, or does it leave out what only the conversation says?

It stands alone unless something points out of it: a pronoun that nothing before it in the question can be meant by
("What did it offer?", unlike "What did Iran say of its plant?" and "Is it true that …"), a fragment ("And Iran?",
"Why?"), "that" or "there". Being short or in lower case is no sign.
"""

import re

from index.language.names import find_names
from index.language.persons import A_PERSON, PRONOUNS, find_mentions, has_name, words
from index.language.words import AUXILIARY, stop_words

CONNECTIVE = re.compile(
    r"\A(?:(?:and|but|so|or|then|ok|okay|well)\b[\s,]*)+(?:(?:what|how)\s+about\b)?[\s,]*|\A(?:what|how)\s+about\b\s*",
    re.IGNORECASE,
)
THERE = re.compile(r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere(?=\s*(?:[?.!,]|\Z|in\s\d))", re.IGNORECASE)
_MORE = re.compile(r"\b(?:else|others?|another|more)\b", re.IGNORECASE)
_ASKS = re.compile(rf"\W*(?:(?:and|but|so)\s)?(?:wh\w+|how|{AUXILIARY})\b", re.IGNORECASE)
_ASKED = re.compile(rf"\b(?:{AUXILIARY})\s+\Z", re.IGNORECASE)
_LONGEST = 16  # characters before a place that are read; longer than any word looked for there
_PRONOUN = re.compile(  # or "it" that stands for nothing; no pronoun by IGNORECASE, which takes "ıt" for one, too
    r"(?i:\b(?:is|was|be)\s+it\s+(?!\w+ed\b)(?:\w+\s+)?(?:to|that|from)\s|\bgot\s+it\b"
    r"|\bit\s+(?:is|was|takes?|took|costs?|means?)\b(?=.*\b(?:to|for|if|when|that)\s+\w))"
    rf"|\b({'|'.join(form for word in PRONOUNS for form in (word, word.title(), word.upper()))})\b"
)
_CLAUSE = re.compile(
    r"[,;:]|\b(?:and|but|or|that|if|when|after|before|because|who|which|as|than|says?|said|to)\b", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"\b(?:do|does|can|could|should|would|if|when)\s+(?:(?:an?|most|some|many|all)\s+)?(?!not\b)\w+\s+\w+"
    r"|\b(?:an?|the|some|most|many|each|every|both|two|three|which|these|those)\s+\w+\s",
    re.IGNORECASE,
)
_POINTS = re.compile(
    rf"\A(?:this|these|those)\b|\b(?:this|that|these|those|then)\s*[?.!]*\Z|\b(?:{AUXILIARY}|of|in|on|at|to|for|from|with"
    r"|by|about|like|after|before|take|took)\s+(?:this|that|these|those)\b(?!\s+(?:who|that|which|article|text|year|month"
    r"|week|season|century|to)\b)|\b(?:which|this|that|other)\s+ones?\b|\bthe\s+(?:latter|former|others?)\s*[?.!]",
    re.IGNORECASE,
)
_EMPTY = frozenset(  # words that say nothing of a subject, besides stop words
    "also anyone anything could ever example far first get give go going happen happened happens know last later "
    "long made make many may mean means much next one people really said say says tell thing things time would "
    "year years yes".split()
)


def depends_on_history(question: str, known: frozenset[str] = frozenset()) -> bool:
    """Tell whether a question leaves out what only the conversation says; `known` are words of its names.

    >>> [depends_on_history(q) for q in ("And Iran?", "What did it offer?", "What did Iran say of its plant?")]
    [True, True, False]
    """
    points_out = _POINTS.search(question) or THERE.search(question) or free_pronoun(question, known)
    return bool(points_out) or is_fragment(question)


def is_fragment(question: str) -> bool:
    """Tell whether a question goes on from another ("And Iran?", "in 2019?"), or says nothing of a subject ("Why?")."""
    told = sum(word not in _EMPTY and word not in stop_words() for word in words(question))
    is_short = len(question.split()) <= 2 or (_MORE.search(question) and not has_name(question))
    return bool(CONNECTIVE.match(question) or not told or (told == 1 and is_short))


def free_pronoun(question: str, known: frozenset[str] = frozenset()) -> re.Match[str] | None:
    """Return the first pronoun that nothing before it in the question can be meant by."""
    return next((match for match in _PRONOUN.finditer(question) if match[1] and _is_free(question, match, known)), None)


def _is_free(question: str, pronoun: re.Match[str], known: frozenset[str]) -> bool:
    word, before = pronoun[0].lower(), question[: pronoun.start()]
    names = list(find_names(before))
    if not _CLAUSE.search(before, names[-1].end if names else 0):
        if follows_auxiliary(question, pronoun.start()):
            return True
        if word in ("him", "her", "it", "them") and is_object(question, pronoun):
            return len(names) < 2
    if PRONOUNS[word] in ("he", "she"):
        return not (A_PERSON.search(before) or any(one.person is not False for one in find_mentions(before)))
    return not (has_name(before, known) or _SUBJECT.search(before))


def is_object(question: str, pronoun: re.Match[str]) -> bool:
    """Tell "her" in "ask her to" from "her" in "her plan"."""
    following = re.match(r"\s*(\w*)", question[pronoun.end() :])
    return following is None or not following[1] or following[1].lower() in stop_words()


def asks(text: str) -> bool:
    """Tell whether a text begins as questions do."""
    return bool(_ASKS.match(text))


def follows_auxiliary(text: str, position: int) -> bool:
    """Tell whether "did" or the like stands before a position: what begins there is the subject of a question."""
    return bool(_ASKED.search(text[max(0, position - _LONGEST) : position]))
