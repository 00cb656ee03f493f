"""What of a question points out of it, to what only the conversation says, and what that stands for.

A question stands alone unless it has a pronoun that nothing before it can be meant by ("What did it offer?", unlike
"What did Iran say of its plant?" and "Is it true that …"), "that" or "there", or is a fragment ("And Iran?", "Why?").
What "she" was in the last question she is still; else she is the person who is spoken of most. "It" and "they" are what
the last question speaks of, if that is one thing; "the plant" is the latest that had a name, as "the Arden plant".
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.language.names import find_names
from index.language.persons import A_PERSON, PRONOUNS, Mention, find_mentions, find_persons, has_name, words
from index.language.words import AUXILIARY, stop_words
from rag.answer import Turn

CONNECTIVE = re.compile(
    r"\A(?:(?:and|but|so|or|then|ok|okay|well)\b[\s,]*)+(?:(?:what|how)\s+about\b)?[\s,]*|\A(?:what|how)\s+about\b\s*",
    re.IGNORECASE,
)
_THERE = re.compile(r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere(?=\s*(?:[?.!,]|\Z|in\s\d))", re.IGNORECASE)
_MORE = re.compile(r"\b(?:else|others?|another|more)\b", re.IGNORECASE)
ASKS = re.compile(rf"\W*(?:(?:and|but|so)\s)?(?:wh\w+|how|{AUXILIARY})\b", re.IGNORECASE)
_ASKED = re.compile(rf"\b(?:{AUXILIARY})\s+\Z", re.IGNORECASE)
_PRONOUN = re.compile(  # or "it" that stands for nothing; no pronoun by IGNORECASE, which takes "ıt" for one, too
    r"(?i:\b(?:is|was|be)\s+it\s+(?!\w+ed\b)(?:\w+\s+)?(?:to|that|from)\s|\bgot\s+it\b"
    r"|\bit\s+(?:is|was|takes?|took|costs?|means?)\b(?=.*\b(?:to|for|if|when|that)\s+\w))"
    rf"|\b({'|'.join(form for word in PRONOUNS for form in (word, word.title(), word.upper()))})\b"
)
_CLAUSE = re.compile(
    r"[,;:]|\b(?:and|but|or|that|if|when|after|before|because|who|which|as|than|says?|said|to)\b", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"\b(?:do|does|can|could|should|would|if|when)\s+(?:(?:an?|most|some|many|all)\s+)?(?!not\b)\w+\s+\w+"
    r"|\b(?:an?|the|some|most|many|each|every|both|two|three|which|these|those)\s+\w+\s",
    re.IGNORECASE,
)
_POINTS = re.compile(
    rf"\A(?:this|these|those)\b|\b(?:this|that|these|those|then)\s*[?.!]*\Z|\b(?:{AUXILIARY}|of|in|on|at|to|for|from|with"
    r"|by|about|like|after|before|take|took)\s+(?:this|that|these|those)\b(?!\s+(?:who|that|which|article|text|year|month"
    r"|week|season|century|to)\b)|\b(?:which|this|that|other)\s+ones?\b|\bthe\s+(?:latter|former|others?)\s*[?.!]",
    re.IGNORECASE,
)
_EMPTY = frozenset(  # words that say nothing of a subject, besides stop words
    "also anyone anything could ever example far first get give go going happen happened happens know last later "
    "long made make many may mean means much next one people really said say says tell thing things time would "
    "year years yes".split()
)
_POSSESSIVE = frozenset(("his", "its", "their", "hers", "theirs"))
_DEFINITE = re.compile(r"\b(?:the|this|that)\s+([a-z]+)\b(?=\s*(\w*))", re.IGNORECASE)
_AROUND = 60  # characters before a name or a place that are read
_IN = re.compile(r"\b(?:in|at|near)\s+(?:the\s+)?\Z", re.IGNORECASE)
_DETERMINER = re.compile(r"\b(?:the|an?)\s+((?:[\w-]+\s+){0,3})\Z", re.IGNORECASE)
_NEXT = re.compile(r"(?:['’]s)?\s([a-z][\w-]*)")
_PLURAL = re.compile(r"[Tt]he .*[^su]s")  # "the Houthis", "the Lakers"


@dataclass(frozen=True, slots=True)
class Said(Turn):
    """A turn as it was understood: its question, whole if it stands alone, and what its pronouns `meant`, if known."""

    is_whole: bool
    meant: Mapping[str, str | None]


def depends_on_history(question: str, known: frozenset[str] = frozenset()) -> bool:
    """Tell whether a question leaves out what only the conversation says; `known` are words of its names.

    >>> [depends_on_history(q) for q in ("And Iran?", "What did it offer?", "What did Iran say of its plant?")]
    [True, True, False]
    """
    points_out = _POINTS.search(question) or _THERE.search(question) or free_pronoun(question, known)
    return points_out is not None or is_fragment(question)


def is_fragment(question: str) -> bool:
    """Tell whether a question goes on from another ("And Iran?", "in 2019?"), or says nothing of a subject ("Why?")."""
    told = sum(word not in _EMPTY and word not in stop_words() for word in words(question))
    is_short = len(question.split()) <= 2 or (_MORE.search(question) and not has_name(question))
    return bool(CONNECTIVE.match(question) or not told or (told == 1 and is_short))


def free_pronoun(question: str, known: frozenset[str] = frozenset()) -> re.Match[str] | None:
    """Return the first pronoun that nothing before it in the question can be meant by."""
    return next((match for match in _PRONOUN.finditer(question) if match[1] and _is_free(question, match, known)), None)


def _is_free(question: str, pronoun: re.Match[str], known: frozenset[str]) -> bool:
    word, before = pronoun[0].lower(), question[: pronoun.start()]
    names = list(find_names(before))
    if not _CLAUSE.search(before, names[-1].end if names else 0):
        if follows_auxiliary(question, pronoun.start()):
            return True
        if word in ("him", "her", "it", "them") and is_object(question, pronoun):
            return len(names) < 2
    if PRONOUNS[word] in ("he", "she"):
        return not (A_PERSON.search(before) or any(one.person is not False for one in find_mentions(before)))
    return not (has_name(before, known) or _SUBJECT.search(before))


def is_object(question: str, pronoun: re.Match[str]) -> bool:
    """Tell "her" in "ask her to" from "her" in "her plan"."""
    following = re.split(r"\W", question[pronoun.end() :].lstrip(), maxsplit=1)[0].lower()
    return not following or following in stop_words()


def follows_auxiliary(text: str, position: int) -> bool:
    """Tell whether "did" or the like stands before a position: what begins there is the subject of a question."""
    return bool(_ASKED.search(text[max(0, position - _AROUND) : position]))


def with_names(question: str, said: Sequence[Said], known: frozenset[str]) -> tuple[str, dict[str, str | None]]:
    """Put names for the pronouns, the first of each kind; the others then have something to refer to."""
    meant: dict[str, str | None] = {}
    while (pronoun := free_pronoun(question, known)) and (kind := PRONOUNS[pronoun[0].lower()]) not in meant:
        meant[kind] = name = _referent(kind, question, said)
        if name is None:
            break
        if pronoun[0].lower() in _POSSESSIVE or (pronoun[0].lower() == "her" and not is_object(question, pronoun)):
            name += "'" if name.endswith("s") else "'s"
        question = question[: pronoun.start()] + name + question[pronoun.end() :]
    if said and (there := _THERE.search(question)) and (where := _place(said[-1])):
        question = question[: there.start()] + where + question[there.end() :]
    return question, meant


def with_full_noun(question: str, said: Sequence[Said]) -> str:
    """Put "the Bushehr plant" for "the plant", if the conversation spoke of that one."""
    for match in _DEFINITE.finditer(question):
        noun, following = match[1].lower(), match[2].lower()
        alone = not following or following in stop_words() or follows_auxiliary(question, match.start())
        if alone and noun not in stop_words() and (full := _full_noun(noun, said)):
            return question[: match.start()] + full + question[match.end() :]
    return question


def _referent(kind: str, question: str, said: Sequence[Said]) -> str | None:
    """Return what "he", "she", "it" or "they" of a question stands for; None where it can't be told."""
    if not said:
        return None
    found = said[-1].meant.get(kind) or (
        _thing(said[-1]) if kind == "it" else _group(said[-1]) if kind == "they" else _person(question, said)
    )
    return found if found and not set(words(found)) <= set(words(question)) else None


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
    persons = {one: one for turn in said for kind in ("he", "she") if (one := turn.meant.get(kind))}
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
        found = {one.written for one in find_mentions(text) if _PLURAL.fullmatch(text, max(0, one.start - 4), one.end)}
        if found:
            return f"the {found.pop()}" if len(found) == 1 else None
    return None


def _thing(last: Said) -> str | None:
    """Return the name that is all of the last answer, or "the Arden plant" if the question names "Arden" alone."""
    question, bare = last.question, re.sub(r"\[\d+\]", "", last.answer).strip(" .,“”\"'")
    if len(names := find_mentions(bare)) == 1 and len(names[0].written) >= len(bare) - len("the "):
        return None if question.lower().startswith("who") else bare
    names = find_mentions(question)
    names = tuple(name for name in names if name.acts) or names
    if not last.is_whole or len(names) != 1 or names[0].person is not False:
        return None
    start, end, before = names[0].start, names[0].end, _determiner(question, names[0])
    is_subject = follows_auxiliary(question, start - len(before))  # a verb may follow: then the answer tells
    said = f" {' '.join(words(last.answer))} "
    while (word := _NEXT.match(question, end)) and word[1] not in stop_words() and not word[1].endswith(("ed", "ing")):
        if is_subject and f" {' '.join(words(question[start : word.end()]))} " not in said:
            break
        end = word.end()
    phrase = before + question[start:end]
    return phrase if phrase == names[0].written or not _PLURAL.fullmatch(phrase) else None


def _determiner(text: str, name: Mention) -> str:
    """Return "the new " before a name, if that is what stands there."""
    match = _DETERMINER.search(text[max(0, name.start - _AROUND) : name.start])
    return f"the {match[1]}" if match and stop_words().isdisjoint(match[1].split()) else ""
