"""What the desks of agencies note above or below a story, for those who print it: "(Corrects price in paragraph 2)".

Only the form of such a note counts, at the beginning of a sentence: that someone "corrects" something is news. English.
"""

import re
from typing import Literal

from index.reading.withdrawals import PIECE

_PLACE = (
    r"(?:paragraphs?|paras?|pars|par|grafs?|headline|byline|dateline|lead|lede|intro|bullets?|spelling|throughout|name"
    r"|story|slug|caption)"
)
_WHAT = (
    r"(?:(?:the|in|to|that|a|typo|spelling|day|date|number|figure|name|title|age|quote|attribution|location|dateline"
    r"|byline|year|price|headline|sourcing|reference|wording)\b)"
)
_DESK = r"^\W{0,6}(?:(?:ATTENTION(?: EDITORS)?|(?:Eds|EDS|Editors|EDITORS|Note to editors))\s{0,2}[:—–-]+\s{0,2})"
_UPPER = r"(?:ADDS|UPDATES?|RECASTS|REFILES|REPEATS)"
_MENDS = r"(?:correct|fix|amend|restore|remove)"

DESK_NOTES: tuple[tuple[Literal["correction", "clarification", "update"], re.Pattern[str]], ...] = (
    ("clarification", re.compile(r"^\W{0,3}Clarifies (?:\w+ ){0,3}(?:headline|paragraph|that|title|quote|name)")),
    ("correction", re.compile(rf"{_DESK}(?:Story )?(?:Corrects|CORRECTS|corrects)\b")),
    (
        "correction",
        re.compile(
            rf"^\W{{0,3}}(?:\((?:Story corrects|Corrects|CORRECTS)\b|CORRECTS:? (?:[a-z]|(?i:{_WHAT}))"
            rf"|Corrects (?:{_WHAT}[^.:]{{0,80}}\b{_PLACE}\b|throughout\b))"
        ),
    ),
    (
        "correction",
        re.compile(
            r"^\W{0,3}\((?:(?:Deletes|Drops|Fixes|Removes|Restores|Rewords)\b[^.()]{0,80}\b(?:paragraphs?|paras?"
            r"|headline"
            r"|byline|dateline|lead|typo|words?|link|slug|spelling)\b|In [^.()]{0,60}, (?:corrects|fixes|removes)\b)"
        ),
    ),
    (
        "correction",
        re.compile(
            rf"^\W{{0,3}}Refile[sd] to {_MENDS} [^.]{{0,80}}"
            rf"\b(?:{_PLACE}|typos?|day|date|price|figure|number|link|format\w*)\b"
            rf"|^\W{{0,3}}(?:\(Refile[sd]|this (?:\w+\.? \d{{1,2}} )?{PIECE} (?:(?:is|was|has been) )?refiled"
            rf"(?: (?:on )?[^.]{{0,30}}?)?) to {_MENDS}\b",
            re.I,
        ),
    ),
    (
        "correction",
        re.compile(r"^\W{0,3}(?:Adds|ADDS|Updates|UPDATES|Recasts|RECASTS)\b[^.]{0,120}[;,] ?(?:CORRECTS|corrects)\b"),
    ),
    (
        "update",
        re.compile(
            rf"^\W{{0,3}}\((?:Adds|Updates?|Recasts|Refile[sd]|Repeats|Rewrites|{_UPPER})\b"
            r"(?! (?:of|are|is|were|will|can|may|up|for|from|on|to (?:the|its|our|his|her|their|this|these))\b)"
        ),
    ),
    ("update", re.compile(rf"{_DESK}(?:Adds|Updates|Recasts|Repeats|{_UPPER})\b")),
    ("update", re.compile(r"^\W{0,3}(?:ADDS|RECASTS|REFILES|UPDATES?(?= (?:with|to)\b)) (?=[a-z])")),
)
