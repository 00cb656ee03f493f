"""What a pronoun, "the plant" or "there" stands for, told from the conversation before it.

What "she" was in the last question it is still. Else she is the person who is spoken of most, of late most, and in
questions more than in answers; it and they are what the last question speaks of, if that is one thing. Where nobody is
clearly ahead, nothing is guessed.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.language.persons import Mention, find_mentions, find_persons, words
from index.language.words import stop_words
from rag.standalone.dependence import follows_auxiliary

FADING = 0.6  # the weight of a turn, beside the next one
CLEAR = 1.25  # times the weight of the next best

_AROUND = 60  # characters beside a name that are read
_WHO = re.compile(r"\W*who\b", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|&)\s+")
_IN = re.compile(r"\b(?:in|at|near)\s+(?:the\s+)?\Z", re.IGNORECASE)
_DETERMINER = re.compile(r"\b(?:the|an?)\s+((?:[\w-]+\s+){0,3})\Z", re.IGNORECASE)
_NEXT = re.compile(r"(?:['’]s)?\s([a-z][\w-]*)")
_PLURAL = re.compile(r"[Tt]he .*[^su]s")  # "the Houthis", "the Lakers"
_MARKER = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Said:
    """A turn as it was understood: its question, whole if it stands alone, and what its pronouns `meant`."""

    question: str
    answer: str
    is_whole: bool
    meant: Mapping[str, str]


def referent(kind: str, question: str, said: Sequence[Said]) -> str | None:
    """Return what "he", "she", "it" or "they" of a question stands for; None where it can't be told."""
    if not said:
        return None
    found = said[-1].meant.get(kind)
    if not found:
        found = _thing(said[-1]) if kind == "it" else _group(said[-1]) if kind == "they" else _person(question, said)
    return found if found and not set(words(found)) <= set(words(question)) else None


def told(said: Sequence[Said], answer: str) -> str | None:
    """Return who "he" was in a question if only its answer tells: whom it speaks of, and nobody named before."""
    before = {word for turn in said for text in (turn.question, turn.answer) for word in words(text)}
    new = (name for name in find_mentions(answer) if before.isdisjoint(words(name.written)))
    return next((name.written for name in new if name.acts and name.person is not False), None)


def place(said: Sequence[Said]) -> str | None:
    """Return where "there" is, with its preposition, if the last turn names one place alone."""
    for text in (said[-1].question, said[-1].answer) if said else ():
        names = ((_IN.search(text[max(0, name.start - _AROUND) : name.start]), name) for name in find_mentions(text))
        if found := {at[0] + name.written for at, name in names if at and text[name.end :][1:2] != "s"}:
            return found.pop() if len(found) == 1 else None
    return None


def full_noun(noun: str, said: Sequence[Said]) -> str | None:
    """Return the latest of "the Arden plant", "Iran's plant" and "the ship Aurora"; None without a name."""
    behind = re.compile(rf"((?:['’]s)?(?:\s[a-z][\w-]*){{0,2}}?\s{noun})\b")
    before = re.compile(rf"\b(?:the|an?)\s(?:[\w-]+\s)?{noun}\s[“\"]?\Z")
    for text in (text for turn in reversed(said) for text in (turn.question, turn.answer)):
        for name in find_mentions(text):
            if (match := behind.match(text, name.end)) and stop_words().isdisjoint(match[1].split()):
                return _determiner(text, name) + name.written + match[1]
            if not name.acts and before.search(text[max(0, name.start - _AROUND) : name.start]):
                return f"the {noun} {name.written}"
    return None


def _person(question: str, said: Sequence[Said]) -> str | None:
    """Return the person who clearly has the most weight, and is not in the question already."""
    persons = {name: name for turn in said for kind, name in turn.meant.items() if kind in ("he", "she")}
    persons |= find_persons(text for turn in said for text in (turn.question, turn.answer))
    asked = set(words(question))
    weights: dict[str, float] = defaultdict(float)
    for distance, turn in enumerate(reversed(said)):
        for text, weight in ((turn.question, 2.0), (turn.answer, 1.0)):
            for name in find_mentions(text):
                full = persons.get(name.written)
                if full and (name.acts or text is turn.question) and full.split()[-1].lower() not in asked:
                    weights[full] += weight * FADING**distance
    ranked = sorted(weights, key=weights.__getitem__, reverse=True)
    clear = len(ranked) == 1 or (ranked and weights[ranked[0]] >= CLEAR * weights[ranked[1]])
    return ranked[0] if clear else None


def _group(last: Said) -> str | None:
    """Return "Anna Weber and Tom Brandt" or "the Houthis", if the last turn has one such name."""
    names = find_mentions(last.question)
    for first, second in zip(names, names[1:], strict=False):
        if _AND.fullmatch(last.question, first.end, second.start):
            return last.question[first.start : second.end]
    for text in (last.question, last.answer):
        names = find_mentions(text)
        found = {
            text[name.start : name.end] for name in names if _PLURAL.fullmatch(text, max(0, name.start - 4), name.end)
        }
        if found:
            return f"the {found.pop()}" if len(found) == 1 else None
    return None


def _thing(last: Said) -> str | None:
    bare = _MARKER.sub("", last.answer).strip(" .,“”\"'")
    if len(names := find_mentions(bare)) == 1 and len(names[0].written) >= len(bare) - len("the "):
        return None if _WHO.match(last.question) else bare  # the answer is nothing but a name
    names = find_mentions(last.question)
    names = tuple(name for name in names if not name.aside) or names
    if not last.is_whole or len(names) != 1 or names[0].person is not False:
        return None
    phrase = _noun_phrase(last.question, names[0], last.answer)
    return phrase if phrase == names[0].written or not _PLURAL.fullmatch(phrase) else None


def _noun_phrase(question: str, name: Mention, answer: str) -> str:
    """Return "the Arden tidal plant" for its name "Arden"; behind "did", where a verb may follow, the answer tells."""
    before, end = _determiner(question, name), name.end
    is_subject = follows_auxiliary(question, name.start - len(before))
    said = f" {' '.join(words(answer))} "
    while (word := _NEXT.match(question, end)) and word[1] not in stop_words() and not word[1].endswith(("ed", "ing")):
        if is_subject and f" {' '.join(words(question[name.start : word.end()]))} " not in said:
            break
        end = word.end()
    return before + question[name.start : end]


def _determiner(text: str, name: Mention) -> str:
    """Return "the new " before a name, if that is what stands there."""
    match = _DETERMINER.search(text[max(0, name.start - _AROUND) : name.start])
    return f"the {match[1]}" if match and stop_words().isdisjoint(match[1].split()) else ""
