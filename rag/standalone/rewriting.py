"""A question that leaves something out, made whole by rules from the conversation before it.

What it leaves out is told from the turns before, and put in: names for pronouns and "there", "the Arden plant" for
"the plant", and "And Iran?" takes the place of the name in the question before. What "she" was in the last question
she is still; else she is the person who is spoken of most. "It" and "they" are what the last question speaks of, if
that is one thing. What can't be told is not guessed: then the earlier question is put in front, which loses nothing.
Nothing is written that the conversation does not have.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.language.names import find_names
from index.language.persons import PRONOUNS, Mention, find_mentions, find_persons, has_name, words
from index.language.words import stop_words
from rag.answer import NOT_FOUND, Turn
from rag.standalone.dependence import (
    CONNECTIVE,
    THERE,
    asks,
    depends_on_history,
    follows_auxiliary,
    free_pronoun,
    is_fragment,
    is_object,
)

_POSSESSIVE = frozenset(("his", "its", "their", "hers", "theirs"))
_DEFINITE = re.compile(r"\b(?:the|this|that)\s+([a-z]+)\b(?=\s*(\w*))", re.IGNORECASE)
_FRAGMENT = re.compile(
    r"(?:(in|on|at|for|with|by|to|from|of|against|about)\s+)?(?:the\s+)?(\S+(?: \S+){0,4})\Z", re.IGNORECASE
)
_FOUR_DIGITS = re.compile(r"\b\d{4}\b")
_MODIFIER = re.compile(r"\b(?:the|an?)\s+\Z", re.IGNORECASE)
_AROUND = 60  # characters beside a name that are read
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


def rewrite_by_rules(question: str, history: Sequence[Turn], known: frozenset[str]) -> str:
    """Return the question made whole, or as it is; `known` are words of the conversation's names, in lower case."""
    said: list[Said] = []
    for turn in history:
        answer = "" if turn.answer.startswith(NOT_FOUND) else turn.answer
        whole, meant = _whole(turn.question, said, known)
        meant |= {kind: _told(said, answer) for kind in ("he", "she") if kind in meant and not meant[kind]}
        said.append(
            Said(whole or turn.question, answer, bool(whole), {kind: one for kind, one in meant.items() if one})
        )
    whole, meant = _whole(question, said, known)
    earlier = next((turn.question for turn in reversed(said) if turn.is_whole), "")
    named = any(find_names(earlier)) or not known.isdisjoint(words(earlier))
    if whole or (meant.keys() - {"it"} and not is_fragment(question) and not named):
        return whole or question  # nobody was named whom an earlier question could bring in
    earlier = (earlier or history[-1].question).strip()
    return f"{earlier}{'' if earlier.endswith(('?', '.', '!')) else '?'} {question}"


def _whole(question: str, said: Sequence[Said], known: frozenset[str]) -> tuple[str | None, dict[str, str | None]]:
    """Return the question made whole, None where that fails, and what its pronouns meant."""
    whole, meant = _with_names(question, said, known)
    if said and (there := THERE.search(whole)) and (where := _place(said[-1])):
        whole = whole[: there.start()] + where + whole[there.end() :]
    if is_fragment(question) and (whole == question or not asks(CONNECTIVE.sub("", question))):
        return _continued(question, said, known), meant
    if None not in meant.values() and not has_name(whole, known):
        whole = _with_full_noun(whole, said)
    if whole != question:
        whole = CONNECTIVE.sub("", whole)
        return (whole[:1].upper() if question[:1].isupper() else whole[:1]) + whole[1:], meant
    return None if depends_on_history(question, known) else question, meant


def _with_names(question: str, said: Sequence[Said], known: frozenset[str]) -> tuple[str, dict[str, str | None]]:
    """Put names for the pronouns, the first of each kind; the others then have something to refer to."""
    meant: dict[str, str | None] = {}
    while (pronoun := free_pronoun(question, known)) and (kind := PRONOUNS[pronoun[0].lower()]) not in meant:
        meant[kind] = name = _referent(kind, question, said)
        if name is None:
            break
        if pronoun[0].lower() in _POSSESSIVE or (pronoun[0].lower() == "her" and not is_object(question, pronoun)):
            name += "'" if name.endswith("s") else "'s"
        question = question[: pronoun.start()] + name + question[pronoun.end() :]
    return question, meant


def _with_full_noun(question: str, said: Sequence[Said]) -> str:
    """Put "the Bushehr plant" for "the plant", if the conversation spoke of that one."""
    for match in _DEFINITE.finditer(question):
        noun, following = match[1].lower(), match[2].lower()
        alone = not following or following in stop_words() or follows_auxiliary(question, match.start())
        if alone and noun not in stop_words() and (full := _full_noun(noun, said)):
            return question[: match.start()] + full + question[match.end() :]
    return question


def _continued(question: str, said: Sequence[Said], known: frozenset[str]) -> str | None:
    """Return the earlier question with what a fragment ("And Iran?", "in 2019?") puts in; None if unsafe."""
    earlier = next((turn for turn in reversed(said) if turn.is_whole), None)
    fragment = _FRAGMENT.match(CONNECTIVE.sub("", question).strip(" ?.!"))
    if not earlier or not fragment:
        return None
    preposition, new, asked = fragment[1], fragment[2], earlier.question
    if _FOUR_DIGITS.fullmatch(new):
        old = [match.span() for match in _FOUR_DIGITS.finditer(asked)]
    elif _name_spans(new, known) != [(0, len(new))] or new.lower() in asked.lower():
        return None
    else:
        before = re.compile(rf"\b{preposition or ''}\s+(?:the\s+)?\Z", re.IGNORECASE)
        old = [span for span in _name_spans(asked, known) if not preposition or before.search(asked[: span[0]])]
    if len(old) != 1:
        return None
    [(start, end)] = old
    if not preposition and _MODIFIER.search(asked[:start]) and re.match(r"\s+[a-z]", asked[end:]):
        return None  # "Iran?" can't take the place of a word in "the Bushehr plant"
    return asked[:start] + new + asked[end:]


def _name_spans(text: str, known: frozenset[str]) -> list[tuple[int, int]]:
    """Return where names stand in a text, also those in lower case."""
    names = [(name.start, name.end) for name in find_names(text)]
    return names or [word.span() for word in re.finditer(r"\w+", text) if has_name(word[0], known)]


def _referent(kind: str, question: str, said: Sequence[Said]) -> str | None:
    """Return what "he", "she", "it" or "they" of a question stands for; None where it can't be told."""
    if not said:
        return None
    found = said[-1].meant.get(kind)
    if not found:
        found = _thing(said[-1]) if kind == "it" else _group(said[-1]) if kind == "they" else _person(question, said)
    return found if found and not set(words(found)) <= set(words(question)) else None


def _told(said: Sequence[Said], answer: str) -> str | None:
    """Return who "he" was in a question if only its answer tells: whom it speaks of, and nobody named before."""
    before = {word for turn in said for text in (turn.question, turn.answer) for word in words(text)}
    new = (name for name in find_mentions(answer) if before.isdisjoint(words(name.written)))
    return next((name.written for name in new if name.acts and name.person is not False), None)


def _place(last: Said) -> str | None:
    """Return where "there" is, with its preposition, if the last turn names one place alone."""
    for text in (last.question, last.answer):
        names = ((_IN.search(text[max(0, name.start - _AROUND) : name.start]), name) for name in find_mentions(text))
        if found := {at[0] + name.written for at, name in names if at and not text.startswith(("'s", "’s"), name.end)}:
            return found.pop() if len(found) == 1 else None
    return None


def _full_noun(noun: str, said: Sequence[Said]) -> str | None:
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
    """Return the person who is spoken of most, and is not in the question already."""
    persons = {name: name for turn in said for kind, name in turn.meant.items() if kind in ("he", "she")}
    persons |= find_persons(text for turn in said for text in (turn.question, turn.answer))
    asked, weights = set(words(question)), Counter[str]()
    for text, weight in (pair for turn in said for pair in ((turn.question, 2), (turn.answer, 1))):
        for name in find_mentions(text):
            full = persons.get(name.written)
            if full and (name.acts or weight > 1) and full.split()[-1].lower() not in asked:
                weights[full] += weight
    ranked = weights.most_common(2)
    return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else None


def _group(last: Said) -> str | None:
    """Return "Anna Weber and Tom Brandt" or "the Houthis", if the last turn has one such name."""
    names = find_mentions(last.question)
    for first, second in zip(names, names[1:], strict=False):
        if last.question[first.end : second.start] in (" and ", " & "):
            return last.question[first.start : second.end]
    for text in (last.question, last.answer):
        names = find_mentions(text)
        found = {one.written for one in names if _PLURAL.fullmatch(text, max(0, one.start - 4), one.end)}
        if found:
            return f"the {found.pop()}" if len(found) == 1 else None
    return None


def _thing(last: Said) -> str | None:
    bare = _MARKER.sub("", last.answer).strip(" .,“”\"'")
    if len(names := find_mentions(bare)) == 1 and len(names[0].written) >= len(bare) - len("the "):
        return None if last.question.lower().startswith("who") else bare  # the answer is nothing but a name
    names = find_mentions(last.question)
    names = tuple(name for name in names if name.acts) or names
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
