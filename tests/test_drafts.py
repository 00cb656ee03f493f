"""Where a model's draft ends, and whether it says anything."""

import pytest

from rag.llm import Draft
from rag.writer.drafts import REPEATED, SILENT_BEHIND, cut_short, is_silent, watched


@pytest.mark.parametrize(
    ("draft", "kept", "ended"),
    [
        ("The pier sank [1.1]. The articles do not say.", "The pier sank [1.1].", SILENT_BEHIND),
        ("The pier sank. [1.1] There is no information about it. It was red.", "The pier sank. [1.1]", SILENT_BEHIND),
        ("The pier sank at noon [1.1]. It was red. The pier sank at noon [1.1].", None, REPEATED),
        ("The articles do not say. The articles do not say.", "The articles do not say.", REPEATED),
    ],
)
def test_a_draft_ends_where_it_says_nothing_more(draft: str, kept: str | None, ended: str) -> None:
    assert cut_short(draft) == (kept or "The pier sank at noon [1.1]. It was red.", ended)


@pytest.mark.parametrize(
    "draft",
    [
        "The pier sank at noon [1.1]. The articles do not say why.",
        "The articles do not say. The pier sank at noon [1.1].",
        "He did not. She stayed. He did not.",
        "The pier sank at noon [1.1]. The pier sank at dusk [1.2].",
        "",
    ],
)
def test_what_goes_on_is_kept(draft: str) -> None:
    assert cut_short(draft) == (draft, "")


def test_the_last_sentence_of_a_growing_draft_may_go_on() -> None:
    grown = "The pier sank [1.1]. The articles do not say"
    assert cut_short(grown, growing=True) == (grown, "")


def test_the_model_is_stopped_where_its_draft_ends() -> None:
    text = "The pier sank at noon [1.1]. The articles do not say. And so on."
    drafts = iter([Draft(text), Draft(f"{text} It rained."), Draft(f"{text} It rained. It snowed.", "stop")])
    *_, last = watched(drafts)
    assert (last.draft.text, last.draft.stop, last.ended) == (text[:28], "cut", SILENT_BEHIND)
    assert len(list(drafts)) == 2


def test_a_draft_that_comes_at_once_ends_where_it_would_have_word_by_word() -> None:
    (last,) = watched([Draft("The pier sank at noon [1.1]. " + "The articles do not say. " * 4, "stop")])
    assert (last.draft.text, last.ended) == ("The pier sank at noon [1.1].", SILENT_BEHIND)


@pytest.mark.parametrize(
    "sentence",
    ["The articles do not say.", "Unfortunately, the sources don't mention this.", "There is no answer in the text."],
)
def test_silence(sentence: str) -> None:
    assert is_silent(sentence, wholly=True)
    assert not is_silent(f"{sentence[:-1]}, but it sank.") and not is_silent("The mayor did not say.")
