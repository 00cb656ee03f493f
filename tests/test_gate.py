"""How much support a sentence needs: what the judge reads, and limits that hide nothing."""

from collections.abc import Sequence

import pytest

from index import Article, Hit, Passage, Sentence
from rag.reader import EvidenceSentence
from rag.verdict import Judgement, judge
from rag.verdict.gate import evidence_of, shipped
from rag.verdict.rules import Record, with_numbers_as_quoted
from tests.test_grounding import evidence
from training.gate import ALARMS, JudgedClaim, fit, measured_without


def leaves_open(claims: Sequence[tuple[str, str]]) -> list[Judgement]:
    return [Judgement(0.0, 0.0, 1.0) for _ in claims]


def is_sure(claims: Sequence[tuple[str, str]]) -> list[Judgement]:
    return [Judgement(0.99, 0.0, 0.01) for _ in claims]


def finds_possible(claims: Sequence[tuple[str, str]]) -> list[Judgement]:
    least = shipped().least
    return [Judgement(least, 0.0, 1 - least) for _ in claims]


def test_what_nothing_speaks_for_is_not_supported_though_nothing_speaks_against_it() -> None:
    judged = judge("Putin offered to be the one who mediates.", [evidence()["1.3"]], leaves_open)
    assert (judged.verdict, judged.reasons) == ("unsupported", ("the quotes do not say this",))
    assert not judged.is_contradicted and 0 < shipped().least < shipped().sure < 1
    assert (
        judge("Putin offered to be the one who mediates.", [evidence()["1.3"]], finds_possible).verdict == "supported"
    )


def quoting(text: str) -> list[EvidenceSentence]:
    """Return a sentence that is all of its article."""
    span = Sentence(0, len(text))
    hit = Hit(Article("a", "", text), Passage("1", "a", 0, len(text), (span,)), 0.8, 1.0, 0.8, "a")
    return [EvidenceSentence(hit, span, 0.7)]


def test_a_lost_hedge_is_named_whatever_the_network_says() -> None:
    judged = judge("The port opened in May.", quoting("The port reportedly opened in May."), is_sure)
    assert judged.reasons == ('the quote says "reportedly", the sentence does not',)


def test_swapped_roles_are_named_whatever_the_network_says() -> None:
    judged = judge("Ghana beat Norway in Oslo.", quoting("Norway beat Ghana in Oslo."), is_sure)
    assert judged.reasons == ('the quote has it the other way round at "beat"',) and judged.is_contradicted


def test_the_judge_reads_quotes_together_alone_and_with_what_their_article_states() -> None:
    record = Record(("England won.", "It rained."), titles=("Final in Basel",))
    assert evidence_of(record) == [
        "England won. It rained.",
        "England won.",
        "It rained.",
        "Final in Basel. England won. It rained.",
    ]
    assert evidence_of(Record(("England won.",))) == ["England won."]


@pytest.mark.parametrize(
    ("said", "quote", "read"),
    [
        ("300 homes burnt.", "The fire took three hundred homes.", "three hundred homes burnt."),
        ("It fell by 5%.", "It fell by 5 percent.", "It fell by 5 percent."),
        ("It has 12 rooms.", "It has 14 rooms.", "It has 12 rooms."),
    ],
)
def test_numbers_are_read_as_the_quote_writes_them(said: str, quote: str, read: str) -> None:
    assert with_numbers_as_quoted(said, [quote]) == read


def _examples(
    name: str, borne_out: bool, supports: list[float], *against: str, shared: float = 1.0
) -> list[JudgedClaim]:
    return [JudgedClaim(name, borne_out, frozenset(against), one, shared) for one in supports]


STEPS = [step / 100 for step in range(100)]
SETS = [
    one
    for name in ("fever", "roles", "planted")
    for one in (
        *_examples(name, True, [step**0.2 for step in STEPS]),
        *_examples(name, False, [step**5 * 0.9 for step in STEPS]),
    )
]


def test_the_limit_flags_few_true_sentences() -> None:
    gate = fit(SETS)
    true = [one for one in SETS if one.borne_out]
    flagged = [one for one in true if one.is_flagged(gate)]
    assert 0 < len(flagged) / len(true) <= ALARMS and gate.least < gate.sure < 1
    hedged = [*SETS, *_examples("fever", True, [1.0] * 9, "hedge")]
    assert fit(hedged).least < gate.least, "what the rules flag counts"
    assert fit([*SETS, *_examples("fever", True, [0.0] * 9, "fact")]).least == gate.least, "missing facts do not"


def test_another_not_in_quite_other_words_tells_nothing_where_it_misleads() -> None:
    near = _examples("planted", False, [0.9] * 20, "negation")
    far = _examples("planted", True, [0.9] * 20, "negation", shared=0.55)
    gate = fit([*SETS, *near, *far])
    assert gate.near > 0.55 and gate.undoubted <= 0.9
    assert gate.lets_pass(0.55, 0.9) and not gate.lets_pass(1.0, 0.9) and not gate.lets_pass(0.55, 0.0)
    assert not any(one.is_ruled_out(gate) for one in far) and all(one.is_ruled_out(gate) for one in near)
    [roles] = _examples("planted", False, [0.9], "swapped", shared=0.55)
    assert roles.is_ruled_out(gate), "what is no single word always speaks against it"
    false = _examples("planted", False, [0.9] * 20, "negation", shared=0.55)
    assert all(one.is_ruled_out(fit([*SETS, *near, *false])) for one in false)


def test_another_not_in_other_words_may_be_a_rewording() -> None:
    far = judge("The hall was never a busy place that month.", quoting("The hall was quiet in May."), is_sure)
    assert far.verdict == "unsupported" and far.reasons and far.may_be_reworded
    near = judge("The hall did open in May.", quoting("The hall did not open in May."), is_sure)
    assert near.verdict == "unsupported" and not near.may_be_reworded
    borne_out = judge("Guests found the place closed in May.", quoting("The hall was closed in May."), is_sure)
    assert borne_out.verdict == "supported" and not borne_out.may_be_reworded
    unheard = judge("The hall was never a busy place that month.", quoting("The hall was quiet in May."), leaves_open)
    assert unheard.reasons and not unheard.may_be_reworded
    named = judge("Osk was never a busy place that month.", quoting("The hall was quiet in May."), is_sure)
    assert named.reasons and not named.may_be_reworded


def test_a_set_is_measured_by_limits_that_were_chosen_without_it() -> None:
    strange = [*SETS, *_examples("news", True, [0.0] * 20), *_examples("news", False, [1.0] * 20)]
    left = measured_without(strange, "news")
    assert (left.caught, left.alarms) == (0.0, 1.0)
    named = [*strange, *_examples("facts", True, [1.0] * 4, "fact")]
    assert measured_without(named, "facts").alarms == 1.0
    assert measured_without(named, "facts", ("hedge",)).alarms == 0.0
    assert measured_without(named, "facts").caught is None
