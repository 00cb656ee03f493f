"""Evaluations that are run: several questions at a time, gone on with after a kill, judged by a language model."""

import json
import multiprocessing
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from index import Library, OnRecordError
from rag import Chatbot, Report, evaluate
from rag.answer import Timings
from rag.evaluation.conditions import Conditions
from rag.evaluation.judging import verdict
from rag.evaluation.metrics import Scored
from rag.evaluation.partial import Partial
from tests.fakes import WordHashEmbedder
from tests.openai_server import ModelServer, fails, says

QUESTIONS = [
    ("When did the harbor open?", ["May"], "The harbor opened in May."),
    ("How many docks has the harbor?", ["nine"], "It has nine docks."),
    ("Which month did the harbor open in?", ["May"], "The harbor opened in May."),
    ("Who won the World Cup in 1998?", [], ""),
    ("How many docks are there in the harbor?", ["nine"], "It has nine docks."),
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    file = tmp_path / "gold.jsonl"
    file.write_text("\n".join(map(json.dumps, asked(QUESTIONS))))
    return file


def asked(questions: list[tuple[str, list[str], str]]) -> list[dict[str, object]]:
    return [
        {
            "id": f"q{number}",
            "question": question,
            "answers": answers,
            "quotes": [[{"article": "a.txt", "text": quote}]] if quote else [],
            "answerable": bool(quote),
        }
        for number, (question, answers, quote) in enumerate(questions, start=1)
    ]


def untimed(report: Report) -> list[Scored]:
    """Return what came of a run but for what no two runs share: times and memory."""
    return [replace(one, answer=replace(one.answer, timings=Timings()), peak_memory_mb=0.0) for one in report.questions]


def test_a_gold_quote_that_stands_nowhere_is_told(bot: Chatbot, gold: Path, caplog: pytest.LogCaptureFixture) -> None:
    evaluate(bot, gold)
    assert not caplog.records
    gold.write_text(gold.read_text().replace("It has nine docks.", "It has nine big docks."))
    evaluate(bot, gold)
    assert [one.getMessage() for one in caplog.records] == [
        f"{gold}, line 2: 2 of 5 gold questions have a quote that stands nowhere in its article, and so is missed;"
        f" run: onrecord gold check {gold}"
    ]


def test_several_at_a_time_and_one_by_one_come_to_the_same(bot: Chatbot, gold: Path) -> None:
    told: list[tuple[int, int]] = []
    first = evaluate(bot, gold, jobs=1)
    second = evaluate(bot, gold, jobs=3, progress=lambda done, total: told.append((done, total)))
    assert untimed(first) == untimed(second)
    assert [one.gold.id for one in second.questions] == ["q1", "q2", "q3", "q4", "q5"]
    assert told == [(done, 5) for done in range(6)]
    times = {name for name in first.metrics if "_s_p" in name} | {"peak_memory_mb"}
    assert {name: value for name, value in first.metrics.items() if name not in times} == {
        name: value for name, value in second.metrics.items() if name not in times
    }
    assert first.intervals == second.intervals
    assert first.metrics["peak_memory_mb"] > 10 and first.metrics["hit@1"] == 1.0


def killed_after(questions: int, library: Path, gold: Path, partial: Path) -> None:
    """Evaluate in a process of its own, which is killed once so many questions are answered."""

    def progress(done: int, total: int) -> None:
        if done == questions:
            os.kill(os.getpid(), signal.SIGKILL)

    with Library.open(library, embedder=WordHashEmbedder()) as opened:
        evaluate(Chatbot(opened), gold, partial=partial, progress=progress, jobs=1)


def test_a_run_that_was_killed_is_gone_on_with(bot: Chatbot, gold: Path, tmp_path: Path) -> None:
    folder, partial = tmp_path / "library", tmp_path / "report.json.partial"
    article = bot.library.article("a.txt")
    (tmp_path / "a.txt").write_text(f"{article.text}\n")
    with Library.open(folder, embedder=WordHashEmbedder()) as library:
        library.sync(tmp_path / "a.txt")
    arguments = (3, folder, gold, partial)
    process = multiprocessing.get_context("spawn").Process(target=killed_after, args=arguments)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    key, *lines = partial.read_text().splitlines()
    assert "key" in json.loads(key) and [json.loads(line)["gold"]["id"] for line in lines] == ["q1", "q2", "q3"]
    partial.write_text(partial.read_text()[:-40])  # as if the kill had cut the last line in two
    with Library.open(folder, embedder=WordHashEmbedder()) as library:
        own, told = Chatbot(library), list[int]()
        report = evaluate(own, gold, partial=partial, progress=lambda done, _: told.append(done))
        assert told == [2, 3, 4, 5]
        assert untimed(report) == untimed(evaluate(own, gold))


def test_answers_under_other_conditions_are_not_taken_over(bot: Chatbot, gold: Path, tmp_path: Path) -> None:
    file = tmp_path / "partial"
    report = evaluate(bot, gold)
    conditions = Conditions.of(bot, judge="", jobs=2)
    assert report.conditions and report.conditions.key == conditions.key  # however many at a time
    with Partial(file, conditions.key) as partial:
        for one in report.questions:
            partial.add(one)
    questions = [one.gold for one in report.questions]
    with Partial(file, conditions.key) as partial:
        assert partial.of(questions) == list(report.questions)
        changed = replace(questions[0], answers=("June",))
        assert partial.of([changed, questions[1]]) == [report.questions[1]]
    other = bot.using(strict=True)
    with Partial(file, Conditions.of(other, judge="", jobs=2).key) as partial:
        assert partial.of(questions) == []
    file.write_bytes(b"\xff\x00 not ours")
    with Partial(file, conditions.key) as partial:
        assert partial.of(questions) == []


def test_a_language_model_judges_and_what_it_does_not_say_is_not_judged(bot: Chatbot, gold: Path) -> None:
    with ModelServer(says("Correct."), says("incorrect"), says("It is correct, I think."), fails(500)) as server:
        report = evaluate(bot, gold, judge=server.url, jobs=1)
        seen = [request["messages"][-1]["content"] for request in server.requests]
    right = [one.scores.get("judged_right") for one in report.questions]
    is_silent = report.questions[3].answer.status == "not_found"
    assert right == [1.0, 0.0, None, float(is_silent), None]
    assert [one.gold.id for one in report.not_judged] == ["q3", "q5"]
    assert report.questions[2].judge_reply == "It is correct, I think."
    assert report.questions[4].judge_reply.startswith("failed: ") and "500" in report.questions[4].judge_reply
    assert report.metrics["judged"] == 0.6 and report.metrics["judged_right"] == round((1 + is_silent) / 3, 4)
    assert report.questions[1].is_wrong and report.questions[1].quality > 0.5
    assert "Question: When did the harbor open?" in seen[0] and "- May\n- The harbor opened in May." in seen[0]
    assert report.conditions and report.conditions.judge == server.url


def test_a_judge_says_one_word() -> None:
    for reply, is_right in (("correct", True), ("INCORRECT.", False), ("correct!", True)):
        assert verdict(reply) is is_right
    for reply in ("", "yes", "not correct", "correct incorrect", "**correct**", "correctly"):
        assert verdict(reply) is None


def test_what_can_not_be_used_is_told_before_anything_is_asked(bot: Chatbot, gold: Path) -> None:
    for wrong, message in (
        ({"metrics": ["hit@21"]}, "hit@21: only 20 passages are looked at; take a k up to 20"),
        ({"metrics": ["f2"]}, "f2: no such metric"),
        ({"judge": "quotes"}, "--judge quotes: not a language model"),
        ({"judge": "gpt"}, "no such model"),
        ({"jobs": 0}, "jobs"),
    ):
        with pytest.raises(OnRecordError, match=message):
            evaluate(bot, gold, **wrong)
    assert evaluate(bot, gold, metrics=["hit@7"]).metrics["hit@7"] == 1.0
