"""Answers as Word files: real footnotes, each with its quote, its source and a link; what is said is text alone."""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document
from docx.document import Document as WordDocument

from rag import Answer
from rag.show import EXPORTS
from tests.documents import WORD
from tests.test_app import CONTESTED, NOTHING, QUOTED, TALKS, WRITTEN, citation

ENVOY = citation(1, "The envoy will not go.", url="https://a.example/b?x=1&y=2#c")
LINKED = replace(QUOTED, citations=(ENVOY, TALKS), notes=("It was stopped.",))
LINK = "https://a.example/b?x=1&y=2#:~:text=The%20envoy%20will%20not%20go."


def parts_of(answers: Sequence[Answer]) -> dict[str, bytes]:
    written = EXPORTS["docx"](answers)
    assert isinstance(written, bytes)
    with zipfile.ZipFile(BytesIO(written)) as archive:
        assert archive.testzip() is None and len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


def opened(answers: Sequence[Answer]) -> WordDocument:
    written = EXPORTS["docx"](answers)
    assert isinstance(written, bytes)
    return Document(BytesIO(written))


def w(name: str) -> str:
    return f"{{{WORD}}}{name}"


def footnotes_of(parts: dict[str, bytes]) -> dict[str, ElementTree.Element]:
    """Return the footnotes by their ids, without the lines above them."""
    notes = ElementTree.fromstring(parts["word/footnotes.xml"]).findall(w("footnote"))
    return {one.attrib[w("id")]: one for one in notes if w("type") not in one.attrib}


def text_of(part: Any) -> str:
    return "".join(one.text or "" for one in part.iter(w("t")))


def said(answers: Sequence[Answer]) -> list[tuple[str, str]]:
    return [(one.style.name if one.style else "", one.text) for one in opened(answers).paragraphs]


def test_it_reads_as_the_answer_does() -> None:
    assert said([LINKED]) == [
        ("Heading 1", "Will the envoy go?"),
        ("Normal", "“The envoy will not go.”"),
        ("Normal", "“Talks end in May, he said.”"),
        ("Quote", "It was stopped."),
    ]
    assert [text for _, text in said([WRITTEN])] == [
        "Will the envoy go?",
        "The envoy stays.",
        "Talks end on 9 May. (unsupported: number 9 is in no quote)",
        "All hope so. (uncited: it points at no sentence of the articles)",
    ]
    assert said([CONTESTED])[1:] == [
        ("Normal", "The articles disagree:"),
        ("List Bullet", "“The envoy will not go.” (Daily)"),
        ("List Bullet", "“Talks end in May, he said.” (Weekly)"),
    ]
    assert ("Normal", "The articles do not say.") in said([NOTHING])
    understood = replace(NOTHING, standalone_question="Will Ada go?")
    assert ("Quote", "Understood as: Will Ada go?") in said([understood])
    assert opened([LINKED]).core_properties.title == "Will the envoy go?"
    assert opened([LINKED]).core_properties.author == "OnRecord"


def test_a_citation_is_a_footnote_with_its_quote_its_source_and_a_link_to_the_words() -> None:
    parts = parts_of([LINKED])
    first, second = footnotes_of(parts).values()
    assert text_of(first) == (
        " “The envoy will not go.” ‘Title of a.txt’, Daily, 2025-06-17 https://a.example/b?x=1&y=2#c"
    )
    assert text_of(second) == " “Talks end in May, he said.” ‘Title of a.txt’, Daily, 2025-06-17 "
    (link,) = first.iter(w("hyperlink"))
    (relation,) = ElementTree.fromstring(parts["word/_rels/footnotes.xml.rels"])
    assert relation.attrib["Id"] in link.attrib.values()
    assert (relation.attrib["Target"], relation.attrib["TargetMode"]) == (LINK, "External")
    assert not list(second.iter(w("hyperlink")))


def test_word_finds_the_footnotes() -> None:
    parts = parts_of([LINKED, CONTESTED])
    assert b'PartName="/word/footnotes.xml"' in parts["[Content_Types].xml"]
    assert b"relationships/footnotes" in parts["word/_rels/document.xml.rels"]
    document, settings = (ElementTree.fromstring(parts[f"word/{name}.xml"]) for name in ("document", "settings"))
    referred = [one.attrib[w("id")] for one in document.iter(w("footnoteReference"))]
    assert referred == list(footnotes_of(parts)) == ["1", "2", "3", "4"]
    separators = {one.attrib[w("id")] for told in settings.iter(w("footnotePr")) for one in told}
    all_ids = {one.attrib[w("id")] for one in ElementTree.fromstring(parts["word/footnotes.xml"])}
    assert separators == all_ids - set(referred)
    styles = {one.attrib[w("styleId")] for one in ElementTree.fromstring(parts["word/styles.xml"]).iter(w("style"))}
    used = {
        one.attrib[w("val")]
        for name in ("document", "footnotes")
        for kind in ("rStyle", "pStyle")
        for one in ElementTree.fromstring(parts[f"word/{name}.xml"]).iter(w(kind))
    }
    assert used <= styles and {"footnotereference", "footnotetext", "Hyperlink"} <= used


def test_what_is_cited_again_has_its_first_number() -> None:
    twice = (*WRITTEN.sentences, replace(WRITTEN.sentences[0], citations=(2,)), WRITTEN.sentences[0])
    parts = parts_of([replace(WRITTEN, sentences=twice)])
    document = ElementTree.fromstring(parts["word/document.xml"])
    marks = [one.attrib[w("name")] for one in document.iter(w("bookmarkStart"))]
    again = [(one.attrib[w("instr")].split()[1], text_of(one)) for one in document.iter(w("fldSimple"))]
    assert again == [(marks[1], "2"), (marks[0], "1")]
    both = replace(WRITTEN, sentences=(replace(WRITTEN.sentences[0], citations=(1, 2)),))
    assert said([both])[1] == ("Normal", "The envoy stays., ")  # a comma between two numbers, which stand high


HOSTILE = "<w:p> & \x00\x07 \ud800 \ufffe ]]> {HYPERLINK} a\n\tb \u202e c"


def test_hostile_text_is_text() -> None:
    evil = replace(ENVOY, title=HOSTILE, source=HOSTILE, published=HOSTILE, url="javascript:alert(1)")
    answer = replace(
        LINKED, question=HOSTILE, standalone_question=f"{HOSTILE}?", citations=(evil, TALKS), notes=(HOSTILE,)
    )
    written = replace(WRITTEN, sentences=(replace(WRITTEN.sentences[1], text=HOSTILE, reasons=(HOSTILE,)),))
    shown = "<w:p> & \ufffd \ufffd ]]> {HYPERLINK} a b c"
    texts = [text for _, text in said([answer, written])]
    assert texts.count(shown) == 2  # the question, and a note
    note = text_of(footnotes_of(parts_of([answer]))["1"])
    assert note.count("<w:p> &") == 3 and "javascript" not in note
    assert not re.search(b"<w:hyperlink", parts_of([answer])["word/footnotes.xml"])


@pytest.mark.parametrize("count", [0, 3])
def test_many_or_no_answers(count: int) -> None:
    assert len(said([QUOTED] * count)) == 3 * count
    assert len(footnotes_of(parts_of([QUOTED] * count))) == 2 * count
