"""Who is said to say something: the speaker of words in quotation marks, and of a sentence that reports.

Read are "said X", "X said", "according to X", "in X’s words", "X: “…”" and "“…” — X", before and behind the words. A
pronoun is read as the nearest name that it may stand for; where that is not the only one, the speaker is not sure. What
nobody is said to say has no speaker.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from index.language.names import find_names
from index.language.persons import PRONOUNS, find_mentions
from index.language.quotation_marks import QuotedSpan, find_quotations, without_quotations
from index.language.sentences import Sentence, split_sentences
from index.language.speakers import label_of
from index.language.speech_frames import QUOTED, name_groups, speaker_around, speaker_beside
from index.language.tables import Span

MOST_BEFORE = 3  # sentences before a pronoun that may name whom it stands for

_OWNED = re.compile(r"['’‘]s?\s+(?:\w+\s+)?[a-z]\w+")  # "Lee's lawyer" is not Lee
_TELLS = re.compile(  # "Lee was behind it": whoever does something is no speaker by name; "Lee, who was mayor" is
    r"(?<!who )(?<!which )\b(?:is|was|are|were|has|had|have|will|would|did|does|can|could)\b"
    r"|\A(?:[Ww]hether|[Ii]f|[Hh]ow|[Ww]hy|[Ww]hat)\b|\b(?:[Hh]e|[Ss]he|[Tt]hey)\s\w"
)
_SPOKEN_TO = re.compile(
    r"(?<!was )(?<!were )(?<!been )\b(?:tell|tells|told|telling|ask|asks|asked|asking)\s+(?:the\s+)?\Z"
)
_PRONOUN = re.compile(rf"(?:{'|'.join(PRONOUNS)})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Speaker(Span):
    """Who is said to say something, at `[start, end)` of a text: as it is `written` there, and whom that names.

    `named` is `written`, or of a pronoun or a bare "the ministry" what it stands for; not `sure` where that is one of
    several, all of which it `may_be`.
    """

    written: str
    named: str
    sure: bool = True
    may_be: tuple[str, ...] = ()


def speaker_of_quotation(text: str, quoted: QuotedSpan) -> Speaker | None:
    """Return who says what stands in quotation marks; None where nobody is said to.

    >>> text = "“It holds,” said Ann Lee, the mayor. She added that “nobody will move.”"
    >>> [speaker_of_quotation(text, one).named for one in find_quotations(text)]
    ['Ann Lee', 'Ann Lee']
    """
    if label := _label(text, quoted.start):
        return label
    masked = _masked(text)
    here = _sentence_at(masked, quoted.start)
    found = speaker_beside(text, masked, here, quoted)
    return _resolved(text, masked, here, found) if found else _goes_on(text, masked, quoted)


def speaker_of_words(text: str, start: int, end: int) -> Speaker | None:
    """Return who says some words of a text, in quotation marks or as its sentence reports them.

    >>> speaker_of_words("The mill, Ann Lee said, will close.", 23, 35).named
    'Ann Lee'
    """
    for quoted in _quotations(text):
        if quoted.start < end and start < quoted.end:
            return speaker_of_quotation(text, quoted)
    if label := _label(text, start):
        return label
    masked = _masked(text)
    here = _sentence_at(masked, start)
    found = speaker_around(text, masked, here, start, end)
    return _resolved(text, masked, here, found) if found else None


def stands_in_marks(text: str, start: int, end: int) -> bool:
    """Tell whether words of a text stand in quotation marks there, whoever says them."""
    return any(one.start < end and start < one.end for one in _quotations(text))


@lru_cache(maxsize=64)
def _masked(text: str) -> str:
    return without_quotations(text, QUOTED)


@lru_cache(maxsize=64)
def _quotations(text: str) -> tuple[QuotedSpan, ...]:
    return tuple(find_quotations(text))


@lru_cache(maxsize=64)
def _sentences(masked: str) -> tuple[Sentence, ...]:
    return tuple(split_sentences(masked))


def _sentence_at(masked: str, place: int) -> Span:
    return next((one for one in _sentences(masked) if one.start <= place < one.end), Span(place, place + 1))


def _label(text: str, place: int) -> Speaker | None:
    """Return who speaks a line of an interview, or of a statement that begins with its speaker."""
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    found = label_of(text, Span(start, len(text) if end < 0 else end))
    if found is None or found[1].end > place:
        return None
    return Speaker(found[1].start, found[1].end, found[0], found[0])


def _goes_on(text: str, masked: str, quoted: QuotedSpan) -> Speaker | None:
    """Return the speaker of the quotation before, where another follows it and nobody is named; never surely."""
    before = [one for one in _quotations(text) if one.end <= quoted.start]
    if not before or "\n\n\n" in text[before[-1].end : quoted.start]:
        return None
    between = masked[before[-1].end : quoted.start]
    is_alone = not masked[_sentence_at(masked, quoted.start).start : quoted.start].strip()
    if not is_alone or len(list(split_sentences(between))) > 1:
        return None
    last = speaker_beside(text, masked, _sentence_at(masked, before[-1].start), before[-1])
    if last is None:
        return None
    found = _resolved(text, masked, _sentence_at(masked, before[-1].start), last)
    return replace(found, sure=found.sure and "\n" not in between)


def _resolved(text: str, masked: str, here: Span, place: Span) -> Speaker:
    """Return a speaker, a pronoun as whom it stands for."""
    written = " ".join(text[place.start : place.end].split())
    found = Speaker(place.start, place.end, written, written, sure=not _TELLS.search(written))
    pronoun = _PRONOUN.fullmatch(written)
    if pronoun is None:
        return found if any(find_names(written)) else _described(text, found)
    base = PRONOUNS[written.lower()]
    before = [Span(here.start, place.start)]
    before += [one for one in reversed(_sentences(masked)) if one.end <= here.start][:MOST_BEFORE]
    for sentence in before:
        said = masked[sentence.start : sentence.end]  # who is named in a quotation does not speak it
        if base in ("he", "she"):
            named = (one for one in find_mentions(said) if one.person is not False and not _OWNED.match(said, one.end))
            persons = {one.written.split()[-1]: one for one in named}
            if persons:
                speaking = [one for one in persons.values() if not _SPOKEN_TO.search(said, 0, one.start)]
                acting = [one for one in speaking if one.acts] or speaking or list(persons.values())
                is_sure = len(persons) == 1 and acting[0].person is True
                is_named = any(one.person is True or _is_whole_name(one.written, text) for one in persons.values())
                may_be = tuple(one.written for one in persons.values()) if is_named else ()
                return replace(found, named=acting[0].written, sure=is_sure, may_be=may_be)
        elif groups := [said[one.start : one.end] for one in name_groups(said)]:
            return replace(found, named=groups[0], sure=False, may_be=tuple(groups))
    return replace(found, sure=False)


def _is_whole_name(name: str, text: str) -> bool:
    """Tell whether a name has two words, or is the last one of such elsewhere: "People" may be a magazine."""
    return " " in name or re.search(rf"[A-Z][\w.'’-]* {re.escape(name)}\b", text) is not None


def _described(text: str, speaker: Speaker) -> Speaker:
    """Return a speaker without a name ("the ministry") as the last name before it that has its last word."""
    word = speaker.written.split()[-1].lower()
    before = text[: speaker.start]
    groups = [before[one.start : one.end] for one in name_groups(before)]
    known = [one for one in groups if one.lower().split()[-1] == word]
    return replace(speaker, named=known[-1]) if known else speaker
