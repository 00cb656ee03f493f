"""A follow-up question, made to stand alone.

"And what did it offer?" finds nothing by itself. A question that stands alone stays as it is, to the letter. Another
is rewritten by the model where there is one, and by rules (`rag.standalone.rewriting`) without one, or where the
model's rewrite is no question, drops what was asked, or brings in a name or number that nobody mentioned.
"""

import logging
import re
from collections.abc import Sequence

from index.language.names import find_names
from index.language.persons import words
from index.language.words import content_stems, is_common_word, share_of_words, stem
from rag.answer import Turn
from rag.llm import Deadline, LanguageModel, ModelError
from rag.standalone.dependence import asks, depends_on_history
from rag.standalone.rewriting import rewrite_by_rules
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
_LABEL = re.compile(r"\s*(?:rewritten |standalone )?question:\s*", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")

_log = logging.getLogger("onrecord")


def standalone_question(
    question: str, history: Sequence[Turn], model: LanguageModel | None = None, deadline: Deadline | None = None
) -> str:
    """Return the question as it would be asked without the conversation before it.

    The model is asked within the deadline, and only where the question needs it.
    """
    turns = [
        Turn(turn.question[:CHARACTERS_READ], turn.answer[:CHARACTERS_READ])
        for turn in history[-TURNS_READ:]
        if turn.question.strip()
    ]
    if not turns or len(question) > LONGEST_QUESTION or len(question.split()) > MOST_WORDS:
        return question
    if _COURTESY.fullmatch(question):
        return question
    names = (name for turn in turns for text in (turn.question, turn.answer) for name in find_names(text))
    known = frozenset(word for name in names for word in name.words if not is_common_word(word))
    by_rules = rewrite_by_rules(question, turns, known)
    if model is None or (by_rules == question and not depends_on_history(question, known)):
        return by_rules
    try:
        messages = standalone_messages(question, turns)
        rewritten = model.first_line(messages, longest=LONGEST_QUESTION, deadline=deadline)
    except ModelError as error:
        _log.warning("the question was made to stand alone by rules: %s", error)
        return by_rules
    line = _LABEL.sub("", rewritten, count=1).strip().strip('"“”')
    return line if _is_rewrite(line, question, turns) else by_rules


def _is_rewrite(line: str, question: str, turns: Sequence[Turn]) -> bool:
    """Tell whether what a model wrote is the question, made whole from the conversation and nothing else."""
    if not line or len(line) > LONGEST_QUESTION or line == question or not (line.endswith("?") or asks(line)):
        return False
    asked = content_stems(question)
    if asked and share_of_words(asked, content_stems(line)) < LEAST_KEPT:
        return False
    conversation = " ".join((question, *(text for turn in turns for text in (turn.question, turn.answer))))
    mentioned = {stem(word) for word in words(conversation)}
    named = {stem(word) for name in find_names(line) for word in words(name.written)}
    return named <= mentioned and set(_NUMBER.findall(line)) <= set(_NUMBER.findall(conversation))
