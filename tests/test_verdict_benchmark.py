"""What the benchmarks count as what."""

import pytest

from benchmarks import verdicts
from training.data import LabelledClaim


def test_a_claim_that_is_not_borne_out_gives_no_faithful_draft_and_no_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = [
        LabelledClaim("set", f"The harbor of {town} opened in May.", f"{town} has a harbor.", "supports")
        for town in ("Corin", "Easton", "Riverton")
    ]
    monkeypatch.setattr(verdicts, "not_borne_out", lambda: {verdicts.digest(claims[1])})
    cases = list(verdicts.claim_cases(claims))
    of_mistaken = [case.fault for case in cases if case.evidence["1.1"].quote.text == claims[1].evidence]
    assert [case.fault for case in cases].count(verdicts.FAITHFUL) == 2
    assert of_mistaken.count(verdicts.NOT_BORNE_OUT) == 1 and verdicts.FAITHFUL not in of_mistaken


def test_the_list_of_claims_not_borne_out_holds_digests_alone() -> None:
    claim = LabelledClaim("set", "The harbor opened.", "A harbor opened.", "supports")
    assert all(len(one) == len(verdicts.digest(claim)) and int(one, 16) >= 0 for one in verdicts.not_borne_out())
