"""Does a sentence say what its quotes say? A verdict by rule, each with a reason that a reader understands.

Checked are the hard facts (every number and name stands in what is cited), the side (a "not", "unlikely" or "denied"
in the quote is not lost, nor one added), and that the words are those of the quotes at all. A sentence that passes
is `supported`; that is weaker than true.
"""

import re
from collections.abc import Sequence

from index.english import is_common_word, stop_words
from rag.answer import VerdictName
from rag.reader import EvidenceSentence
from rag.words import content_stems

LEAST_SHARED_WORDS = 0.5  # of a sentence's content words, in its quotes and their titles

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9}
_SCALED = re.compile(rf"({_NUMBER.pattern})\s*(thousand|million|billion|bn|mn|[kmb])?\b", re.IGNORECASE)
_NUMBER_WORDS = {
    word: float(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
} | {
    word: float(10 * number)
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_NAME = re.compile(r"\b[A-Z][\w’'-]*\w")
_CLAUSE_END = re.compile(r"[,;:—–]\s|\s(?:but|although|though|while|however|yet|despite)\s", re.IGNORECASE)
_NEGATIVE = re.compile(
    r"\b(?:not|never|no|nor|neither|without|cannot|nobody|none|hardly|unlikely|den(?:y|ied|ies|ying)|refus\w+|fail\w*"
    r"|reject\w*|stopp\w+ short|short of|rul\w+ out|kept back|held back|withheld)\b|n['’]t\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:may|might|could|would|likely|probably|possibly|perhaps|reported(?:ly)?|alleg\w+|unconfirmed|rumou?r\w*|expected"
    r"|consider\w*|offered|if)\b",
    re.IGNORECASE,
)


def judge(text: str, cited: Sequence[EvidenceSentence]) -> tuple[VerdictName, tuple[str, ...]]:
    """Return the verdict on a sentence and the reasons for it, none when it is `quoted` or `supported`."""
    if not cited:
        return "uncited", ("it points at no sentence of the articles",)
    quotes = [sentence.quote.text for sentence in cited]
    if any(_bare(text) == _bare(quote) for quote in quotes):  # a part would not do: it may leave a "not" behind
        return "quoted", ()
    context = " ".join([*quotes, *(f"{one.hit.article.title} {one.hit.article.published or ''}" for one in cited)])
    names_in = " ".join([context, *(one.hit.text for one in cited)])
    reasons = [
        *_missing_numbers(text, context),
        *_missing_names(text, names_in),
        *_changed_side(text, quotes),
        *_strange_words(text, context),
    ]
    return ("unsupported", tuple(reasons)) if reasons else ("supported", ())


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _missing_numbers(text: str, context: str) -> list[str]:
    known = _numbers(context).keys()
    return [f"number {written} is in no quote" for value, written in _numbers(text).items() if value not in known]


def _numbers(text: str) -> dict[float, str]:
    """Return the numbers of a text, as value and as written: "$1.7bn" and "1,700 million" are one value."""
    found: dict[float, str] = {}
    for match in _SCALED.finditer(text):
        scale = _SCALES.get((match[2] or "").lower(), 1.0)
        try:
            found[round(float(match[1].replace(",", "")) * scale, 6)] = match[0].strip()
        except ValueError:  # a version or a date such as 1.2.3
            continue
    for word in re.findall(r"\w+", text.lower()):
        if word in _NUMBER_WORDS:
            found.setdefault(_NUMBER_WORDS[word], word)
    return found


def _missing_names(text: str, context: str) -> list[str]:
    known = content_stems(context)
    names = dict.fromkeys(
        match[0]
        for match in _NAME.finditer(text)
        if match[0].lower() not in stop_words() and not (match.start() == 0 and is_common_word(match[0]))
    )
    return [f"the name {name} is in no quote" for name in names if not content_stems(name) <= known]


def _changed_side(text: str, quotes: Sequence[str]) -> list[str]:
    """Compare the "not"s and the hedges of a sentence with those of the clause it comes from."""
    clause = _nearest_clause(text, quotes)
    reasons: list[str] = []
    for cues in (_NEGATIVE, _HEDGE):
        said, quoted = cues.search(text), cues.search(clause)
        if quoted and not said and not (cues is _HEDGE and _NEGATIVE.search(text)):
            reasons.append(f'the quote says "{quoted[0].lower()}", the sentence does not')
        elif said and not quoted and cues is _NEGATIVE:
            reasons.append(f'the sentence says "{said[0].lower()}", the quote does not')
    return reasons


def _nearest_clause(text: str, quotes: Sequence[str]) -> str:
    stems = content_stems(text)
    clauses = [clause for quote in quotes for clause in _CLAUSE_END.split(quote)]
    return max(clauses, key=lambda clause: len(stems & content_stems(clause)))


def _strange_words(text: str, context: str) -> list[str]:
    stems = content_stems(text)
    shared = len(stems & content_stems(context)) / len(stems) if stems else 1.0
    return ["most of its words are in no quote"] if shared < LEAST_SHARED_WORDS else []
