"""What several newspapers print of one matter, two sentences at a time, as claims that the judge learns from.

Of two sentences that answer one question differently, so that one must be wrong, the one contradicts the other; of two
that answer alike, the one supports the other; and neither does where one of them does not answer. The judge reads the
question before the sentence that is the claim, as `rag.contest.reports` asks it.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from rag.contest.reports import as_claim
from training.data import LabelledClaim, LabelledPassage, read_lines

STORIES = Path(__file__).with_name("stories.jsonl.gz")  # written for OnRecord; invented people, firms and places
NO_ANSWER = 0  # the mark of a sentence; those with other marks exclude each other
MOST = {"contradicts": 12, "supports": 6, "neither": 6}  # pairs of one story
WITH_TITLE = 0.33  # of the stories, once more with each sentence behind the title of its article
CUT, DATED = 0.2, 0.12  # of unrelated sentences are cut short, or begin with a date, as what a search engine shows
SHORTEST, LONGEST = 5, 45  # words of such a sentence
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence of an article, the article's title, and what it answers: `NO_ANSWER`, or which of two answers."""

    article: int
    title: str
    text: str
    mark: int


def story_claims(stories: Path, randomness: random.Random) -> Iterator[LabelledClaim]:
    """Yield pairs of sentences of different articles, both ways, of a file with stories like `STORIES`."""
    for story in read_lines(stories):
        drawn = [pair for pairs in _by_label(story, randomness).values() for pair in pairs]
        for titled in (False, True) if randomness.random() < WITH_TITLE else (False,):
            for label, one, other in drawn:
                texts = [f"{each.title}. {each.text}" if titled else each.text for each in (one, other)]
                yield from both_ways("story", story["question"], texts[0], texts[1], label)


def _by_label(
    story: Mapping[str, Any], randomness: random.Random
) -> dict[str, list[tuple[str, MarkedSentence, MarkedSentence]]]:
    reports = [
        MarkedSentence(number, article["title"], text, mark)
        for number, article in enumerate(story["articles"])
        for mark, text in article["sentences"]
    ]
    found: dict[str, list[tuple[str, MarkedSentence, MarkedSentence]]] = {label: [] for label in MOST}
    for one, other in combinations(reports, 2):
        if one.article != other.article:
            label = _label(one.mark, other.mark)
            found[label].append((label, one, other))
    return {label: randomness.sample(pairs, min(MOST[label], len(pairs))) for label, pairs in found.items()}


def _label(mark: int, other: int) -> str:
    if NO_ANSWER in (mark, other):
        return "neither"
    return "supports" if mark == other else "contradicts"


def both_ways(name: str, question: str, one: str, other: str, label: str) -> Iterator[LabelledClaim]:
    """Yield two reports as claims, each as the evidence of the other, in a set of that name."""
    for evidence, claim in ((one, other), (other, one)):
        yield LabelledClaim(name, evidence, as_claim(question, claim), label)


def unrelated_claims(records: Sequence[LabelledPassage], randomness: random.Random) -> Iterator[LabelledClaim]:
    """Yield a pair for each answerable record, of which at most one answers, as a search engine shows them."""
    for record in records:
        able = [at for at, text in enumerate(record.sentences) if SHORTEST <= len(text.split()) <= LONGEST]
        silent = [at for at in able if not record.labels[at]]
        if record.answerable and silent and len(able) > 1:
            one = randomness.choice(silent)
            pair = [one, randomness.choice([at for at in able if at != one])]
            evidence, claim = (_as_found(record.sentences[at], randomness) for at in randomness.sample(pair, 2))
            yield LabelledClaim("unrelated", evidence, as_claim(record.question, claim), "neither")


def _as_found(text: str, randomness: random.Random) -> str:
    words = text.split()
    if randomness.random() < CUT and len(words) > 2 * SHORTEST:
        text = " ".join((*words[: randomness.randint(SHORTEST, len(words) - SHORTEST)], "..."))
    if randomness.random() < DATED:
        text = f"{randomness.choice(_MONTHS)} {randomness.randint(1, 28)}, {randomness.randint(2005, 2025)} ... {text}"
    return text
