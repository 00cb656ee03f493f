"""What an article says of an article as such: that it, or another, was corrected, clarified, withdrawn or updated.

A notice is a span of the text, which stays as it is, or the mark in a title ("CORRECTED-"). Precision first: that a
word like "correction" stands somewhere is no notice; a line or a sentence must have the form of one. English.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from index.language.sentences import Sentence, split_sentences
from index.reading.boilerplate import boilerplate_reason
from index.reading.corrections import is_page_of_corrections, is_said_by_another, tells_of_error
from index.reading.withdrawals import PIECE, may_withdraw, names_source, tells_what, withdraws

NoticeKind = Literal["correction", "clarification", "retraction", "update", "editor's note"]

_GATE = re.compile(  # holds wherever there is a notice; most texts have nothing of it, and cost no more than this
    r"\b(?:correct(?:ion|ed|s\b)|clarif|errat(?:um|a)\b|retract|withdr[ae]w|stands? by|t[ao]ken? (?:down|back)|"
    r"took (?:down|back)|(?:not|never) (?:to )?have been|disown|pull(?:ed|s|ing) |removed?|deleted|amended|"
    r"updated?\b|editors?.{0,2} note|"
    r"regrets? |KILLS?\b|(?:earlier|previous|original|prior) version|misst|misid|misspel|misattr|misquot|erroneously|"
    r"incorrectly|mistakenly|wrongly|this \w+ (?:has been|was|is) (?:changed|edited|revised|taken)|an? \w+ error)"
    r"|\((?:adds|updates?|recasts|refiles|repeats|rewrites)\b",
    re.IGNORECASE,
)
FARTHEST = 1_000  # characters before a sentence that are read of its paragraph

_LINE_END = re.compile(r"\s*[\r\n]\s*")
_DATED = (
    r"(?:\s*[(\[][^()\[\]]{1,40}[)\]]|,?\s+(?:on\s+)?(?:\d{1,2}\s+)?[A-Z][a-z]+\.?(?:\s+\d{1,2})?(?:,?\s+\d{4})?"
    r"|,?\s+(?:at\s+)?\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\.?)?"
)
_MARKS: dict[NoticeKind, str] = {
    "correction": r"(?:corrections?(?: and clarifications?| appended)?|corrected|errat(?:um|a))",
    "clarification": r"(?:clarifications?|clarified)",
    "retraction": r"(?:retractions?|retracted|withdrawn|(?-i:(?:(?:BULLETIN|MANDATORY|STORY) )?KILLS?))",
    "update": r"(?:update[sd]?)",
    "editor's note": r"editor(?:s[’']|[’']s|s)? note",
}
_BEGINS = {
    kind: re.compile(rf"[\W_]{{0,4}}(?i:{mark}){_DATED}\s*(?::|—|–|[*_]{{1,3}}:?{'' if kind == 'update' else '|$'})")
    for kind, mark in _MARKS.items()
}
_IN_TITLE = {
    kind: re.compile(rf"\W{{0,3}}(?i:{mark})(?:\s+\d{{1,2}})?\s*(?::\s*|(?<=[A-Z\d])-+\s*|[)\]]\s*|\s[—–]\s)")
    for kind, mark in {**_MARKS, "update": "(?:update[sd]?|refile|recasts?)"}.items()
}
_THIS = rf"(?:this|the) (?:[\w-]+ )?{PIECE}"
_CHANGED = "(?:amended|corrected|clarified|changed|edited|revised|updated)"
_SAYS: tuple[tuple[NoticeKind, re.Pattern[str]], ...] = (
    ("correction", re.compile(rf"\b(?:an?|the) (?:earlier|previous|original|prior) version of {_THIS}\b", re.I)),
    (
        "correction",
        re.compile(
            r"\ban? (?:earlier|previous|original|prior) version of the (?:map|chart|graphic|table|list|photo|video)\b"
            r".{0,120}\b(?:wrong|incorrect|erroneous|mistaken|misstate|misidentif|misspel|mislabel|misattribut|omitted)",
            re.I | re.S,
        ),
    ),
    ("update", re.compile(rf"\bthis {PIECE} (?:has been|was) updated\b", re.I)),
    (
        "correction",
        re.compile(
            rf"\bthis {PIECE} (?:has been|was) {_CHANGED}(?:[.,]| (?:on|to|because|after|at|since|for|in)\b)", re.I
        ),
    ),
    ("correction", re.compile(rf"\bthis (?:version|{PIECE}) corrects\b", re.I)),
    (
        "correction",
        re.compile(
            rf"^\W{{0,3}}(?:in )?an? (?:[\w-]+ )?{PIECE} (?:on|published|dated|of|in|about|last|[A-Z][a-z]+\.? \d)"
            r".{0,200}"
            r"\b(?:misstated|misidentified|misspelled|misattributed|misquoted|(?:incorrectly|erroneously|mistakenly|"
            r"wrongly) (?:said|stated|reported|identified|described|gave|attributed|named|quoted|referred))\b",
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
            r"age|quote|attribution|location|dateline|byline|year)\b)[^.]{0,80}\b(?:paragraphs?|headline|byline|dateline|"
            r"lead|bullets?|spelling|paras?|throughout|name|story)\b)"
        ),
    ),
    ("update", re.compile(r"^\W{0,3}\((?:Adds|Updates?|Recasts|Refiles|Repeats|Rewrites)\b")),
)
_REGRETS = re.compile(  # the end of a paragraph that says what was wrong
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
_OF_ITSELF = re.compile(rf"\bthis (?:[\w-]+ )?{PIECE}|\b(?:earlier|previous|original) version\b", re.I)
_OF_ANOTHER = re.compile(rf"\b(?:its|our|an?|the) (?:[\w-]+ ){{0,3}}{PIECE}\b", re.I)


@dataclass(frozen=True, slots=True)
class Notice:
    """Characters `[start, end)` of an article's text, or of its title, that say what became of it or of another."""

    kind: NoticeKind
    article: str
    start: int
    end: int
    text: str
    in_title: bool = False

    @property
    def may_be_of_another(self) -> bool:
        """Tell whether it speaks of another article than the one that it stands in."""
        return self.in_title or (not _OF_ITSELF.search(self.text) and _OF_ANOTHER.search(self.text) is not None)


def find_notices(article: str, title: str, text: str, source: str | None) -> tuple[Notice, ...]:
    """Return the notices of an article, that in its title first; `article` is its id.

    >>> text = "Nine died. Correction (Feb. 5): An earlier version of this article gave another number. It was seven."
    >>> [(one.kind, one.text[:20]) for one in find_notices("a", "UPDATE 2-Mine blast", text, None)]
    [('update', 'UPDATE 2-'), ('correction', 'Correction (Feb. 5):')]
    """
    found = list(_in_title(article, title))
    is_named = bool(found) or any(begins.fullmatch(f"{title}:") for begins in _BEGINS.values())
    paragraphs = list(_paragraphs(text)) if is_page_of_corrections(title) else []
    if 2 * sum(tells_of_error(text[start:end]) for start, end in paragraphs) > len(paragraphs):
        found += [Notice("correction", article, start, end, text[start:end]) for start, end in paragraphs]
    elif _GATE.search(text):
        for kind, start, end in _in_text(text, source, is_named=is_named):
            found.append(Notice(kind, article, start, end, text[start:end]))
    return tuple(found)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs of a page of corrections: each of them is one, but for headings."""
    sentences, end = list(split_sentences(text)), 0
    for number, sentence in enumerate(sentences):
        if sentence.start >= end:
            end = _end_of_paragraph(text, sentences, number)
            if text[end - 1] in '.!”"’)':
                yield sentence.start, end


def bare_title(title: str) -> str:
    """Return a title without the mark of a notice, in lower case, as it is compared."""
    return " ".join(title[_end_of_marks(title) :].casefold().split())


def _end_of_marks(title: str) -> int:
    """Return where the marks of a title end: "REFILE-UPDATE 2-" are two."""
    end = 0
    while mark := next((match for pattern in _IN_TITLE.values() if (match := pattern.match(title, end))), None):
        end = mark.end()
    return end


def _in_title(article: str, title: str) -> Iterator[Notice]:
    for kind, pattern in _IN_TITLE.items():
        if (match := pattern.match(title)) and match.end() < len(title):
            end = _end_of_marks(title) if kind == "update" or "-" in match[0] else len(title)
            yield Notice(_kind_of(kind, title[:end]), article, 0, end, title[:end], in_title=True)
            return


def _in_text(text: str, source: str | None, *, is_named: bool) -> Iterator[tuple[NoticeKind, int, int]]:
    """Yield kind and place of the notices in a text: from the sentence that begins one to the end of its paragraph."""
    shown = first = 0
    sentences = list(_sentences(text))
    for number, sentence in enumerate(sentences):
        if number and _LINE_END.search(text, sentences[number - 1].end, sentence.start):
            first = number  # of its paragraph
        if sentence.start < shown:
            continue
        said, paragraph = text[sentence.start : sentence.end], sentences[first].start
        kind = _kind(said)
        if kind is None and (_REGRETS.fullmatch(said) or may_withdraw(said)):
            before = text[max(paragraph, sentence.start - FARTHEST) : sentence.start]
            kind = _kind_of_ours(said, before, source, is_named=is_named)
            if kind and is_said_by_another(text, paragraph, sentence.start):
                continue
            if kind == "correction" or tells_what(before):
                number, sentence = first, sentences[first]
        if kind is None:
            continue
        end = _end_of_paragraph(text, sentences, number)
        if boilerplate_reason(text[sentence.start : end]):  # "Updated: 6 May 2025", which dates the page
            continue
        is_heading = any(begins.fullmatch(text, sentence.start, end) for begins in _BEGINS.values())
        if is_heading and number + 1 < len(sentences):
            end = _end_of_paragraph(text, sentences, number + 1)
        yield _kind_of(kind, text[sentence.start : end]), sentence.start, end
        shown = end


def _sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text; a line that begins a notice goes on none that was wrapped."""
    for sentence in split_sentences(text):
        start = sentence.start
        for line_end in _LINE_END.finditer(text, sentence.start, sentence.end):
            if any(begins.match(text, line_end.end()) for begins in _BEGINS.values()):
                yield Sentence(start, line_end.start())
                start = line_end.end()
        yield Sentence(start, sentence.end)


def _kind(said: str) -> NoticeKind | None:
    """Return the kind of notice that a sentence begins by its form."""
    found = [kind for kind, begins in _BEGINS.items() if begins.match(said)]
    found += [kind for kind, pattern in _SAYS if pattern.search(said)]
    return found[0] if found else None


def _kind_of_ours(said: str, before: str, source: str | None, *, is_named: bool) -> NoticeKind | None:
    """Return the kind of notice of a sentence that regrets or withdraws; None if others than the publisher do."""
    regrets = _REGRETS.fullmatch(said)
    if regrets and (regrets["who"] is None or names_source(regrets["who"], source)):
        return "correction"
    return "retraction" if withdraws(said, before, source, is_named=is_named) else None


def _kind_of(kind: NoticeKind, text: str) -> NoticeKind:
    """Return what an editor's note is at bottom, or a correction that withdraws."""
    if kind == "editor's note":
        return next((other for other, pattern in _WITHIN if pattern.search(text)), kind)
    return kind


def _end_of_paragraph(text: str, sentences: list[Sentence], number: int) -> int:
    """Return where the last sentence ends before the next line end."""
    for one, following in zip(sentences[number:], sentences[number + 1 :], strict=False):
        if _LINE_END.search(text, one.end, following.start):
            return one.end
    return sentences[-1].end
