"""`onrecord evaluate` and the files it is given: none is left empty, none is written over, and what failed is told."""

from pathlib import Path

from index import Library
from tests.commands import onrecord
from tests.conftest import SEEDS
from tests.openai_server import ModelServer, fails
from tests.test_cli import assert_one_line


def test_evaluate_that_asks_nothing_leaves_no_file_and_never_writes_over_gold(
    seeds_library: Library, tmp_path: Path
) -> None:
    gold, out = tmp_path / "gold.jsonl", tmp_path / "o.json"
    gold.write_text("{")
    assert_one_line(
        onrecord("evaluate", gold, "--json", out, library=str(seeds_library.folder)), "line 1: not a gold question"
    )
    assert not out.exists()
    (tmp_path / "same.jsonl").symlink_to(gold)
    done = onrecord("evaluate", gold, "--json", tmp_path / "same.jsonl", library=str(seeds_library.folder))
    assert_one_line(done, "that is the file of the gold questions")
    assert gold.read_text() == "{"


def test_evaluate_tells_that_the_model_failed(seeds_library: Library, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text((SEEDS / "gold.jsonl").read_text().splitlines()[0])
    with ModelServer(fails(500)) as server:
        done = onrecord(
            "evaluate", gold, "--llm", server.url, "--markdown", tmp_path / "o.md", library=str(seeds_library.folder)
        )
    assert done.returncode == 0 and (tmp_path / "o.md").exists()
    assert "1 of 1 answers are quotes in the place of what the model was asked for; of the last: " in done.stderr
