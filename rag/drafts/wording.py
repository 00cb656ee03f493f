"""Does an article have the words of a quotation, to the letter? Looked for is what print may do to them, and no more.

That is: a first letter in the other case, a last comma or stop, words left out ("…", "[…]"), words put in between
("[Mr. Li]", "[sic]") and the speaker put between the words by the article. What is left out or put
in may not be what makes it say something else (`rag.drafts.omissions`), such as a "not" of the same clause.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from index.language.quotation_marks import find_quotations
from index.language.speech_frames import is_attribution
from rag.drafts.letters import UNLIKE, Letters, letters_of
from rag.drafts.omissions import is_question, joins_halves, lost_before, lost_behind, lost_in

MOST_REPLACED = 60  # letters that words in brackets stand for
LONGEST_WORD = 60
MOST_LEFT_OUT = 600  # letters; what is further apart is not one quotation

OTHER_LETTERS = "the same letters, set otherwise (quotation marks, dashes, spaces)"
OTHER_CASE = "its first letter is in the other case"
OTHER_END = "its last mark is the draft's own"
HALVES = "it joins half a sentence to half of another"
ASKED = "the article asks it"
INTERRUPTED = "the article names the speaker between its words"

_BRACKETS = re.compile(r"\[([^\[\]]{0,200})\]|\.\.\.\.?|\. \. \.(?: \.)?")
_STOPS = re.compile(r"[.\s]*")
_ONE_LETTER = re.compile(r"\[(\w)\](?=\w)")
_LAST_MARK = re.compile(r"[,.;:–]+\Z")
_SCALE = r"(?:thousand|million|billion|trillion)\b"
_REST_OF_NUMBER = rf"(?![:/]\d)(?!\s?[%‰€£¥°½¼¾²³])(?! (?:{_SCALE}|percent\b|per cent\b))"


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters that stand together; before them something is left out, or put in between (`inserted`), or nothing."""

    letters: str
    gap: str = ""  # "left out" or "put in"
    inserted: str = ""
    is_cut: bool = False  # what is put in ends its last word: "walk[ed]"
    any_case: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a quotation, as the pieces that must stand in this order."""

    written: str
    pieces: tuple[Piece, ...]
    put_behind: str = ""  # the last letters

    @property
    def bare(self) -> str:
        """The words without what is left out or put in."""
        return " ".join(one.letters for one in self.pieces)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where a wording stands in a text: from its first to its last letter, and what is set otherwise.

    `denied` is what was left out or put in, with which it does not stand.
    """

    start: int
    end: int
    notes: tuple[str, ...]
    denied: str = ""


def wording_of(words: str) -> Wording:
    """Return what must stand for some words to be a quotation.

    >>> [(one.letters, one.gap) for one in wording_of("[T]he mill … will [never] close,").pieces]
    [('The mill', ''), ('will', 'left out'), ('close,', 'put in')]
    """
    letters = letters_of(words).text.strip()
    any_case = bool(_ONE_LETTER.match(letters))
    letters = _ONE_LETTER.sub(r"\1", letters)
    pieces: list[Piece] = []
    last, gap, inserted = 0, "", ""
    for match in (*_BRACKETS.finditer(letters), None):
        run = letters[last : match.start() if match else len(letters)]
        if run.strip(" .,"):
            is_cut = match is not None and match[1] is not None and run[-1:].isalpha()
            first_case = (any_case and not pieces) or gap == "left out"
            pieces.append(Piece(run.strip(), gap if pieces else "", inserted, is_cut, first_case))
            gap, inserted = "", ""
        if match is not None:
            is_put_in = match[1] is not None and not _STOPS.fullmatch(match[1])
            gap = "left out" if gap == "left out" or not is_put_in else "put in"
            inserted = f"{inserted} {match[1]}".strip() if is_put_in else inserted
            last = match.end()
    return Wording(words, tuple(pieces), inserted)


def find_wording(wording: Wording, text: str) -> list[Occurrence]:
    """Return where the words of a quotation stand in a text, to the letter; if only so, with one `denied`."""
    if not wording.pieces or not _may_hold(wording, text):
        return []
    letters, uninterrupted = _read(text)
    found = list(_matches(wording, letters, text)) or [
        replace(one, notes=(*one.notes, INTERRUPTED)) for one in _matches(wording, uninterrupted, text)
    ]
    return [one for one in found if not one.denied] or found


def _may_hold(wording: Wording, text: str) -> bool:
    """Tell quickly whether a text has the longest word of each piece."""
    return all(word in text for word in _longest(wording)) or UNLIKE.search(text) is not None


@lru_cache(maxsize=4096)
def _longest(wording: Wording) -> tuple[str, ...]:
    return tuple(max(re.findall(r"[A-Za-z0-9]+", one.letters[1:]), key=len, default="") for one in wording.pieces)


@lru_cache(maxsize=256)
def _read(text: str) -> tuple[Letters, Letters]:
    """Return the letters of a text without marks that open a quotation anew, and these without interruptions, too."""
    quoted = list(find_quotations(text))
    opened_anew = [(one.end, other.start) for each in quoted for one, other in pairwise(each.parts)]
    interruptions = [
        (one.end - 1, other.start + 1)
        for one, other in pairwise(quoted)
        if one.closed and text[one.end - 2] in ",?!.–—" and is_attribution(text[one.end : other.start])
    ]
    letters = letters_of(text)
    return _without(letters, opened_anew), _without(letters, sorted(opened_anew + interruptions))


def _without(letters: Letters, spans: Sequence[tuple[int, int]]) -> Letters:
    """Return letters with one space in place of all that stands within some spans of the text."""
    if not spans:
        return letters
    written, starts, ends, last = "", list[int](), list[int](), 0
    for start, end in spans:
        first, after = bisect_left(letters.starts, start), bisect_left(letters.starts, end)
        written += f"{letters.text[last:first]} "
        starts += (*letters.starts[last:first], start)
        ends += (*letters.ends[last:first], end)
        last = after
    return Letters(written + letters.text[last:], (*starts, *letters.starts[last:]), (*ends, *letters.ends[last:]))


def _matches(wording: Wording, letters: Letters, text: str) -> Iterator[Occurrence]:
    following = [*(one.gap == "put in" for one in wording.pieces[1:]), bool(wording.put_behind)]
    patterns = [
        _pattern(one, is_first=at == 0, is_last=one is wording.pieces[-1], has_unit=following[at])
        for at, one in enumerate(wording.pieces)
    ]
    for first in patterns[0].finditer(letters.text):
        spans = [first.span()]
        for piece, pattern in zip(wording.pieces[1:], patterns[1:], strict=True):
            most = MOST_LEFT_OUT if piece.gap == "left out" else MOST_REPLACED
            at = spans[-1][1]
            reach = at + most + len(piece.letters) + LONGEST_WORD  # no further, or many pieces take for ever
            found = pattern.search(letters.text, at, reach)
            if not found or found.start() - at > most:
                break
            spans.append(found.span())
        else:
            start, end = letters.place(spans[0][0], spans[-1][1])
            notes = _notes(wording, letters.text, spans, text[start:end])
            yield Occurrence(start, end, notes, _denied(wording, letters, spans, text))


@lru_cache(maxsize=1024)
def _pattern(piece: Piece, *, is_first: bool, is_last: bool, has_unit: bool) -> re.Pattern[str]:
    said = _LAST_MARK.sub("", piece.letters) or piece.letters
    said = said if is_last or piece.gap or said == piece.letters else piece.letters
    head, rest = said[0], said[1:]
    any_case = head.isalpha() and (is_first or piece.any_case)
    start = f"[{head.upper()}{head.lower()}]" if any_case else re.escape(head)
    before = r"(?<!\w)(?<!\w-)(?<!\w')(?<!\d[.,:/])" if head.isalnum() else ""
    before += r"(?<!\d )" if re.match(_SCALE, said) else ""
    behind = r"\w*" if piece.is_cut else r"(?!\w)(?!-\w)(?!'\w)(?![.,]\d)" if said[-1].isalnum() else ""
    behind += r"(?! not\b)" if is_last else ""
    behind += _REST_OF_NUMBER if said[-1].isdigit() and not has_unit else ""
    return re.compile(f"{before}{start}{re.escape(rest)}{behind}")


def _notes(wording: Wording, letters: str, spans: Sequence[tuple[int, int]], stands: str) -> tuple[str, ...]:
    """Return what of a quotation is set otherwise than in the article."""
    notes = []
    first, last = wording.pieces[0].letters, wording.pieces[-1].letters
    start, end = spans[0][0], spans[-1][1]
    is_whole = len(spans) == 1 and "[" not in wording.written and letters_of(stands).text == letters[start:end]
    if is_whole and _as_set(wording.written) != _as_set(stands):
        notes.append(OTHER_LETTERS)
    if letters[start] != first[0]:
        notes.append(OTHER_CASE)
    mark = _LAST_MARK.search(last)
    if mark and not letters.startswith(mark[0], end):
        notes.append(OTHER_END)
    for piece, (before, after) in zip(wording.pieces[1:], pairwise(spans), strict=True):
        left_out = letters[before[1] : after[0]].strip()
        if piece.gap == "left out":
            count = len(re.findall(r"\w+(?:[-'.]\w+)*", left_out))
            notes.append(f"{count} word{'' if count == 1 else 's'} left out")
        else:
            notes.append(
                f'[{piece.inserted}] stands for "{left_out}"'
                if left_out.strip(" ,")
                else f"[{piece.inserted}] is put in"
            )
    return tuple(dict.fromkeys(notes))


def _as_set(words: str) -> str:
    """Return words as they are set, without what else may differ: the first letter, the last marks, line ends."""
    return _LAST_MARK.sub("", " ".join(re.split(r"[ \t\r\n]+", words.strip())))[1:]


def _denied(wording: Wording, letters: Letters, spans: Sequence[tuple[int, int]], text: str) -> str:
    """Return with what a quotation says something else, though its letters stand; empty where with nothing."""
    pieces, gaps = wording.pieces, list[tuple[int, int]]()
    start, end = letters.place(spans[0][0], spans[-1][1])
    for at, (before, after) in enumerate(pairwise(spans)):
        left, right = letters.ends[before[1] - 1], letters.starts[after[0]]
        stop = left - 1 if text[left - 1] in ".!?" else left  # then a whole sentence is left out behind it
        if lost := lost_in(text[stop:right], pieces[at + 1].inserted, pieces[at].letters, pieces[at + 1].letters):
            return lost
        if pieces[at + 1].gap == "left out" and pieces[at].letters[-1] not in ".!?":
            gaps.append((left, right))
    if gaps and joins_halves(text, start, end, gaps):
        return HALVES
    if pieces[0].inserted and (lost := lost_before(text, start, pieces[0].inserted)):
        return lost
    if wording.put_behind and (lost := lost_behind(text, end, wording.put_behind)):
        return lost
    return ASKED if pieces[-1].letters[-1] in ".;" and is_question(text, start, end) else ""
