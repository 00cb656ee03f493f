"""The words of a quote that answer: where they stand, when they are said in short, and how they are shown."""

import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from index import Embedder, Library
from rag import Answer, Chatbot
from rag.answer import ShortAnswer, Verdict
from rag.answer_spans import with_answer_spans
from rag.quote import Slice
from rag.reader.spans import answer_span
from rag.show import EXPORTS, answer_html, as_text, sources_html
from rag.verification import verify
from tests.reading import quick_chatbot
from tests.test_app import QUOTED, citation

ARTICLES = {
    "quay": "Astrid Holm, an engineer, rebuilt the old quay of Lerwick in 1987. It cost 14 million kroner.",
    "choir": "The choir of Saint Ebbe sang for 3,200 people in the harbour square on Sunday. It rained all evening.",
    "bakery": "Niko Brandt has bought the bakery on Mill Lane from the Ferro family. He plans to open it in May.",
}


@pytest.fixture(scope="module")
def bot(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    folder = tmp_path_factory.mktemp("spans")
    (folder / "a.jsonl").write_text(
        "\n".join(json.dumps({"id": name, "title": name, "text": text}) for name, text in ARTICLES.items())
    )
    with Library.open(folder / "library", embedder=embedder) as library:
        library.sync(folder / "a.jsonl", as_is=True)
        yield quick_chatbot(library)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Who rebuilt the old quay of Lerwick?", "Astrid Holm"),
        ("When was the old quay of Lerwick rebuilt?", "1987"),
        ("How many people did the choir of Saint Ebbe sing for?", "3,200"),
        ("Who bought the bakery on Mill Lane?", "Niko Brandt"),
    ],
)
def test_the_words_that_answer_are_a_slice_of_the_quote(bot: Chatbot, question: str, short: str) -> None:
    answer = bot.ask(question)
    (cited,) = [one for one in answer.citations if one.span and short in one.span.text]
    assert cited.span and ARTICLES[cited.quote.article][cited.span.start : cited.span.end] == cited.span.text
    assert cited.quote.start <= cited.span.start < cited.span.end <= cited.quote.end
    assert len(cited.span.text) < len(cited.quote.text) / 2
    assert verify(answer, bot.library).faults == ()
    assert Answer.from_json(json.loads(json.dumps(answer.to_json()))) == answer


@pytest.mark.parametrize(("asked", "words"), [("When?", "1987"), ("Why?", None), ("How much?", None)])
def test_a_question_of_one_word_goes_on_from_the_one_before(bot: Chatbot, asked: str, words: str | None) -> None:
    answer = bot.ask(asked, [bot.ask("Who rebuilt the old quay of Lerwick?")])
    found = [one.span.text for one in answer.citations if one.span]
    assert (words in found) if words else answer.short_answer is None
    assert "Astrid Holm" not in found


def test_yes_and_no_have_no_such_words(bot: Chatbot) -> None:
    answer = bot.ask("Did Niko Brandt buy the bakery on Mill Lane?")
    assert answer.citations and answer.short_answer is None and not any(one.span for one in answer.citations)


def test_none_is_found_in_nothing() -> None:
    assert [answer_span("Who sang?", "", text) for text in ("", "   ")] == [None, None]


def test_they_stand_within_one_sentence_or_item() -> None:
    text = "The bank will close three branches this summer. These will close:\n- Orrin, on 3 June\n- Askby, on 5 June"
    for question in (
        "Which branches will the bank close?",
        "Where will branches close?",
        "What will happen in summer?",
    ):
        span = answer_span(question, "Branches to close", text)
        assert span and not {"\n", "-"} & {*text[span.start : span.end]} and ". " not in text[span.start : span.end]


def test_what_is_said_in_short_is_held_against_its_quote(bot: Chatbot) -> None:
    answer = bot.ask("Who bought the bakery on Mill Lane?")
    span = answer.citations[0].span
    assert span
    short = ShortAnswer(span.text, 1, span.start, span.end)
    found = verify(replace(answer, short_answer=short), bot.library)
    assert found.faults == () and "which words of its quotes answer" in found.unchecked
    bare = replace(answer, short_answer=None, citations=tuple(replace(one, span=None) for one in answer.citations))
    assert "which words of its quotes answer" not in verify(bare, bot.library).unchecked
    for wrong in (
        replace(short, text="The Ferro family"),
        replace(short, start=short.start + 1),
        replace(short, citation=7),
        replace(short, text=ARTICLES["bakery"][:4], start=0, end=4),
    ):
        (fault, *_) = verify(replace(answer, short_answer=wrong), bot.library).faults
        assert fault.place == "short answer"
    for moved in (Slice(span.start, span.end, "Who"), Slice(0, 900, ARTICLES["bakery"]), Slice(5, 5, "")):
        cited = replace(answer.citations[0], span=moved)
        wrongly = replace(answer, citations=(cited, *answer.citations[1:]), short_answer=None)
        assert [one.place for one in verify(wrongly, bot.library).faults] == ["citation 1"]


def in_short(text: str = "The envoy") -> Answer:
    first = citation(1, "The envoy will not go.")
    start = first.quote.start + first.quote.text.index(text)
    words = Slice(start, start + len(text), text)
    spanned = replace(first, span=words)
    short = ShortAnswer(text, 1, start, words.end)
    return replace(QUOTED, citations=(spanned, *QUOTED.citations[1:]), short_answer=short)


def test_they_are_bold_in_the_answer_and_in_its_record() -> None:
    answer = in_short()
    said, record = answer_html(answer), sources_html(answer)
    assert '<p class="in-short">In short: <b>“The envoy”</b><sup><a href="#source-1-1">[1]</a></sup></p>' in said
    assert "“<b>The envoy</b> will not go.”" in said
    assert '<mark id="source-1-1" data-number="1"><b>The envoy</b> will not go.</mark>' in record
    assert "In short" not in answer_html(QUOTED) and "<b>" not in answer_html(QUOTED)


def test_bold_words_of_a_hostile_article_are_text() -> None:
    text = "<b>x</b> & y"
    hostile = citation(1, f"It is {text}.", text=f"It is {text}.")
    start = hostile.quote.start + 6
    spanned = replace(hostile, span=Slice(start, start + len(text), text))
    asked = replace(QUOTED, citations=(spanned,), sentences=QUOTED.sentences[:1])
    asked = replace(asked, sentences=(replace(asked.sentences[0], text=hostile.quote.text, citations=(1,)),))
    asked = replace(asked, short_answer=ShortAnswer(text, 1, start, start + len(text)))
    safe = "&lt;b&gt;x&lt;/b&gt; &amp; y"
    assert f"In short: <b>“{safe}”</b>" in answer_html(asked) and f"It is <b>{safe}</b>." in answer_html(asked)


def test_files_and_the_terminal_say_them_first() -> None:
    answer = in_short()
    assert as_text(answer).startswith("In short: “The envoy” [1]\n\n")
    markdown = EXPORTS["md"]([answer])
    assert "In short: “The envoy”[^1-1]\n\n“The envoy will not go.”[^1-1]" in str(markdown)
    word: Any = EXPORTS["docx"]([answer])
    assert any(one.text.startswith("In short: “The envoy”") for one in Document(BytesIO(word)).paragraphs)


def test_nothing_is_looked_for_where_nothing_is_quoted() -> None:
    silent = replace(QUOTED, status="not_found", citations=(), sentences=())
    assert with_answer_spans(silent, least_confidence=0.0) is silent


def short_of(*texts: str, confidence: float = 0.9, **kinds: str) -> str | None:
    """Return what is said in short of an answer that quotes these texts; `kinds` by number, as in `k2`."""
    cited = [citation(at, text, text=text, article=f"{at}.txt") for at, text in enumerate(texts, start=1)]
    cited = [replace(one, kind=kinds.get(f"k{one.number}", "")) for one in cited]
    quoted = tuple(Verdict(one.quote.text, (one.number,), "quoted") for one in cited)
    question = "Who led the dig at Carrow Hill?"
    answer = replace(QUOTED, question=question, standalone_question=question, confidence=confidence)
    answer = replace(answer, citations=tuple(cited), sentences=quoted)
    short = with_answer_spans(answer, least_confidence=0.7).short_answer
    return short.text if short else None


def test_nothing_is_said_in_short_where_the_quotes_answer_differently() -> None:
    lund, voss = "Ada Lund led the dig at Carrow Hill.", "Per Voss led the dig at Carrow Hill."
    assert short_of(lund) == short_of(lund, "The dig at Carrow Hill was led by Lund.") == "Ada Lund"
    assert short_of(lund, "The dig at Carrow Hill ended in May.") == "Ada Lund"
    assert short_of(lund, voss) is None
    assert short_of(voss, lund, k2="earlier report") == "Per Voss" and short_of(lund, k1="earlier report") is None
    for kind in ("correction", "clarification", "retraction"):
        assert short_of(lund, "Ada Lund did not lead it.", k2=kind) is None
    assert short_of(lund, confidence=0.6) is None


def test_the_first_question_waits_for_no_network(bot: Chatbot) -> None:
    answer_span.cache_clear()
    bot.warm_up()
    assert answer_span.cache_info().currsize == 1
