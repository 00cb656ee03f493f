"""A question that leaves something out, made whole by rules from the conversation before it.

Does it depend on the conversation? Then what it leaves out is told from the turns before, and put in: names for
pronouns and "there", "the Arden plant" for "the plant", and "And Iran?" takes the place of the name in the question
before. What can't be told is not guessed: then the earlier question is put in front, which loses nothing. Nothing is
written that the conversation does not have.
"""

import re
from collections.abc import Sequence

from index.language.names import find_names
from index.language.negation import negatives
from index.language.persons import PRONOUNS, has_name, words
from index.language.questions import AUXILIARY
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
from rag.standalone.referents import Said, full_noun, place, referent, told

_POSSESSIVE = frozenset(("his", "its", "their", "hers", "theirs"))
_DEFINITE = re.compile(r"\b(?:the|this|that)\s+([a-z]+)\b(?=\s*(\w*))", re.IGNORECASE)
_FRAGMENT = re.compile(
    r"(?:(in|on|at|for|with|by|to|from|of|against|about)\s+)?(?:the\s+)?(\S+(?: \S+){0,4})\Z", re.IGNORECASE
)
_FOUR_DIGITS = re.compile(r"\b\d{4}\b")
_WHEN = re.compile(r"when|where|how|in (?:which|what) year", re.IGNORECASE)
_YES_OR_NO = re.compile(rf"(?:{AUXILIARY})\b(?!n['’]t)", re.IGNORECASE)
_MODIFIER = re.compile(r"\b(?:the|an?)\s+\Z", re.IGNORECASE)


def rewrite_by_rules(question: str, history: Sequence[Turn], known: frozenset[str]) -> str:
    """Return the question made whole, or as it is; `known` are words of the conversation's names, in lower case."""
    said: list[Said] = []
    for turn in history:
        answer = "" if turn.answer.startswith(NOT_FOUND) else turn.answer
        whole, meant = _whole(turn.question, said, known)
        meant |= {kind: told(said, answer) for kind in ("he", "she") if kind in meant and not meant[kind]}
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
    if (there := THERE.search(whole)) and (where := place(said)):
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
        meant[kind] = name = referent(kind, question, said)
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
        if alone and noun not in stop_words() and (full := full_noun(noun, said)):
            return question[: match.start()] + full + question[match.end() :]
    return question


def _continued(question: str, said: Sequence[Said], known: frozenset[str]) -> str | None:
    """Return the earlier question with what a fragment ("And Iran?", "in 2019?", "when?") puts in; None if unsafe."""
    earlier = next((turn for turn in reversed(said) if turn.is_whole), None)
    fragment = _FRAGMENT.match(CONNECTIVE.sub("", question).strip(" ?.!"))
    if not earlier or not fragment:
        return None
    preposition, new, asked = fragment[1], fragment[2], earlier.question
    if _WHEN.fullmatch(fragment[0]):
        affirmed = earlier is said[-1] and earlier.answer and not negatives(earlier.answer)
        return (
            f"{fragment[0].capitalize()} {asked[0].lower()}{asked[1:]}"
            if affirmed and _YES_OR_NO.match(asked)
            else None
        )
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
