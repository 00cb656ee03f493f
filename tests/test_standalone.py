"""Follow-up questions: those that stand alone stay, to the letter."""

import pytest

from rag import LanguageModel, ModelError, Turn
from rag.standalone import standalone_question
from tests.fakes import ScriptedLLM

HISTORY = [Turn("Did Russia aid Iran against Israel?", "The Kremlin is unlikely to."), Turn("And Iran?", "…")]


@pytest.mark.parametrize(
    "question",
    ["Who built the Bushehr plant?", "did russia aid iran", "What did Iran say of its plant?", "Bushehr delays reason"],
)
def test_a_question_that_stands_alone_is_untouched(question: str) -> None:
    model = LanguageModel("scripted", ScriptedLLM(replies=[]))
    assert standalone_question(question, HISTORY, model) == question


def test_without_history_nothing_is_done() -> None:
    assert standalone_question("And it?", [], None) == "And it?"


@pytest.mark.parametrize(
    "question", ["And what did it offer?", "Why?", "How far is it?", "Who said that?", "What about Iran?"]
)
def test_by_rule_the_question_it_follows_goes_in_front(question: str) -> None:
    assert standalone_question(question, HISTORY, None) == f"Did Russia aid Iran against Israel? {question}"


def test_with_a_model_the_model_rewrites() -> None:
    llm = ScriptedLLM(replies=['"What did Russia offer?"\nBecause …'])
    assert standalone_question("What did it offer?", HISTORY, LanguageModel("m", llm)) == "What did Russia offer?"
    assert "Did Russia aid Iran against Israel?" in llm.prompts[0]


def test_a_rambling_model_is_not_followed() -> None:
    model = LanguageModel("m", ScriptedLLM(replies=["word " * 100]))
    assert standalone_question("Why?", HISTORY, model) == "Did Russia aid Iran against Israel? Why?"


def test_an_empty_rewrite_is_an_error() -> None:
    with pytest.raises(ModelError, match="wrote nothing"):
        standalone_question("Why?", HISTORY, LanguageModel("m", ScriptedLLM(replies=["  "])))
