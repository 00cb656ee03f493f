"""What a model writes, watched while it writes: one that repeats itself is stopped, one that refuses is told apart."""

import re
from collections.abc import Generator, Iterator
from dataclasses import replace

from rag.llm import Draft

SHORTEST_LOOP, LONGEST_LOOP = 8, 240  # characters of what is said again and again
REPEATS = 3
LONGEST_REFUSAL = 400  # characters

_WHOLE = re.compile(r"(.*[.!?…][\])\"”’]*)\s+[^.!?…]*\Z", re.DOTALL)  # sentences, and the beginning of one more
_LEAD = re.compile(r"\A[\s#*_]*(?:answer[\s*_]*)?:[\s*_]*", re.IGNORECASE)
_REFUSAL = re.compile(
    r"""\W*(?:
    (?:i['’]?m | i\ am | we['’]?re)\ (?:(?:very|so|really)\ )?(?:sorry | unable | not\ able) | sorry\b | i\ apologi[sz]e
    | i\ (?:can['’]t | can\ ?not | won['’]t | will\ not | must\ decline)
    | as\ an?\ (?:ai | (?:large\ )?language\ model)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def without_lead(text: str) -> str:
    """Return a draft without what some models begin with: a colon, or "Answer:".

    >>> without_lead(": It fell."), without_lead("Answer: It fell.")
    ('It fell.', 'It fell.')
    """
    return _LEAD.sub("", text)


def watched(drafts: Iterator[Draft]) -> Generator[Draft]:
    """Yield the drafts; one that loops ends there, without what it repeats and with "loop" as the reason."""
    for draft in drafts:
        text = without_lead(draft.text)
        once = without_loop(text)
        if once != text:
            yield Draft(once, "loop", draft.usage)
            return
        yield replace(draft, text=text)


def without_loop(text: str) -> str:
    """Return a text whose end repeats itself with the repetition once, any other as it is.

    >>> without_loop("It fell. It fell on Monday. It fell on Monday. It fell on Monday.")
    'It fell. It fell on Monday.'
    """
    tail = text[-REPEATS * LONGEST_LOOP :]
    for length in range(SHORTEST_LOOP, min(LONGEST_LOOP, len(tail) // REPEATS) + 1):
        said = tail[-length:]
        if tail.endswith(said * REPEATS) and any(character.isalnum() for character in said):
            while text.endswith(said * 2):
                text = text.removesuffix(said)
            once = text.removesuffix(said)
            return _WHOLE.sub(r"\1", once if once.endswith(said.strip()) else text).rstrip()
    return text


def is_refusal(text: str) -> bool:
    """Tell whether a draft only says that the model will not answer.

    >>> is_refusal("I'm sorry, but I can't help with that."), is_refusal("Iran says it can't help.")
    (True, False)
    """
    return len(text) <= LONGEST_REFUSAL and "[" not in text and _REFUSAL.match(text) is not None
