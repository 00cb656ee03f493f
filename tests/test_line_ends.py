r"""Texts that are taken as they are keep their line ends: "\n", "\r\n" or "\r", with offsets that count them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Embedder, Library, read_articles
from page.article import article_html
from rag import Answer, Chatbot
from rag.show import EXPORTS, as_text
from rag.verification import verify
from tests.reading import quick_chatbot

HEADER = "---\ntitle: The mill\nsource: Vale Times\n---\n"
TEXT = (
    "The Osk mill\n\nThe Osk mill was sold in March for 40 pounds, after a year in which nobody had worked there\n"
    "but two guards. It burned down in May.\n\n“Was it insured? No,”\nsaid Mayor Ada Flint.\n"
)
ENDS = ["\n", "\r\n", "\r"]


@pytest.fixture(scope="module", params=ENDS, ids=repr)
def line_end(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def mill(
    line_end: str, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Chatbot, Answer]]:
    folder = tmp_path_factory.mktemp("mill")
    (folder / "mill.txt").write_bytes((HEADER + TEXT).replace("\n", line_end).encode())
    with Library.open(folder / "library", embedder=embedder) as library:
        library.sync(folder / "mill.txt", as_is=True)
        bot = quick_chatbot(library)
        yield bot, bot.ask("For how much was the Osk mill sold, and when did it burn down?")


@pytest.mark.parametrize("suffix", [".txt", ".jsonl", ".csv"])
@pytest.mark.parametrize("header", ["", HEADER])
def test_a_text_as_it_is_is_that_of_its_file(line_end: str, suffix: str, header: str, tmp_path: Path) -> None:
    text = TEXT.replace("\n", line_end)
    content = {
        ".txt": header.replace("\n", line_end) + text,
        ".jsonl": '{"text": "%s"}' % text.replace("\r", "\\r").replace("\n", "\\n"),
        ".csv": f'title,text\r\nThe mill,"{text}"\r\n',
    }[suffix]
    (tmp_path / f"mill{suffix}").write_bytes(content.encode())
    (article,) = read_articles(tmp_path, as_is=True)
    assert article.text == text and (suffix != ".txt" or article.title.startswith("The"))
    (cleaned,) = read_articles(tmp_path)
    assert "\r" not in cleaned.text


@pytest.mark.parametrize(("name", "above"), [("mill.md", ""), ("mill.eml", "Subject: The mill\n\n")])
def test_lines_of_what_is_put_together_end_in_line_feeds(name: str, above: str, line_end: str, tmp_path: Path) -> None:
    lines = "The mill is old.\n\nIts wheel turns."
    (tmp_path / name).write_bytes((above + lines).replace("\n", line_end).encode())
    (article,) = read_articles(tmp_path, as_is=True)
    assert article.text == lines


def test_what_no_database_takes_keeps_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "It\\u0000 is\\r\\n\\ud800 open."}')
    (article,) = read_articles(tmp_path, as_is=True)
    assert article.text == "It\ufffd is\r\n\ufffd open."


def test_quotes_stand_at_their_place_in_the_file(mill: tuple[Chatbot, Answer], line_end: str) -> None:
    bot, answer = mill
    written = TEXT.replace("\n", line_end)
    quotes = [one.quote for one in answer.citations]
    assert any("40 pounds" in quote.text for quote in quotes)
    assert all(written[quote.start : quote.end] == quote.text for quote in quotes)
    assert verify(answer, bot.library).faults == () == verify(Answer.from_json(answer.to_json()), bot.library).faults


def test_a_wrapped_sentence_is_one_and_a_paragraph_ends_it(mill: tuple[Chatbot, Answer], line_end: str) -> None:
    bot, _ = mill
    hits = bot.library.search("mill")
    found = [hit.article.text[one.start : one.end] for hit in hits for one in hit.passage.sentences]
    assert [one.replace(line_end, " ") for one in found] == [
        "The Osk mill",
        "The Osk mill was sold in March for 40 pounds, after a year in which nobody had worked there but two guards.",
        "It burned down in May.",
        "“Was it insured? No,” said Mayor Ada Flint.",
    ]


def test_nothing_that_is_shown_or_saved_trips_over_line_ends(mill: tuple[Chatbot, Answer], line_end: str) -> None:
    bot, answer = mill
    article = bot.library.article("mill.txt")
    page = article_html(article, answer.citations, ())
    assert "no longer as it was" not in page and page.count("<mark") == len(answer.citations)
    assert "\r" not in as_text(answer) + str(EXPORTS["md"]([answer])) + str(EXPORTS["bib"]([answer]))
    assert all(EXPORTS[kind]([answer]) for kind in EXPORTS)  # HTML may have them: browsers read them as line feeds
