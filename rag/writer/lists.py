"""Which items of a list, or rows of a table, answer together: those that the question names, or else all of them.

Who asks which libraries will close wants the whole list, as one quote with the line that introduces it; who asks about
Carrow wants that item. A network does not tell the two apart, but the words of the question do.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.language.lists import key_of
from index.language.words import content_stems
from rag.reader import Evidence, EvidenceSentence, joined

MOST_ITEMS = 12  # of a list that is quoted whole

_WANTED = re.compile(r"\b(?:which|what|how (?:many|much))\s+\w+", re.IGNORECASE)


def with_lists(question: str, near: Sequence[EvidenceSentence], evidence: Evidence) -> list[EvidenceSentence]:
    """Return the sentences near the best with the items that belong to them, and without those that do not."""
    chosen: dict[EvidenceSentence, None] = {}
    answered = set()
    for one in near:
        article = one.hit.article.id
        if not _is_listed(one):
            chosen.setdefault(one)
        elif article not in answered:  # all lists of an article are read together: it may have one for each town
            answered.add(article)
            of_it = [other for other in near if _is_listed(other) and other.hit.article.id == article]
            chosen |= dict.fromkeys(_answering(question, of_it, evidence))
    return [one for one in chosen if not any(_is_told_by(one, other) for other in chosen)]


def _is_listed(one: EvidenceSentence) -> bool:
    """Tell whether a sentence is of a list; what only the speaker of its line introduces is not."""
    lead, text = one.sentence.lead, one.hit.article.text
    if lead and "\n" not in text[lead[0].end : one.sentence.start]:
        return False
    return one.sentence.is_entry or (bool(one.sentence.lead) and one.sentence.is_statement_in(one.hit.article.text))


def _list_of(one: EvidenceSentence) -> tuple[str, int]:
    """Return what tells a list from others; those of an article that nothing introduces count as one."""
    return one.hit.article.id, one.sentence.lead[0].start if one.sentence.lead else -1


def _answering(question: str, near: Sequence[EvidenceSentence], evidence: Evidence) -> Iterator[EvidenceSentence]:
    """Yield, of the lists of an article with items `near` to an answer, what makes it."""
    lists: dict[tuple[str, int], list[EvidenceSentence]] = {_list_of(one): [] for one in near}
    for one in evidence.sentences:
        if _is_listed(one) and _list_of(one) in lists:
            lists[_list_of(one)].append(one)
    named = _named(question, [one for items in lists.values() for one in items])
    for key, items in lists.items():
        answering = [one for one in items if one in named] if named else [one for one in near if _list_of(one) == key]
        is_meant = len(answering) == len(items) if named else len(answering) > 1
        whole = _whole(items, evidence) if is_meant and 1 < len(items) <= MOST_ITEMS else None
        yield from answering if whole is None else [whole]


def _named(question: str, items: Sequence[EvidenceSentence]) -> set[EvidenceSentence]:
    """Return the items that have most of the question's words, of those that tell items apart.

    What is asked for ("which roads") names a table, a row or a field ("Roads: 14"), but no item: "Quay Road" is one of
    the roads. There it tells more than any other word.
    """
    wanted = content_stems(" ".join(_WANTED.findall(question)))
    others = content_stems(_WANTED.sub("", question))
    names = [
        content_stems(" ".join((*(one.text for one in item.quote.lead), key_of(item.quote.text)))) for item in items
    ]
    said = [content_stems(item.said) for item in items]
    wanted -= frozenset.intersection(*names)
    others -= frozenset.intersection(*said)
    shared = [2 * len(wanted & named) + len(others & told) for named, told in zip(names, said, strict=True)]
    return {one for one, count in zip(items, shared, strict=True) if count and count == max(shared)}


def _whole(items: Sequence[EvidenceSentence], evidence: Evidence) -> EvidenceSentence | None:
    """Return a list with what introduces it as one sentence; None if not all of it was read."""
    article, end = items[0].hit.article, max(one.sentence.end for one in items)
    start = min(span.start for one in items for span in (*one.sentence.lead, one.sentence))
    parts = [
        one
        for one in evidence.sentences
        if one.hit.article.id == article.id and start <= one.sentence.start and one.sentence.end <= end
    ]
    parts.sort(key=lambda one: one.sentence.start)
    gaps = (article.text[one.sentence.end : other.sentence.start] for one, other in pairwise(parts))
    if parts[0].sentence.start != start or any(character.isalnum() for gap in gaps for character in gap):
        return None
    return joined(parts)


def _is_told_by(one: EvidenceSentence, other: EvidenceSentence) -> bool:
    """Tell whether all of a sentence stands in another's quote, or before it as its lead."""
    if one is other or one.hit.article.id != other.hit.article.id:
        return False
    spans = (*other.sentence.lead, other.sentence)
    return any(span.start <= one.sentence.start and one.sentence.end <= span.end for span in spans)
