"""What is said of answers, the gold questions made of it, and evaluations behind the page: without a browser."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import gradio as gr
import pytest

from index import InputError, Library
from page.building import build_app
from page.conversations import Conversations
from page.evaluating import Evaluating
from page.feedback import Feedback
from page.filters import Filters
from page.judging import Judging
from page.measured import report_html
from page.measuring import BUSY, Measuring
from page.models import Models
from page.runs import Run, Runs
from rag import Answer, Chatbot, Quote, Report, evaluate
from rag.evaluation.gold import GoldQuestion, GoldQuote, read_gold
from rag.evaluation.metrics import Scored
from tests.test_metrics import answer as scored_answer

NOBODY = cast(gr.Request, None)
SOON_S = 30.0


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Conversations]:
    conversations = Conversations(tmp_path)
    yield conversations
    conversations.close()


@pytest.fixture
def judging(bot: Chatbot, kept: Conversations) -> Judging:
    return Judging(bot.library, kept, Feedback(kept.kept), lambda _: "")


def evaluating(bot: Chatbot, kept: Conversations, shared: bool = False) -> Evaluating:
    models = Models(bot.model, fixed=shared)
    return Evaluating(bot, models, bot.using, Feedback(kept.kept), Runs(kept.kept), lambda _: "")


def ask(
    bot: Chatbot, kept: Conversations, question: str, conversation: str = "", person: str = "", **filters: str
) -> tuple[str, Answer]:
    conversation, turn = kept.begin(person, conversation, question, cast(Filters, filters))
    answer = bot.ask(question)
    kept.end(conversation, replace(turn, answer=answer, growing=False, is_whole=True))
    return conversation, answer


def gold_in(judging: Judging, tmp_path: Path, person: str = "") -> list[GoldQuestion]:
    """Return what the file holds that the page writes, as `onrecord evaluate` reads it."""
    file = tmp_path / "gold.jsonl"
    file.write_text(judging.gold(person)["text"], encoding="utf-8")
    return read_gold(file)


def called(calls: list[Any], name: str) -> Callable[..., dict[str, Any]]:
    """Return a call as Gradio makes it."""
    (call,) = (one for one in calls if one.__name__ == name)
    return lambda *words: call(list(words), NOBODY)


def test_a_right_answer_is_gold_with_its_quotes_and_what_was_said_before(
    bot: Chatbot, kept: Conversations, judging: Judging, tmp_path: Path
) -> None:
    conversation, first = ask(bot, kept, "When did the harbor open?")
    ask(bot, kept, "Thanks!", conversation)  # which asks nothing
    _, answer = ask(bot, kept, "How many docks has it?", conversation)
    told = judging.judged("", conversation, "3", "up")["html"]
    assert "Saved as gold, with 1 quote." in told and "Should not be answered" not in told
    (gold,) = gold_in(judging, tmp_path)
    assert gold.question == "How many docks has it?" and gold.answerable and gold.contested is False
    assert [(turn.question, turn.answer) for turn in gold.history] == [(first.question, first.text)]
    assert gold.quotes == (tuple(GoldQuote(one.quote.article, one.quote.text) for one in answer.citations),)
    assert evaluate(bot, tmp_path / "gold.jsonl").metrics["quote_f1"] == 1.0
    said = judging.opinions("", conversation)["html"]
    assert set(said) == {"1", "3"} and 'aria-pressed="true"' in said["3"]
    judging.judged("", conversation, "3", "")
    with pytest.raises(InputError, match="Nothing is saved as gold yet"):
        judging.gold("")
    assert judging.opinions("", conversation)["html"]["3"].count("<button") == 2


def test_right_quotes_are_chosen_and_silence_is_gold(
    bot: Chatbot, kept: Conversations, judging: Judging, tmp_path: Path
) -> None:
    conversation, _ = ask(bot, kept, "When did the harbor open?")
    assert "Not saved as gold yet." in judging.judged("", conversation, "1", "down")["html"]
    judging.noted("", conversation, "1", "  the other <b> ")
    form = judging.choosable("", conversation, "1")["html"]
    keys = {text: key for key, text in zip(form.split('value="')[1:], form.split("<span>")[1:], strict=True)}
    (docks,) = (key.split('"')[0] for text, key in keys.items() if text.startswith("It has nine docks."))
    said = judging.chosen("", conversation, "1", docks)["html"]
    assert "with 1 quote" in said and 'value="the other &lt;b&gt;"' in said
    (gold,) = gold_in(judging, tmp_path)
    assert [quote.text for quote in gold.quotes[0]] == ["It has nine docks."]
    assert f'value="{docks}" checked' in judging.choosable("", conversation, "1")["html"]
    for keys_given, why in (("", "Choose at least one"), ("00000000", "changed meanwhile"), (docks[:7], "meanwhile")):
        with pytest.raises(InputError, match=why):
            judging.chosen("", conversation, "1", keys_given)
    assert "should not be answered" in judging.judged("", conversation, "1", "silent")["html"]
    (gold,) = gold_in(judging, tmp_path)
    assert not gold.answerable and gold.quotes == ()


def test_silence_that_is_right_is_gold(bot: Chatbot, kept: Conversations, judging: Judging, tmp_path: Path) -> None:
    conversation, answer = ask(bot, kept, "Who won the World Cup in 1998?")
    assert answer.status == "not_found"
    judging.judged("", conversation, "1", "up")
    assert [one.answerable for one in gold_in(judging, tmp_path)] == [False]


def test_what_gold_cannot_hold_is_told(bot: Chatbot, kept: Conversations, judging: Judging) -> None:
    conversation, _ = ask(bot, kept, "When did the harbor open?", since="2020")
    assert "knows no filters" in judging.judged("", conversation, "1", "up")["html"]
    calls: tuple[Callable[[], object], ...] = (
        lambda: judging.judged("", conversation, "1", "silent"),
        lambda: judging.choosable("", conversation, "1"),
        lambda: judging.chosen("", conversation, "1", "00000000"),
    )
    for call in calls:
        with pytest.raises(InputError, match="knows no filters"):
            call()


def test_one_person_has_nothing_of_anothers(bot: Chatbot, kept: Conversations, judging: Judging) -> None:
    hers, _ = ask(bot, kept, "When did the harbor open?", person="ada")
    judging.judged("ada", hers, "1", "up")
    calls: tuple[Callable[[], object], ...] = (
        lambda: judging.judged("bo", hers, "1", "down"),
        lambda: judging.noted("bo", hers, "1", "mine"),
        lambda: judging.opinions("bo", hers),
        lambda: judging.choosable("bo", hers, "1"),
        lambda: judging.gold("bo"),
    )
    for call in calls:
        with pytest.raises(InputError):
            call()
    runs = Runs(kept.kept)
    runs.keep(
        "ada", Run("1", 0.0, "gold.jsonl", "quotes", 1), [Scored(GoldQuestion("1", "q", True), scored_answer(), {})]
    )
    assert runs.listed("bo") == [] and len(runs.listed("ada")) == 1
    runs.report("ada", "1")
    with pytest.raises(InputError, match="not here any more"):
        runs.report("bo", "1")
    with pytest.raises(InputError, match="not here"):
        runs.remove("bo", "1")
    runs.remove("ada", "1")
    assert runs.listed("ada") == []
    runs.remove("ada", "1", back=True)
    assert len(runs.listed("ada")) == 1


def test_rubbish_is_told_in_a_line(bot: Chatbot, kept: Conversations, judging: Judging) -> None:
    conversation, _ = ask(bot, kept, "When did the harbor open?")
    calls = [*judging.calls, *evaluating(bot, kept).calls]
    for name, words in (
        ("judged", (conversation, "1", "perhaps")),
        ("judged", (conversation, "9", "up")),
        ("judged", ("", "", "")),
        ("noted", (conversation, "1", "\ud800")),
        ("chosen", (conversation, "1")),
        ("report", ("1", "", "all")),
        ("asked", ("1", "x")),
        ("cited", ("1", "²", "1")),
        ("evaluations", ("too", "many")),
    ):
        told = called(calls, name)(*words)
        assert set(told) == {"error"} and len(told["error"].splitlines()) == 1, (name, words)


def begin(page: Evaluating, file: str = "") -> str:
    note, *_ = page.begin(file, frozenset(), None, False, NOBODY)
    return str(note)


def ended(page: Evaluating) -> dict[str, Any]:
    latest = time.monotonic() + SOON_S
    while (told := page.evaluations(""))["is_going"]:
        assert time.monotonic() < latest
        time.sleep(0.02)
    return told


def test_an_evaluation_runs_is_kept_and_compared(
    bot: Chatbot, kept: Conversations, judging: Judging, tmp_path: Path
) -> None:
    page = evaluating(bot, kept)
    assert "Nothing is saved as gold yet" in begin(page)
    conversation, _ = ask(bot, kept, "How many docks has the harbor?")
    judging.judged("", conversation, "1", "up")
    gold = GoldQuestion("x", "Who owns the <b>harbor</b>?", True, quotes=((GoldQuote("gone", "Nobody."),),))
    for one in (gold, replace(gold, id="y", question="Why?", quotes=(), answerable=False)):
        Feedback(kept.kept).judge("", one.id, 1, "up", one)
    assert begin(page) == ""
    first = ended(page)
    assert first["saved"] == "3 questions saved as gold" and first["going"] == ""
    assert [run["gold"] for run in first["runs"]] == ["saved as gold, 1 left out"]
    assert begin(page) == ""
    second = ended(page)
    assert len(second["runs"]) == 2 and second["latest"] == second["runs"][0]["id"] != first["latest"]
    told = page.report("", second["latest"], first["latest"], "worst")["html"]
    assert "over the 2 questions that both have" in told and told.count("<svg") == 2
    asked = page.asked("", second["latest"], "0")["html"]
    assert "What is right" in asked and "It has nine docks." in asked
    assert "<mark" in page.cited("", second["latest"], "0", "1")["html"]
    again = evaluating(bot, kept)  # after a restart
    assert [run["id"] for run in again.evaluations("")["runs"]] == [run["id"] for run in second["runs"]]
    assert again.report("", second["latest"], first["latest"], "worst")["html"] == told


def test_a_bad_gold_file_is_one_line_with_its_place(bot: Chatbot, kept: Conversations, tmp_path: Path) -> None:
    page, file = evaluating(bot, kept), tmp_path / "my <gold>.jsonl"
    good = '{"id": "1", "question": "Who?", "answerable": true}\n'
    for text, why in (
        (good + "{", "my &lt;gold&gt;.jsonl, line 2: not a gold question"),
        (good * 2, "line 2: the id &quot;1&quot; is there twice"),
        (
            good + good.replace("1", "2").replace("}", ', "quotes": [[{"article": "z", "text": "y"}]]}'),
            "line 2: quotes the",
        ),
        ("", "no questions in it"),
    ):
        file.write_text(text)
        assert why in begin(page, str(file)) and not ended(page)["runs"]
    for path, why in ((str(tmp_path), "Is a directory"), ("/no/such", "No such file"), ("a\0b", "NUL"), ("~x\n", "~x")):
        assert why in begin(page, path)


def test_one_evaluation_at_a_time_which_can_be_cancelled(bot: Chatbot, kept: Conversations) -> None:
    measuring, let_go = Measuring(Runs(kept.kept)), threading.Event()
    questions = [GoldQuestion(str(n), "How many docks?", True) for n in range(3)]

    def slow() -> Chatbot:
        assert let_go.wait(SOON_S)
        return bot

    measuring.begin("ada", slow, questions, "gold.jsonl")
    with pytest.raises(InputError, match=BUSY.split(";")[0]):
        measuring.begin("bo", slow, questions, "gold.jsonl")
    measuring.cancel("bo")  # who has none
    going = measuring.of("ada")
    assert going and not going.is_cancelled.is_set() and measuring.of("bo") is None
    measuring.cancel("ada")
    let_go.set()
    latest = time.monotonic() + SOON_S
    while not going.is_over and time.monotonic() < latest:
        time.sleep(0.02)
    assert going.note == "Cancelled after 0 of 3 questions; nothing of it is kept."
    measuring.begin("bo", slow, questions, "gold.jsonl")
    while not (going := measuring.of("bo")) or not going.is_over:
        assert time.monotonic() < latest
        time.sleep(0.02)
    assert going.run and going.done == 3


def test_a_model_elsewhere_gets_nothing_before_it_is_allowed(bot: Chatbot, kept: Conversations) -> None:
    note, pending, row, _ = evaluating(bot, kept).begin("", frozenset(), "https://llm.example/v1#m", False, NOBODY)
    assert "Nothing was sent" in note and pending.host == "llm.example" and row["visible"]
    assert (
        "Only quotes can be chosen here"
        in evaluating(bot, kept, shared=True).begin("", frozenset(), "https://llm.example/v1#m", False, NOBODY)[0]
    )


@pytest.mark.parametrize("shared", [False, True])
def test_who_only_visits_the_page_names_no_file_of_this_computer(bot: Chatbot, shared: bool) -> None:
    async def built() -> gr.Blocks:
        return build_app(bot, shared=shared)

    page = asyncio.run(built())
    (begins,) = (event for event in page.fns.values() if event.name == "begin")
    assert isinstance(begins.inputs[0], gr.State if shared else gr.Textbox)  # the guard lets nobody set a state


def test_a_thousand_questions_stay_usable() -> None:
    one = scored_answer(Quote("a", 0, 4, "0123"))
    scored = [
        Scored(GoldQuestion(str(n), f"q {n}", n % 5 > 0), replace(one, confidence=n / 1000), {"quote_f1": n / 1000})
        for n in range(1000)
    ]
    report = Report.of(scored)
    told = report_html(report, Report.of(scored[:900]), everything=False)
    assert told.count("data-asked") == 50 and "Show 950 more" in told and len(told) < 200_000
    assert report_html(report, None, everything=True).count("data-asked") == 1000
    assert 'data-asked="995"><b>0%</b>' in told.split("</li>")[0]  # of what is wrong, the surest answer


def test_gold_that_was_saved_twice_is_there_once(bot: Chatbot, kept: Conversations, judging: Judging) -> None:
    for _ in range(2):
        conversation, _ = ask(bot, kept, "When did the harbor open?")
        judging.judged("", conversation, "1", "up")
    assert len([json.loads(line) for line in judging.gold("")["text"].splitlines()]) == 1


def test_a_sentence_of_an_article_that_is_gone_is_not_offered(
    library: Library, kept: Conversations, articles: Path
) -> None:
    library.sync(articles)
    bot = Chatbot(library)
    conversation, _ = ask(bot, kept, "When did the harbor open?")
    judging = Judging(library, kept, Feedback(kept.kept), lambda _: "")
    assert "nine docks" in judging.choosable("", conversation, "1")["html"]
    library.remove(next(one.id for one in library.articles() if "docks" in one.text))
    assert "nine docks" not in judging.choosable("", conversation, "1")["html"]
