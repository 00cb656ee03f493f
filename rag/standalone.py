"""A follow-up question, made to stand alone.

"And what did it offer?" finds nothing by itself. A question that stands alone stays as it is, to the letter. Another
is rewritten by the model where there is one; without one, the question it follows is put in front of it, which loses
nothing and invents nothing.
"""

import re
from collections.abc import Sequence

from rag.answer import Turn
from rag.llm import LanguageModel
from rag.prompt import standalone_messages

LONGEST_REWRITE = 300  # characters; a longer "question" is a model that rambles
SHORTEST_QUESTION = 3  # words; "And Iran?" or "Why?" leaves out what it is about

_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|he|him|his|she|her|hers|one)\b", re.IGNORECASE)
_CONNECTIVE = re.compile(r"(?:and|but|so|or|then|what about|how about)\b", re.IGNORECASE)
_POINTER = re.compile(
    r"\b(?:there|then|this|that|these|those)\s*[?.!]*$|\b(?:does|did|is|was|do|are|were) (?:this|that|these|those)\b"
    r"|\bthe (?:two|same|latter|former)\b",
    re.IGNORECASE,
)


def standalone_question(question: str, history: Sequence[Turn], model: LanguageModel | None) -> str:
    """Return the question as it would be asked without the conversation before it; raises `ModelError`."""
    if not history or not depends_on_history(question):
        return question
    if model is not None:
        lines = model.complete(standalone_messages(question, history)).strip().splitlines()
        rewritten = lines[0].strip().strip('"“”')
        if 0 < len(rewritten) <= LONGEST_REWRITE:
            return rewritten
    return with_earlier_question(question, history)


def depends_on_history(question: str) -> bool:
    """Tell whether a question leaves out what only the conversation says.

    >>> [depends_on_history(q) for q in ("And Iran?", "What did it offer?", "What did Iran say of its plant?")]
    [True, True, False]
    """
    if _CONNECTIVE.match(question) or _POINTER.search(question) or len(question.split()) < SHORTEST_QUESTION:
        return True
    pronoun = _PRONOUN.search(question)
    return pronoun is not None and not _has_name(question[: pronoun.start()])


def _has_name(text: str) -> bool:
    return any(word[0].isupper() for word in text.split()[1:])


def with_earlier_question(question: str, history: Sequence[Turn]) -> str:
    """Put the last question that stands alone in front.

    >>> with_earlier_question("And what did it offer?", [Turn("Did Russia aid Iran?", "")])
    'Did Russia aid Iran? And what did it offer?'
    """
    questions = [turn.question for turn in history]
    earlier = next((asked for asked in reversed(questions) if not depends_on_history(asked)), questions[-1])
    return f"{earlier} {question}"
