"""A follow-up question, made to stand alone.

"And what did it offer?" finds nothing by itself. A question that stands alone stays as it is, to the letter. Another
is rewritten by the model where there is one, and by rules without one, or where the model's rewrite is no question,
drops what was asked, or brings in a name or number that nobody mentioned.

The rules put in what the conversation tells (`rag.standalone.reference`), and "And Iran?" takes the place of the name
in the question before. What can't be told is not guessed: then the earlier question is put in front, which loses
nothing. Nothing is written that the conversation does not have.
"""

import logging
import re
from collections.abc import Sequence

from index.language.names import find_names
from index.language.persons import find_mentions, has_name, words
from index.language.words import content_stems, is_common_word, share_of_words, stem
from rag.answer import NOT_FOUND, Turn
from rag.llm import Deadline, LanguageModel, ModelError
from rag.standalone.reference import ASKS, CONNECTIVE, Said, depends_on_history, is_fragment, with_full_noun, with_names
from rag.writer import standalone_messages

MOST_WORDS = 25  # of a follow-up question; a longer one says all it means
LONGEST_QUESTION = 300  # characters; a longer rewrite is a model that rambles
TURNS_READ = 10  # the latest
CHARACTERS_READ = 600  # of an earlier question or answer
LEAST_KEPT = 0.5  # of the question's words; models mend spelling, and put names for some words

_COURTESY = re.compile(  # asks nothing, so nothing of the conversation is asked again; nor is it by "" and "?"
    r"\W*(?:(?:thanks?|thank you|thx|cheers|ok|okay|yes|no|great|good|nice|cool|fine|perfect|got it|hello|hi|hey|bye"
    r"|goodbye|very much|a lot|so much|many|for (?:your help|that|this))\b\W*)*(?<!\w\?)",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(
    r"(?:(in|on|at|for|with|by|to|from|of|against|about)\s+)?(?:the\s+)?(\S+(?: \S+){0,4})\Z", re.IGNORECASE
)
_FOUR_DIGITS = re.compile(r"\b\d{4}\b")

_log = logging.getLogger("onrecord")


def standalone_question(
    question: str, history: Sequence[Turn], model: LanguageModel | None = None, deadline: Deadline | None = None
) -> str:
    """Return the question as it would be asked without the conversation before it.

    The model is asked within the deadline, and only where the question needs it.
    """
    turns = _bearing_on(question, history)
    if not turns:
        return question
    names = (name for turn in turns for text in (turn.question, turn.answer) for name in find_names(text))
    known = frozenset(word for name in names for word in name.words if not is_common_word(word))
    by_rules = _rewrite_by_rules(question, turns, known)
    if model is None or (by_rules == question and not depends_on_history(question, known)):
        return by_rules
    try:
        rewritten = model.first_line(standalone_messages(question, turns), longest=LONGEST_QUESTION, deadline=deadline)
    except ModelError as error:
        _log.warning("the question was made to stand alone by rules: %s", error)
        return by_rules
    line = re.sub(r"(?i:\s*(?:rewritten |standalone )?question:\s*)", "", rewritten, count=1).strip().strip('"“”')
    return line if _is_rewrite(line, question, turns) else by_rules


def behind_earlier(question: str, history: Sequence[Turn]) -> str | None:
    """Return a follow-up behind the question before it, to search with: its subject may stand there alone.

    None where there is none that it follows.

    >>> behind_earlier("How can I get one?", [Turn("What is a press card?", "A card for reporters.")])
    'What is a press card? How can I get one?'
    """
    turns = _bearing_on(question, history)
    return _behind(turns[-1].question, question) if turns else None


def _bearing_on(question: str, history: Sequence[Turn]) -> list[Turn]:
    """Return the latest turns, cut to what is read of them; none for a question that nothing before it bears on."""
    is_long = len(question) > LONGEST_QUESTION or len(question.split()) > MOST_WORDS
    if is_long or _COURTESY.fullmatch(question):
        return []
    latest = (turn for turn in history[-TURNS_READ:] if turn.question.strip())
    return [Turn(turn.question[:CHARACTERS_READ], turn.answer[:CHARACTERS_READ]) for turn in latest]


def _behind(earlier: str, question: str) -> str:
    earlier = earlier.strip()
    return f"{earlier}{'' if earlier.endswith(('?', '.', '!')) else '?'} {question}"


def _is_rewrite(line: str, question: str, turns: Sequence[Turn]) -> bool:
    """Tell whether what a model wrote is the question, made whole from the conversation and nothing else."""
    if not line or len(line) > LONGEST_QUESTION or line == question or not (line.endswith("?") or ASKS.match(line)):
        return False
    asked = content_stems(question)
    if asked and share_of_words(asked, content_stems(line)) < LEAST_KEPT:
        return False
    conversation = " ".join((question, *(text for turn in turns for text in (turn.question, turn.answer))))
    mentioned = {stem(word) for word in words(conversation)}
    named = {stem(word) for name in find_names(line) for word in words(name.written)}
    return named <= mentioned and set(re.findall(r"\d+", line)) <= set(re.findall(r"\d+", conversation))


def _rewrite_by_rules(question: str, history: Sequence[Turn], known: frozenset[str]) -> str:
    """Return the question made whole, or as it is; `known` are words of the conversation's names, in lower case."""
    said: list[Said] = []
    for turn in history:
        answer = "" if turn.answer.startswith(NOT_FOUND) else turn.answer
        whole, meant = _whole(turn.question, said, known)
        meant |= {kind: _told(said, answer) for kind in ("he", "she") if kind in meant and not meant[kind]}
        said.append(Said(whole or turn.question, answer, bool(whole), meant))
    whole, meant = _whole(question, said, known)
    earlier = next((turn.question for turn in reversed(said) if turn.is_whole), "")
    named = any(find_names(earlier)) or not known.isdisjoint(words(earlier))
    if whole or (meant.keys() - {"it"} and not is_fragment(question) and not named):
        return whole or question  # nobody was named whom an earlier question could bring in
    return _behind(earlier or history[-1].question, question)


def _told(said: Sequence[Said], answer: str) -> str | None:
    """Return who "he" was in a question if only its answer tells: whom it speaks of, and nobody named before."""
    before = {word for turn in said for text in (turn.question, turn.answer) for word in words(text)}
    new = (name for name in find_mentions(answer) if before.isdisjoint(words(name.written)))
    return next((name.written for name in new if name.acts and name.person is not False), None)


def _whole(question: str, said: Sequence[Said], known: frozenset[str]) -> tuple[str | None, dict[str, str | None]]:
    """Return the question made whole, None where that fails, and what its pronouns meant."""
    whole, meant = with_names(question, said, known)
    says_nothing = whole == question or None in meant.values()  # "When did he make it?" asks of what was said before
    if is_fragment(question) and (says_nothing or not ASKS.match(CONNECTIVE.sub("", question))):
        return _continued(question, said, known), meant
    if None not in meant.values() and not has_name(whole, known):
        whole = with_full_noun(whole, said)
    if whole != question:
        whole = CONNECTIVE.sub("", whole)
        return (whole[:1].upper() if question[:1].isupper() else whole[:1]) + whole[1:], meant
    return None if depends_on_history(question, known) else question, meant


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
    if not preposition and re.search(r"\b(?i:the|an?)\s+\Z", asked[:start]) and re.match(r"\s+[a-z]", asked[end:]):
        return None  # "Iran?" can't take the place of a word in "the Bushehr plant"
    return asked[:start] + new + asked[end:]


def _name_spans(text: str, known: frozenset[str]) -> list[tuple[int, int]]:
    """Return where names stand in a text, also those in lower case."""
    names = [(name.start, name.end) for name in find_names(text)]
    return names or [word.span() for word in re.finditer(r"\w+", text) if has_name(word[0], known)]
