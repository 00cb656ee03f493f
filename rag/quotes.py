"""The answer without a model: the best quotes, in an order that reads."""

from collections.abc import Sequence

from rag.reader import Evidence, EvidenceSentence


def choose_quotes(evidence: Evidence, *, margin: float, most: int) -> tuple[EvidenceSentence, ...]:
    """Return the quotes that answer: the best and those within `margin` of its score, `most` at the most.

    The best quote's article comes first, its best quote at the very start; then the others, each article's quotes
    together and in the order of its text.
    """
    best_first = [sentence for sentence in _distinct(evidence.quotable) if sentence.score > 0][:most]
    chosen = [sentence for sentence in best_first if sentence.score >= best_first[0].score - margin]
    articles = list(dict.fromkeys(sentence.hit.article.id for sentence in chosen))
    direct = chosen[:1]
    rest = sorted(chosen[1:], key=lambda one: (articles.index(one.hit.article.id), one.sentence.start))
    return (*direct, *rest)


def in_quotation_marks(quotes: Sequence[str]) -> str:
    """Return quotes as an answer's text, a paragraph each, numbered from 1."""
    return "\n\n".join(f"“{quote}” [{number}]" for number, quote in enumerate(quotes, start=1))


def _distinct(sentences: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    first: dict[str, EvidenceSentence] = {}
    for sentence in sentences:
        first.setdefault(" ".join(sentence.quote.text.lower().split()), sentence)
    return list(first.values())
