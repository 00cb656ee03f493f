"""The scores of one question: pure functions from answers and gold questions to numbers.

What each is, with its formula and source, stands in `rag.evaluation.definitions`; one that does not apply to a question
is absent. What they come to over all questions is in `rag.evaluation.summary`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from index import Article, InputError
from rag.answer import QUOTES, Answer
from rag.evaluation.citations import citation_scores
from rag.evaluation.definitions import Metric
from rag.evaluation.gold import GoldQuestion, gold_question
from rag.evaluation.places import characters, gold_characters
from rag.evaluation.ranked_list import RankedList
from rag.evaluation.short_answers import exact_match, is_yes_or_no, opening, squad_words, word_f1

OF_RANKING = tuple(Metric.parse(name) for name in ("hit@1", "hit@3", "hit@5", "hit@10", "mrr", "recall@10", "ndcg@10"))
FOLLOW_UP_HIT = Metric("follow_up_hit", 10)
WRONG, RIGHT = 0.01, 0.99  # of the quality: below the one nothing is right, from the other on all is


@dataclass(frozen=True, slots=True)
class Scored:
    """A question, its answer and its scores; what was found for it, and what it took.

    `judge_reply` is what a language model wrote that was asked whether the answer is right, if one was.
    """

    gold: GoldQuestion
    answer: Answer
    scores: Mapping[str, float]
    ranking: RankedList = RankedList()
    judge_reply: str = ""
    peak_memory_mb: float = 0.0  # of the process, up to then

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

    @property
    def is_wrong(self) -> bool:
        """Whether nothing in it is right, or, where a judge was asked, the judge says so."""
        return self.scores.get("judged_right", self.quality) < WRONG

    def score(self, metric: Metric) -> float | None:
        """Return a score, also one of a ranking at a k that nobody asked for before; None where there is none."""
        known = self.scores.get(_key(metric))
        is_known = known is not None or not metric.is_of_ranking or not self.ranking.relevant
        is_other = metric.name == FOLLOW_UP_HIT.name and not self.gold.history
        return known if is_known or is_other else self.ranking.value(metric)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "gold": self.gold.to_json(),
            "answer": self.answer.to_json(),
            "scores": dict(self.scores),
            "ranking": asdict(self.ranking),
            "judge_reply": self.judge_reply,
            "peak_memory_mb": self.peak_memory_mb,
        }

    @classmethod
    def from_json(cls, value: Any) -> "Scored":
        """Return what `to_json` gave, of earlier versions too; raises `InputError` for anything else."""
        try:
            scores = {str(name): float(score) for name, score in value["scores"].items()}
            found = value.get("ranking") or {}
            ranking = RankedList(
                tuple(map(str, found.get("passages", ()))),
                tuple(map(str, found.get("relevant", ()))),
                tuple(map(float, found.get("recall", ()))),
            )
            said, memory = str(value.get("judge_reply", "")), float(value.get("peak_memory_mb", 0.0))
            return cls(gold_question(value["gold"]), Answer.from_json(value["answer"]), scores, ranking, said, memory)
        except (InputError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError("another version of OnRecord kept this evaluation; evaluate again") from error


def _key(metric: Metric) -> str:
    """Return what a metric is called as the score of one question."""
    return "reciprocal_rank" if metric == Metric("mrr") else str(metric)


def score(gold: GoldQuestion, answer: Answer, ranking: RankedList, articles: Mapping[str, Article]) -> dict[str, float]:
    """Score one answer; `ranking` is what was found for it, `articles` all that gold or answer quote from."""
    scores: dict[str, float] = {}
    quotes = [citation.quote for citation in (*answer.citations, *answer.nearest)]
    if quotes:
        exact = [
            all(articles[quote.article].text[one.start : one.end] == one.text for one in quote.slices)
            for quote in quotes
        ]
        scores["quotes_exact"] = sum(exact) / len(exact)
    if gold.answerable and gold.quotes:
        scores |= {_key(metric): ranking.value(metric) for metric in OF_RANKING}
        if gold.history:
            scores[str(FOLLOW_UP_HIT)] = ranking.value(FOLLOW_UP_HIT)
        cited = characters(citation.quote for citation in answer.citations)
        alternatives = gold_characters(gold, articles)
        against = (_against(len(cited & one), len(cited), len(one)) for one in alternatives)
        scores |= max(against, key=lambda found: found["quote_f1"])
        first = answer.citations[0].quote.article if answer.citations else None
        scores["first_article"] = float(first in gold.articles)
    if gold.answerable:
        scores |= _by_words(gold.answers, answer)
    scores |= citation_scores(answer)
    if answer.prompt:  # a model was asked
        written = [one for one in answer.sentences if one.withdrawn or answer.model != QUOTES]
        if written:
            scores["unsupported"] = sum(not one.is_borne_out for one in written) / len(written)
        scores["fell_back"] = float(answer.model == QUOTES)
    return scores


def _by_words(answers: Sequence[str], answer: Answer) -> dict[str, float]:
    """Return the scores of what is said against the accepted answers, of which yes and no are told by the opening."""
    scores: dict[str, float] = {}
    if verdicts := {squad_words(one)[0] for one in answers if is_yes_or_no(one)}:
        scores["yes_no"] = float(answer.status != "not_found" and opening(answer.text) in verdicts)
    if accepted := [one for one in answers if not is_yes_or_no(one)]:
        texts = [*(one.text for one in answer.sentences), *(one.quote.text for one in answer.citations)]
        said = _plain(" ".join(texts))
        scores["answer_recall"] = float(any(_plain(one) in said for one in accepted))
        in_short = answer.short_answer.text if answer.short_answer else ""
        scores["exact_match"], scores["answer_f1"] = exact_match(in_short, accepted), word_f1(in_short, accepted)
        if in_short:
            short = _plain(in_short)
            scores["short_answer"] = float(any(one in short or short in one for one in map(_plain, accepted)))
    return scores


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
