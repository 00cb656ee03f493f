"""Unmarked claims near the marked ones, for a teacher to mark: other words, another side, other evidence.

A small network learns more from a larger one where the two are asked about more than both were shown.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from benchmarks.faults import changed_number, flipped_negation, names_in, swapped_name, wrong_date
from index.embedding import packaged_tokenizer, packaged_words
from index.language.words import stop_words
from training.data import LabelledClaim

EACH = 2  # variants of a claim
TRIES = 8
COMMON = 14_000  # words that may take another's place
NEAR_WORDS, NEAR_EVIDENCE = 16, 12  # to draw one from
BLOCK = 500  # claims compared with all evidence at once

Alteration = Callable[[LabelledClaim], LabelledClaim | None]


def variants(claims: Sequence[LabelledClaim], randomness: random.Random) -> list[LabelledClaim]:
    """Return about `EACH` variants of every claim, in random order, all labelled `unknown`."""
    changes, shares = zip(*_changes(claims, randomness), strict=True)
    made: dict[tuple[str, str], LabelledClaim] = {(one.evidence, one.claim): one for one in claims}
    known = len(made)
    for claim in claims:
        left = EACH
        for change in randomness.choices(changes, shares, k=TRIES):
            new = change(claim) if left else None
            if new and new.claim and (new.evidence, new.claim) not in made:
                made[new.evidence, new.claim] = replace(new, label="unknown")
                left -= 1
    drawn = [*made.values()][known:]
    randomness.shuffle(drawn)
    return drawn


def _changes(claims: Sequence[LabelledClaim], randomness: random.Random) -> Iterator[tuple[Alteration, float]]:
    """Yield the ways to change a claim, each with its share."""
    words = _NearWords(claims, randomness)
    evidence = _near_evidence(claims)
    names: dict[str, list[str]] = defaultdict(list)
    for one in claims:
        names[one.set] += names_in(one.claim)

    def in_claim(change: Callable[[str], str | None]) -> Alteration:
        return lambda one: replace(one, claim=text) if (text := change(one.claim)) else None

    def in_evidence(change: Callable[[str], str | None]) -> Alteration:
        return lambda one: replace(one, evidence=text) if (text := change(one.evidence)) else None

    def without_some(text: str) -> str | None:
        return _without_some(text, randomness)

    yield in_claim(words.replaced), 0.35
    yield in_evidence(words.replaced), 0.15
    yield in_claim(lambda text: flipped_negation(text, randomness)), 0.12
    yield in_claim(lambda text: changed_number(text, randomness) or wrong_date(text, randomness)), 0.06
    yield lambda one: in_claim(lambda text: swapped_name(text, names[one.set], randomness))(one), 0.06
    yield in_claim(without_some), 0.1
    yield in_evidence(without_some), 0.06
    yield in_evidence(lambda text: randomness.choice(evidence[text]) if evidence[text] else None), 0.06
    yield lambda one: replace(one, claim=words.replaced(_without_some(one.evidence, randomness) or "") or ""), 0.04


class _NearWords:
    """Words that stand near others in the packaged model's table of word pieces."""

    def __init__(self, claims: Sequence[LabelledClaim], randomness: random.Random) -> None:
        counts = Counter(
            word for one in claims for word in re.findall(r"[a-z]+", f"{one.claim} {one.evidence}".lower())
        )
        pieces = packaged_tokenizer().get_vocab()
        common = (word for word, _ in counts.most_common(COMMON))
        self._words = [word for word in common if word in pieces and len(word) > 2 and word not in stop_words()]
        self._places = {word: place for place, word in enumerate(self._words)}
        vectors = packaged_words()[[pieces[word] for word in self._words]]
        self._vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        self._randomness = randomness
        self._near = cache(self._nearest)

    def replaced(self, text: str) -> str | None:
        """Put near words in the place of one or two; None if no word of it has any."""
        found = [match for match in re.finditer(r"[A-Za-z]+", text) if match[0].lower() in self._places]
        count = self._randomness.choice((1, 1, 2))
        chosen = self._randomness.sample(found, min(count, len(found)))
        for match in sorted(chosen, key=lambda match: -match.start()):
            word = self._randomness.choice(self._near(match[0].lower()))
            text = text[: match.start()] + (word.title() if match[0].istitle() else word) + text[match.end() :]
        return text if chosen else None

    def _nearest(self, word: str) -> list[str]:
        similarity = self._vectors @ self._vectors[self._places[word]]
        nearest = similarity.argsort()[::-1][:NEAR_WORDS]
        return [self._words[n] for n in nearest if self._words[n] != word]


def _near_evidence(claims: Sequence[LabelledClaim]) -> dict[str, list[str]]:
    """Return, for the evidence of each claim, other evidence of the same set that is like the claim by TF-IDF."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    near: dict[str, list[str]] = defaultdict(list)
    for name in sorted({one.set for one in claims}):
        own = [one for one in claims if one.set == name]
        texts = list(dict.fromkeys(one.evidence for one in own))
        vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english")
        told = vectorizer.fit_transform(texts)
        said = vectorizer.transform(one.claim for one in own)
        for first in range(0, len(own), BLOCK):
            similarity = (said[first : first + BLOCK] @ told.T).toarray()
            for one, row in zip(own[first:], similarity, strict=False):
                best = row.argsort()[::-1][:NEAR_EVIDENCE]
                near[one.evidence] += [texts[n] for n in best if row[n] > 0 and texts[n] != one.evidence]
    return near


def _without_some(text: str, randomness: random.Random) -> str | None:
    """Leave out up to a quarter of the words, in one stretch; None for a text that is too short."""
    words = text.split()
    if len(words) < 6:
        return None
    count = randomness.randint(1, len(words) // 4)
    first = randomness.randrange(1, len(words) - count)
    return " ".join((*words[:first], *words[first + count :]))
