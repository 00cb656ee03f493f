"""The forms in which English papers and agencies say that an article was corrected, withdrawn or updated.

Each is a whole form, at its place: that a word like "correction" stands somewhere says nothing. What a sentence
withdraws is told in `index.reading.withdrawals`, what a desk notes for its clients in `index.reading.desk_notes`, how a
paper regrets in `index.reading.regrets`, and what a title is marked with in `index.reading.title_marks`.
"""

import re
from typing import Literal

from index.language.times.wording import MONTHS, WEEKDAYS
from index.reading.corrections import tells_of_error, tells_of_own_error
from index.reading.desk_notes import DESK_NOTES
from index.reading.other_senses import reads_otherwise
from index.reading.withdrawals import PIECE

NoticeKind = Literal["correction", "clarification", "retraction", "update", "editor's note"]

_GATE = re.compile(  # holds wherever there is a notice; most texts have nothing of it, and cost no more than this
    r"\b(?:correct(?:ion|ed|s\b)|clarif|errat(?:um|a)\b|retract|withdr[ae]w|stands? by|t[ao]ken? (?:down|back)|"
    r"took (?:down|back)|t(?:akes?|ook|aken|aking) (?:this|our|that) |"
    r"t(?:akes?|ook|aken|aking) (?:the|its) (?:[\w’'-]+ ){0,3}(?:article|story|report|post|piece|page) |"
    r"(?:not|never) (?:to )?have been|disown|"
    r"pull(?:ed|s|ing) |remov(?:e|ing)|delet(?:e|ing)|amend(?:ed|ment)|updated?\b|editors?.{0,2} note|"
    r"note to (?:our )?readers|for the record|amplification|"
    r"apolog(?:y|ies)\b|apologi[sz]e|regrets? |KILLS?\b|happy to |glad to |refile|"
    rf"in (?:an?|our|this) (?:[\w-]+ )?{PIECE}\b|"
    r"in some |\bpage \d|(?:originally|initially|previously|first) |ATTENTION|(?:ADDS|RECASTS|UPDATES)\b|"
    r"(?:earlier|previous|original|prior) (?:versions?|headline|caption)|misst|misid|misspel|misattr|misquot|"
    r"erroneously|incorrectly|mistakenly|wrongly|"
    r"this \w+ (?:has been|was|is) (?:changed|edited|revised|taken|modified)|an? \w+ error)"
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
        r"(?:corrections?(?:(?: and | & | ?/ ?)(?:clarifications?|amplifications?|apolog(?:y|ies))| appended)?"
        rf"|correction to (?:(?:this|the|our|an?) )?(?:[\w-]+ )?{PIECE}|(?:updated? (?:and|&) )?corrected(?: version)?"
        r"|errat(?:um|a))"
    ),
    "clarification": r"(?:clarifications?(?: and apology|(?: and | & | ?/ ?)corrections?)?|clarified)",
    "retraction": r"(?:retractions?|retracted|(?-i:(?:(?:STORY|ARTICLE|REPORT) )?WITHDRAWN)"
    r"|(?-i:(?:(?:BULLETIN|MANDATORY|STORY) )?KILLS?))",
    "update": r"(?:update[sd]?)",
    "editor's note": r"editor(?:s[’']|[’']s|s)? note",
}
_WEAK: dict[NoticeKind, str] = {  # what others begin with, too: it counts where an error of the paper is told
    "correction": r"(?:for the record|amend(?:ed|ments?)|(?:an )?apology(?: to [^.:\n]{1,60})?)",
    "clarification": r"amplifications?",
    "editor's note": r"(?:a )?note to (?:our )?readers",
}


def _begins(mark: str, *, may_stand_alone: bool) -> re.Pattern[str]:
    alone = "|$" if may_stand_alone else ""
    return re.compile(rf"[\W_]{{0,4}}(?i:{mark}{_WHEN})\s*(?::(?!\d)|—|–|[*_]{{1,3}}:?{alone})")


BEGINS = {kind: _begins(mark, may_stand_alone=kind != "update") for kind, mark in MARKS.items()}
_BEGINS_WEAKLY = {kind: _begins(mark, may_stand_alone=True) for kind, mark in _WEAK.items()}
_THIS = rf"(?:this|the) (?:[\w-]+ )?{PIECE}"
_MONTH = rf"(?:{'|'.join(one[:3] for one in MONTHS)})[a-z]{{0,6}}\.?"
_DATED = (
    rf"this (?:{_MONTH} \d{{1,2}} )?(?:{PIECE}|version)"
    r"(?: and (?:its |the )?(?:headline|title|caption|standfirst|text|(?:first|opening|last) (?:paragraph|sentence)))?"
)
_BEEN = r"(?:ha(?:s|ve) (?:since )?been|was|were)(?: (?:last|first|also|later))?"
_CHANGED = "(?:amended|corrected|clarified|changed|edited|revised|updated|modified)"
_OFTEN = r"(?! (?:each|every|many|several|twice|annually|yearly|daily|regularly|in 1\d{3}|since 1\d{3}|\w+ times)\b)"
_FIGURE = r"(?:map|chart|graphic|table|list|photo|video)s?"  # maps, charts and graphics are papers' own, as a rule
_MISTOLD = r"mis(?:stat|identif|spel|label|attribut)\w*"
_WRONGLY = "(?:incorrectly|erroneously|mistakenly|wrongly)"
_TOLD = (  # what a piece does that was wrong; one that "originally appeared" was not
    r"(?:said|stated|gave|had|named|described|referred|attributed|identified|reported|listed|suggested|claimed|implied"
    rf"|included|contained|omitted|quoted|used|called|put|{_MISTOLD}|misquot\w*)"
)
_FIRST = "(?:originally|initially|previously) "
_NO_MYTH = r"(?! (?:an?|many|some|one) (?!typo|mis|(?:[\w-]+ )?(?:error|name|quote|date|figure|reference)s?\b))"
_OF_OTHERS = (  # "An article in the Times on Monday wrongly said", "In a report, the ministry wrongly said"
    rf"an? (?:[\w-]+ )?{PIECE} in the (?-i:(?:[A-Z][\w’'-]* ){{1,4}})(?:on|last|said|{_WRONGLY}|mis\w+)\b"
    rf"|in an? [^,]{{1,120}}, (?:the|an?) (?!{PIECE})[\w ’'-]{{1,60}}(?<!was)(?<!were)(?<!been) {_WRONGLY}\b"
)
_NOT_SAID = r"(?![^.]*, [^,.]{2,40} (?:said|says|wrote)\b)"  # by others, behind it
_REPORTED = re.compile(  # others say so; "we" do in a notice
    r"(?<!we )\b(?:said|says|told|heard|found|wrote|argued|claimed|added)\b(?:\s[\w’'-]+){0,4}\s$", re.I
)
_SAYS: tuple[tuple[NoticeKind, re.Pattern[str]], ...] = (
    ("correction", re.compile(rf"\b(?:(?:an?|the) )?(?:earlier|previous|original|prior) versions? of {_THIS}\b", re.I)),
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
    ("correction", re.compile(rf"\b{_DATED} {_BEEN} updated\b[^.]{{0,60}} to (?:correct|fix)\b", re.I)),
    ("update", re.compile(rf"\b{_DATED} {_BEEN} updated\b{_OFTEN}|\bwe(?:[’']ve| have) updated this {PIECE}\b", re.I)),
    (
        "correction",
        re.compile(
            rf"\b(?:{_DATED}|the [\w’' -]{{1,60}} (?:of|on|in|to|for|with|above) this {PIECE}"
            r"|the (?:caption|headline|standfirst|text|label)s? (?:on|of|to|in|above|below) the"
            r" (?:(?:main|lead|first|second|top) )?(?:picture|image|photo|photograph|map|chart|graphic|table|article)) "
            rf"{_BEEN} {_CHANGED}{_OFTEN}(?:[.,]| (?:on|to|because|after|at|since|for|in)\b)",
            re.I,
        ),
    ),
    (
        "correction",
        re.compile(
            rf"\bthis (?:(?:version|{PIECE}) corrects\b{_NO_MYTH}"
            rf"|corrects (?:the|an|our) (?:[\w-]+ )?(?:version|{PIECE})\b(?! of events))"
            rf"|\bwe(?:[’']ve| have) (?:since )?(?:{_CHANGED} |(?:corrected|amended) (?:an?|the) [^.,]{{1,80}} in )this"
            rf" {PIECE}\b{_NOT_SAID}"
            rf"|\ban? (?:earlier|previous|original|prior) (?:headline|caption) (?:for|in|of|on|to) this {PIECE}\b",
            re.I,
        ),
    ),
    (
        "correction",
        re.compile(
            rf"^\W{{0,3}}(?!{_OF_OTHERS})(?:in )?an? (?:[\w-]+ )?{PIECE}"
            r" (?:on|published|dated|of|in|about|last|with|[A-Z][a-z]+\.? \d)"
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
    (
        "correction",
        re.compile(
            rf"\bthis (?:(?:article|story|headline|caption|obituary|editorial) {_FIRST}(?:{_WRONGLY} )?{_TOLD}"
            rf"|(?:report|post|dispatch|review) {_FIRST}(?:{_WRONGLY} \w+|said|stated|gave|{_MISTOLD}|misquot\w*))\b"
            rf"{_NOT_SAID}|^\W{{0,3}}a correction (?:(?:was|has been) made to this {PIECE}\b|was made on [^:.]{{0,14}}"
            rf"(?:{_MONTH}|\d)[^:.]{{0,14}}:|has been"
            rf" made:)|^\W{{0,3}}{PIECE} {_CHANGED} (?:on|at) [^:.]{{3,40}} to (?:correct|fix)\b",
            re.I,
        ),
    ),
    *DESK_NOTES,
)
_CITES = re.compile(  # which page, day or edition something stood in
    rf"\W{{0,3}}(?:(?:we|our|in an?|an?)\b.{{0,250}}\((?:[^()]{{1,120}}, )?(?:\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}})?"
    rf"[^()]{{0,12}}\bpage \d|we (?:{_WRONGLY} )?{_TOLD}\b.{{0,200}}?\bin (?:an?|our|this) (?:[\w-]+ )?{PIECE}"
    rf"(?: (?:on|of|about|last|published|headlined)\b|,){_NOT_SAID}"
    r"|in some (?:(?:late|early|print|of our) )?editions(?! of\b))",
    re.I | re.S,
)
_OF_OURS = re.compile(
    rf"\W{{0,3}}in (?:an?|our|this) (?:[\w-]+ )?{PIECE}\b[^.]{{0,200}}?\bwe (?:{_WRONGLY} )?{_TOLD}\b{_NOT_SAID}",
    re.IGNORECASE,
)
_WE_SAID = re.compile(
    rf"{_OF_OURS.pattern}[^.]{{0,300}}"
    r"(?:\.\s+[^.]{0,80}?)?\b(?:in fact|actually|should have|we apologi[sz]e|(?:this|that|it) was (?:wrong|incorrect))"
    r"\b",
    re.IGNORECASE,
)
_IN_FACT = re.compile(r"\b(?:in fact|actually|apolog\w+|did not|should|it (?:was|is|has|had)|it should)\b", re.I)
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
        if match := begins.match(said):
            is_own = kind in ("update", "editor's note") or not reads_otherwise(match[0], said[match.end() :])
            return kind if is_own else None
    found = ((kind, pattern.search(said)) for kind, pattern in _SAYS)
    return next((kind for kind, one in found if one and not _REPORTED.search(said[: one.start()])), None)


def kind_of_weak_form(said: str) -> NoticeKind | None:
    """Return the kind of notice that a sentence may begin, if its paragraph bears that out."""
    if _CITES.match(said) or _OF_OURS.match(said):
        return "correction"
    return next((kind for kind, begins in _BEGINS_WEAKLY.items() if begins.match(said)), None)


def bears_out(paragraph: str) -> bool:
    """Tell whether a paragraph that begins in a weak form tells of an error of the paper."""
    if _CITES.match(paragraph):
        return tells_of_error(paragraph) or _IN_FACT.search(paragraph) is not None
    if _OF_OURS.match(paragraph):
        return _WE_SAID.match(paragraph) is not None
    return tells_of_own_error(paragraph)


def kind_at_bottom(kind: NoticeKind, text: str) -> NoticeKind:
    """Return what an editor's note is at bottom, or a correction that withdraws."""
    if kind == "editor's note":
        return next((other for other, pattern in _WITHIN if pattern.search(text)), kind)
    return kind
