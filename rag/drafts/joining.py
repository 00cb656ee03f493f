"""What words left out of a quotation, or words in brackets, make of it: another's deed, another's number, another word.

Told without a parser, by the words at the ends of what is left out, and by what brackets stand for.
"""

import re

from index.language import facts
from index.language.quotation_marks import MARKS
from index.language.units import CURRENCY
from index.language.words import content_stems, stop_words

LONGEST_REPLACED = 3  # words that brackets stand for; what stands for more sums it up

_COORDINATOR = r"(?:and|but|or|while|whereas|then|yet|;|,)"
_NEW_SUBJECT = re.compile(
    rf"(?:\A|\s|(?<=[,;])){_COORDINATOR}\s+(?:[^,;]*\s)?(?P<who>I|we|he|she|they|you|it|\S+)\s*\Z"
)
_SUBJECTS = frozenset("i we he she they you it".split())
_OTHER_VERB = re.compile(
    r"\s(?:and|but|or|then)\s+(?:\w+ly\s+)?(?P<verb>\w{2,}ed|made|took|gave|left|lost|won|met|found|struck|built|kept|told"
    r"|heard|held|led|sold|sent|paid|caught|fought|bought|brought|broke|chose|drove|stole|threw|wrote|saw)\s*\Z"
)
_GOES_ON = re.compile(r"[\s,]*(?:and|or|but|of|in|on|at|by|for|from|to|with|who|which|that|,)\b", re.IGNORECASE)
_FIGURE = re.compile(rf"\s*(?:(?:in|by|to|on|at|of|from|until)\s+)?{CURRENCY}?\d[\d.,]*")
_PARTS = re.compile(rf"(?:\s{_COORDINATOR}\s)|[,;]\s")
_DEFINITE = re.compile(r"(?:the|this|that|these|those|my|our|your|his|her|its|their)\b", re.IGNORECASE)
_QUANTIFIERS = frozenset(
    "all some many most few every each both half several only always often sometimes for against".split()
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def joins_to_other(left_out: str, behind: str) -> str:
    """Return what of a gap the words behind it belong to: another subject, verb or part; empty where to none.

    >>> joins_to_other("killed the story and Bob", "saved the paper"), joins_to_other(", the cooks", "and the guards")
    ('Bob', '')
    >>> joins_to_other("the rebels and condemned", "the army"), joins_to_other("5 percent and wages by", "2 percent")
    ('condemned', '5 percent')
    """
    if _GOES_ON.match(behind):
        return ""
    left_out = left_out.rstrip(f"{MARKS} ")
    if (new := _NEW_SUBJECT.search(left_out)) and _is_subject(left_out, new["who"]):
        return new["who"]
    if verb := _OTHER_VERB.search(f" {left_out}"):
        return verb["verb"]
    if _FIGURE.match(behind) and _PARTS.search(left_out) and (figures := facts(left_out).quantities):
        return figures[0].written
    return ""


def _is_subject(left_out: str, who: str) -> bool:
    if who.lower() in _SUBJECTS:
        return True
    names = facts(left_out).names
    return bool(names) and names[-1].end == len(left_out) and who[:1].isupper()


def is_other_word(put_in: str, left_out: str) -> bool:
    """Tell whether brackets have another word in place of the article's, not a name or noun for what it points to.

    >>> is_other_word("All", "Some"), is_other_word("the firm", "they"), is_other_word("triumph", "disgrace")
    (True, False, True)
    """
    ours, theirs = (one.strip(f"{MARKS} ,.") for one in (put_in, left_out))
    quantities = [{word.lower() for word in _WORD.findall(one)} & _QUANTIFIERS for one in (ours, theirs)]
    if ours and theirs and quantities[0] != quantities[1] and any(quantities) and len(theirs.split()) <= 2:
        return True
    stems = [content_stems(one) for one in (ours, theirs)]
    if (
        len(theirs.split()) > LONGEST_REPLACED
        or not all(stems)
        or stems[0] & stems[1]
        or any(facts(one).names or facts(one).quantities for one in (ours, theirs))
    ):
        return False
    return not (_DEFINITE.match(ours) and (_DEFINITE.match(theirs) or len(theirs.split()) == 1))


def first_word_behind(text: str, end: int) -> str:
    """Return the next word of a text that says something, of the two behind a place; empty where there is none."""
    behind = re.split(r"[.!?;:,]", text[end : end + 60])[0]
    return next((word for word in _WORD.findall(behind)[:2] if word.lower() not in stop_words()), "")
