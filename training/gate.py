"""Fit how much support a sentence needs: `python -m training.gate DATA [OUT.json]`, tables of what it means on stdout.

DATA is the folder of claims.* and claims2.*. Both limits are chosen over all sets, the lower one so that few true
claims are flagged. Every figure of a set is from limits that were chosen without it; so are those without one family of
rules.
"""

import argparse
import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.tables import table
from benchmarks.verdicts import FAITHFUL, claim_cases
from rag.verdict import judge_claims
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
FAMILIES = ("fact", "negation", "hedge", "swapped", "opposite")
PLANTED_KINDS = ("flipped negation", "dropped hedge", FAITHFUL)


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim: is it borne out, what speaks against it by rule (of `FAMILIES`), and how much it is supported."""

    set: str
    borne_out: bool
    against: frozenset[str]
    supports: float

    def is_flagged(self, gate: Gate, rules: Collection[str] = FAMILIES) -> bool:
        """Tell whether a gate flags it, with some of the rules."""
        return self.supports < gate.least or not self.against.isdisjoint(rules)


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
    }
    against = frozenset(name for name, is_there in by_rule.items() if is_there)
    return JudgedClaim(claim.set, claim.label == "supports", against, found.supports)


def fit(examples: Sequence[JudgedClaim], rules: Collection[str] = FAMILIES) -> Gate:
    """Choose both limits."""
    true = [one for one in examples if one.borne_out and one.set in RESTATING and "fact" not in one.against]
    kept = sorted(one.supports for one in true if one.against.isdisjoint(rules))
    may_flag = int(ALARMS * len(true)) - (len(true) - len(kept))
    left = [one for one in examples if one.set in RESTATING and one.against.isdisjoint(rules)]
    ranked = sorted(left, key=lambda one: -one.supports)
    right = np.cumsum([one.borne_out for one in ranked]) / np.arange(1, len(ranked) + 1)
    precise = np.flatnonzero(right >= PRECISE)
    return Gate(kept[max(may_flag, 0)], ranked[precise[-1]].supports if len(precise) else 1.0)


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
