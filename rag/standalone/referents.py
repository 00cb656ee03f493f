"""What a pronoun stands for, told from the conversation before it.

Who was "he" in the last question is so still; else the one who is spoken of most, of late most, and in questions more
than in answers. A thing must be the only one in sight. Where nobody is clearly ahead, nothing is guessed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from index.language.english import stop_words
from rag.standalone.names import AROUND, Name, find_names, follows_auxiliary, is_owner, words

FADING = 0.6  # the weight of a turn, beside the next one
LEAST = 0.5  # weight: to be spoken of once in the answer before the last
CLEAR = 1.25  # times the weight of the next best

_PAIR = re.compile(r"\s+(?:and|&)\s+")
_THING = re.compile(r"\b(the|[A-Z][\w-]+['’]s)\s+(?=((?:[\w'’&-]+\s+){0,5}[\w'’&-]+))")
_WHO = re.compile(r"\W*who\b", re.IGNORECASE)
_WHAT = re.compile(r"\W*what(?:['’]s|\s+(?:is|was|are|were))\s+(?:the\s+)?([^?]*)", re.IGNORECASE)
_ONE_PERSON = re.compile(r"\b(?:he|she|his|her|him)\b", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|at|near|into|throughout|across)\s+(?:the\s+)?\Z", re.IGNORECASE)
_MARKER = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Said:
    """A turn as it was understood: its question, made to stand alone, and what its pronouns `meant`, None: unknown."""

    question: str
    answer: str
    meant: Mapping[str, str | None] = field(default_factory=dict)


def referent(pronoun: str, question: str, said: Sequence[Said]) -> str | None:
    """Return what "he", "she", "it" or "they" of a question stands for; None where it can't be told."""
    if not said:
        return None
    if pronoun == "it":
        found = _thing(said[-1])
    else:
        found = said[-1].meant.get(pronoun) or _spoken_of(pronoun, question, said)
    return found if found and not set(words(found)) <= set(words(question)) else None


def place(said: Sequence[Said]) -> str | None:
    """Return where "there" is, with its preposition, if the last turn names one place alone."""
    for text in (said[-1].question, said[-1].answer) if said else ():
        found = {
            text[start - len(at[0]) : name.end]
            for name in find_names(text)
            if (start := name.start)
            and (at := _IN.search(text[max(0, start - AROUND) : start]))
            and not is_owner(text, name)
        }
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _thing(last: Said) -> str | None:
    if answer := _sole_name(last.answer):
        return answer
    if it := last.meant.get("it"):
        return it
    things = list(_definite_things(last.question, last.answer))
    things = things or [name.text for name in find_names(last.question) if not name.person]
    return things[0] if len(things) == 1 else None


def _sole_name(text: str) -> str | None:
    """Return the name that a text is, if it is nothing but one."""
    bare = _MARKER.sub("", text).strip(" .,“”\"'")
    names = find_names(bare)
    return bare if len(names) == 1 and len(names[0].text) >= len(bare) - len("the ") else None


def _definite_things(question: str, answer: str) -> Iterator[str]:
    """Yield "the oil price" and "Iran's plan", one each, not several; a bare "the plan" says too little."""
    for match in _THING.finditer(question):
        following = match[2].split()
        end = next((place for place, word in enumerate(following) if word.lower() in stop_words()), len(following))
        while end > 1 and following[end - 1].endswith(("ed", "ing")):
            end -= 1
        if follows_auxiliary(question, match.start()):  # a verb may come next: "did the oil price fall"
            while end and f" {' '.join(following[:end]).lower()} " not in f" {' '.join(words(answer))} ":
                end -= 1
        if end > match[1].islower() and not re.search(r"[^su]s\Z", following[end - 1]):
            yield " ".join([match[1], *following[:end]])


def _spoken_of(pronoun: str, question: str, said: Sequence[Said]) -> str | None:
    people = pronoun != "they"
    if not people:
        if pair := _pair(said[-1].question):
            return pair
        if any(_ONE_PERSON.search(turn.answer) for turn in said[-2:]):
            return None
    weights: dict[str, float] = defaultdict(float)
    fullest: dict[str, str] = {}
    for distance, turn in enumerate(reversed(said)):
        for name, weight in _actors(turn, people=people):
            weights[name.key] += weight * FADING**distance
        for name in (*find_names(turn.question), *find_names(turn.answer)):
            if name.person or not people:
                fullest[name.key] = max(fullest.get(name.key, ""), name.text, key=len)
    excluded = _excluded(pronoun, said) | set(words(question))
    ranked = sorted((weight, key) for key, weight in weights.items() if key not in excluded)
    if not ranked or ranked[-1][0] < LEAST or (len(ranked) > 1 and ranked[-1][0] < CLEAR * ranked[-2][0]):
        return None
    return fullest[ranked[-1][1]]


def _actors(turn: Said, *, people: bool) -> Iterator[tuple[Name, float]]:
    """Yield who is spoken of in a turn, and how much."""
    for name in find_names(turn.question):
        if name.person or (name.acts and not people):
            yield name, 2.0 if name.acts or not people else 1.0
    if people:
        sole = _sole_name(turn.answer) if _WHO.match(turn.question) else None
        for name in find_names(turn.answer):
            if name.person and (name.acts or name.text == sole):
                yield name, 3.0 if name.text == sole else 1.0


def _excluded(pronoun: str, said: Sequence[Said]) -> set[str]:
    """Return the last words of names that a pronoun can't stand for."""
    excluded: set[str] = set()
    for turn in said:
        excluded |= {word for kind, meant in turn.meant.items() if kind != pronoun for word in words(meant or "")}
        if pronoun in turn.meant:  # "what did he do with Kim" does not mean Kim, nor "who was his father" the answer
            names = find_names(turn.question) + (find_names(turn.answer) if _WHO.match(turn.question) else ())
            meant = turn.meant[pronoun]
            excluded |= {name.key for name in names if not meant or name.key not in set(words(meant))}
        if pronoun != "they":
            if thing := _WHAT.match(turn.question):
                excluded |= set(words(thing[1]))
            excluded |= _places(turn.question) | _places(turn.answer)
    return excluded


def _places(text: str) -> set[str]:
    return {
        name.key
        for name in find_names(text)
        if not is_owner(text, name) and _IN.search(text[max(0, name.start - AROUND) : name.start])
    }


def _pair(question: str) -> str | None:
    names = find_names(question)
    for first, second in zip(names, names[1:], strict=False):
        if _PAIR.fullmatch(question, first.end, second.start):
            return question[first.start : second.end]
    return None
