"""Passages for a question: dense and keyword search, fused and filtered by the library, without copies.

Asked for a time, a passage that speaks of several is weighed, too, by what it says of that time alone.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index import Hit, Library, Sentence
from index.language.persons import begins_with_anaphor
from index.language.words import content_stems, share_of_words
from index.reading import days_of
from index.scope import Scope
from index.search import fused

FEWEST = 3  # passages that are read, however far behind: another side may say it in other words
NEAR = 0.85  # of the best one's score, of a passage that is read for being later, or of another article
MOST_OF_ONE = 2 / 3  # of the passages read, those of one article
LEAST_OTHERS = 7  # articles, for a margin over them to say something


class Retriever:
    """Finds passages in a library."""

    def __init__(self, library: Library, *, pool: int) -> None:
        """`pool` is the number of passages to look at."""
        self._library = library
        self._pool = pool

    def retrieve(self, question: str, scope: Scope) -> tuple[Hit, ...]:
        """Return the passages that fit a standalone question, best first; of a story's copies only the best one's.

        Raises `InputError` for an empty question.
        """
        told_by: dict[str, str] = {}  # cluster → the article that tells it best
        first_of_text: dict[str, Hit] = {}
        for hit in self._within(scope, question, self._library.find(question, self._pool, scope)):
            if told_by.setdefault(hit.cluster, hit.article.id) == hit.article.id:
                first_of_text.setdefault(" ".join(hit.text.split()), hit)
        return tuple(first_of_text.values())

    def _within(self, scope: Scope, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """Return the passages without their sentences of other times than were asked for, best first."""
        if scope.times_from is None:
            return list(hits)
        kept = [(hit, _of_the_time(scope, hit)) for hit in hits]
        within = [self._only(question, hit, sentences) for hit, sentences in kept if sentences]
        return sorted(within, key=lambda hit: -hit.score)

    def _only(self, question: str, hit: Hit, sentences: tuple[Sentence, ...]) -> Hit:
        """Return a passage with some of its sentences alone, as well as these fit the question."""
        if sentences == hit.passage.sentences:
            return hit
        text = hit.article.text
        asked, said = content_stems(question), " ".join(one.said_in(text) for one in sentences)
        all_words, words = (share_of_words(asked, content_stems(one)) for one in (hit.text, said))
        embedder = self._library.embedder
        similarity = float(embedder.encode([f"{hit.article.title}\n{said}"])[0] @ embedder.encode_query(question))
        keyword = hit.keyword_score * (words / all_words if all_words else 0.0)
        return replace(
            hit,
            passage=replace(hit.passage, sentences=sentences),
            similarity=similarity,
            keyword_score=keyword,
            score=fused(similarity, keyword),
        )


def _of_the_time(scope: Scope, hit: Hit) -> tuple[Sentence, ...]:
    """Return the sentences that do not speak of other times only, nor point back to one that does."""
    kept: list[Sentence] = []
    is_of_another = False
    for one in hit.passage.sentences:
        if one.times:
            is_of_another = not scope.speaks_of_it(one.times)
        else:
            is_of_another = is_of_another and begins_with_anaphor(hit.article.text[one.start : one.end])
        if not is_of_another:
            kept.append(one)
    return tuple(kept)


def worth_reading(hits: Sequence[Hit], *, most: int, least_score: float, newest: int = 1) -> tuple[Hit, ...]:
    """Return, of the passages that come first, the best few and those with at least that share of the best one's score.

    Reading takes nearly all the time of an answer without a model, and what is far behind the best hardly answers. One
    long article does not take all places where others come near. Of the passages left, as many of the `newest` come in
    as are near, and of a later day than all these: a story may have gone on.
    """
    found = _of_several(hits, most)
    read = (*found[:FEWEST], *(hit for hit in found[FEWEST:] if hit.score >= least_score * found[0].score))
    last = max(map(_day, read), default=0)
    later = [hit for hit in hits if hit not in read and _is_near(hit, hits[0]) and _day(hit) > last]
    later = sorted(later, key=_day, reverse=True)[:newest]
    return (*read[: most - len(later)], *(hit for hit in hits if hit in later))


def _of_several(hits: Sequence[Hit], most: int) -> list[Hit]:
    """Return the first `most` passages, best first; no more than a share of one article where others are as near."""
    own = max(FEWEST, round(MOST_OF_ONE * most))
    places = Counter[str]()
    before: list[Hit] = []
    behind: list[Hit] = []
    for hit in hits:
        places[hit.article.id] += 1
        has_place = _is_near(hit, hits[0]) and places[hit.article.id] <= own
        (before if has_place else behind).append(hit)
    chosen = [*before, *behind][:most]
    return [hit for hit in hits if hit in chosen]


def _is_near(hit: Hit, best: Hit) -> bool:
    return hit.score >= NEAR * best.score


def _day(hit: Hit) -> int:
    """Return the first day that an article may be of, as a number YYYYMMDD; 0 if it has no date."""
    return days_of(hit.article.published).first if hit.article.published else 0


def keyword_margin(hits: Sequence[Hit]) -> float:
    """Return how far the passage found first is ahead of all other articles in keyword score, from 0 to 1.

    It is 0 where few others have a word of the question: that one article of a handful has it alone is chance.
    """
    others = {hit.article.id for hit in hits[1:] if hit.article.id != hits[0].article.id and hit.keyword_score > 0}
    if len(others) < LEAST_OTHERS:
        return 0.0
    return max(0.0, hits[0].keyword_score - max(hit.keyword_score for hit in hits if hit.article.id in others))
