"""Who says a quotation in a draft, held against who says it in the article where it stands.

Names are compared in all their forms ("Russia's Foreign Ministry", "the Russian ministry"), persons by their last
name. What nobody is said to say in the article is the article's own: then its source, its author or "the article" may
be named. Where draft or article have but a pronoun or a role that may be another's, it is unsure, which is no fault.
"""

import re
from dataclasses import replace
from itertools import product

from index import Library
from index.language.attributions import Speaker, speaker_of_quotation, speaker_of_words, stands_in_marks
from index.language.demonyms import SAME_PLACE, SEATS, forms
from index.language.names import OFFICES, find_names, folded
from index.language.quotation_marks import QuotedSpan
from index.language.words import content_stems
from rag.drafts.findings import CheckedQuotation, CheckedSpeaker, SourcedQuote

OWN_WORDS = "the article itself, which names nobody for it"

_PRESS = re.compile(
    r"\b(?:articles?|reports?|papers?|newspapers?|stor(?:y|ies)|analys[ei]s|explainer|timeline|authors?|writers?|reporters?"
    r"|magazine|outlet|agency|media|press|interview|piece|review|survey|study|text|headline|source)\b",
    re.IGNORECASE,
)


def check_speaker(text: str, quoted: QuotedSpan, found: CheckedQuotation, library: Library) -> CheckedQuotation:
    """Return a quotation with what was found of its speaker, if the draft names one and it stands somewhere."""
    ours = speaker_of_quotation(text, quoted) if found.places else None
    if ours is None:
        return found
    checked = [_compared(ours, place, library) for place in found.places]
    best = next((one for status in ("right", "unsure") for one in checked if one.status == status), checked[0])
    return replace(found, speaker=best)


def _compared(ours: Speaker, place: SourcedQuote, library: Library) -> CheckedSpeaker:
    article, quote = library.article(place.quote.article), place.quote
    theirs = speaker_of_words(article.text, quote.start, quote.end)
    written = _told(ours)
    of_press = is_of_press(ours.named, f"{place.source} {article.author}")
    if theirs is None:
        return _held_against_article(ours, written, place, article.text, of_press=of_press)
    said_by = _told(theirs)
    is_same = _is_same(ours, theirs)
    if is_same is None and any(find_names(ours.named)) and not any(find_names(theirs.named)):
        is_same = None if _around(article.text, quote.start, quote.end, ours.named) else False
    if is_same:
        return CheckedSpeaker("right", written, said_by)
    reason = f"in the article, it is {said_by} who says it"
    return CheckedSpeaker("unsure" if is_same is None or of_press else "wrong speaker", written, said_by, reason)


def _told(speaker: Speaker) -> str:
    """Return a speaker by name, and how the text has it where that differs."""
    return speaker.named if speaker.named == speaker.written else f'{speaker.named} ("{speaker.written}")'


def is_of_press(speaker: str, makers: str) -> bool:
    """Tell whether a speaker is an article, or one of its `makers`: its source and its author."""
    return _PRESS.search(speaker) is not None or _is_named_in(speaker, makers)


def _is_same(ours: Speaker, theirs: Speaker) -> bool | None:
    """Tell whether two speakers are the same; one that may be several is, if it is none of them, not."""
    if same_speaker(ours.named, theirs.named):
        return True
    pairs = [(one, other) for one in ours.may_be or (ours.named,) for other in theirs.may_be or (theirs.named,)]
    is_none = (ours.sure or theirs.sure) and (ours.sure or ours.may_be) and (theirs.sure or theirs.may_be)
    return False if is_none and all(same_speaker(*pair) is False for pair in pairs) else None


def _held_against_article(
    ours: Speaker, written: str, place: SourcedQuote, text: str, *, of_press: bool
) -> CheckedSpeaker:
    """Compare a speaker with an article that says something in its own words."""
    said_by = place.source or place.title
    if of_press:
        return CheckedSpeaker("right", written, said_by)
    start, end = place.quote.start, place.quote.end
    if stands_in_marks(text, start, end) and _is_named_in(ours.named, text):
        return CheckedSpeaker("unsure", written, said_by, "the article does not tell whose words they are")
    is_near = _around(text, start, end, ours.named)
    if is_near or not ours.sure or not (any(find_names(ours.named)) or _are_people(ours.named)):
        return CheckedSpeaker("unsure", written, said_by, "the article says it in its own words")
    return CheckedSpeaker("wrong speaker", written, said_by, f"in the article, it is {OWN_WORDS}")


def _are_people(speaker: str) -> bool:
    """Tell whether a speaker without a name is a number of people: "analysts", "local officials"."""
    words = speaker.split()
    return len(words) <= 3 and words[-1].islower() and words[-1].endswith("s") and not words[-1].endswith("ss")


def same_speaker(one: str, other: str) -> bool | None:
    """Tell whether two ways of writing a speaker are of the same; None where that can't be told.

    >>> same_speaker("Mr. Putin", "Russian President Vladimir Putin"), same_speaker("Ann Lee", "Ann Dale")
    (True, False)
    >>> same_speaker("Iran's Foreign Ministry", "the Russian foreign ministry"), same_speaker("the mayor", "Ann Lee")
    (False, None)
    """
    places, other_places = _places(one), _places(other)
    if places and other_places and places.isdisjoint(other_places):
        return False
    if _is_seat(one) != _is_seat(other) and places & other_places:
        return None  # "Moscow" may speak by its ministry
    names, other_names = _names(one), _names(other)
    if names and other_names:
        return bool(places & other_places) or any(_are_one(*pair) for pair in product(names, other_names))
    shared = content_stems(one) & content_stems(other) - {form for place in places for form in forms(place)}
    return True if shared or one.lower() == other.lower() else None


def _are_one(name: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether of two names, as words, one is the other or a part of it: "Lee" of "Ann Lee", not "Bob Lee"."""
    return name <= other or other <= name


def _names(speaker: str) -> set[frozenset[str]]:
    """Return the words of each name, without titles."""
    return {words for name in find_names(speaker) if (words := frozenset(name.words) - OFFICES)}


def _places(speaker: str) -> set[str]:
    """Return the states that a speaker is of, a seat of government as its state."""
    known = {word for name in find_names(speaker) for word in (*name.words, " ".join(name.words))}
    named = {form for word in known for form in forms(word) if form.isupper()}
    return (
        named
        | {f"{SAME_PLACE[word]}" for word in known if word in SAME_PLACE}
        | {SEATS[word] for word in known & SEATS.keys()}
    )


def _is_seat(speaker: str) -> bool:
    return any(word in SEATS for name in find_names(speaker) for word in name.words)


def _is_named_in(speaker: str, text: str) -> bool:
    names = [word for name in find_names(speaker) for word in name.words]
    known = {folded(word) for word in re.findall(r"\w[\w.’'-]*", text)}
    return bool(names) and known.issuperset(names)


def _around(text: str, start: int, end: int, speaker: str) -> bool:
    """Tell whether a speaker is named in the sentence of an article, or its words there."""
    begin = max(text.rfind(". ", 0, start), text.rfind("\n", 0, start), -1) + 1
    stop = min((at for at in (text.find(". ", end), text.find("\n", end)) if at >= 0), default=len(text))
    around = text[begin:stop]
    names, others = _names(speaker), _names(around)
    if names:
        return any(_are_one(*pair) for pair in product(names, others))
    return bool(content_stems(speaker) & content_stems(around))
