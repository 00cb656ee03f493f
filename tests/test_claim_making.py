"""Claims made for the judge to learn from: what is labelled, and that one half leaves the other out."""

import random
import re
from dataclasses import replace

import pytest

from training.asking import asked_of_claims
from training.claim_sentences import nearest_sentences
from training.data import LabelledClaim
from training.opposites import opposed, opposite_claims
from training.role_forms import HALVES
from training.roles import role_claims
from training.told_of_other import told_of_other


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


PAGE = "Ann Lee, 41, won the race in Corin. Bo Dahl, 33, came second. The prize of 500 euros went to a school in Osk."


def test_a_claim_is_told_of_another_name_or_number_of_its_evidence() -> None:
    made = [*told_of_other([LabelledClaim("news", PAGE, "Lee won the race.", "supports")], random.Random(1))]
    assert made
    for true, other in made:
        assert (true.label, other.label) == ("supports", "not_supported") and true.evidence == other.evidence
        assert true.claim == "Lee won the race." or true.claim in PAGE
        own, strange = set(true.claim.split()), set(other.claim.split())
        assert strange - own and all(word.strip(".,") in PAGE for word in strange)
    assert "Bo Dahl won the race." in {other.claim for _, other in made}


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("Ann Lee and Bo Dahl won the race.", "Ann Lee won the race."),
        ("Ann Lee met Bo Dahl. Cy Berg came.", "Ann Lee met Bo Dahl."),
        ("Ann Lee won the race. Mr. Lee is 41.", "Lee won the race."),
    ],
)
def test_what_may_be_true_of_both_is_not_made(evidence: str, claim: str) -> None:
    made = told_of_other([LabelledClaim("news", evidence, claim, "supports")], random.Random(1))
    assert claim not in {true.claim for true, _ in made}


def test_a_claim_that_is_not_supported_gives_none() -> None:
    assert not [*told_of_other([LabelledClaim("news", PAGE, "Lee won the race.", "neither")], random.Random(1))]


def test_a_supported_claim_asks_for_its_names_and_numbers() -> None:
    claims = [LabelledClaim("news", PAGE, claim, "supports") for claim in ("Lee won.", "Bo Dahl, who is 33, lost.")]
    made = [*asked_of_claims([*claims, replace(claims[0], label="contradicts")], random.Random(2))]
    answered = {one.question: [one.text[start:end] for start, end in one.answers] for one in made if one.answers}
    assert answered == {
        "Who won?": ["Ann Lee"],
        "Who, who is 33, lost?": ["Bo Dahl"],
        "Bo Dahl, who is how many, lost?": ["33"],
    }
    silent = [one for one in asked_of_claims(claims * 20, random.Random(1)) if not one.answers]
    assert silent and all("Lee" not in one.text for one in silent if one.question == "Who won?")


def test_the_answer_stands_where_most_of_the_claim_does() -> None:
    evidence = "Ann Lee was born in Osk. Years later Ann Lee won the race in Corin."
    (asked,) = asked_of_claims([LabelledClaim("news", evidence, "Lee won the race.", "supports")], random.Random(3))
    start, _ = asked.answers[0]
    assert asked.text[start:].startswith("Ann Lee won")
