"""Claims made for the judge to learn from: what is labelled, and that one half leaves the other out."""

import random
import re

import pytest

from training.claim_sentences import nearest_sentences
from training.data import LabelledClaim
from training.opposites import opposed, opposite_claims
from training.role_forms import HALVES
from training.roles import role_claims


@pytest.mark.parametrize("half", HALVES)
def test_a_role_that_is_kept_is_supported_and_a_swapped_one_is_not(half: str) -> None:
    made = role_claims(random.Random(1), half, 400)
    labels = {one.label for one in made}
    assert len(made) == 400 and labels == {"supports", "contradicts", "not_supported"}
    for one in made:
        if one.claim == one.evidence:
            assert one.label == "supports"
        assert "{" not in one.claim + one.evidence and "  " not in one.claim and one.claim[-1] == "."
        assert one.claim[0] == one.claim[0].upper()


def test_the_plain_swap_of_a_deed_is_told_from_its_passive() -> None:
    seen = set()
    for one in role_claims(random.Random(2), "A", 2000):
        active = re.fullmatch(r"(\w+) (attacked|bought|killed|acquired) (\w+)\.", one.evidence)
        passive = re.fullmatch(r"(\w+) was (attacked|bought|killed|acquired) by (\w+)\.", one.claim)
        if active and passive:
            kept = active.groups() == passive.groups()[::-1]
            seen.add(kept)
            assert (one.label == "supports") == kept
    assert seen == {True, False}


def test_what_is_as_true_the_other_way_round_is_no_swap() -> None:
    made = [one for half in HALVES for one in role_claims(random.Random(3), half, 900)]
    mutual = [one for one in made if re.search(r"\b(?:met|married|merged with)\b", one.evidence)]
    assert mutual and {one.label for one in mutual} == {"supports"}


def test_the_halves_share_no_form() -> None:
    forms = [{one.set for one in role_claims(random.Random(4), half, 1500)} - {"deeds"} for half in HALVES]
    assert forms[0] and forms[1] and not forms[0] & forms[1]


def test_a_word_is_put_for_its_opposite_by_one_half_alone() -> None:
    text = "Prices rose."
    found = [opposed(text, random.Random(0), half) for half in HALVES]
    assert found.count(None) == 1 and any(
        one in ("Prices fell.", "Prices dropped.", "Prices declined.", "Prices went down.") for one in found
    )
    assert opposed("It is a bus.", random.Random(0), "A") is None


def test_opposites_are_of_sentences_at_hand_and_made() -> None:
    claims = [LabelledClaim("news", "Rents in Corin rose by a tenth.", "Rents rose in Corin.", "supports")] * 3
    made = [one for half in HALVES for one in opposite_claims(claims, random.Random(5), half, 40)]
    at_hand = [one for one in made if one.set == "opposites"]
    assert {one.label for one in at_hand if "rose" in one.claim} == {"supports"}
    assert {one.label for one in at_hand if "rose" not in one.claim} == {"contradicts"}
    assert len(made) == 80 and all(one.claim != one.evidence or one.label == "supports" for one in made)


def test_long_evidence_is_cut_to_the_sentences_nearest_to_the_claim() -> None:
    text = "It rained all day. The mayor of Corin opened the harbor. Nobody else came. The harbor cost 40 million."
    assert nearest_sentences(text, "The harbor was opened by the mayor.", 99) == text
    assert nearest_sentences(text, "The mayor opened the harbor that cost 40 million.", 12) == (
        "The mayor of Corin opened the harbor. The harbor cost 40 million."
    )
    assert (
        nearest_sentences(text, "The mayor of Corin opened the harbor.", 2) == "The mayor of Corin opened the harbor."
    )
