"""Made claims on who did what to whom, for the network to learn from: the same words with the roles kept or swapped.

One fact (who, what, whom) is told in one form as evidence and in another as the claim. What must not be learnt is that
other words, or another order of them, are a fault: so half of the claims keep the roles. The forms and verbs
(`training.role_forms`) stand in two halves, so that what is learnt of one can be measured on the other.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from training import role_forms
from training.data import LabelledClaim
from training.role_forms import DEEDS, FORMS, HALVES, TIMES, TOLD, Form

DEEDS_SHARE = 0.45  # of what is made
WITH_NEIGHBOUR = 0.25


@dataclass(frozen=True, slots=True)
class _Deed:
    """A verb; `mutual` where it is as true the other way round."""

    kind: str
    past: str
    participle: str
    noun: str
    mutual: bool


def role_claims(randomness: random.Random, half: str, count: int) -> list[LabelledClaim]:
    """Make so many claims of one half (of `HALVES`) of the verbs and forms, each set named after its form."""
    forms = [form for form in FORMS if form.half == half]
    made: dict[tuple[str, str], LabelledClaim] = {}
    while len(made) < count:
        is_deed = randomness.random() < DEEDS_SHARE
        for claim in _of_deed(randomness, half) if is_deed else _of_form(randomness, randomness.choice(forms)):
            made[claim.evidence, claim.claim] = claim
    return list(made.values())[:count]


def _of_deed(randomness: random.Random, half: str) -> Iterator[LabelledClaim]:
    deed = randomness.choice(_deeds()[HALVES.index(half) :: 2])
    a, b = _two(deed.kind, randomness)
    time = randomness.choice(TIMES)
    same, swapped = (_told_of_deed(deed, *pair, time, half) for pair in ((a, b), (b, a)))
    evidence = randomness.choice(same)
    if randomness.random() < WITH_NEIGHBOUR:
        evidence += f" {b} had expected nothing of the kind."
    yield LabelledClaim("deeds", evidence, randomness.choice(same), "supports")
    yield LabelledClaim("deeds", evidence, randomness.choice(swapped), "supports" if deed.mutual else "not_supported")


def _of_form(randomness: random.Random, form: Form) -> Iterator[LabelledClaim]:
    a, b = _two(randomness.choice(form.kinds.split()), randomness)
    low, high = sorted(randomness.sample(range(9 if form.name == "scores" else 95), 2))
    words = {"low": str(low), "high": str(high), "firm": _two("firm", randomness)[0], "t": randomness.choice(TIMES)}
    words |= randomness.choice(form.words)
    evidence = _told(randomness.choice(form.evidence or form.claims), words | {"a": a, "b": b})
    yield LabelledClaim(
        form.name, evidence, _told(randomness.choice(form.claims), words | {"a": a, "b": b}), "supports"
    )
    if not form.against:
        a, b = b, a
    against = _told(randomness.choice(form.against or form.claims), words | {"a": a, "b": b})
    yield LabelledClaim(form.name, evidence, against, form.label)


def _told_of_deed(deed: _Deed, a: str, b: str, time: str, half: str) -> Sequence[str]:
    words = {"a": a, "b": b, "t": time, "past": deed.past, "participle": deed.participle}
    words["noun"] = deed.noun.format(**words)
    templates = [
        one
        for one in TOLD[half]
        if (deed.noun or "{noun}" not in one)
        and not (deed.mutual and "{participle}" in one)
        and not (deed.kind == "person" and "which" in one)
    ]
    return [_told(one, words) for one in templates]


def _told(template: str, words: dict[str, str]) -> str:
    """Fill a template, as a sentence.

    >>> _told("{t}, {a} left {b}", {"a": "Ann", "b": "Oslo", "t": ""})
    'Ann left Oslo.'
    """
    text = " ".join(template.format(**words).split()).strip(" ,")
    return text[:1].upper() + text[1:] + "."


@cache
def _deeds() -> tuple[_Deed, ...]:
    found = []
    for kind, table in DEEDS.items():
        for entry in table.split(","):
            verb, _, noun = (part.strip() for part in entry.partition(":"))
            past, _, participle = verb.rstrip("=").partition("/")
            if " " in participle:  # took/taken over
                past += participle[participle.index(" ") :]
            found.append(_Deed(kind, past, participle or past, noun, verb.endswith("=")))
    return tuple(found)


def _two(kind: str, randomness: random.Random) -> list[str]:
    """Draw two names of a kind."""
    if kind == "state":
        return randomness.sample(role_forms.STATES, 2)
    if kind == "town":
        return randomness.sample(role_forms.TOWNS, 2)
    if kind == "firm":
        heads = randomness.sample(role_forms.FIRM_HEADS, 2)
        return [head + randomness.choice(role_forms.FIRM_TAILS) for head in heads]
    first, last = randomness.sample(role_forms.FIRST_NAMES, 2), randomness.sample(role_forms.LAST_NAMES, 2)
    return last if randomness.random() < 0.4 else [" ".join(pair) for pair in zip(first, last, strict=True)]
