"""Does a sentence withdraw a report of its own publisher? English.

"We have retracted it", "The Ridge Post no longer stands by its story", "That report should never have been published".
What others withdraw is news, and so is what they say: who speaks must be "we", or the source of the article. First the
words that withdraw are looked for, then who and what stands near them, so that no line takes long.
"""

import re
from collections.abc import Iterator

PIECE = r"(?:article|story|report|post|piece|column|review|headline|caption|obituary|editorial|dispatch|item|page|copy)"
NEAR = 160  # characters before the words that withdraw
LONGEST_SUBJECT = 60  # characters

_OURS = rf"(?:this|our|that|the|its|an?) (?:[\w’'-]+ ){{0,5}}{PIECE}\b"
_HELP = r"(?:has|have|had|is|are|was|were|been|being|be|now|also|hereby|therefore|today|since|fully|will|do|does|can)"
_PARTICLE = r"(?:along|apart|away|between|into|off|through|together|up)"  # "pulled apart" withdraws nothing
_ACTIVE = re.compile(
    r"\b(?:(?P<surely>retract(?:s|ed|ing)?|disown(?:s|ed)?|withdr(?:aws?|ew|awn|awing)|t(?:akes?|ook|aken|aking) back|"
    r"(?:no longer|not|[’']t) stands? by)|pull(?:s|ed|ing)?|remov(?:es?|ed|ing)|t(?:akes?|ook|aken|aking) down)"
    rf" (?:(?P<piece>{_OURS})|(?:it|them|that)\b)(?! {_PARTICLE}\b)"
    rf"|\bt(?:akes?|ook|aken|aking) (?P<moved>(?:this|our|that) (?:[\w’'-]+ ){{0,5}}{PIECE})"
    r" (?:down|offline|back)\b(?! the)"
)
_PASSIVE = re.compile(
    rf"\b(?:has|have|was|were|is) (?:{_HELP} ){{0,3}}(?:(?P<surely>retracted|disowned)|withdrawn|pulled|"
    rf"taken (?:down|back|offline)|removed|deleted)\b(?! (?:{_PARTICLE}\b|by\b"
    r"|from (?!(?:our|this|the) (?:web)?(?:site|archive|paper))))"
    r"|\b(?:should|ought) (?:not|never) (?:to )?have been (?:published|printed|run|broadcast|posted)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(rf"\b(?:this|our|that|the|its?|an?)\b(?: [\w’'-]+){{0,5}}? {PIECE}\b", re.IGNORECASE)
_IS_OURS = re.compile(rf"\b(?:this|our)\b(?: [\w’'-]+){{0,5}}? {PIECE}\b", re.IGNORECASE)
_IS_TOLD_BEFORE = re.compile(rf"\b(?:it|(?P<piece>(?:that|the) {PIECE})) (?:{_HELP} )*\Z", re.IGNORECASE)
_WE = re.compile(rf"\bwe(?:,? {_HELP}| can| do)*(?:no[tw]|n)? *\Z", re.IGNORECASE)
_CLAUSE = re.compile(r".*[.;:]", re.DOTALL)
_SAID = re.compile(r",[”\"]? [^,.]{2,60} (?:said|says|told \w+|wrote)\b|[”\"] (?:said|says|wrote)\b|,[”\"]? said\b")
_REPORTED = re.compile(
    r"\b(?:we|this (?:news)?paper|this (?:web)?site)\b[^.]{0,40}?\b(?:reported|published|said|wrote|ran|printed)\b"
    rf"|\bour (?:[\w’'-]+ ){{0,3}}{PIECE}\b",
    re.IGNORECASE,
)


def may_withdraw(sentence: str) -> bool:
    """Tell whether a sentence has words that withdraw something; most have none, and cost no more than this."""
    return _ACTIVE.search(sentence) is not None or _PASSIVE.search(sentence) is not None


def withdraws(sentence: str, before: str, source: str | None, *, is_named: bool) -> bool:
    """Tell whether a sentence withdraws a report.

    `before` is what its paragraph says before it, where "it" may be told; `is_named` if the title calls the article a
    notice.

    >>> said = "The report was wrong, and we have retracted it."
    >>> withdraws(said, "On May 3 we reported that the bridge fell.", "Ridge Post", is_named=False)
    True
    >>> withdraws("“We have retracted it,” the mayor said.", "We reported that.", "Ridge Post", is_named=False)
    False
    """
    if _SAID.search(sentence):
        return False
    is_told = is_named or tells_what(before)
    for match in _unquoted(_ACTIVE, sentence):
        who = _CLAUSE.sub("", sentence[max(0, match.start() - LONGEST_SUBJECT) : match.start()])
        is_by_us = is_named or _WE.search(who) or names_source(who, source)
        if is_by_us and (match["piece"] or match["moved"] or (is_told and match["surely"])):
            return True
    for match in _unquoted(_PASSIVE, sentence):
        what = _CLAUSE.sub("", sentence[max(0, match.start() - NEAR) : match.start() + 1])
        if _IS_OURS.search(what) or (_SUBJECT.search(what) and (is_named or names_source(what, source))):
            return True
        meant = _IS_TOLD_BEFORE.search(what[:-1])
        if is_told and meant and (meant["piece"] or match["surely"]):
            return True
    return False


def _unquoted(pattern: re.Pattern[str], sentence: str) -> Iterator[re.Match[str]]:
    """Yield the matches that are not somebody's words."""
    for match in pattern.finditer(sentence):
        before = sentence[: match.start()]
        if before.count("“") <= before.count("”") and before.count('"') % 2 == 0:
            yield match


def tells_what(before: str) -> bool:
    """Tell whether the beginning of a paragraph tells that we reported something."""
    return _REPORTED.search(before) is not None


def names_source(who: str, source: str | None) -> bool:
    """Tell whether somebody is the publisher of the article: all others who withdraw a report, or regret, are news."""
    words = [word for word in re.findall(r"[^\W\d_]{3,}", source or "") if word.lower() != "the"]
    return any(re.search(rf"\b{word}\b", who) for word in words)
