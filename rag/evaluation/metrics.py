"""Measures: pure functions from answers and gold questions to numbers.

Of one question (absent where it does not apply):

- `hit@k`, `reciprocal_rank`: a passage with a gold quote is among the first k retrieved; 1 / its rank
- `recall@10`: the share of the gold quotes (by characters, the alternative found best) in the first 10 passages
- `first_article`: the first citation stands in a gold article
- `quote_precision`, `quote_recall`, `quote_f1`: characters of the quotes against the gold set they match best
- `quotes_exact`: the share of quotes that stand in their article to the letter; anything below 1 is a defect
- `answer_recall`: an accepted answer string is in the answer
- `short_answer`: the words given in short hold an accepted answer string, or stand in one
- `unsupported`: the share of a model's sentences that its quotes do not bear out, the withdrawn ones among them
- `fell_back`: the quotes took the place of what a model was asked to write

What they come to over all questions is in `rag.evaluation.summary`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index import Article, Hit, InputError
from index.language.lists import ITEM
from index.reading.cleaning import tidied
from rag.answer import QUOTES, Answer
from rag.evaluation.gold import GoldQuestion, GoldQuote, gold_question
from rag.quote import Quote

HITS_AT = (1, 3, 5, 10)
RECALL_AT = 10

Characters = frozenset[tuple[str, int]]  # article id, offset


YES_OR_NO = frozenset({*(f"hit@{k}" for k in HITS_AT), "first_article", "answer_recall", "short_answer", "fell_back"})


@dataclass(frozen=True, slots=True)
class Scored:
    """A question, its answer and its scores."""

    gold: GoldQuestion
    answer: Answer
    scores: Mapping[str, float]

    @property
    def quality(self) -> float:
        """How right the answer is, from 0 to 1, in the one number that orders questions by how badly they went.

        It is `quote_f1`, or where no quotes are known `answer_recall`; silence is right where the articles do not say,
        and nowhere else.
        """
        is_silent = self.answer.status == "not_found"
        if is_silent or not self.gold.answerable:
            return float(is_silent != self.gold.answerable)
        return self.scores.get("quote_f1", self.scores.get("answer_recall", 1.0))

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {"gold": self.gold.to_json(), "answer": self.answer.to_json(), "scores": dict(self.scores)}

    @classmethod
    def from_json(cls, value: Any) -> "Scored":
        """Return what `to_json` gave; raises `InputError` for anything else."""
        try:
            scores = {str(name): float(score) for name, score in value["scores"].items()}
            return cls(gold_question(value["gold"]), Answer.from_json(value["answer"]), scores)
        except (InputError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError("another version of OnRecord kept this evaluation; evaluate again") from error


def score(gold: GoldQuestion, answer: Answer, hits: Sequence[Hit], articles: Mapping[str, Article]) -> dict[str, float]:
    """Score one answer; `hits` are the passages retrieved for it, `articles` all that gold or answer quote from."""
    scores: dict[str, float] = {}
    quotes = [citation.quote for citation in (*answer.citations, *answer.nearest)]
    if quotes:
        exact = [
            all(articles[quote.article].text[one.start : one.end] == one.text for one in quote.slices)
            for quote in quotes
        ]
        scores["quotes_exact"] = sum(exact) / len(exact)
    if gold.answerable and gold.quotes:
        alternatives = [_characters(_located(gold_set, articles)) for gold_set in gold.quotes]
        of_gold = frozenset().union(*alternatives)
        retrieved = [_characters([Quote(hit.article.id, hit.passage.start, hit.passage.end, "")]) for hit in hits]
        rank = next((rank for rank, one in enumerate(retrieved, start=1) if one & of_gold), None)
        scores |= {f"hit@{k}": float(rank is not None and rank <= k) for k in HITS_AT}
        scores["reciprocal_rank"] = 1 / rank if rank else 0.0
        found = frozenset().union(*retrieved[:RECALL_AT])
        scores[f"recall@{RECALL_AT}"] = max(len(one & found) / max(len(one), 1) for one in alternatives)
        cited = _characters(citation.quote for citation in answer.citations)
        against = (_against(len(cited & one), len(cited), len(one)) for one in alternatives)
        scores |= max(against, key=lambda found: found["quote_f1"])
        first = answer.citations[0].quote.article if answer.citations else None
        scores["first_article"] = float(first in gold.articles)
    if gold.answerable and gold.answers:
        texts = [*(one.text for one in answer.sentences), *(one.quote.text for one in answer.citations)]
        said = _plain(" ".join(texts))
        scores["answer_recall"] = float(any(_plain(accepted) in said for accepted in gold.answers))
        if answer.short_answer:
            short = _plain(answer.short_answer.text)
            scores["short_answer"] = float(any(one in short or short in one for one in map(_plain, gold.answers)))
    if answer.prompt:  # a model was asked
        written = [one for one in answer.sentences if one.withdrawn or answer.model != QUOTES]
        if written:
            scores["unsupported"] = sum(not one.is_borne_out for one in written) / len(written)
        scores["fell_back"] = float(answer.model == QUOTES)
    return scores


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


def _characters(quotes: Iterable[Quote]) -> Characters:
    return frozenset((quote.article, offset) for quote in quotes for offset in range(quote.start, quote.end))


def _against(shared: int, found: int, truth: int) -> dict[str, float]:
    """Return how much of what was found is true, how much of what is true was found, and their harmonic mean."""
    precision, recall = (shared / all_ if all_ else 0.0 for all_ in (found, truth))
    f1 = 2 * precision * recall / (precision + recall) if shared else 0.0
    return {"quote_precision": precision, "quote_recall": recall, "quote_f1": f1}


def said_in(answer: str, text: str) -> bool:
    """Tell whether a short answer stands in a text, whatever the case and the signs between the words."""
    return _plain(answer) in _plain(text)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
