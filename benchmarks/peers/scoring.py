"""What peers replied, scored by `rag.evaluation`'s own measures, at a budget of characters shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.reply import Shown, cut_to
from benchmarks.peers.worker import ANSWERED, FAILED, OPENED, read_lines
from index import Article, Hit, Passage
from rag.answer import Answer, Citation, Timings
from rag.evaluation import Report
from rag.evaluation.gold import GoldQuestion
from rag.evaluation.metrics import Scored, score
from rag.evaluation.ranked_list import rank
from rag.quote import Quote


@dataclass(frozen=True, slots=True)
class PeerRun:
    """What a peer replied to the questions of a set, by their ids, and what it cost."""

    replies: Mapping[str, Any]
    opened: Mapping[str, Any]
    peak_bytes: int
    failed: Mapping[str, str]

    @classmethod
    def load(cls, file: Path) -> "PeerRun":
        """Read what the worker wrote; of several openings, since it was stopped, the first counts."""
        lines = read_lines(file) if file.exists() else []
        opened = [line for line in lines if line["kind"] == OPENED]
        replies = {line["id"]: line for line in lines if line["kind"] == ANSWERED}
        failed = {line["id"]: line["error"] for line in lines if line["kind"] == FAILED and line["id"] not in replies}
        peak = max((line["peak_bytes"] for line in lines if "peak_bytes" in line), default=0)
        return cls(replies, opened[0] if opened else {}, peak, failed)

    def median(self, time: str) -> float:
        """Return the median that questions took, of `seconds` by the clock or `processor_s`."""
        return float(np.median([one[time] for one in self.replies.values()]))


def report_of(
    run: PeerRun, questions: Iterable[GoldQuestion], articles: Mapping[str, Article], *, budget: int
) -> Report:
    """Return the report on the questions that were answered, each cut to `budget` characters shown."""
    return Report.of(scored_at(run, questions, articles, budget=budget))


def scored_at(
    run: PeerRun, questions: Iterable[GoldQuestion], articles: Mapping[str, Article], *, budget: int
) -> list[Scored]:
    """Return the questions that were answered with their scores, each cut to `budget` characters shown."""
    return [_scored(one, run.replies[one.id], articles, budget) for one in questions if one.id in run.replies]


def _scored(gold: GoldQuestion, reply: Mapping[str, Any], articles: Mapping[str, Article], budget: int) -> Scored:
    """Score one reply as the answer that it is, and what it shows first as the passages that were found first."""
    shown = cut_to(budget, (Shown(*one) for one in reply["shows"]))
    answer = Answer(
        gold.question,
        gold.question,
        "answered" if shown else "not_found",
        "",
        "quotes",
        citations=tuple(_citation(number, one, articles) for number, one in enumerate(shown, start=1)),
        confidence=reply["confidence"],
        timings=Timings(total_s=reply["seconds"]),
    )
    ranking = rank(gold, [_hit(number, one, articles) for number, one in enumerate(shown)], articles, {})
    return Scored(gold, answer, score(gold, answer, ranking, articles), ranking)


def _citation(number: int, shown: Shown, articles: Mapping[str, Article]) -> Citation:
    text = articles[shown.article].text[max(shown.start, 0) : max(shown.end, 0)]
    quote = Quote(shown.article, shown.start, shown.end, text)
    return Citation(number, quote, 0.0, "", None, None, None, quote)


def _hit(number: int, shown: Shown, articles: Mapping[str, Article]) -> Hit:
    passage = Passage(f"{number}", shown.article, shown.start, shown.end, ())
    return Hit(articles[shown.article], passage, 0.0, 0.0, 0.0, "")


def standing(run: PeerRun) -> float:
    """Return the share of what was shown that stands in its article, but for white space; 1 if nothing was shown."""
    shown: Sequence[Shown] = [Shown(*one) for reply in run.replies.values() for one in reply["shows"]]
    return sum(one.start >= 0 for one in shown) / len(shown) if shown else 1.0
