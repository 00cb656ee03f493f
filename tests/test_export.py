"""An answer as a file for other programs: what others wrote is text in it, and nothing else."""

import json
import re
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from markdown_it import MarkdownIt

from rag import Answer
from rag.answer import UNFINISHED, Verdict
from rag.show import EXPORTS, as_text, link_to
from rag.verdict.grounding import with_numbers
from tests.test_app import CONTESTED, NOTHING, QUOTED, WRITTEN, citation, text_of

HOSTILE = "<img src=x onerror=y> *a* [b](javascript:c) `d` # e\n\n1. f {g} \\h & 50% ~i^ $j$ _k_ | l"


def export(form: str, answers: list[Answer]) -> str:
    written = EXPORTS[form](answers)
    assert isinstance(written, str)
    return written


def test_markdown_shows_each_sentence_with_its_footnotes() -> None:
    written = export("md", [QUOTED])
    assert written.startswith("## Will the envoy go?\n\n“The envoy will not go.”[^1-1]\n\n")
    assert "[^1-2]: “Talks end in May, he said.” ‘Title of a.txt’, Daily, 2025-06-17" in written
    both = export("md", [QUOTED, CONTESTED])
    sides = "- “The envoy will not go.” (Daily)[^2-1]\n- “Talks end in May, he said.” (Weekly)[^2-2]\n\n[^2-1]:"
    assert f"The articles disagree:\n\n{sides}" in both  # and no quote once more
    assert "Talks end on 9 May.[^1-2] (unsupported: number 9 is in no quote)" in export("md", [WRITTEN])
    assert "The articles do not say." in export("md", [NOTHING])


def test_a_sentence_that_was_cut_off_is_called_unfinished() -> None:
    judged, cut = WRITTEN.sentences[0], Verdict("Talks are being", (), "uncited", (UNFINISHED,))
    stopped = replace(WRITTEN, sentences=(judged, cut), text=with_numbers([judged, cut]))
    assert "Talks are being (unfinished)" in export("md", [stopped])
    (word,) = [one.text for one in Document(BytesIO(EXPORTS["docx"]([stopped]))).paragraphs if "being" in one.text]  # type: ignore[arg-type]
    assert word.endswith("Talks are being (unfinished)")
    shown = export("html", [stopped])
    assert 'Talks are being <span class="unfinished">Unfinished</span>' in shown and "No source" not in shown
    assert "<u>Talks are being" not in shown
    (*_, told) = json.loads(export("json", [stopped]))["sentences"]
    assert told["reasons"] == ["unfinished"]
    assert "! Talks are being — unfinished" in as_text(stopped)


def test_markdown_of_hostile_text_is_that_text() -> None:
    asked = replace(QUOTED, question=HOSTILE, standalone_question=HOSTILE)
    written = export("md", [replace(asked, citations=(), sentences=(), text=HOSTILE)])
    html = MarkdownIt().render(written)
    assert re.findall(r"<(\w+)", html) == ["h2", "p"]
    assert text_of(html).split("\n")[0] == " ".join(HOSTILE.split())


def test_json_is_read_back() -> None:
    assert Answer.from_json(json.loads(export("json", [WRITTEN]))) == WRITTEN
    assert len(json.loads(export("json", [WRITTEN, QUOTED]))) == 2


def test_each_source_is_listed_once() -> None:
    hostile = replace(
        citation(1, "The envoy will not go."), title=HOSTILE, source="A & B\nER  - ", url="http://a.example/b_c"
    )
    answers = [QUOTED, replace(QUOTED, citations=(hostile, citation(2, "Few expected it.", article="b.txt")))]
    bib, ris = export("bib", answers), export("ris", answers)
    assert bib.count("@article{") == 2 and r"A \& B ER" in bib
    assert len(re.findall("^TY  - NEWS\r$", ris, re.MULTILINE)) == 2 == len(re.findall("^ER  - \r$", ris, re.MULTILINE))


def test_a_page_needs_nothing_else_and_runs_nothing() -> None:
    page = export("html", [replace(QUOTED, question=HOSTILE)])
    assert page.startswith("<!doctype html>") and "<img" not in page and "<script" not in page


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/b#c", "https://a.example/b#:~:text=The%20envoy%20will%20not%20go."),
        ("javascript:alert(1)", ""),
        (None, ""),
    ],
)
def test_a_link_leads_to_the_words_of_a_quote(url: str | None, link: str) -> None:
    assert link_to(citation(1, "The envoy will not go.", url=url)) == link


def test_a_long_quote_is_found_by_its_ends() -> None:
    text = "One two three four-five six seven eight nine ten eleven twelve thirteen fourteen fifteen."
    link = link_to(citation(1, text, text=text, url="http://a.example"))
    assert link == "http://a.example#:~:text=One%20two%20three%20four%2Dfive,twelve%20thirteen%20fourteen%20fifteen."


def test_what_a_model_wrote_and_is_withdrawn_is_not_exported_as_said() -> None:
    withdrawn = replace(WRITTEN, sentences=tuple(replace(one, withdrawn=True) for one in WRITTEN.sentences))
    assert "The envoy stays." not in export("md", [withdrawn])


def test_only_what_is_a_quote_to_the_letter_gets_quotation_marks() -> None:
    nearly = replace(QUOTED, sentences=(replace(QUOTED.sentences[0], text="the envoy will not go"),))
    assert "\nthe envoy will not go[^1-1]" in export("md", [nearly])


def test_a_number_at_the_beginning_makes_no_list_and_an_address_no_markup() -> None:
    for said in ("2024. It fell &copy; so", "1. Who?", "- x", "7) y"):
        html = MarkdownIt().render(export("md", [replace(NOTHING, text=said)]))
        assert f"<p>{said.replace('&', '&amp;')}</p>" in html
    url = "http://a.example/> <img src=x onerror=alert(1)>"
    written = export("md", [replace(QUOTED, citations=(citation(1, "The envoy will not go.", url=url),))])
    assert "<img" not in MarkdownIt().render(written)
