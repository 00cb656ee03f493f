"""The race: what peers reply, as pieces of articles, and how these are scored."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.peers import (
    bm25,
    citation_engine,
    llamaindex,
    onrecord_quotes,
    onrecord_search,
    paper_qa,
    verbatim_rag,
)
from benchmarks.peers.__main__ import PEERS
from benchmarks.peers.lines import count, lines_of
from benchmarks.peers.reply import Given, Reply, Shown, ShownPiece, cut_to, slices_of
from benchmarks.peers.scoring import PeerRun, report_of, standing
from benchmarks.peers.sets import QuestionSet, read_set
from benchmarks.peers.tables import cost_table, quality_table
from benchmarks.peers.worker import Peer, answer_all, read_lines
from index import InputError
from tests.conftest import ROOT

ARTICLES = [
    {"id": "bank", "title": "Rates", "text": "The bank raised rates on Monday.\nNobody had expected it."},
    {"id": "oil", "title": "Oil", "text": "Oil fell to 60 dollars.\nTraders blamed the weather."},
]
QUESTIONS: list[dict[str, object]] = [
    {"id": "q1", "question": "How far did oil fall?", "answerable": True, "quotes": [[{"article": "oil", "text": "Oil fell to 60 dollars."}]]},  # noqa: E501
    {"id": "q2", "question": "Who won the cup?", "answerable": False},
    {"id": "q3", "question": "And why?", "answerable": True, "history": [{"question": "Did oil fall?", "answer": "Yes."}]},  # noqa: E501
]  # fmt: skip


@pytest.fixture
def questions(tmp_path: Path) -> QuestionSet:
    for name, lines in (("articles", ARTICLES), ("gold", QUESTIONS)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    return read_set(f"tiny={tmp_path}/articles.jsonl:{tmp_path}/gold.jsonl", tmp_path / "out", None)


def given(questions: QuestionSet, folder: Path) -> Given:
    return Given(ARTICLES, str(questions.article_file), str(folder / "library"), "")


@dataclass
class Scripted:
    """A peer that says what it is told to; an error is raised."""

    said: dict[str, Reply | Exception]
    NAME: str = "Scripted"
    asked: list[str] = field(default_factory=list)

    def open_peer(self, given: Given) -> Callable[[str], Any]:
        def ask(question: str) -> Reply:
            self.asked.append(question)
            found = self.said[question]
            if isinstance(found, Exception):
                raise found
            return found

        return ask

    def reply_of(self, said: Any) -> Reply:
        return said  # type: ignore[no-any-return]


def run(peer: Peer, questions: QuestionSet, folder: Path) -> PeerRun:
    out = folder / "peer.jsonl"
    answer_all(peer, given(questions, folder), read_lines(questions.question_file), out)
    return PeerRun.load(out)


def test_follow_ups_are_left_out_and_what_is_right_is_not_told(questions: QuestionSet) -> None:
    assert read_lines(questions.question_file) == [
        {"id": "q1", "question": "How far did oil fall?"},
        {"id": "q2", "question": "Who won the cup?"},
    ]


def test_what_a_peer_replied_is_scored_to_the_character(questions: QuestionSet, tmp_path: Path) -> None:
    whole = ARTICLES[1]["text"]  # 51 characters, 23 of them gold
    peer = Scripted(
        {
            "How far did oil fall?": Reply((ShownPiece("oil", whole, 0), ShownPiece("bank", "Rates crashed.")), 0.9),
            "Who won the cup?": Reply((), 0.2),
        }
    )
    kept = run(peer, questions, tmp_path)
    assert [tuple(one) for one in kept.replies["q1"]["shows"]] == [("oil", 0, 51), ("bank", -14, 0)]
    assert standing(kept) == 0.5
    report = report_of(kept, questions.questions, questions.articles, budget=51)
    assert report.metrics["quote_precision"] == pytest.approx(23 / 51, abs=1e-4)
    assert report.metrics["quote_recall"] == 1
    assert report.metrics["hit@1"] == 1
    assert report.metrics["auroc"] == 1
    beyond = report_of(kept, questions.questions, questions.articles, budget=1000)
    assert beyond.metrics["quote_precision"] == pytest.approx(23 / 65, abs=1e-4)  # text that stands nowhere counts, too
    first_half = report_of(kept, questions.questions, questions.articles, budget=10)
    assert first_half.metrics["quote_recall"] == pytest.approx(10 / 23, abs=1e-4)
    quality = quality_table(questions, {"bm25": kept}, budget=51)
    assert "| 0.62 at 150 |" not in quality and "0.62" in quality  # 2 x 23 / (51 + 23); at 150, more is shown
    assert f"| {lines_of('bm25')} | 0.50 | 0 |" in cost_table(questions, {"bm25": kept})


def test_a_run_goes_on_where_it_was_stopped(questions: QuestionSet, tmp_path: Path) -> None:
    said = Reply((), 0.0)
    broken = Scripted({"How far did oil fall?": said, "Who won the cup?": RuntimeError("server gone")})
    first = run(broken, questions, tmp_path)
    assert (set(first.replies), first.failed) == ({"q1"}, {"q2": "RuntimeError: server gone"})
    with (tmp_path / "peer.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"kind": "answ')  # killed
    again = Scripted(dict.fromkeys(("How far did oil fall?", "Who won the cup?"), said))
    second = run(again, questions, tmp_path)
    assert again.asked == ["Who won the cup?"]
    assert (set(second.replies), second.failed) == ({"q1", "q2"}, {})


def test_of_many_questions_the_same_few_are_asked(questions: QuestionSet, tmp_path: Path) -> None:
    source = f"tiny={tmp_path}/articles.jsonl:{tmp_path}/gold.jsonl"
    (one,), (again,) = (read_set(source, tmp_path / "few", 1).questions for _ in range(2))
    assert one == again


@pytest.mark.parametrize(
    ("described", "told"),
    [
        ("tiny", "tiny: not a set; write it as NAME=ARTICLES:GOLD"),
        ("tiny={0}/none.jsonl:{0}/gold.jsonl", "none.jsonl: not articles in JSON Lines"),
        ("tiny={0}/other.jsonl:{0}/gold.jsonl", "gold.jsonl: quotes 'oil', which is not among"),
    ],
)
def test_a_set_that_can_not_be_used_is_told(described: str, told: str, questions: QuestionSet, tmp_path: Path) -> None:
    (tmp_path / "other.jsonl").write_text(json.dumps(ARTICLES[0]), encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_set(described.format(tmp_path), tmp_path / "out", None)


def test_white_space_may_differ_and_nothing_else() -> None:
    texts = {"a": "One (two)\n  three."}
    assert list(slices_of([ShownPiece("a", "(two) three.")], texts)) == [Shown("a", 4, 18)]
    assert list(slices_of([ShownPiece("a", "(two), three.")], texts)) == [Shown("a", -13, 0)]
    assert list(slices_of([ShownPiece("gone", "One")], texts)) == [Shown("gone", -3, 0)]
    assert list(slices_of([ShownPiece("a", "One", 1)], texts)) == [Shown("a", 0, 3)]  # where a peer's place is wrong
    assert cut_to(0, [Shown("a", 0, 3)]) == ()


def test_llamaindex_nodes_are_pieces_and_markers_choose_them() -> None:
    from llama_index.core.base.response.schema import Response
    from llama_index.core.schema import NodeRelationship, NodeWithScore, RelatedNodeInfo, TextNode

    def node(article: str, text: str, score: float) -> NodeWithScore:
        source = {NodeRelationship.SOURCE: RelatedNodeInfo(node_id=article)}
        return NodeWithScore(node=TextNode(text=text, relationships=source, start_char_idx=0), score=score)

    plain = [node("oil", "Oil fell.", 0.4), node("bank", "The bank", 0.3)]
    assert llamaindex.reply_of(plain) == Reply(
        (ShownPiece("oil", "Oil fell.", 0), ShownPiece("bank", "The bank", 0)), 0.4
    )
    sources = [node("oil", "Source 1:\nOil fell.\n", 0.4), node("bank", "Source 2:\nThe bank\n", 0.3)]
    assert citation_engine.reply_of(Response("It did [2].", sources)) == Reply((ShownPiece("bank", "The bank"),), 0.4)
    assert len(citation_engine.reply_of(Response("It did.", sources)).shows) == 2
    assert llamaindex.reply_of([]) == Reply((), 0.0)


def test_verbatim_rag_shows_what_it_cites() -> None:
    results = [SimpleNamespace(metadata={"article": "oil"}, score=0.7, text="Oil fell.")]
    cited = SimpleNamespace(structured_answer=SimpleNamespace(citations=[SimpleNamespace(doc_index=0, text="Oil")]))
    assert verbatim_rag.reply_of((cited, results)) == Reply((ShownPiece("oil", "Oil"),), 0.7)
    silent = SimpleNamespace(structured_answer=SimpleNamespace(citations=[]))
    assert verbatim_rag.reply_of((silent, results)) == Reply((), 0.0)


def test_paper_qa_shows_the_passages_that_it_cites() -> None:
    def context(key: str, article: str, score: int) -> SimpleNamespace:
        return SimpleNamespace(id=key, score=score, text=SimpleNamespace(text=key, doc=SimpleNamespace(dockey=article)))

    contexts = [context("pqac-1", "bank", 3), context("pqac-2", "oil", 8)]

    def answered(text: str) -> Reply:
        return paper_qa.reply_of(SimpleNamespace(contexts=contexts, raw_answer=text))

    assert answered("Oil fell (pqac-2).") == Reply((ShownPiece("oil", "pqac-2"),), 8.0)
    assert [one.article for one in answered("Oil fell.").shows] == ["oil", "bank"]
    assert answered("I cannot answer.") == Reply((), 0.0)


def test_lines_to_write_are_those_of_code() -> None:
    source = (
        "import a\n\ndef open_peer(given):\n"
        '    """Open it."""\n'
        "    from b import (\n        c,\n    )\n\n    # why\n    return c(given)\n\n"
        "def reply_of(said):\n    return said\n"
    )
    assert count(source) == 4
    assert min(lines_of(peer) for peer in PEERS) == lines_of("onrecord_search") == 4


def test_bm25_finds_paragraphs(questions: QuestionSet, tmp_path: Path) -> None:
    pytest.importorskip("bm25s", reason='needs the extra "race"')
    kept = run(bm25, questions, tmp_path)
    assert kept.replies["q1"]["shows"][0] == ["oil", 0, 23]
    assert kept.replies["q1"]["confidence"] > kept.replies["q2"]["confidence"]
    assert (standing(kept), kept.failed) == (1.0, {})


@pytest.mark.slow
def test_onrecord_takes_part_like_the_others(questions: QuestionSet, tmp_path: Path) -> None:
    for peer in (onrecord_search, onrecord_quotes):
        folder = tmp_path / peer.NAME
        folder.mkdir()
        kept = run(peer, questions, folder)
        assert kept.failed == {}
        report = report_of(kept, questions.questions, questions.articles, budget=600)
        assert report.metrics["quote_recall"] == 1
        assert standing(kept) == 1


@pytest.mark.slow
def test_the_command_runs_peers_apart_and_names_what_it_can_not_run(questions: QuestionSet, tmp_path: Path) -> None:
    pytest.importorskip("bm25s", reason='needs the extra "race"')
    source = ["--set", f"tiny={tmp_path}/articles.jsonl:{tmp_path}/gold.jsonl"]

    def command(*options: str) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-m", "benchmarks.peers", str(tmp_path / "race"), *source, *options]
        return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)

    ran = command("--peer", "bm25")
    assert ran.returncode == 0, ran.stderr
    assert "| BM25 (bm25s), paragraphs | 2 |" in ran.stdout
    for option, told in (("unknown", "unknown: no such peer"), ("onrecord_gguf", "--gguf FILE")):
        refused = command("--peer", option)
        assert (refused.returncode, refused.stderr.count("\n"), told in refused.stderr) == (2, 1, True)


def test_what_a_peer_s_python_imports_is_nothing_of_onrecord() -> None:
    asked = "import sys, benchmarks.peers.worker; print([one for one in ('index', 'rag') if one in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
