"""Public yardsticks: files made up in their forms, and measures computed by hand."""

import csv
import json
from pathlib import Path

import pytest

from benchmarks.yardsticks import acl_verbatim, aggrefact, faithbench
from benchmarks.yardsticks.acl_verbatim import Row, WordCounts, counts_of, read_rows, word_f1
from benchmarks.yardsticks.support import Pair, supports
from index import InputError
from rag.verdict import Judgement

CHUNK = "## 2 Method\n\nWe train a parser  on news. It is fast."


def write_lines(file: Path, *lines: object) -> Path:
    file.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    return file


def acl_file(folder: Path) -> Path:
    def result(number: int, chunk: str, gold: list[str], label: str) -> dict[str, object]:
        where = {"title": "Parsing", "document_id": "X01-1", "chunk_number": number}
        return where | {"relevance_label": label, "gold_extraction": gold, "extraction": [], "chunk": chunk}

    results = [
        result(1, CHUNK, ["WE TRAIN A PARSER ON NEWS.", "never said"], "r"),
        result(2, "Thanks to all.", [], "n"),
    ]
    line = {"query": "How is the parser trained?", "gold_paper": "X01-1", "gold_chunk": 1, "results": results}
    return write_lines(folder / "gold.json", line)


def test_acl_verbatim_gold_is_found_whatever_its_case_and_white_space(tmp_path: Path) -> None:
    first, second = read_rows(acl_file(tmp_path))
    assert [first.chunk[start:end] for start, end in first.gold] == ["We train a parser  on news."]
    assert (first.query, first.title, second.gold) == ("How is the parser trained?", "Parsing", ())


def test_word_f1_counts_the_words_of_all_rows_together(tmp_path: Path) -> None:
    first, second = read_rows(acl_file(tmp_path))
    part = counts_of(first, [(13, 23), (12, 25)])  # "We train a p", whose last word is touched
    assert part == WordCounts(right=4, wrong=0, missed=2)
    nothing_to_find = counts_of(second, [(0, 6)])
    assert nothing_to_find == WordCounts(right=0, wrong=1, missed=0)
    assert word_f1([part, nothing_to_find]) == pytest.approx(2 * 4 / (2 * 4 + 1 + 2))
    assert word_f1([counts_of(Row("?", "", CHUNK, ((0, 5),)), [])]) == 0


def test_acl_verbatim_is_measured_beside_what_is_published(tmp_path: Path) -> None:
    told = acl_verbatim.measure(acl_file(tmp_path))
    assert "| ACL-Verbatim ModernBERT (150M, specialist) | 0.536 | - |" in told
    assert "| Provence | 0.344 |" in told
    assert "measured here, 2 rows" in told
    assert "| OnRecord, never silent | 0.6" in told or "| OnRecord, never silent | 0.7" in told


def faithbench_batch(folder: Path) -> Path:
    def sample(number: int, summary: str, *labels: list[str]) -> dict[str, object]:
        annotations = [
            {"annot_id": at, "label": label, "summary_span": "x", "note": ""} for at, label in enumerate(labels)
        ]
        source = "Oil fell to 60 dollars on Monday. Traders blamed the weather."
        return {"sample_id": number, "source": source, "summary": summary, "annotations": annotations, "metadata": {}}

    samples = [
        sample(0, "Oil fell to 60 dollars on Monday."),
        sample(1, "Oil rose to 90 dollars on Friday.", ["Benign"], ["Unwanted", "Unwanted.Intrinsic"]),
        sample(2, "Traders blamed the weather.", ["Benign"]),
        sample(3, "Nobody knows why oil rose.", ["Questionable"]),
    ]
    folder.mkdir()
    (folder / "batch_1.json").write_text(json.dumps({"samples": samples}), encoding="utf-8")
    return folder


def test_faithbench_takes_the_worst_label(tmp_path: Path) -> None:
    pairs, labels = faithbench.read_samples(faithbench_batch(tmp_path / "data_for_release"))
    assert labels == [True, False, True, False]
    assert pairs[2].text == "Traders blamed the weather."


def test_faithbench_is_measured_beside_what_is_published(tmp_path: Path) -> None:
    told = faithbench.measure(faithbench_batch(tmp_path / "data_for_release"))
    assert "| OnRecord's judge | 1.000 |" in told  # the four are told apart
    assert "| HHEM-2.1 | 0.610 |" in told


def test_a_text_is_borne_out_as_its_worst_sentence_is_by_the_best_passage() -> None:
    def judge(claims: object) -> list[Judgement]:
        assert isinstance(claims, list)
        share = [len(set(claim.split()) & set(evidence.split())) / len(claim.split()) for evidence, claim in claims]
        return [Judgement(one, 0.0, 1 - one) for one in share]

    document = "\n\n".join(
        ["Oil fell on Monday.", "Filler words of no interest stand here. " * 40, "Rates rose again."]
    )
    half, whole, empty = supports(
        [
            Pair(document, "Oil fell on Monday. Rates fell yesterday."),
            Pair(document, "Rates rose again."),
            Pair("a", "?"),
        ],
        judge,
    )
    assert half == pytest.approx(1 / 3)
    assert (whole, empty) == (1.0, 0.0)


def test_aggrefact_is_read_in_each_of_its_forms(tmp_path: Path) -> None:
    own = {"dataset": "LFQA", "doc": "Oil fell.", "claim": "Oil rose.", "label": 0, "contamination_identifier": "x"}
    (found,) = aggrefact.read_checked(write_lines(tmp_path / "test.jsonl", own))
    assert (found.set, found.pair, found.supported) == ("LFQA", Pair("Oil fell.", "Oil rose."), False)
    wice = {"label": "partially_supported", "claim": "Oil fell.", "evidence": ["One.", "Two."], "meta": {}}
    (found,) = aggrefact.read_checked(write_lines(tmp_path / "wice.jsonl", wice))
    assert (found.set, found.pair.document, found.supported) == ("WiCE", "One.\nTwo.", False)
    with (tmp_path / "sota.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("dataset", "origin", "doc", "summary", "label", "cut"))
        writer.writerow(("XSumFaith", "xsum", "Oil fell.", "Oil fell.", "1.0", "test"))
        writer.writerow(("XSumFaith", "xsum", "Oil fell.", "Oil fell.", "1.0", "val"))
    (found,) = aggrefact.read_checked(tmp_path / "sota.csv")
    assert (found.set, found.supported) == ("AggreFact-xsum", True)


def test_aggrefact_is_the_mean_of_its_sets(tmp_path: Path) -> None:
    def row(of: str, claim: str, label: int) -> dict[str, object]:
        return {"dataset": of, "doc": "Oil fell to 60 dollars on Monday.", "claim": claim, "label": label}

    told = aggrefact.measure(
        write_lines(
            tmp_path / "test.jsonl",
            *(row("A", "Oil fell to 60 dollars on Monday.", 1), row("A", "Oil rose to 90 dollars on Friday.", 0)),
            *(row("B", "Oil fell to 60 dollars on Monday.", 1), row("B", "Oil fell to 60 dollars on Monday.", 0)),
        )
    )
    assert "| A | 2 | 1.000 |" in told
    assert "| B | 2 | 0.500 |" in told
    assert "| OnRecord's judge | 0.750 |" in told
    assert "| MiniCheck Flan-T5 large | 0.750 |" in told


def test_files_in_no_such_form_are_told(tmp_path: Path) -> None:
    wrong = write_lines(tmp_path / "batch_1.json", {"text": "no yardstick"})
    for measure in (acl_verbatim.measure, faithbench.measure, aggrefact.measure):
        with pytest.raises(InputError, match="batch_1.json"):
            measure(wrong)
        with pytest.raises(InputError, match="gone"):
            measure(tmp_path / "gone.json")
