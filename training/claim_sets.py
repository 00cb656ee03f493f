"""Which sets of claims the shipped judge learns from, and what is made of them.

It learns only from sets whose licence lets anyone use them; the others are measured on, and so are always held out.
Where a set that it learns from is to be measured, too, half of these sets, and half of what is made (verbs, forms,
pairs of words), are left out of a training that serves for measuring alone.
"""

import random
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from benchmarks.faults import changed_number, dropped_hedge, flipped_negation, names_in
from training.claim_sentences import SENTENCE_END, nearest_sentences
from training.data import LabelledClaim, read_claims
from training.opposites import opposite_claims
from training.roles import role_claims
from training.told_of_other import told_of_other

IN_BOTH = {  # set → how many of it are drawn
    **{"fever": 1500, "snli": 800, "taxinli": 1200, "counterfactual_nli": 800, "fever_symmetric_dev": 600},
    **{"conjnli": 800, "scone": 400, "breaking_nli": 250, "negation_nli": 700},
}
IN_HALF = {
    "A": {"cg2c_doc": 2000, "med": 900},
    "B": {"wice_dev": 350, "wice_partial": 250, "begin_wow": 1300, "begin_cmu-dog": 160, "begin_topicalchat": 210}
    | {"role_templates": 900},
}
ROLES, OPPOSITES = 2400, 1400  # made, of each half
SWAPPED, ALTERED, AMONG_NEIGHBOURS = 700, 900, 1100
MOST_WORDS = 95  # of evidence; of a longer one the sentences nearest to the claim
NEIGHBOURS, LONGEST_NEIGHBOUR = 2, 45  # how many, and words of each
STAND_ALONE = ("fever", "taxinli", "begin_wow")  # sets in which no evidence is another one, edited

Altered = Callable[[str, random.Random], str | None]


def drawn_claims(
    folder: Path,
    halves: Sequence[str],
    randomness: random.Random,
    *,
    written: Sequence[LabelledClaim] = (),
    roles: int = ROLES,
    told_pairs: int = 0,
    share: float = 1.0,
) -> list[LabelledClaim]:
    """Draw what one training learns from: `halves` are of `HALVES`, one to leave the other out, or both.

    So many claims on `roles` are made of each half, and of all supported ones so many pairs that tell of one what their
    evidence tells of another; `written` claims are all taken, and of the rest a `share`.
    """
    wanted = dict(IN_BOTH)
    for half in halves:
        wanted |= IN_HALF[half]
    marked = marked_claims(folder, wanted)
    randomness.shuffle(marked)
    drawn = [claim for name, count in wanted.items() for claim in islice(_of(marked, name), count)]
    for half in halves:
        drawn += opposite_claims(marked, randomness, half, OPPOSITES)
    drawn += islice(_swapped(marked), SWAPPED)
    drawn += islice(_altered(marked, randomness), ALTERED)
    drawn += islice(_among_neighbours(marked, randomness), AMONG_NEIGHBOURS)
    drawn = randomness.sample(drawn, int(share * len(drawn)))
    drawn += [one for half in halves for one in role_claims(randomness, half, roles)]
    drawn += written
    if told_pairs:
        made = [*told_of_other([*marked, *written], randomness)]
        drawn += [one for pair in randomness.sample(made, min(told_pairs, len(made))) for one in pair]
    return [replace(one, evidence=nearest_sentences(one.evidence, one.claim, MOST_WORDS)) for one in drawn]


def marked_claims(folder: Path, wanted: Collection[str]) -> list[LabelledClaim]:
    """Return the claims of some sets that may be learnt from."""
    marked = (claim for name in ("claims", "claims2") for claim in read_claims(folder / f"{name}.train.jsonl.gz"))
    return [claim for claim in marked if claim.set in wanted]


def _of(claims: Sequence[LabelledClaim], name: str) -> Iterator[LabelledClaim]:
    return (claim for claim in claims if claim.set == name)


def _swapped(claims: Sequence[LabelledClaim]) -> Iterator[LabelledClaim]:
    """Swap the two names of supported claims: who did what to whom is then not borne out."""
    for one in claims:
        names = names_in(f"that {one.claim}")
        if one.label != "supports" or len(names) != 2 or names[0] in names[1] or names[1] in names[0]:
            continue
        before, first, rest = one.claim.partition(names[0])
        between, second, after = rest.partition(names[1])
        if len(between.split()) > 0 and not {"and", "or", "with"} & {*between.split()} and "," not in between:
            yield replace(one, set="swapped", claim=f"{before}{second}{between}{first}{after}", label="not_supported")


def _altered(claims: Sequence[LabelledClaim], randomness: random.Random) -> Iterator[LabelledClaim]:
    """Altered a number, drop a hedge or flip a "not" in sentences of evidence and in supported claims; or nothing."""
    changes: list[tuple[Altered, str]] = [
        (changed_number, "contradicts"),
        (dropped_hedge, "not_supported"),
        (dropped_hedge, "not_supported"),
        (flipped_negation, "contradicts"),
    ]
    for one in claims:
        change, label = randomness.choice(changes)
        may_be_claim = one.label == "supports" and change is not dropped_hedge and randomness.random() < 0.5
        sentence = one.claim if may_be_claim else randomness.choice(SENTENCE_END.split(one.evidence))
        if 5 < len(sentence.split()) < 40 and (text := change(sentence, randomness)):
            yield replace(one, set="altered", claim=text, label=label)
            if randomness.random() < 0.5:
                yield replace(one, set="altered", claim=sentence, label="supports")


def _among_neighbours(claims: Sequence[LabelledClaim], randomness: random.Random) -> Iterator[LabelledClaim]:
    """Put a claim's evidence among others of its set, of the same subject where they begin alike: the label stays."""
    alone = [one for one in claims if one.set in STAND_ALONE and len(one.evidence.split()) <= LONGEST_NEIGHBOUR]
    like: dict[tuple[str, str], list[str]] = {}
    for one in alone:
        like.setdefault((one.set, one.evidence.split()[0]), []).append(one.evidence)
    for one in alone:
        near = sorted({*like[one.set, one.evidence.split()[0]]} - {one.evidence})
        others = randomness.sample(near, min(NEIGHBOURS, len(near))) or [randomness.choice(alone).evidence]
        parts = [one.evidence, *others]
        randomness.shuffle(parts)
        yield replace(one, set="neighbours", evidence=" ".join(parts))
