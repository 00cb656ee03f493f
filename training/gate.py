"""Fit how much support a sentence needs: `python -m training.gate DATA [OUT.json]`, tables of what it means on stdout.

DATA is the folder of claims.* and claims2.*. All limits are chosen over all sets and `training/twins.dev.jsonl.gz`:
first from where on another "not" or "may" tells nothing, then the least support, so that few true claims are flagged,
and what is sure. Every figure of a set is from limits that were chosen without it; so are those without one family of
rules.
"""

import argparse
import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np

from benchmarks.tables import table
from benchmarks.verdicts import FAITHFUL, claim_cases
from index.language.words import content_stems, share_of_words
from rag.verdict import judge_claims
from rag.verdict.asking import other_answer
from rag.verdict.gate import FILE, Gate, best, evidence_of, save, shipped
from rag.verdict.rules import Record, missing_facts, with_numbers_as_quoted
from rag.verdict.stance import changed_sides
from training.claim_sentences import SENTENCE_END, nearest_sentences
from training.data import LabelledClaim, read_claims
from training.opposites import opposite_claims
from training.role_forms import HALVES
from training.roles import role_claims

ALARMS = 0.06  # of what is borne out, restates its evidence and lacks no fact by rule, may be flagged
PRECISE = 0.95  # of what is held to be sure, among such claims that no rule flags, is borne out
PER_SET, CITED_WORDS, MADE = 80, 70, 100  # claims of a set, words of evidence, claims of each kind made
RESTATING = (  # sets whose true claims say what their evidence says, as a model does; in others they infer
    "fever", "fever_symmetric_dev", "cg2c_doc", "wice_dev", "qags_cnndm", "qags_xsum", "begin_wow", "begin_topicalchat",
    "begin_cmu-dog", "role_templates", "roles", "opposites", "planted",
)  # fmt: skip
WORDS = ("negation", "hedge")
FAMILIES = ("fact", *WORDS, "swapped", "opposite", "other name")
WITH_MANY_NAMES = ("twin", "told")  # sets whose evidence has what a name or number may be mixed up with
REFUTED = 0.02  # of what is borne out there, may be held to be refuted
PRICE = 2  # a true sentence that is flagged costs as much as so many faults that pass
NEAR, UNDOUBTED = (0.5, 0.6, 0.7, 0.8, 0.9), tuple(step / 20 for step in range(4, 20))
TWINS = Path(__file__).with_name("twins.dev.jsonl.gz")
PLANTED_KINDS = ("flipped negation", "dropped hedge", FAITHFUL)


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim: is it borne out, what speaks against it by rule (of `FAMILIES`), and how much it is supported.

    Of its words the evidence has the share `shared`; `other` is how probably it has another in the place of a name or
    number, 0 where there is none.
    """

    set: str
    borne_out: bool
    against: frozenset[str]
    supports: float
    shared: float
    other: float = 0.0

    def is_flagged(self, gate: Gate, rules: Collection[str] = FAMILIES) -> bool:
        """Tell whether a gate flags it, with some of the rules."""
        return self.supports < gate.least or self.is_ruled_out(gate, rules) or self.other >= gate.refuted

    def is_ruled_out(self, gate: Gate, rules: Collection[str] = FAMILIES) -> bool:
        """Tell whether some of the rules flag it."""
        passing = WORDS if gate.lets_pass(self.shared, self.supports) else ()
        return not self.against.difference(passing).isdisjoint(rules)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a gate does with a set: the shares flagged of what is not borne out, and of what is; None without any."""

    caught: float | None
    alarms: float | None


def main() -> None:
    """Fit, print and write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    options.add_argument("out", type=Path, nargs="?", default=FILE)
    chosen = options.parse_args()
    examples = [example_of(claim) for claim in fitting_claims(chosen.data)]
    held_out = {left: measured_without(examples, left) for left in dict.fromkeys(one.set for one in examples)}
    print(table(("set, left out", "caught", "false alarms"), _rows(held_out)))
    print(table(("rules left out", "caught", "false alarms", "balanced accuracy"), _ablation(examples, held_out)))
    gate = fit(examples)
    print(gate)
    save(gate, chosen.out)


def fitting_claims(folder: Path) -> Iterator[LabelledClaim]:
    """Yield claims that no network has learnt from: the development halves, and faults, roles and opposites made."""
    randomness = random.Random(7)
    plain = read_claims(folder / "claims.dev.jsonl.gz")
    claims = plain + read_claims(folder / "claims2.dev.jsonl.gz")
    yield from (replace(one, set=one.set.partition("_")[0]) for one in read_claims(TWINS))
    for name in sorted({one.set for one in claims}):
        own = [one for one in claims if one.set == name]
        yield from randomness.sample(own, min(PER_SET, len(own)))
    for case in randomness.sample([case for case in claim_cases(plain) if case.fault in PLANTED_KINDS], 3 * MADE):
        label = "supports" if case.fault == FAITHFUL else "not_supported"
        yield LabelledClaim("planted", case.evidence["1.1"].said, case.draft.replace(" [1.1]", ""), label)
    for half in HALVES:
        yield from (replace(one, set="roles") for one in role_claims(randomness, half, MADE)[:MADE])
        yield from (replace(one, set="opposites") for one in opposite_claims(plain, randomness, half, MADE)[:MADE])


def example_of(claim: LabelledClaim) -> JudgedClaim:
    """Judge a claim by the sentences of its evidence that a model would cite."""
    cited = nearest_sentences(claim.evidence, claim.claim, CITED_WORDS)
    record = Record(tuple(filter(None, SENTENCE_END.split(cited))))
    said = with_numbers_as_quoted(claim.claim, record.quotes)
    found = best(judge_claims([(one, said) for one in evidence_of(record)]))
    sides = changed_sides(claim.claim, record.quotes)
    facts = any(missing_facts(claim.claim, Record((claim.evidence,)), may_count=found.supports > shipped().least))
    by_rule = {
        "fact": facts,
        "negation": sides.negation,
        "hedge": sides.hedge,
        "swapped": sides.swapped,
        "opposite": sides.opposite,
        "other name": sides.other_name,
    }
    against = frozenset(name for name, is_there in by_rule.items() if is_there)
    shared = share_of_words(content_stems(claim.claim), content_stems(cited))
    other = other_answer(claim.claim, [claim.evidence])
    return JudgedClaim(
        claim.set, claim.label == "supports", against, found.supports, shared, other.probability if other else 0.0
    )


def fit(examples: Sequence[JudgedClaim], rules: Collection[str] = FAMILIES) -> Gate:
    """Choose all limits."""
    by_words = [one for one in examples if one.against and one.against <= set(WORDS)]
    others = [one.other for one in examples if one.borne_out and one.set in WITH_MANY_NAMES] or [1.0]
    refuted = float(np.quantile(others, 1 - REFUTED))
    ways = [Gate(0.0, 1.0, *limits, refuted) for limits in product(NEAR, UNDOUBTED)]
    gate = min(ways, key=lambda way: sum(_price(one, way) for one in by_words))
    true = [one for one in examples if one.borne_out and one.set in RESTATING and "fact" not in one.against]
    passing = [one for one in examples if not one.is_ruled_out(gate, rules)]
    left = [one for one in passing if one.set in RESTATING and one.other < refuted]
    kept = sorted(one.supports for one in true if not one.is_ruled_out(gate, rules))
    may_flag = int(ALARMS * len(true)) - (len(true) - len(kept))
    ranked = sorted(left, key=lambda one: -one.supports)
    right = np.cumsum([one.borne_out for one in ranked]) / np.arange(1, len(ranked) + 1)
    precise = np.flatnonzero(right >= PRECISE)
    sure = ranked[precise[-1]].supports if len(precise) else 1.0
    return replace(gate, least=kept[max(may_flag, 0)], sure=sure)


def _price(one: JudgedClaim, gate: Gate) -> int:
    """Return what it costs that a gate flags a claim by rule, or does not."""
    if one.is_ruled_out(gate):
        return PRICE if one.borne_out else 0
    return 0 if one.borne_out else 1


def measured_without(examples: Sequence[JudgedClaim], left: str, rules: Collection[str] = FAMILIES) -> Measured:
    """Fit on all other sets, and measure on the one left out."""
    gate = fit([one for one in examples if one.set != left], rules)
    flagged: dict[bool, list[bool]] = {True: [], False: []}
    for one in examples:
        if one.set == left:
            flagged[one.borne_out].append(one.is_flagged(gate, rules))
    caught, alarms = (float(np.mean(flagged[side])) if flagged[side] else None for side in (False, True))
    return Measured(caught, alarms)


def _rows(held_out: Mapping[str, Measured]) -> list[tuple[str, str, str]]:
    groups = {"mean, restating": [name for name in held_out if name in RESTATING], "mean, all": [*held_out]}
    rows = [(name, _share(one.caught), _share(one.alarms)) for name, one in held_out.items()]
    for name, sets in groups.items():
        caught, alarms = (_mean([getattr(held_out[one], side) for one in sets]) for side in ("caught", "alarms"))
        rows.append((name, _share(caught), _share(alarms)))
    return rows


def _ablation(examples: Sequence[JudgedClaim], held_out: Mapping[str, Measured]) -> Iterator[tuple[str, str, str, str]]:
    ways = {"none": dict(held_out)}
    for family in FAMILIES:
        kept = [name for name in FAMILIES if name != family]
        ways[family] = {left: measured_without(examples, left, kept) for left in held_out}
    for name, sets in ways.items():
        caught, alarms = (_mean([getattr(one, side) for one in sets.values()]) for side in ("caught", "alarms"))
        yield name, _share(caught), _share(alarms), _share((caught + 1 - alarms) / 2)


def _mean(of: Sequence[float | None]) -> float:
    return float(np.mean([one for one in of if one is not None]))


def _share(of: float | None) -> str:
    return "" if of is None else f"{of:.3f}"


if __name__ == "__main__":
    main()
