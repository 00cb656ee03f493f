"""Where gold quotes stand, by characters."""

import re
from collections.abc import Iterable, Mapping

from index import Article
from index.language.lists import ITEM
from index.reading.cleaning import tidied
from rag.evaluation.gold import GoldQuestion, GoldQuote
from rag.quote import Quote

Characters = frozenset[tuple[str, int]]  # article id, offset


def gold_characters(gold: GoldQuestion, articles: Mapping[str, Article]) -> list[Characters]:
    """Return the characters of each alternative set of gold quotes."""
    return [characters(_located(quotes, articles)) for quotes in gold.quotes]


def characters(quotes: Iterable[Quote]) -> Characters:
    """Return the characters that quotes hold."""
    return frozenset((quote.article, offset) for quote in quotes for offset in range(quote.start, quote.end))


def missed(gold: GoldQuestion, articles: Mapping[str, Article]) -> list[GoldQuote]:
    """Return the gold quotes that stand nowhere in their articles, so that no answer can have them."""
    return [one for quotes in gold.quotes for one in quotes if _located([one], articles)[0].start < 0]


def _located(quotes: Iterable[GoldQuote], articles: Mapping[str, Article]) -> list[Quote]:
    """Find gold sentences in their articles; one that cleaning took out counts as missed, at offsets below zero."""
    found: list[Quote] = []
    for quote in quotes:
        article = articles[quote.article].text
        text = quote.text if quote.text in article else tidied(quote.text).strip()
        line = re.search(rf"(?m)^(?:{ITEM.pattern})?{re.escape(text)}$", article) if text else None
        start = line.end() - len(text) if line else article.find(text) if text else -1  # an item may be named before
        start = start if start >= 0 else -len(quote.text)
        found.append(Quote(quote.article, start, start + len(text or quote.text), quote.text))
    return found
