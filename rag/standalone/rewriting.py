"""A question that leaves something out, made whole by rules from the conversation before it.

Pronouns and "the treaty" are replaced by what they stand for, and "And Iran?" takes the place of the name in the
question before. What can't be told is not guessed: then the earlier question is put in front, which loses nothing.
Nothing is written that the conversation does not have.
"""

import re
from collections.abc import Sequence

from index.language.english import stop_words
from rag.answer import NOT_FOUND, Turn
from rag.standalone.dependence import (
    CONNECTIVE,
    PRONOUNS,
    depends_on_history,
    free_pronoun,
    is_fragment,
    is_object,
    locative_there,
)
from rag.standalone.names import asks, find_names, follows_auxiliary, has_name, words
from rag.standalone.referents import Said, place, referent

_POSSESSIVE = frozenset(("his", "its", "their", "hers", "theirs"))
_SHORT_VERB = re.compile(r"['’](?:re|ve|ll|d|m)\b")  # "they've"; its "they" can't be replaced alone
_FRAGMENT = re.compile(
    r"(?:(in|on|at|for|with|by|to|from|of|against|about)\s+)?(?:the\s+)?(\S+(?: \S+){0,4})\Z", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_YES_OR_NO = re.compile(
    r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should)\b(?!n['’]t)", re.IGNORECASE
)
_WHEN = re.compile(r"(when|where|how|since when|until when|in (?:which|what) year)\Z", re.IGNORECASE)
_DENIAL = re.compile(r"\b(?:no|not|never|unlikely|refused|denied|denies|nobody|none)\b|n['’]t\b", re.IGNORECASE)
_MODIFIER = re.compile(r"\b(?:the|an?)\s+\Z", re.IGNORECASE)
_DEFINITE = re.compile(r"\b(?:the|this|that)\s+([a-z]+)\b(?=\s*(\w*))", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:in|about|of|from)\s+(?:this|the)\s+(?:article|text|story|report|passage)\b", re.IGNORECASE)


def rewrite_by_rules(question: str, history: Sequence[Turn], known: frozenset[str]) -> str:
    """Return the question made whole, or as it is; `known` are words of names (see `names.known_words`)."""
    said: list[Said] = []
    earlier: str | None = None  # the last question that stands alone, or was made to
    for turn in history:
        whole, meant = _whole(turn.question, said, earlier, known)
        answer = "" if turn.answer.startswith(NOT_FOUND) else turn.answer
        said.append(Said(whole or turn.question, answer, meant))
        earlier = whole or earlier
    whole, meant = _whole(question, said, earlier, known)
    if whole:
        return whole
    if (
        meant.keys() - {"it"}
        and not is_fragment(question)
        and not (earlier and (find_names(earlier) or not known.isdisjoint(words(earlier))))
    ):
        return question  # nobody was named whom an earlier question could bring in
    earlier = (earlier or history[-1].question).strip()
    return f"{earlier}{'' if earlier.endswith(('?', '.', '!')) else '?'} {question}"


def _whole(
    question: str, said: Sequence[Said], earlier: str | None, known: frozenset[str]
) -> tuple[str | None, dict[str, str | None]]:
    """Return the question made whole, None where that fails, and what its pronouns meant."""
    whole, meant = _with_names(question, said, known)
    if is_fragment(question) and (whole == question or not asks(CONNECTIVE.sub("", question))):
        return earlier and _continued(question, said[-1], earlier, known), meant
    if whole == question and (article := _ARTICLE.search(question)):
        topic = next((name for kind in ("he", "she", "they") if (name := referent(kind, question, said))), None)
        return question[: article.end()] + (f" on {topic}" if topic else "") + question[article.end() :], meant
    if (there := locative_there(whole)) is not None and (where := place(said)):
        whole = whole[:there] + where + whole[there + len("there") :]
    whole = _with_full_noun(whole, said, known)
    if whole != question:
        whole = CONNECTIVE.sub("", whole)
        return (whole[:1].upper() if question[:1].isupper() else whole[:1]) + whole[1:], meant
    return None if depends_on_history(question, known) else question, meant


def _with_names(question: str, said: Sequence[Said], known: frozenset[str]) -> tuple[str, dict[str, str | None]]:
    """Put names for the pronouns, the first of each kind; the others then have something to refer to."""
    meant: dict[str, str | None] = {}
    while (pronoun := free_pronoun(question, known)) and (kind := PRONOUNS[pronoun[0].lower()]) not in meant:
        meant[kind] = name = referent(kind, question, said)
        if name is None or _SHORT_VERB.match(question, pronoun.end()):
            break
        if pronoun[0].lower() in _POSSESSIVE or (pronoun[0].lower() == "her" and not is_object(question, pronoun)):
            name += "'" if name.endswith("s") else "'s"
        question = question[: pronoun.start()] + name + question[pronoun.end() :]
    return question, meant


def _continued(question: str, last: Said, earlier: str, known: frozenset[str]) -> str | None:
    """Return the earlier question with what a fragment ("And Iran?", "in 2019?", "when?") puts in; None if unsafe."""
    rest = CONNECTIVE.sub("", question).strip(" ?.!")
    if when := _WHEN.match(rest):
        affirmed = last.question == earlier and last.answer and not _DENIAL.search(last.answer)
        if affirmed and _YES_OR_NO.match(earlier):
            return f"{when[1][0].upper()}{when[1][1:]} {earlier[0].lower()}{earlier[1:]}"
        return None
    fragment = _FRAGMENT.match(rest)
    if not fragment:
        return None
    preposition, new = fragment[1], fragment[2]
    if _YEAR.fullmatch(new):
        old = [match.span() for match in _YEAR.finditer(earlier)]
    else:
        old = _name_spans(earlier, known)
        if preposition:
            before = re.compile(rf"\b{preposition}\s+(?:the\s+)?\Z", re.IGNORECASE)
            old = [span for span in old if before.search(earlier[max(0, span[0] - 20) : span[0]])]
        if _name_spans(new, known) != [(0, len(new))] or new.lower() in earlier.lower():
            return None
    if len(old) != 1:
        return None
    [(start, end)] = old
    if (
        _MODIFIER.search(earlier[max(0, start - 6) : start])
        and re.match(r"\s+[a-z]", earlier[end:])
        and not preposition
    ):
        return None  # "Iran?" can't take the place of a word in "the Bushehr plant"
    return earlier[:start] + new + earlier[end:]


def _name_spans(text: str, known: frozenset[str]) -> list[tuple[int, int]]:
    """Return where names stand in a text, also those in lower case."""
    names = [(name.start, name.end) for name in find_names(text)]
    return names or [word.span() for word in re.finditer(r"\w+", text) if has_name(word[0], known)]


def _with_full_noun(question: str, said: Sequence[Said], known: frozenset[str]) -> str:
    """Put "the Bushehr plant" for "the plant", where nobody is named and the conversation spoke of that one."""
    if has_name(question, known):
        return question
    for match in _DEFINITE.finditer(question):
        noun, following = match[1].lower(), match[2].lower()
        alone = not following or following in stop_words() or follows_auxiliary(question, match.start())
        if alone and noun not in stop_words() and (full := _full_noun(noun, said)):
            return question[: match.start()] + full + question[match.end() :]
    return question


def _full_noun(noun: str, said: Sequence[Said]) -> str | None:
    """Return the latest of "the Bushehr plant", "Iran's plant" and "the ship Aurora"; None without a name."""
    pattern = re.compile(rf"\b(?:(?:the|a|an)\s+|(\w+['’]s\s+))((?:[\w'’&-]+\s+){{0,4}})({noun})\b", re.IGNORECASE)
    for text in (text for turn in reversed(said) for text in (turn.question, turn.answer)):
        for match in pattern.finditer(text):
            if any(word.lower() in stop_words() for word in match[2].split()) or match[3][0].isupper():
                continue
            gaps = (" ", " “", ' "')
            title = next((name for name in find_names(text) if text[match.end() : name.start] in gaps), None)
            if title and not title.acts:
                return f"{match[1] or 'the '}{match[2]}{match[3]} {title.text}"
            if find_names(match[0]):
                return f"{match[1] or 'the '}{match[2]}{match[3]}"
    return None
