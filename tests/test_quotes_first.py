"""With a model the quotes come first, before it is asked anything; and what is no question is told."""

from typing import Any

import pytest

from index import InputError, Library
from rag import Answer, Chatbot, Settings, Turn
from rag.answer import NOT_FOUND
from rag.chatbot import STILL_READING
from rag.verification import verify
from rag.writer import writing
from tests.reading import quick_chatbot
from tests.scripted_llm import ScriptedLLM

QUESTION = "did Russia aid Iran against Israel?"
TRUE = "The Kremlin is unlikely to come to Iran's aid [1.1]."
HISTORY = [Turn("What did Putin offer?", "Putin offered to mediate between Israel and Iran.")]
FOLLOW_UP = "And what did it have to do with Israel?"


def scripted(*replies: str) -> ScriptedLLM:
    return ScriptedLLM(replies=list(replies), prompts=[])


@pytest.mark.parametrize("strict", [False, True])
def test_the_quotes_come_before_the_model_is_asked(seeds_library: Library, strict: bool) -> None:
    llm = scripted(TRUE)
    stream = quick_chatbot(seeds_library, settings=Settings(strict=strict)).using(llm).stream(QUESTION)
    first = next(stream)
    assert llm.prompts == []
    assert (first.model, first.status, first.notes) == ("quotes", "answered", (STILL_READING,))
    alone = quick_chatbot(seeds_library).ask(QUESTION)
    assert (first.text, first.citations, first.sentences) == (alone.text, alone.citations, alone.sentences)
    *_, last = stream
    assert (last.model, last.notes) == ("scripted", ())
    assert last.timings.first_token_s > first.timings.first_token_s > 0


def test_the_quotes_stay_until_a_sentence_is_borne_out(seeds_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "PAUSE", 0.0)  # each piece is looked at
    draft = f"Iran sent 77 tanks to Moscow. {TRUE} Nobody knows more."
    bot = quick_chatbot(seeds_library).using(scripted(draft))
    alone = quick_chatbot(seeds_library).ask(QUESTION)
    shown = [one for one in bot.stream(QUESTION) if one.model == "scripted"]
    behind = [one for one in shown if one.sentences[: len(alone.sentences)] == alone.sentences]
    taken = shown[len(behind) :]
    assert behind == shown[: len(behind)] and taken
    assert any("77 tanks" in one.sentences[-1].text for one in behind)  # the model's words are seen meanwhile
    own = [one.sentences[len(alone.sentences) :] for one in behind]
    assert any(one.verdict == "uncited" and not one.is_unfinished for some in own for one in some)
    assert not any(one.is_borne_out for some in own for one in some)
    assert all(any(each.is_borne_out for each in one.sentences) for one in taken)
    assert all(one.sentences[0].text == "Iran sent 77 tanks to Moscow." for one in taken)
    assert all(set(one.citations) >= set(alone.citations) for one in behind)
    assert [verify(one, seeds_library).faults for one in behind] == [()] * len(behind)


def test_the_sides_stay_where_no_sentence_is_borne_out(seeds_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "PAUSE", 0.0)
    question = "Did Assad's government fall?"
    bot = quick_chatbot(seeds_library).using(scripted("Nobody in Lisbon can tell. It is said in Lima that it is so."))
    first, *grown, last = bot.stream(question)
    assert len(first.positions) == 2 and all(one.positions == first.positions for one in grown)
    assert any(one.model == "scripted" for one in grown) and last.positions == first.positions


def test_contested_sides_come_first_too(seeds_library: Library) -> None:
    first = next(quick_chatbot(seeds_library).using(scripted("x")).stream("Did Assad's government fall?"))
    assert first.status == "contested" and len(first.positions) == 2 and first.notes == (STILL_READING,)


def test_in_its_place_the_quotes_were_there_at_once(seeds_library: Library) -> None:
    first, *_, last = quick_chatbot(seeds_library).using(scripted("I'm sorry, I can't help.")).stream(QUESTION)
    assert last.model == "quotes" and last.timings.first_token_s == first.timings.first_token_s
    assert len(last.notes) == 1 and "refused to answer" in last.notes[0]


def test_a_model_that_finds_nothing_leaves_the_quotes(seeds_library: Library) -> None:
    *_, last = quick_chatbot(seeds_library).using(scripted(NOT_FOUND)).stream(QUESTION)
    assert (last.status, last.model) == ("answered", "quotes") and "found no answer" in last.notes[0]


def test_a_follow_up_shows_quotes_before_it_is_rewritten(seeds_library: Library) -> None:
    llm = scripted("What did Putin offer that had to do with Israel?", "He offered to mediate [1.1].")
    stream = quick_chatbot(seeds_library).using(llm).stream(FOLLOW_UP, HISTORY)
    first = next(stream)
    assert llm.prompts == [] and first.standalone_question == f"{HISTORY[0].question} {FOLLOW_UP}"
    second = next(stream)
    assert len(llm.prompts) == 1 and second.notes == (STILL_READING,)
    assert second.standalone_question == "What did Putin offer that had to do with Israel?"
    *_, last = stream
    assert (last.model, len(llm.prompts)) == ("scripted", 2)


def test_a_rewrite_may_find_what_the_rules_do_not(seeds_library: Library) -> None:
    history = [Turn("Who cooks best?", "Nobody knows, but Russia did not aid Iran against Israel.")]
    follow_up = "And did it aid it?"
    by_rules = quick_chatbot(seeds_library).ask(follow_up, history)
    llm = scripted("Did Russia aid Iran against Israel?", TRUE)
    bot = quick_chatbot(seeds_library, settings=Settings(answer_threshold=by_rules.confidence + 0.01)).using(llm)
    assert by_rules.confidence + 0.01 < quick_chatbot(seeds_library).ask(QUESTION).confidence
    first, *_, last = bot.stream(follow_up, history)
    assert first.standalone_question == last.standalone_question == "Did Russia aid Iran against Israel?"
    assert (first.notes, last.model) == ((STILL_READING,), "scripted")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"question": None}, r"question must be text \(str\), not NoneType"),
        ({"question": b"Who?"}, "not bytes"),
        ({"history": ["Who?"]}, "the history must be a list of earlier turns"),
        ({"history": "Who?"}, "the history must be"),
        ({"history": None}, "the history must be"),
        ({"history": [("Who?", "He.")]}, "the history must be"),
        ({"history": [Turn(None, "")]}, "the history must be"),  # type: ignore[arg-type]
        ({"since": 2024}, r"since must be text \(str\) or None, not int"),
        ({"until": 2024}, "until must be"),
        ({"source": ["a"]}, "source must be"),
        ({"during": 3.5}, "during must be"),
    ],
)
def test_what_is_no_question_is_told(seeds_bot: Chatbot, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        seeds_bot.ask(**({"question": QUESTION} | asked))


def test_answers_and_turns_make_a_history(seeds_bot: Chatbot) -> None:
    answer = seeds_bot.ask("What did Putin offer?")
    assert isinstance(seeds_bot.ask(FOLLOW_UP, (answer, *HISTORY)), Answer)
