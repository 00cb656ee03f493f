"""Questions worded by a model, for answers that were found by rule: it is shown a sentence and some words of it.

Quote and answer come from the sentence. What the model writes is taken only if it is one question, that leaves out the
answer, brings in no name or number, and points to nothing outside of it; else it is dropped, and counted.
"""

import re
from collections.abc import Iterator

from index.language import facts
from index.language.names import find_names
from index.language.persons import has_anaphor, words
from index.language.questions import QuestionKind, SentenceQuestion
from index.language.words import stem
from rag.llm import LanguageModel, ModelError
from rag.writer import wording_messages

LONGEST = 300  # characters; a longer line is a model that rambles
FEWEST_WORDS, MOST_WORDS = 4, 30
MOST_FAILURES = 3  # in a row; then the model is given up

_LABEL = re.compile(r"(?i:\s*question:\s*)")


class QuestionWording:
    """Words questions; `dropped` counts what came back and was no good one, or did not come back."""

    def __init__(self, model: LanguageModel, most_dropped: int) -> None:
        """After `most_dropped` a model that can't word questions is asked no more."""
        self._model = model
        self._most_dropped = most_dropped
        self.dropped = 0
        self._failed = 0  # in a row

    def questions_of(self, sentence: str, title: str) -> Iterator[SentenceQuestion]:
        """Yield one question that a sentence answers; raises `ModelError` when the model fails again and again."""
        for kind, start, end in _answers(sentence):
            if self.dropped >= self._most_dropped:
                return
            answer = sentence[start:end]
            line = self._written(sentence, answer, title)
            line = _LABEL.sub("", line, count=1).strip().strip('"“”')
            if is_worded(line, sentence, answer, title):
                yield SentenceQuestion(kind, line, start, end)
            else:
                self.dropped += 1
            return

    def _written(self, sentence: str, answer: str, title: str) -> str:
        try:
            line = self._model.first_line(wording_messages(sentence, answer, title), longest=LONGEST)
        except ModelError:
            self._failed += 1
            if self._failed == MOST_FAILURES:
                raise
            return ""
        self._failed = 0
        return line


def is_worded(line: str, sentence: str, answer: str, title: str) -> bool:
    """Tell whether a line is one question that a sentence answers, and that can be understood without it.

    >>> sentence = "The bridge in Osk was closed in May 2019."
    >>> is_worded("When was the bridge in Osk closed?", sentence, "May 2019", "Osk")
    True
    >>> is_worded("When was it closed?", sentence, "May 2019", "Osk")
    False
    """
    if line.count("?") != 1 or not line.endswith("?") or not FEWEST_WORDS <= len(line.split()) <= MOST_WORDS:
        return False
    said = {stem(word) for word in words(f"{title} {sentence}")}
    named = {stem(word) for name in find_names(line) for word in words(name.written)}
    numbers = set(re.findall(r"\d+", line)) <= set(re.findall(r"\d+", f"{title} {sentence}"))
    return bool(named) and named <= said and numbers and not has_anaphor(line) and answer.lower() not in line.lower()


def _answers(sentence: str) -> Iterator[tuple[QuestionKind, int, int]]:
    """Yield the words of a sentence that can be asked for: dates, amounts, names."""
    found = facts(sentence)
    dates = [one for one in found.dates if any(map(str.isdigit, one.written))]
    yield from (("when", one.start, one.end) for one in dates)
    for amount in found.quantities:
        if amount.is_amount and all(amount.end <= one.start or one.end <= amount.start for one in dates):
            yield "how many", amount.start, amount.end
    yield from (("who", name.start, name.end) for name in found.names)
