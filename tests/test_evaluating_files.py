"""`onrecord evaluate` and the files it is given: none is left empty, none is written over, and what failed is told."""

import json
import os
from pathlib import Path

import pytest

from index import InputError, Library
from rag.cli.output import check_output, write_output
from rag.evaluation.partial import Partial
from tests.commands import onrecord
from tests.conftest import SEEDS
from tests.embedding_server import EmbeddingServer
from tests.fakes import WordHashEmbedder
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


def test_an_output_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file, link, out_of_room = tmp_path / "o.txt", tmp_path / "link.txt", Path("/dev/full")
    link.symlink_to(file)
    write_output("--out", link, "ä")
    assert file.read_text(encoding="utf-8") == "ä" and link.is_symlink() and sorted(tmp_path.iterdir()) == [link, file]
    (tmp_path / "o.txt.new").mkdir()
    for out in (file, tmp_path / "none" / "o.txt", *([out_of_room] if out_of_room.exists() else [])):
        with pytest.raises(InputError, match=f"--out {out}: can't be written .*; free some space there"):
            write_output("--out", out, "new")
    assert file.read_text(encoding="utf-8") == "ä"
    with pytest.raises(InputError, match="o.txt: what is answered can't be kept .*; free some space there, and start"):
        Partial(file, "key")


def test_an_output_may_be_a_pipe_or_a_link_to_what_is_not_there_yet(tmp_path: Path) -> None:
    taken_from, given_to = os.pipe()
    write_output("--out", Path(f"/dev/fd/{given_to}"), "ä")
    assert os.read(taken_from, 9).decode() == "ä"
    os.close(taken_from)
    os.close(given_to)
    file, link = tmp_path / "o.txt", tmp_path / "link.txt"
    link.symlink_to(file)
    check_output("--out", link, {})
    assert link.is_symlink() and not file.exists()
    file.symlink_to(link)
    with pytest.raises(InputError, match=f"--out {link}: can't be written .*; free some space there, or give another"):
        check_output("--out", link, {})


def test_a_file_that_is_written_anew_is_read_by_nobody_else_than_before(tmp_path: Path) -> None:
    file = tmp_path / "o.txt"
    file.touch(mode=0o600)
    write_output("--out", file, "new")
    assert file.read_text() == "new" and file.stat().st_mode & 0o777 == 0o600


def test_no_worse_than_what_is_told_where_the_library_has_that_model(seeds_library: Library, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text((SEEDS / "gold.jsonl").read_text().splitlines()[0])
    options = ("--embedding", seeds_library.embedder.named, "--no-worse", "hit@1")
    done = onrecord("evaluate", gold, *options, library=seeds_library.folder)
    assert_one_line(done, "--no-worse: than what? the library was built with this embedding model; give an earlier run")


def test_evaluate_tells_that_the_model_failed(
    seeds_library: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gold = tmp_path / "gold.jsonl"
    history = [{"question": "Who built the Bushehr plant?", "answer": "Russia did."}]
    asked = [{"id": id, "question": f"And {id}?", "answerable": True, "history": history} for id in ("Iran", "Syria")]
    gold.write_text("\n".join(map(json.dumps, asked)))
    with ModelServer(fails(500)) as server:
        done = onrecord(
            "evaluate", gold, "--llm", server.url, "--markdown", tmp_path / "o.md", library=str(seeds_library.folder)
        )
    assert done.returncode == 0 and (tmp_path / "o.md").exists()
    assert sum("made to stand alone by rules" in one for one in caplog.messages) == 1
    assert "2 of 2 answers are quotes in the place of what the model was asked for; of the last: " in done.stderr


def test_another_embedding_model_is_tried_beside_that_of_the_library(
    seeds_library: Library, word_hash: WordHashEmbedder, tmp_path: Path
) -> None:
    gold, out, page, library = tmp_path / "gold.jsonl", tmp_path / "o.json", tmp_path / "o.html", seeds_library.folder
    gold.write_text((SEEDS / "gold.jsonl").read_text().splitlines()[0])
    before = seeds_library.fingerprint
    with EmbeddingServer(word_hash) as server:
        options = ("--embedding", server.name.replace("//", "//:secret@"), "--json", out, "--report", page)
        done = onrecord("evaluate", gold, *options, "--no-worse", "hit@1", library=library)
        assert f"a copy of it is made with {server.name}" in done.stderr and len(server.texts) > len(seeds_library)
    now = json.loads(out.read_text())
    (difference,) = (line for line in now["comparison"]["differences"] if line.startswith("embedding: "))
    assert "all-MiniLM-L6-v2-int8 before" in difference and "test-model" in difference
    assert now["comparison"]["questions"] == 1 and now["conditions"]["articles"] == len(seeds_library)
    assert [check["asked"] for check in now["checks"]] == ["hit@1 no worse"] and difference in done.stdout
    assert difference in page.read_text() and seeds_library.fingerprint == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["gold.jsonl", "o.html", "o.json"]
