r"""How near a follow-up question, made to stand alone, comes to what people wrote for it.

    python -m benchmarks.follow_ups GOLD

GOLD is a JSONL file, plain or gzipped, with {"question", "history": [{"question", "answer"}], "rewrite"} in each line,
such as those made from CANARD (https://github.com/aagohary/canard): `rewrite` is the question as a person put it for
somebody who does not know the conversation. Measured are the rules, without a language model.

The measure is ROUGE-L F1 (Lin 2004): words are \w+ in lower case, and what two questions share is the longest sequence
of words that both have in this order, whatever stands between. The interval is where 95% of 1,000 samples lie that draw
as many questions anew. A question needs the conversation when the person changed its words.
"""

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag import Turn
from rag.standalone import standalone_question

SAMPLES = 1000
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class FollowUp:
    """A question of a conversation, and how a person rewrote it."""

    question: str
    history: tuple[Turn, ...]
    rewrite: str

    @property
    def stands_alone(self) -> bool:
        """Tell whether the person left the question's words as they are."""
        return _words(self.question) == _words(self.rewrite)


def read_gold(file: Path) -> list[FollowUp]:
    """Return the follow-up questions of a gold file."""
    with gzip.open(file, "rt") if file.suffix == ".gz" else file.open() as lines:
        gold = [json.loads(line) for line in lines]
    return [
        FollowUp(
            one["question"], tuple(Turn(turn["question"], turn["answer"]) for turn in one["history"]), one["rewrite"]
        )
        for one in gold
    ]


def rouge_l(wanted: str, written: str) -> float:
    """Return ROUGE-L F1, 0 to 1.

    >>> rouge_l("When did the plant open?", "When did it open?")
    0.6666666666666666
    """
    gold, words = _words(wanted), _words(written)
    longest = [0] * (len(words) + 1)  # shared with the first n words
    for one in gold:
        before = longest
        longest = [0]
        for number, word in enumerate(words):
            longest.append(before[number] + 1 if word == one else max(longest[-1], before[number + 1]))
    return 2 * longest[-1] / (len(gold) + len(words)) if gold or words else 1.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.follow_ups", description="Score follow-up questions.")
    parser.add_argument("gold", type=Path, metavar="GOLD", help="JSONL, plain or gzipped, with history and rewrite")
    gold = read_gold(parser.parse_args().gold)
    alone = sum(one.stands_alone for one in gold)
    print(f"{len(gold)} questions; {alone} of them stand alone, {len(gold) - alone} need the conversation.\n")
    print(
        "| | ROUGE-L F1 | 95% interval | changed, of those that stand alone | left, of the others | added words right |"
    )
    print("|---|--:|--:|--:|--:|--:|")
    print(_row("OnRecord", gold, [standalone_question(one.question, one.history, None) for one in gold]))
    print(_row("the question as asked", gold, [one.question for one in gold]))
    in_front = [f"{one.history[-1].question} {one.question}" for one in gold]
    print(_row("the last question in front, always", gold, in_front))


def _row(name: str, gold: Sequence[FollowUp], written: Sequence[str]) -> str:
    scores = np.array([rouge_l(one.rewrite, text) for one, text in zip(gold, written, strict=True)])
    samples = scores[np.random.default_rng(0).integers(len(scores), size=(SAMPLES, len(scores)))].mean(axis=1)
    low, high = np.quantile(samples, (0.025, 0.975))
    changed = sum(one.stands_alone and text != one.question for one, text in zip(gold, written, strict=True))
    kept = sum(not one.stands_alone and text == one.question for one, text in zip(gold, written, strict=True))
    alone = sum(one.stands_alone for one in gold)
    added = [Counter(_words(text)) - Counter(_words(one.question)) for one, text in zip(gold, written, strict=True)]
    right = [(words & Counter(_words(one.rewrite))).total() for one, words in zip(gold, added, strict=True)]
    total = sum(words.total() for words in added)
    return (
        f"| {name} | {scores.mean():.3f} | {low:.3f}-{high:.3f} | {changed} of {alone} "
        f"| {kept} of {len(gold) - alone} | {f'{sum(right) / total:.2f}' if total else '-'} |"
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


if __name__ == "__main__":
    main()
