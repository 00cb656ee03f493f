"""The answer without a model: the best quotes, in an order that reads."""

from collections.abc import Sequence

from rag.reader import Evidence, EvidenceSentence


def choose_quotes(evidence: Evidence, *, margin: float, other_margin: float, most: int) -> tuple[EvidenceSentence, ...]:
    """Return the quotes that answer: the best and those nearly as good, `most` at the most.

    "Nearly" is within `margin` of the best score for quotes of the same article, `other_margin` for those of others.
    The best quote's article comes first, its best quote at the very start; then the others, each article's quotes
    together and in the order of its text.
    """
    best, *others = _distinct(evidence.quotable)[:most]
    chosen = [best]
    for sentence in others:
        allowed = margin if sentence.hit.article.id == best.hit.article.id else other_margin
        if sentence.score >= best.score - allowed:
            chosen.append(sentence)
    articles = list(dict.fromkeys(sentence.hit.article.id for sentence in chosen))
    rest = sorted(chosen[1:], key=lambda one: (articles.index(one.hit.article.id), one.sentence.start))
    return (best, *rest)


def in_quotation_marks(quotes: Sequence[str]) -> str:
    """Return quotes as an answer's text, a paragraph each, numbered from 1."""
    return "\n\n".join(f"“{quote}” [{number}]" for number, quote in enumerate(quotes, start=1))


def _distinct(sentences: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    first: dict[str, EvidenceSentence] = {}
    for sentence in sentences:
        first.setdefault(" ".join(sentence.quote.text.lower().split()), sentence)
    return list(first.values())
