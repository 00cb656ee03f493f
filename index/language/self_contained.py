"""Whether a question can be understood without anything else: no "he", no "the company", no "last week" in it."""

import re
from collections.abc import Sequence

from index.language.clauses import Word, kinds_of, words_of
from index.language.names import find_names
from index.language.persons import has_anaphor
from index.language.times.wording import WEEKDAYS

FEWEST_WORDS, MOST_WORDS = 4, 22  # of a question
_VAGUE = re.compile(
    r"\b(?:this|these|those|such|here|there|now|today|then|ago|recently|yesterday|tomorrow|tonight|last|next|another"
    r"|other|others|same|both|each|else|newer|older|earlier|former|latter|we|our|you|your|my|so far|(?-i:us|me|I)"
    rf"|{'|'.join(WEEKDAYS)})\b",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\"“”():;?!\[\]]| [-–—] ")
_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)?\s?[ap]\.?m\b")
_WITHOUT_PLACE = re.compile(  # "Did the guards leave after the vote?" asks of a place that is not said
    r"\b(?:leave|left|return|returned|arrive|arrived|withdraw|withdrew|come|came|go|went)(?: back)?"
    r"(?: again)?(?: only)?(?:\?|\Z| (?:after|before|during|when|since|until|in \d+|on)\b)",
    re.IGNORECASE,
)
_AREA = re.compile(
    r"\bthe (?:region|area|country|city|town|village|place|field)s?(?! (?:of|in|around|near|between|where)\b)",
    re.IGNORECASE,
)
_WITH_NAME = 6  # words behind "the board" in which the name stands that tells which one


def stands_alone(question: str) -> bool:
    """Tell whether a question can be understood without anything else: it has a name, and what is in it is told by it.

    >>> stands_alone("When did the mayor of Osk resign?"), stands_alone("When did the mayor resign?")
    (True, False)
    >>> stands_alone("When did Osk's guards leave?"), stands_alone("Who gave Osk a foothold in the region?")
    (False, False)
    """
    count = len(question.split())
    if not FEWEST_WORDS <= count <= MOST_WORDS or _SIGNS.search(question[:-1]):
        return False
    if any(pattern.search(question) for pattern in (_VAGUE, _WITHOUT_PLACE, _AREA)):
        return False
    words = words_of(question)
    behind = question.find(" ") + 1
    if not any(name.start >= behind for name in find_names(question)) or has_anaphor(question):
        return False
    if any(word.kind == "O" for word in words[2:]) or _CLOCK.search(question):
        return False
    return all(_is_told(words, at) for at, word in enumerate(words) if word.text.lower() == "the")


def _is_told(words: Sequence[Word], at: int) -> bool:
    """Tell whether it is said which one "the …" is: by a name in it or soon behind it, or as the first or largest."""
    kinds = kinds_of(words)
    end = at + 1
    while end < len(words) and kinds[end] in "JCPNSR":
        end += 1
    phrase = words[at + 1 : end]
    if any(word.kind == "P" for word in phrase) or any(
        re.search(r"(?:est|first|most)\Z", word.text) for word in phrase
    ):
        return True
    if end >= len(words) or kinds[end] not in "oI" or words[end].text.lower() == "to":
        return False
    return any(kind == "P" for kind in kinds[end : end + _WITH_NAME])
