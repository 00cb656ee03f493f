"""What a model thinks aloud is no part of its answer, however it is written and wherever it is cut."""

import pytest

from rag.llm.thinking import Thinking


def said(text: str, step: int) -> str:
    thinking = Thinking()
    for start in range(0, len(text), step):
        partial = thinking.add(text[start : start + step])
        assert text.startswith("Hm") or "Hm" not in partial
        assert "<think" not in partial or "<thinks" in text
    return thinking.end().strip()


@pytest.mark.parametrize("step", [1, 7, 1000])
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("<think>Hm [9.9].</think>It fell.", "It fell."),
        ("<THINK>Hm</Think>\n\nIt fell.", "It fell."),
        ("<thinking>Hm</thinking><thought>Hm</thought>It <reasoning>Hm</reasoning>fell.", "It fell."),
        ("It fell. <think>Hm", "It fell."),
        ("<think>Hm", ""),
        ("Hm. </think>It fell.", "It fell."),
        ("<think >Hm</think >It fell.", "It fell."),
        ('<reasoning effort="high">Hm</reasoning>It fell.', "It fell."),
        ("[THINK]Hm[/THINK]It fell [1.1].", "It fell [1.1]."),
        ("5 < 6 and 7 > 6 <b>it</b> fell [", "5 < 6 and 7 > 6 <b>it</b> fell ["),
        ("It <thinks>", "It <thinks>"),
    ],
)
def test_thinking_is_left_out(text: str, answer: str, step: int) -> None:
    assert said(text, step) == answer


@pytest.mark.timeout(30)  # what is not linear takes hours
@pytest.mark.parametrize("start", ["<", "</", "< /", "<think", "[", "[/T", "◁"])
@pytest.mark.parametrize("filler", [" ", "\t", "<", "a", "/", "["])
def test_no_text_is_slow_to_read(start: str, filler: str) -> None:
    thinking = Thinking()
    for _ in range(2):
        thinking.add(start + filler * 900_000 + "x")
    thinking.end()


def test_endless_thinking_takes_linear_time() -> None:
    thinking = Thinking()
    for _ in range(50_000):
        thinking.add("<think>hm <")
    assert thinking.end() == ""
