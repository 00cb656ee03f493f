"""The judge of claims: as it is shipped, and another in its place."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks import verdicts
from rag.verdict import ClaimJudge, Judgement, judge, judge_claims
from rag.verdict.grounding import ground
from tests.test_grounding import evidence
from training.data import write_lines

EVIDENCE = "The mayor of Corin opened the new harbor on Monday, after two years of work."


def test_pairs_of_evidence_and_claim_are_judged_by_what_they_mean() -> None:
    claims = [
        (EVIDENCE, "A harbor was opened in Corin."),
        (EVIDENCE, "The harbor of Corin was never opened."),
        (EVIDENCE, "The mayor of Corin likes to sail."),
    ]
    borne_out, denied, open_ = judge_claims(claims)
    assert borne_out.supports > 0.8 and denied.contradicts > 0.8 and open_.neither > 0.5
    for one in (borne_out, denied, open_):
        assert one.supports + one.contradicts + one.neither == pytest.approx(1.0)
    assert list(judge_claims([])) == []


def supports_all(claims: Sequence[tuple[str, str]]) -> list[Judgement]:
    return [Judgement(1.0, 0.0, 0.0) for _ in claims]


def denies_all(claims: Sequence[tuple[str, str]]) -> list[Judgement]:
    return [Judgement(0.0, 1.0, 0.0) for _ in claims]


@pytest.mark.parametrize(
    ("claim_judge", "verdict", "reasons"),
    [(supports_all, "supported", ()), (denies_all, "unsupported", ("the quotes say otherwise",))],
)
def test_another_judge_takes_the_place_of_the_network(
    claim_judge: ClaimJudge, verdict: str, reasons: tuple[str, ...]
) -> None:
    said, quotes = "Putin offered to be the one who mediates.", evidence()
    judged = judge(said, [quotes["1.3"]], claim_judge)
    assert (judged.verdict, judged.reasons) == (verdict, reasons)
    (grounded,) = ground(f"{said} [1.3]", quotes, claim_judge=claim_judge).sentences
    assert (grounded.verdict, grounded.reasons) == (verdict, reasons)
    aligned = ground(said, quotes, claim_judge=claim_judge)
    assert len(aligned.citations) == (1 if claim_judge is supports_all else 0)


def test_the_benchmark_measures_a_judge_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {"A harbor opened.": "supports", "It rained.": "supports", "No harbor opened.": "contradicts"}
    lines = [{"set": "", "evidence": f"{EVIDENCE} {one}", "claim": one, "label": said[one]} for one in said]
    file = tmp_path / "claims.jsonl.gz"
    write_lines(file, lines)
    monkeypatch.setattr(verdicts, "sample_cases", lambda: iter(()))
    monkeypatch.setattr("sys.argv", ["verdicts", str(file), "--judge", f"{__name__}:denies_all"])
    verdicts.main()
    printed = capsys.readouterr().out
    assert "| false alarms | 0 |  | 2 | 1.000 |" in printed and "| judge | 0.333 |" in printed
    monkeypatch.setattr("sys.argv", ["verdicts", "claims.jsonl.gz", "--judge", "tests:nobody"])
    with pytest.raises(SystemExit):
        verdicts.main()
    assert "tests:nobody: no such judge" in capsys.readouterr().err
