"""`onrecord` as a user runs it: its output, its exit status."""

import json
from pathlib import Path

import pytest

from index import Library
from rag.evaluation.conditions import Conditions
from rag.evaluation.metrics import Scored
from rag.evaluation.partial import Partial, beside
from tests.commands import Done, onrecord, onrecord_process
from tests.conftest import SEEDS
from tests.openai_server import ModelServer, fails, says

QUESTION = "did Russia aid Iran against Israel?"


@pytest.fixture(scope="module")
def folder(seeds_library: Library) -> str:
    return str(seeds_library.folder)


def assert_one_line(done: Done, message: str) -> None:
    assert done.returncode == 2, done
    assert message in done.stderr and done.stdout == ""
    assert done.stderr.startswith("onrecord: ") and done.stderr.count("\n") == 1


def test_ask_prints_quotes_and_their_sources(folder: str) -> None:
    done = onrecord_process("ask", QUESTION, library=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("│ “The Kremlin is unlikely")
    assert "[1] ‘Kremlin Unlikely to Send Iran Military Aid Despite Pact’, OnRecord sample, 2025-06-17" in done.stdout


def test_ask_json_is_the_contract_and_verifies(folder: str, tmp_path: Path) -> None:
    done = onrecord("ask", "Did Assad's government fall?", "--json", library=folder)
    answer = json.loads(done.stdout)
    names = "question standalone_question status text model sentences citations positions nearest rejected confidence"
    assert list(answer) == [*names.split(), "timings", "usage", "notes", "prompt", "short_answer"]
    assert answer["status"] == "contested" and len(answer["positions"]) == 2
    assert set(answer["citations"][0]) >= {"number", "quote", "score", "title", "source", "published", "url"}
    assert set(answer["citations"][0]["quote"]) == {"article", "start", "end", "text", "lead"}
    file = tmp_path / "answer.json"
    file.write_text(done.stdout)
    verified = onrecord("verify", file, library=folder)
    assert (verified.returncode, verified.stdout.split(" quotes")[0][-1]) == (0, str(len(answer["citations"])))
    answer["citations"][0]["quote"]["text"] += "!"
    file.write_text(json.dumps(answer))
    assert onrecord("verify", file, "--json", library=folder).returncode == 1
    answer["citations"][0]["quote"] = {"article": "nope", "start": 0, "end": 0, "text": ""}
    file.write_text(json.dumps(answer))
    assert onrecord_process("verify", file, library=folder).returncode == 1
    file.write_text("[]")
    assert_one_line(onrecord("verify", file, library=folder), "not an answer")


def test_what_articles_say_can_not_steer_the_terminal(tmp_path: Path) -> None:
    article = {
        "id": "a",
        "title": "Port \u001b[31mnews",
        "text": "The port of Elmford opened\u001b]0;owned\u0007 in May.",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(article))
    onrecord("sync", tmp_path / "a.jsonl", "--as-is", library=tmp_path / "library")
    done = onrecord("ask", "When did the port of Elmford open?", library=tmp_path / "library")
    assert "Elmford opened" in done.stdout and "\u001b" not in done.stdout and "\u0007" not in done.stdout


def test_a_verdict_is_shown_in_the_terminal(folder: str) -> None:
    with ModelServer(
        says("The Kremlin is unlikely to come to Iran's aid [1.1]. It sent 77 tanks [1.1]. It did [9.9].")
    ) as server:
        done = onrecord("ask", QUESTION, "--llm", server.url, library=folder)
    assert "! It sent 77 tanks. — unsupported: " in done.stdout and "number 77 is in no quote" in done.stdout
    assert "! [9.9]: no such sentence" in done.stdout


def test_a_lie_and_a_failure_are_told_beside_the_quotes(folder: str) -> None:
    lie = says("Yes. Russia provided military aid to Iran in the conflict with Israel [1.1].")
    with ModelServer(lie, fails(401)) as server:
        told = onrecord("ask", QUESTION, "--llm", server.url, library=folder)
        failed = onrecord("ask", QUESTION, "--llm", server.url, library=folder)
    assert told.stdout.startswith("│ “The Kremlin is unlikely") and "its own quotes say otherwise" in told.stdout
    assert "! The model wrote: Yes. Russia provided military aid" in told.stdout
    assert failed.returncode == 0 and "! " + server.url + ": the server refuses the key" in failed.stdout


def test_sync_check_and_articles(tmp_path: Path, articles: Path) -> None:
    library = tmp_path / "library"
    done = onrecord("sync", articles, "--json", library=library)
    nothing = {"updated": 0, "removed": 0, "unchanged": 0, "skipped": 0, "faults": [], "aside": 0}
    nothing |= {"undated": [], "not_read": {}}
    assert json.loads(done.stdout) == {"added": 2, "passages": 2} | nothing
    assert onrecord("sync", articles, library=library).stdout.startswith("0 added, 0 updated, 0 removed, 2 unchanged")
    listed = json.loads(onrecord("articles", "--json", library=library).stdout)
    assert [(article["id"], "text" in article) for article in listed] == [("bridge.md", False), ("harbor.txt", False)]
    shown = json.loads(onrecord("articles", "bridge.md", "--json", library=library).stdout)
    assert shown["text"] == "The bridge was closed in March."
    checked = onrecord("check", "--json", library=library)
    assert checked.returncode == 0 and json.loads(checked.stdout)["problems"] == []


def test_sync_skips_what_is_bad_and_says_so(tmp_path: Path, articles: Path) -> None:
    library = tmp_path / "library"
    (articles / "bad\nname.jsonl").write_text('{\n{"id": "x", "text": "It rained."}')
    done = onrecord("sync", articles, library=library)
    assert done.returncode == 1 and done.stdout.startswith("3 added, 0 updated, 0 removed, 0 unchanged, 1 skipped;")
    assert done.stderr.startswith("skipped: ") and done.stderr.count("\n") == 1
    assert "bad\\nname.jsonl: line 1: " in done.stderr
    (fault,) = json.loads(onrecord("sync", articles, "--json", library=library).stdout)["faults"]
    assert fault["path"].endswith("bad\nname.jsonl") and fault["reason"].startswith("line 1: ")


def test_what_cleaning_removed_is_shown(tmp_path: Path) -> None:
    library = tmp_path / "library"
    (tmp_path / "a.txt").write_text("The harbor opened in May.\n\nShare this article\n\nIt has nine docks.\n")
    onrecord("sync", tmp_path / "a.txt", library=library)
    assert onrecord("articles", "a.txt", "--removed", library=library).stdout == "share bar: Share this article\n"
    removed = json.loads(onrecord("articles", "a.txt", "--removed", "--json", library=library).stdout)
    assert removed == [{"text": "Share this article", "reason": "share bar"}]
    assert_one_line(onrecord("articles", "--removed", library=library), "--removed: of which article? give its ID")


def test_ask_about_a_time(tmp_path: Path) -> None:
    library = tmp_path / "library"
    (tmp_path / "a.md").write_text("---\ndate: 2025-05-16\n---\nThe harbor of Elmford opened on Wednesday.\n")
    (tmp_path / "b.md").write_text(
        "---\ndate: 2025-05-16\n---\nThe harbor of Elmford was planned in 1990. It was painted on Thursday.\n"
    )
    onrecord("sync", tmp_path, library=library)
    asked = ["ask", "When did the harbor of Elmford open?", "--during", "2025-05"]
    said = onrecord(*asked, library=library).stdout
    assert "(“Wednesday” is 2025-05-14)" in said and "1990" not in said
    (citation,) = json.loads(onrecord(*asked, "--json", library=library).stdout)["citations"]
    (time,) = citation["times"]
    assert (time["first"], time["last"]) == ("2025-05-14", "2025-05-14")


@pytest.mark.slow
def test_a_damaged_catalog_is_reported_and_mended(tmp_path: Path, articles: Path) -> None:
    library = tmp_path / "library"
    onrecord("sync", articles, library=library)
    (library / "catalog.sqlite3").write_bytes(b"x" * 40_000)
    assert_one_line(onrecord("ask", "Who?", library=library), "the catalog is damaged")
    checked = onrecord("check", library=library)
    assert checked.returncode == 1 and "onrecord check --repair" in checked.stdout
    mended = onrecord("check", "--repair", library=library)
    assert mended.returncode == 1 and "mended: the catalog was damaged" in mended.stdout
    assert "lost: 2 (bridge.md, harbor.txt); unless you removed them, sync again" in mended.stdout
    assert onrecord("sync", articles, library=library).stdout.startswith("2 added")


def test_evaluate_writes_reports_compares_and_fails_under(folder: str, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join((SEEDS / "gold.jsonl").read_text().splitlines()[:3]))
    out, page, comment, cases, trec = (tmp_path / name for name in ("o.json", "o.html", "o.md", "o.xml", "trec"))
    outputs = ["--json", out, "--report", page, "--markdown", comment, "--junit", cases, "--trec", trec]
    done = onrecord("evaluate", gold, *outputs, "--metric", "hit@2", library=folder)
    assert done.returncode == 0, done.stderr
    written = json.loads(out.read_text())
    assert written["metrics"]["quotes_exact"] == 1.0 and "hit@1" in done.stdout and "hit@2" in written["metrics"]
    assert {"id", "gold", "answer", "scores", "ranking"} <= set(written["questions"][0])
    assert "When did the Bushehr nuclear power plant" in page.read_text()
    assert set(written["intervals"]) <= set(written["metrics"]) and "<svg" in page.read_text()
    assert "| quote_f1 |" in comment.read_text() and 'tests="3"' in cases.read_text()
    assert len((trec / "qrels.txt").read_text().splitlines()) == 3 <= len((trec / "run.txt").read_text().splitlines())
    assert not list(tmp_path.glob("*.partial"))
    conditions = Conditions.from_json(written["conditions"])
    assert conditions
    with Partial(beside(out), conditions.key) as partial:  # as of a run that was killed
        for one in written["questions"][:2]:
            partial.add(Scored.from_json(one))
    limits = ["--fail-under", "quote_f1=0.99", "--fail-over", "false_refusals=0.5", "--no-worse", "quote_f1"]
    again = onrecord("evaluate", gold, "--baseline", out, *limits, "--json", out, library=folder)
    assert "going on after 2 of 3 questions, which an earlier run has answered" in again.stderr
    assert again.returncode == 1 and "quote_f1 is" in again.stderr and "+0.0000" in again.stdout
    assert "both have: 0 fixed, 0 broken, 0 better and 0 worse in part." in again.stdout
    written = json.loads(out.read_text())
    assert [one["has_passed"] for one in written["checks"]] == [False, True, True]
    assert written["comparison"]["broken"] == []
    assert onrecord("evaluate", gold, "--baseline", out, "--no-worse", "hit@2", library=folder).returncode == 0


def test_evaluate_tells_what_the_judge_did_not_judge(folder: str, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text((SEEDS / "gold.jsonl").read_text().splitlines()[0])
    (tmp_path / "o.json.partial").write_text('{"key": "of another library"}\n')
    options = ["--json", tmp_path / "o.json", "--fail-under", "judged=1"]
    with ModelServer(says("perhaps")) as server:
        done = onrecord("evaluate", gold, "--judge", server.url, *options, library=folder)
    assert "o.json.partial: of other questions or conditions; begun anew" in done.stderr
    assert done.returncode == 1 and "judged                       0.0000" in done.stdout
    assert "1 answer was not judged; of the last, the judge said: perhaps" in done.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--fail-under", "qoute_f1=1"], "--fail-under qoute_f1: no such metric; did you mean quote_f1?"),
        (["--fail-under", "aurc=1"], "of this metric less is better; use --fail-over aurc=1"),
        (["--fail-under", "auroc=0.9"], "auroc: can't be measured here, it needs a question that is not answerable"),
        (["--metric", "judged_right"], "judged_right: can't be measured here, it needs a judge (--judge)"),
        (["--metric", "hit@50"], "hit@50: only 20 passages are looked at; take a k up to 20"),
        (["--no-worse", "quote_f1"], "--no-worse: than what? give an earlier run with --baseline OLD.json"),
        (["--no-worse", "total_s_p50"], "--no-worse total_s_p50: times, memory and counts are not compared"),
        (["--metric", "hit@99999"], "hit@99999: only 20 passages are looked at; take a k up to 20"),
        (["--fail-under", "quote_f1=nan"], "--fail-under quote_f1=nan: no number to hold a metric to"),
        (["--fail-over", "total_s_p95=inf"], "--fail-over total_s_p95=inf: no number to hold a metric to"),
        (["--json", "none/o.json"], "--json none/o.json: can't be written (No such file or directory)"),
        (
            ["--trec", "README.md"],
            "--trec README.md: can't be written (File exists)",
        ),
        (
            ["--json", "o.x", "--markdown", "./o.x"],
            "--markdown o.x: that is the file of --json; give it one of its own",
        ),
        (["--jobs", "0"], "--jobs 0: give the number of questions to ask at a time, 1 or more"),
        (["--judge", "quotes"], "--judge quotes: not a language model; name one as with --llm"),
    ],
)
def test_what_evaluate_can_not_do_is_told_before_it_asks(
    folder: str, tmp_path: Path, options: list[str], message: str
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text((SEEDS / "gold.jsonl").read_text().splitlines()[0])
    assert_one_line(onrecord("evaluate", gold, *options, library=folder), message)


@pytest.mark.parametrize(
    ("gold", "message"),
    [
        (
            '{"id": "1", "question": "Who?", "answerable": true, "quotes": [[{"article": "x", "text": "y"}]]}',
            'line 1: quotes the article "x", which the library does not have',
        ),
        (
            '{"id": "1", "question": "Who?", "answerable": true}\n{"id": 2, "answerable": true}',
            "line 2: not a gold question (question is missing)",
        ),
        ('{"id": "1", "question": "Who?", "answerable": true}\n' * 2, 'the id "1" is there twice'),
        ("{", "line 1: not a gold question"),
        ("[1, 2]", "line 1: not a gold question (not an object; write one in {} on each line)"),
        ('{"id": "1", "question": "Who?", "answerable": "no"}', "answerable must be true or false"),
        ('{"id": "1", "question": "Who?", "answerable": true, "answers": "x"}', "answers must be a list"),
        (
            '{"id": "1", "question": "Who?", "answerable": true, "quotes": [[{"article": ["a"], "text": 5}]]}',
            "quotes must be a list of alternative sets",
        ),
        ("", "no questions in it"),
    ],
)
def test_bad_gold_files(folder: str, tmp_path: Path, gold: str, message: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(gold)
    assert_one_line(onrecord("evaluate", file, library=folder), message)


def test_bad_usage_is_one_line_and_exit_2(folder: str, tmp_path: Path, articles: Path) -> None:
    nowhere, empty = tmp_path / "nowhere", tmp_path / "empty"
    empty.mkdir()
    new = tmp_path / "new-library"
    assert_one_line(onrecord("sync", nowhere, library=new), "no such file or folder; give the path")
    assert_one_line(onrecord("sync", empty, library=new), "no articles in this folder")
    assert_one_line(onrecord("sync", "", library=tmp_path / "none"), "nothing to sync; give a file or folder")
    assert not new.exists()
    assert_one_line(onrecord("ask", "Who?", library=nowhere), "no library here; make it with: onrecord sync")
    assert_one_line(onrecord("ask", " ", library=folder), "the question is empty")
    assert_one_line(onrecord("ask", "Who?", "--llm", "gpt", library=folder), "no such model; write quotes, gguf:")
    assert_one_line(onrecord_process("ask", "Who?", library=folder, ONRECORD_LLM="gpt"), "no such model")
    assert_one_line(onrecord("ask", "Who?", "--since", "soon", library=folder), "not a date; write it like")
    assert_one_line(onrecord("articles", "x", library=folder), "no such article; list them with: onrecord articles")
    assert_one_line(onrecord("verify", nowhere, library=folder), "no such file; give a draft")
    assert_one_line(onrecord("evaluate", nowhere, library=folder), "can't be read")
    assert_one_line(
        onrecord("ask", "Who?", "--chroma", "http://127.0.0.1:9", library=folder), "its folder; leave --chroma out, or"
    )
    gold = SEEDS / "gold.jsonl"
    assert_one_line(onrecord("evaluate", gold, "--fail-under", "x", library=folder), "write it like quote_f1=0.6")
    assert_one_line(onrecord("evaluate", gold, "--json", nowhere / "x", library=folder), "No such file or directory")
    assert_one_line(onrecord("ask", "Who?", "--chroma", "nonsense", library=folder), "not the address of a server")
    assert onrecord("no-such-command").returncode == 2


@pytest.mark.parametrize("model", ["nobody/no-such-model", "~/x y", str(SEEDS)])
def test_an_embedding_model_that_is_not_here_makes_no_library(tmp_path: Path, model: str) -> None:
    done = onrecord("sync", SEEDS, "--embedding", model, library=tmp_path / "library")
    assert_one_line(done, "embedding model on this machine" if model != str(SEEDS) else "it has no modules.json")
    assert not (tmp_path / "library").exists()
