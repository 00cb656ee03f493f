"""How a sentence of a draft is judged: by the sentences found that have most of it, together, alone, or with others.

Another sentence may bear it out in their place only if it surely does, as with a model's sentence that cites the wrong
one. A name, date or number that they lack is looked for in the rest of their articles.
"""

import re
from collections.abc import Sequence
from itertools import islice

from index import Library
from index.language import facts
from index.language.words import content_stems, share_of_words
from rag.notices import sentences_of
from rag.reader import EvidenceSentence
from rag.verdict import SAME_MATTER, ClaimJudge, Judged, judge

MOST_ALONE = 6  # sentences that one of a draft is held against one by one
MOST_TOGETHER = 3  # sentences that one sentence of a draft may have been joined from
MOST_ADDED = 2  # sentences for what these lack
MOST_TRIED = 6  # sentences of an article that have some of it


def judged_by_evidence(
    said: str, before: str, evidence: Sequence[EvidenceSentence], library: Library, claim_judge: ClaimJudge
) -> tuple[list[EvidenceSentence], Judged]:
    """Return the sentences that a sentence was judged by, and how."""
    nearest = list(islice(evidence, MOST_ALONE))
    together = _covering(said, evidence)
    if not nearest:
        return [], Judged("uncited")
    first = _judged_by(said, before, together, claim_judge)
    if first.verdict in ("quoted", "supported"):
        return together, first
    others: list[tuple[list[EvidenceSentence], Judged]] = []
    for one in nearest:
        beside = next((each for each in evidence if one.follows(each)), None)  # which may name whom it speaks of
        for cited in ([one], *([[beside, one]] if beside else [])):
            other = _judged_by(said, before, cited, claim_judge)
            if other.is_sure:
                return cited, other
            others.append((cited, other))
    if first.is_by_meaning_alone or is_beside_the_matter(said, together, first):
        # Words led to the wrong sentences: any other that no rule speaks against will do, as the nearest would have.
        return next((pair for pair in others if pair[1].verdict == "supported"), (together, first))
    if first.lacks:
        return _with_what_lacks(said, before, together, first, library, claim_judge) or (together, first)
    return together, first


def _with_what_lacks(
    said: str,
    before: str,
    cited: Sequence[EvidenceSentence],
    judged: Judged,
    library: Library,
    claim_judge: ClaimJudge,
) -> tuple[list[EvidenceSentence], Judged] | None:
    """Return evidence with sentences of its articles that have what it lacks, if these bear a sentence out with it.

    `judged` is how it was judged by the evidence alone. "Ann Lee, 33, …" is borne out where another paragraph tells her
    age.
    """
    lacking = _facts_of(said).difference(*(_facts_of(one.said) for one in cited))
    articles = dict.fromkeys(one.hit.article.id for one in cited if lacking)
    rest = [one for article in articles for one in sentences_of(library, article)]
    ranked = sorted((one for one in rest if lacking & _facts_of(one.said)), key=lambda one: -_shared_words(said, one))
    evidence = list(cited)
    for _ in range(MOST_ADDED):
        tried = [(_judged_by(said, before, [*evidence, one], claim_judge), one) for one in ranked[:MOST_TRIED]]
        fewer = [(other, one) for other, one in tried if other.lacks < judged.lacks]
        if not fewer:
            return None
        judged, added = min(fewer, key=lambda pair: (pair[0].lacks, pair[0].verdict != "supported"))
        evidence.append(added)
        if judged.verdict == "supported":
            return evidence, judged
    return None


def _facts_of(text: str) -> frozenset[str]:
    """Return the words of the names, dates and numbers of a text."""
    found = facts(text)
    written = (*(one.written for one in found.names), *(one.written for one in found.dates))
    written += tuple(one.written for one in found.quantities)
    return frozenset(word for one in written for word in re.findall(r"\w+", one.lower()))


def _shared_words(said: str, one: EvidenceSentence) -> int:
    return len(content_stems(said) & content_stems(one.said))


def _judged_by(said: str, before: str, cited: Sequence[EvidenceSentence], claim_judge: ClaimJudge) -> Judged:
    """Judge a sentence by what it may take from some: their words, and their authors, in order, since order is read."""
    authors = dict.fromkeys(one.hit.article.author or "" for one in cited)
    return judge(said, cited, claim_judge, tuple(filter(None, (before, *authors))))


def is_beside_the_matter(said: str, cited: Sequence[EvidenceSentence], judged: Judged) -> bool:
    """Tell whether what comes nearest to a sentence neither denies it nor shares enough with it."""
    return not judged.is_contradicted and _share(said, cited) < SAME_MATTER


def _covering(said: str, evidence: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """Return the nearest sentence, and the next ones that have words of the sentence that no other before has."""
    left = set(content_stems(said))
    chosen: list[EvidenceSentence] = []
    for one in evidence:
        has = left & content_stems(one.said)
        if not chosen or (len(has) > 1 and len(chosen) < MOST_TOGETHER):
            chosen.append(one)
            left -= has
    return chosen


def _share(said: str, cited: Sequence[EvidenceSentence]) -> float:
    return share_of_words(content_stems(said), content_stems(" ".join(one.said for one in cited)))
