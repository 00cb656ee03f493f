"""The forms in which English papers and agencies say that an article was corrected, withdrawn or updated.

Each is a whole form, at its place: that a word like "correction" stands somewhere says nothing. What a sentence
withdraws is told in `index.reading.withdrawals`, and what a title is marked with in `index.reading.title_marks`.
"""

import re
from typing import Literal

from index.language.times.wording import MONTHS, WEEKDAYS
from index.reading.withdrawals import PIECE

NoticeKind = Literal["correction", "clarification", "retraction", "update", "editor's note"]

_GATE = re.compile(  # holds wherever there is a notice; most texts have nothing of it, and cost no more than this
    r"\b(?:correct(?:ion|ed|s\b)|clarif|errat(?:um|a)\b|retract|withdr[ae]w|stands? by|t[ao]ken? (?:down|back)|"
    r"took (?:down|back)|t(?:akes?|ook|aken|aking) (?:this|our|that) |"
    r"t(?:akes?|ook|aken|aking) (?:the|its) (?:[\w’'-]+ ){0,3}(?:article|story|report|post|piece|page) |"
    r"(?:not|never) (?:to )?have been|disown|"
    r"pull(?:ed|s|ing) |remov(?:e|ing)|delet(?:e|ing)|amended|updated?\b|editors?.{0,2} note|note to (?:our )?readers|"
    r"for the record|amplification|apolog(?:y|ies)\b|regrets? |KILLS?\b|"
    r"(?:earlier|previous|original|prior) (?:version|headline|caption)|misst|misid|misspel|misattr|misquot|"
    r"erroneously|incorrectly|mistakenly|wrongly|"
    r"this \w+ (?:has been|was|is) (?:changed|edited|revised|taken)|an? \w+ error)"
    r"|\((?:adds|deletes|drops|fixes|in|recasts|refiles|removes|repeats|restores|rewords|rewrites|updates?)\b",
    re.IGNORECASE,
)
_WHEN = (  # "(May 5)", ", 6 May 2025", " at 5:15 p.m. ET on Monday"
    r"(?:\s*[(\[][^()\[\]]{1,40}[)\]]|(?:[,\s]+(?:(?:at|on|as|of|the|noon|midnight|gmt|utc|bst|cet|[ecmp][sd]?t)\b"
    rf"|(?:{'|'.join(one[:3] for one in (*MONTHS, *WEEKDAYS))})[a-z]{{0,6}}\b\.?"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}(?:[:.]\d\d)?(?:\s?[ap]\.?m\b\.?|st|nd|rd|th)?(?!\w)|\d{4}(?!\w))){0,9})"
)
MARKS: dict[NoticeKind, str] = {
    "correction": (
        r"(?:corrections?(?: (?:and|&) (?:clarifications?|amplifications?|apolog(?:y|ies))| appended)?|corrected"
        r"|errat(?:um|a))"
    ),
    "clarification": r"(?:clarifications?(?: and apology)?|clarified)",
    "retraction": r"(?:retractions?|retracted|(?-i:WITHDRAWN)|(?-i:(?:(?:BULLETIN|MANDATORY|STORY) )?KILLS?))",
    "update": r"(?:update[sd]?)",
    "editor's note": r"editor(?:s[’']|[’']s|s)? note",
}
_WEAK: dict[NoticeKind, str] = {  # what others begin with, too: it counts where an error of the paper is told
    "correction": r"(?:for the record|(?:an )?apology(?: to [^.:\n]{1,60})?)",
    "clarification": r"amplifications?",
    "editor's note": r"(?:a )?note to (?:our )?readers",
}


def _begins(mark: str, *, may_stand_alone: bool) -> re.Pattern[str]:
    alone = "|$" if may_stand_alone else ""
    return re.compile(rf"[\W_]{{0,4}}(?i:{mark}{_WHEN})\s*(?::(?!\d)|—|–|[*_]{{1,3}}:?{alone})")


BEGINS = {kind: _begins(mark, may_stand_alone=kind != "update") for kind, mark in MARKS.items()}
_BEGINS_WEAKLY = {kind: _begins(mark, may_stand_alone=True) for kind, mark in _WEAK.items()}
_THIS = rf"(?:this|the) (?:[\w-]+ )?{PIECE}"
_DATED = rf"this (?:(?:{'|'.join(one[:3] for one in MONTHS)})[a-z]{{0,6}}\.? \d{{1,2}} )?{PIECE}"
_CHANGED = "(?:amended|corrected|clarified|changed|edited|revised|updated)"
_FIGURE = r"(?:map|chart|graphic|table|list|photo|video)s?"  # maps, charts and graphics are papers' own, as a rule
_MISTOLD = r"mis(?:stat|identif|spel|label|attribut)\w*"
_WRONGLY = "(?:incorrectly|erroneously|mistakenly|wrongly)"
_OF_OTHERS = (  # "An article in the Times on Monday wrongly said", "In a report, the ministry wrongly said"
    rf"an? (?:[\w-]+ )?{PIECE} in the (?-i:(?:[A-Z][\w’'-]* ){{1,4}})(?:on|last|said|{_WRONGLY}|mis\w+)\b"
    rf"|in an? [^,]{{1,120}}, (?:the|an?) (?!{PIECE})[\w ’'-]{{1,60}}(?<!was)(?<!were)(?<!been) {_WRONGLY}\b"
)
_REPORTED = re.compile(  # others say so; "we" do in a notice
    r"(?<!we )\b(?:said|says|told|heard|found|wrote|argued|claimed|added)\b(?:\s[\w’'-]+){0,4}\s$", re.I
)
_SAYS: tuple[tuple[NoticeKind, re.Pattern[str]], ...] = (
    ("correction", re.compile(rf"\b(?:an?|the) (?:earlier|previous|original|prior) version of {_THIS}\b", re.I)),
    (
        "correction",
        re.compile(
            r"\ban? (?:earlier|previous|original|prior) version of the (?![^.]*, [^,.]{2,40} (?:said|heard|found)\b)"
            rf"(?:{_FIGURE} (?:(?:that )?accompan(?:ying|ied)|(?:published )?with|in|on) (?:this|our) {PIECE}\b"
            rf"|{_FIGURE} (?:(?:incorrect|erroneous|mistaken|wrong)ly\b|{_MISTOLD})"
            rf"|(?:map|chart|graphic)s? (?:{_MISTOLD}|omitted\b|left out\b|(?:showed|had|gave|listed|placed|named)\b"
            r".{0,120}\b(?:wrong|incorrect|erroneous|mistaken|errors?)\b))",
            re.I | re.S,
        ),
    ),
    ("update", re.compile(rf"\b{_DATED} (?:has been|was) updated\b|\bwe(?:[’']ve| have) updated this {PIECE}\b", re.I)),
    (
        "correction",
        re.compile(
            rf"\b(?:{_DATED}|the headline (?:of|on) this {PIECE}) (?:has been|was) {_CHANGED}"
            r"(?:[.,]| (?:on|to|because|after|at|since|for|in)\b)",
            re.I,
        ),
    ),
    (
        "correction",
        re.compile(
            rf"\bthis (?:version|{PIECE}) corrects\b|\bwe(?:[’']ve| have) (?:since )?{_CHANGED} this {PIECE}\b"
            rf"|\ban? (?:earlier|previous|original|prior) (?:headline|caption) (?:for|in|of|on|to) this {PIECE}\b",
            re.I,
        ),
    ),
    (
        "correction",
        re.compile(
            rf"^\W{{0,3}}(?!{_OF_OTHERS})(?:in )?an? (?:[\w-]+ )?{PIECE}"
            r" (?:on|published|dated|of|in|about|last|[A-Z][a-z]+\.? \d)"
            r".{0,200}"
            r"\b(?:misstated|misidentified|misspelled|misattributed|misquoted|"
            rf"(?<!is )(?<!are ){_WRONGLY} (?:said|"
            r"stated|reported|identified|described|gave|attributed|named|quoted|referred))\b",
            re.I | re.S,
        ),
    ),
    (
        "correction",
        re.compile(
            rf"^\W{{0,3}}(?:because of|due to|owing to) an? (?:editing|production|reporting|transcription) error"
            rf".{{0,200}}\b{PIECE}\b",
            re.I | re.S,
        ),
    ),
    ("clarification", re.compile(r"^\W{0,3}Clarifies (?:\w+ ){0,3}(?:headline|paragraph|that|title|quote|name)")),
    (
        "correction",
        re.compile(
            r"^\W{0,3}(?:\(Corrects\b|Corrects (?:(?:the|in|to|that|a|typo|spelling|day|date|number|figure|name|title|"
            r"age|quote|attribution|location|dateline|byline|year)\b)[^.]{0,80}\b(?:paragraphs?|headline|byline"
            r"|dateline|"
            r"lead|bullets?|spelling|paras?|throughout|name|story)\b)"
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
    ("update", re.compile(r"^\W{0,3}\((?:Adds|Updates?|Recasts|Refiles|Repeats|Rewrites)\b(?! (?:of|are|is|were)\b)")),
)
REGRETS = re.compile(  # the end of a paragraph that says what was wrong
    r"(?:We|The editors?|This (?:news)?paper|(?P<who>The(?: [A-Z][\w’'-]+){1,4})) (?:(?:sincerely|deeply|also) )?"
    r"regrets? (?:the|this|these|any|our|its) (?:errors?|mistakes?|inaccurac(?:y|ies)|omissions?|misunderstanding)[.!]?"
)
_WITHIN: tuple[tuple[NoticeKind, re.Pattern[str]], ...] = (  # what a note says that calls itself otherwise
    ("retraction", re.compile(r"\b(?:retract(?:ed|s|ion)?|withdr[ae]wn?|withdraws)\b", re.I)),
    (
        "correction",
        re.compile(r"\b(?:corrected|correction|corrects|misstated|incorrectly|erroneously|in error)\b", re.I),
    ),
    ("correction", re.compile(r"\b(?:earlier|previous) version\b", re.I)),
    ("update", re.compile(rf"\bthis {PIECE} (?:has been|was) updated\b", re.I)),
)


def may_hold_notice(text: str) -> bool:
    """Tell whether anything of a text looks as if it were a notice."""
    return _GATE.search(text) is not None


def begins_notice(text: str, start: int = 0) -> bool:
    """Tell whether the mark of a notice stands at a place of a text."""
    return any(begins.match(text, start) for begins in (*BEGINS.values(), *_BEGINS_WEAKLY.values()))


def is_heading(text: str, start: int, end: int) -> bool:
    """Tell whether a line is nothing but the mark of a notice, which stands below it."""
    return any(begins.fullmatch(text, start, end) for begins in (*BEGINS.values(), *_BEGINS_WEAKLY.values()))


def kind_of_form(said: str) -> NoticeKind | None:
    """Return the kind of notice that a sentence begins by its form."""
    for kind, begins in BEGINS.items():
        if begins.match(said):
            return kind
    found = ((kind, pattern.search(said)) for kind, pattern in _SAYS)
    return next((kind for kind, one in found if one and not _REPORTED.search(said[: one.start()])), None)


def kind_of_weak_form(said: str) -> NoticeKind | None:
    """Return the kind of notice that a sentence may begin, if an error of the paper is told in it."""
    return next((kind for kind, begins in _BEGINS_WEAKLY.items() if begins.match(said)), None)


def kind_at_bottom(kind: NoticeKind, text: str) -> NoticeKind:
    """Return what an editor's note is at bottom, or a correction that withdraws."""
    if kind == "editor's note":
        return next((other for other, pattern in _WITHIN if pattern.search(text)), kind)
    return kind
