"""What is measured: each metric with its formula and source. A metric is a string (`ndcg@10`) and an object.

Finding, over questions with gold quotes; a passage is relevant where a gold quote of any alternative stands in it:

- `hit@k`: whether a relevant passage is among the first k (success@k of TREC)
- `recall@k`: share of the gold quotes' characters in the first k passages, of the alternative that is found best
- `mrr`, `mrr@k`: 1 / rank of the first relevant passage (of the first k), else 0 (Voorhees, TREC-8, 1999)
- `ndcg@k`: DCG@k / the best DCG@k that the library allows; DCG is the sum of relevance / log2(rank + 1), relevance 0 or
  1 (Järvelin and Kekäläinen, TOIS 2002; scikit-learn's `ndcg_score`)
- `first_article`: whether the first citation stands in a gold article

Quotes, by characters, against the alternative that they match best (precision P, recall R, F1 = 2PR / (P + R)):

- `quote_precision`, `quote_recall`, `quote_f1`: Q the characters quoted, G those of gold: |Q∩G| / |Q|, |Q∩G| / |G|
- `quotes_exact`: share of the quotes that stand in their article to the letter; anything below 1 is a defect
- `citation_coverage`: of the sentences of an answer, the share with a citation (Liu et al., EMNLP Findings 2023)
- `citation_precision`: of the citations of sentences, the share that alone bear out their sentence, by `judge_claims`
  and the support that a verdict takes; a quote bears out itself (after ALCE: Gao et al., EMNLP 2023)

Words of the answer, over answerable questions with gold `answers`:

- `answer_recall`: whether an accepted answer stands in the answer or its quotes (string recall; STR-EM of ASQA, 2022)
- `exact_match`, `answer_f1`: the short answer against the accepted one it matches best, by the words that SQuAD leaves
  (Rajpurkar et al., EMNLP 2016); 0 where nothing is said in short
- `short_answer`: of what is said in short, whether it holds an accepted answer, or stands in one
- `yes_no`: where gold says yes or no, whether the answer begins with the right one; to begin with neither is wrong

Silence ("The articles do not say"), S the silent answers, U the unanswerable questions, A the answerable ones:

- `abstention_precision`, `abstention_recall`, `abstention_f1`: |S∩U| / |S|, |S∩U| / |U|, and their F1
- `false_answers`, `false_refusals`: share of U that is answered, share of A that is met with silence
- `auroc`: how often a question of A has more `confidence` than one of U; a tie is half (Hanley and McNeil 1982)
- `auprc`: average precision of U by falling 1 - confidence: sum of (R_n - R_n-1) P_n (as scikit-learn defines it)
- `aurc`: area under the risk-coverage curve: over the n answers given, the surest first, the mean of the risks of the
  first 1, 2, … n; risk is the mean of 1 - quality (Geifman, Uziel and El-Yaniv, ICLR 2019)

The whole:

- `quality`: how right an answer is, in one number: `quote_f1`, or without gold quotes `answer_recall`; silence is right
  (1) on U, wrong (0) on A
- `follow_up_quality`, `follow_up_hit@k`: the same, and `hit@k`, of questions that have a history
- `contested_precision`, `contested_recall`, `contested_f1`: of answers that show two sides, where gold tells
- `unsupported`: of the sentences that a model wrote, the share that its quotes do not bear out, withdrawn ones included
- `fell_back`: whether the quotes took the place of what a model was asked to write
- `judged_right`, `judged`: with `--judge`, what the judge held for right, of what it could be brought to judge; and the
  share that it could (an LLM as judge: Zheng et al., NeurIPS 2023)

Cost: `retrieve_s`, `read_s`, `first_token_s`, `total_s`, each as `_p50` and `_p95` (percentiles of seconds, as taken
with so many questions at a time as the report says); `prompt_tokens`, `completion_tokens` (means, where a model was
asked); `peak_memory_mb` (most memory of the process, the model's included where it runs in it); `questions`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum

from index import InputError
from index.plain_text import one_line
from rag.evaluation.gold import GoldQuestion
from rag.evaluation.short_answers import is_yes_or_no

TIMES = ("retrieve_s", "read_s", "first_token_s", "total_s")
PERCENTILES = (50, 95)
LONGEST_SHOWN = 60  # characters of a name that is none

_NAME = re.compile(r"([a-z]\w*)(?:@(\d{1,9}))?", re.ASCII)


class Need(Enum):
    """What there must be for a metric to say anything."""

    QUOTES = "an answerable question with gold quotes"
    ANSWERS = "an answerable question with accepted answers"
    YES_OR_NO = "a question that gold answers with yes or no"
    ANSWERABLE = "an answerable question"
    UNANSWERABLE = "a question that is not answerable"
    CONTESTED = "a question that gold marks as contested"
    FOLLOW_UP = "a question with a history"
    FOLLOW_UP_QUOTES = "an answerable question with a history and gold quotes"
    MODEL = "a language model (--llm)"
    JUDGE = "a judge (--judge)"

    def is_met(self, questions: Sequence[GoldQuestion], *, has_model: bool, has_judge: bool) -> bool:
        """Whether some question, or the way that questions are asked, has it."""
        if self in (Need.MODEL, Need.JUDGE):
            return has_model if self is Need.MODEL else has_judge
        return any(self._is_met_by(one) for one in questions)

    def _is_met_by(self, gold: GoldQuestion) -> bool:
        has_quotes = gold.answerable and bool(gold.quotes)
        return {
            Need.QUOTES: has_quotes,
            Need.ANSWERS: gold.answerable and any(not is_yes_or_no(one) for one in gold.answers),
            Need.YES_OR_NO: gold.answerable and any(map(is_yes_or_no, gold.answers)),
            Need.ANSWERABLE: gold.answerable,
            Need.UNANSWERABLE: not gold.answerable,
            Need.CONTESTED: bool(gold.contested),
            Need.FOLLOW_UP: bool(gold.history),
            Need.FOLLOW_UP_QUOTES: bool(gold.history) and has_quotes,
        }[self]


class Cutoff(Enum):
    """Whether a metric looks at the first k passages alone."""

    NONE = ""
    MAY = "@k?"
    MUST = "@k"


@dataclass(frozen=True, slots=True)
class Definition:
    """What is known of a metric besides its formula.

    One that `counts` is the share of questions that are right, of one that `is_paired` each question has its part, so
    that two runs can be compared question by question.
    """

    needs: tuple[Need, ...] = ()
    cutoff: Cutoff = Cutoff.NONE
    less_is_better: bool = False
    counts: bool = False
    is_paired: bool = True


_QUOTES, _ANSWERS = (Need.QUOTES,), (Need.ANSWERS,)
_SILENCE, _CONTESTED = (Need.UNANSWERABLE,), (Need.CONTESTED,)
_COST = Definition(less_is_better=True, is_paired=False)

DEFINITIONS: Mapping[str, Definition] = {
    "questions": Definition(is_paired=False),
    "quality": Definition(),
    "hit": Definition(_QUOTES, Cutoff.MUST, counts=True),
    "recall": Definition(_QUOTES, Cutoff.MUST),
    "mrr": Definition(_QUOTES, Cutoff.MAY),
    "ndcg": Definition(_QUOTES, Cutoff.MUST),
    "first_article": Definition(_QUOTES, counts=True),
    "quote_precision": Definition(_QUOTES),
    "quote_recall": Definition(_QUOTES),
    "quote_f1": Definition(_QUOTES),
    "quotes_exact": Definition(),
    "citation_coverage": Definition(),
    "citation_precision": Definition(),
    "answer_recall": Definition(_ANSWERS, counts=True),
    "exact_match": Definition(_ANSWERS, counts=True),
    "answer_f1": Definition(_ANSWERS),
    "short_answer": Definition(_ANSWERS, counts=True),
    "yes_no": Definition((Need.YES_OR_NO,), counts=True),
    "abstention_precision": Definition(_SILENCE, counts=True),
    "abstention_recall": Definition(_SILENCE, counts=True),
    "abstention_f1": Definition(_SILENCE),
    "false_answers": Definition(_SILENCE, less_is_better=True, counts=True),
    "false_refusals": Definition((Need.ANSWERABLE,), less_is_better=True, counts=True),
    "auroc": Definition((Need.ANSWERABLE, Need.UNANSWERABLE)),
    "auprc": Definition((Need.ANSWERABLE, Need.UNANSWERABLE)),
    "aurc": Definition(less_is_better=True),
    "follow_up_quality": Definition((Need.FOLLOW_UP,)),
    "follow_up_hit": Definition((Need.FOLLOW_UP_QUOTES,), Cutoff.MUST, counts=True),
    "contested_precision": Definition(_CONTESTED, counts=True),
    "contested_recall": Definition(_CONTESTED, counts=True),
    "contested_f1": Definition(_CONTESTED),
    "unsupported": Definition((Need.MODEL,), less_is_better=True),
    "fell_back": Definition((Need.MODEL,), less_is_better=True, counts=True),
    "judged_right": Definition((Need.JUDGE,), counts=True),
    "judged": Definition((Need.JUDGE,), counts=True),
    **{f"{time}_p{percent}": _COST for time in TIMES for percent in PERCENTILES},
    "prompt_tokens": Definition((Need.MODEL,), less_is_better=True),
    "completion_tokens": Definition((Need.MODEL,), less_is_better=True),
    "peak_memory_mb": _COST,
}


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric by its name, and of one that looks at the first k passages, k.

    >>> metric = Metric.parse("nDCG@10")
    >>> metric, str(metric), metric.definition.less_is_better
    (Metric(name='ndcg', at=10), 'ndcg@10', False)
    >>> Metric.parse("qoute_f1")
    Traceback (most recent call last):
        ...
    index.errors.InputError: qoute_f1: no such metric; did you mean quote_f1?
    """

    name: str
    at: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Metric":
        """Read a metric, upper case or lower; raises `InputError`, with the nearest name, for anything else."""
        shown = one_line(text)[:LONGEST_SHOWN]
        match = _NAME.fullmatch(text.strip().lower())
        name = match[1] if match else ""
        if match is None or name not in DEFINITIONS:
            written = [f"{one}@10" if what.cutoff is Cutoff.MUST else one for one, what in DEFINITIONS.items()]
            (nearest,) = get_close_matches(text.lower(), written, 1, cutoff=0.0)
            raise InputError(f"{shown}: no such metric; did you mean {nearest}?")
        at, cutoff = match[2] and int(match[2]), DEFINITIONS[name].cutoff
        if at == 0 or (at is None and cutoff is Cutoff.MUST):
            raise InputError(f"{shown}: of how many passages? write it like {name}@10")
        if at and cutoff is Cutoff.NONE:
            raise InputError(f"{shown}: this metric takes no @; write {name}")
        return cls(name, at or None)

    def __str__(self) -> str:
        return f"{self.name}@{self.at}" if self.at else self.name

    @property
    def definition(self) -> Definition:
        """What is known of it."""
        return DEFINITIONS[self.name]

    @property
    def is_of_ranking(self) -> bool:
        """Whether it can be told from what was found alone."""
        return self.definition.cutoff is not Cutoff.NONE

    def missing(self, questions: Sequence[GoldQuestion], *, has_model: bool, has_judge: bool) -> Need | None:
        """Return what it needs and questions do not have, None where it can be measured."""
        needs = self.definition.needs
        return next((one for one in needs if not one.is_met(questions, has_model=has_model, has_judge=has_judge)), None)
