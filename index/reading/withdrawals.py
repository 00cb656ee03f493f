"""Does a sentence withdraw a report of its own publisher? English.

"We have retracted it", "The Ridge Post no longer stands by its story", "That report should never have been published".
What others withdraw is news: who speaks must be "we", or the source of the article.
"""

import re

PIECE = r"(?:article|story|report|post|piece|column|review|headline|caption|obituary|editorial|dispatch|item|page|copy)"
_OURS = rf"(?:(?:this|our|that|the|its|an?) (?:[\w’'-]+ ){{0,5}}{PIECE}\b|(?:it|them|that)\b)"
_WHO = r"\b(?P<who>[Ww]e|[^.;]{2,60}?) "
_HELP = r"(?:has|have|had|is|are|was|were|been|being|be|now|also|hereby|therefore|today|since|fully|will)"
_WITHDRAWN = r"(?:retracted|withdrawn|disowned|pulled|taken (?:down|back)|removed|deleted)"
_ACTIVE = re.compile(
    rf"{_WHO}(?:{_HELP} )*(?:(?:retract|withdraw|disown|pull|take (?:down|back)|remove)s?|withdrew|took (?:down|back)|"
    rf"retracting|withdrawing|pulling|removing|{_WITHDRAWN}) (?P<what>{_OURS})"
)
_STANDS_BY = re.compile(rf"{_WHO}(?:(?:can|do|does) ?)?(?:no longer|not|[’']t) (?:stands?) by (?P<what>{_OURS})")
_PASSIVE = re.compile(
    rf"\b(?P<what>(?:this|our|that|the|its?|an?)\b(?: [\w’'-]+){{0,5}}?(?: {PIECE}\b)?)(?P<between>.{{0,160}}?) "
    rf"(?:(?:has|have|was|were|is) (?:{_HELP} )*{_WITHDRAWN}\b|(?:should|ought) (?:not|never) (?:to )?have been "
    r"(?:published|printed|run|broadcast|posted))",
    re.DOTALL | re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:we|this (?:news)?paper|this (?:web)?site)\b[^.]{0,40}?\b(?:reported|published|said|wrote|ran|printed)\b"
    rf"|\bour (?:[\w’'-]+ ){{0,3}}{PIECE}\b",
    re.IGNORECASE,
)
_IS_WE = re.compile(r"\bwe\Z", re.IGNORECASE)
_IS_OURS = re.compile(r"(?:this|our)\b", re.IGNORECASE)
_IS_TOLD_BEFORE = re.compile(rf"(?:it|(?:that|the)(?: {PIECE})?)\Z", re.IGNORECASE)
_PIECE = re.compile(rf"\b{PIECE}\b", re.IGNORECASE)


def withdraws(sentence: str, before: str, source: str | None, *, is_named: bool) -> bool:
    """Tell whether a sentence withdraws a report.

    `before` is what its paragraph says before it, where "it" may be told; `is_named` if the title calls the article a
    notice.

    >>> said = "The report was wrong, and we have retracted it."
    >>> withdraws(said, "On May 3 we reported that the bridge fell.", "Ridge Post", is_named=False)
    True
    >>> withdraws("The mayor has withdrawn his report.", "", "Ridge Post", is_named=False)
    False
    """
    is_told = is_named or tells_what(before)
    for match in (*_ACTIVE.finditer(sentence), *_STANDS_BY.finditer(sentence)):
        is_by_us = is_named or _IS_WE.search(match["who"]) or names_source(match["who"], source)
        if is_by_us and (is_told or _PIECE.search(match["what"])):
            return True
    return any(
        (
            _PIECE.search(match["what"] + match["between"])
            and (is_named or _IS_OURS.match(match["what"]) or names_source(sentence[: match.end()], source))
        )
        or (is_told and _IS_TOLD_BEFORE.match(match["what"]))
        for match in _PASSIVE.finditer(sentence)
    )


def tells_what(before: str) -> bool:
    """Tell whether the beginning of a paragraph tells that we reported something."""
    return _REPORTED.search(before) is not None


def names_source(who: str, source: str | None) -> bool:
    """Tell whether somebody is the publisher of the article: all others who withdraw a report, or regret, are news."""
    words = [word for word in re.findall(r"[^\W\d_]{3,}", source or "") if word.lower() != "the"]
    return any(re.search(rf"\b{word}\b", who) for word in words)
