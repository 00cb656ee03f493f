"""The whole chain over the sample articles: real model for vectors, real Chroma, no network."""

from dataclasses import replace
from pathlib import Path

import pytest

from index import InputError, Library
from index.scope import Scope
from rag import Answer, Chatbot, Settings, Turn, open_chatbot
from rag.answer import NOT_FOUND
from rag.chatbot import NOT_SURE
from tests.conftest import SEEDS
from tests.scripted_llm import ScriptedLLM

QUESTION = "did Russia aid Iran against Israel?"


def assert_exact(answer: Answer, library: Library) -> None:
    for citation in (*answer.citations, *answer.nearest):
        for quote in (citation.quote, citation.passage):
            assert library.article(quote.article).text[quote.start : quote.end] == quote.text


def scripted(library: Library, *replies: str) -> Chatbot:
    return Chatbot(library).using(ScriptedLLM(replies=list(replies), prompts=[]))


def test_without_a_model_the_answer_is_the_quotes(seeds_bot: Chatbot) -> None:
    answer = seeds_bot.ask(QUESTION)
    assert (answer.status, answer.model) == ("answered", "quotes")
    assert "unlikely" in answer.citations[0].quote.text
    assert answer.text.startswith(f"“{answer.citations[0].quote.text}” [1]")
    assert [one.verdict for one in answer.sentences] == ["quoted"] * len(answer.citations)
    assert answer.citations[0].source == "OnRecord sample"
    assert 0 < answer.timings.retrieve_s < answer.timings.total_s
    assert_exact(answer, seeds_bot.library)


def test_what_the_articles_do_not_say(seeds_bot: Chatbot) -> None:
    answer = seeds_bot.ask("Who won the World Cup in 1998?")
    assert (answer.status, answer.text, answer.citations) == ("not_found", NOT_FOUND, ())
    assert 0 < answer.confidence < 0.5 and len(answer.nearest) == 3
    assert_exact(answer, seeds_bot.library)


def test_without_evidence_the_model_is_not_called(seeds_library: Library) -> None:
    assert scripted(seeds_library).ask("Who won the World Cup in 1998?").status == "not_found"


def test_what_several_articles_answer_is_quoted_from_each(tmp_path: Path) -> None:
    texts = {
        "acquitted": "The court acquitted the banker Ole Karlsen of fraud on Friday. The judges found proof lacking.",
        "convicted": "Ole Karlsen, the banker, was convicted of fraud by the court on Friday. He will appeal.",
        "oslo": "Prime Minister Lena Berg visited Oslo in May and met the king. She stayed for two days.",
        "helsinki": "Prime Minister Lena Berg visited Helsinki in June for talks on fishing.",
        "riga": "Lena Berg, the prime minister, flew to Riga in August to open a school. Rain fell on the guests.",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text)
    with open_chatbot(tmp_path) as bot:
        for question, articles in (
            ("What happened to Ole Karlsen in court?", {"acquitted.txt", "convicted.txt"}),
            ("Which cities did Lena Berg visit?", {"oslo.txt", "helsinki.txt", "riga.txt"}),
        ):
            assert {citation.quote.article for citation in bot.ask(question).citations} == articles


def test_where_articles_deny_each_other_both_sides_are_shown(seeds_bot: Chatbot) -> None:
    answer = seeds_bot.ask("Did Assad's government fall?")
    assert answer.status == "contested"
    sides = [answer.citations[position.citations[0] - 1].quote for position in answer.positions]
    assert {quote.article for quote in sides} == {"assad-fell.md", "syria-stabilized.txt"}
    assert [position.label.removesuffix(", later report") for position in answer.positions] == [
        "‘Analysis: After Assad, Russia Looks for a Role in the Middle East’, OnRecord sample, 2025-06-23",
        "‘Explainer: How Russia and Iran Shored Up Damascus’, OnRecord sample, 2025-02-11",
    ]
    assert [position.label.endswith(", later report") for position in answer.positions] == [True, False]
    assert_exact(answer, seeds_bot.library)


def test_a_follow_up_is_asked_with_what_it_follows(seeds_bot: Chatbot) -> None:
    first = seeds_bot.ask("What did Putin offer?")
    answer = seeds_bot.ask("And what did it have to do with Israel?", [first])
    assert answer.standalone_question == "What did Putin offer? And what did it have to do with Israel?"
    assert answer.citations[0].quote.article == "putin-mediation.html"
    assert answer == replace(
        seeds_bot.ask("And what did it have to do with Israel?", [Turn(first.question, first.text)]),
        timings=answer.timings,
    )


def test_a_model_points_and_code_quotes(seeds_library: Library) -> None:
    bot = scripted(seeds_library, "The Kremlin is unlikely to come to Iran's aid [1.1]. It sent tanks [7.7].")
    partials = list(bot.stream(QUESTION))
    # How many come depends on how long each takes to judge.
    assert len(partials) > 1 and all(partial.text.count("[") == partial.text.count("]") for partial in partials)
    answer = partials[-1]
    assert answer.model == "scripted" and answer.citations[0].quote.article == "kremlin-aid-unlikely.html"
    assert [one.verdict for one in answer.sentences] == ["supported", "uncited"]
    assert [one.marker for one in answer.rejected] == ["[7.7]"]
    assert_exact(answer, seeds_library)


def test_a_model_that_finds_nothing_counts_as_much_as_it_should(seeds_library: Library) -> None:
    answer = scripted(seeds_library, NOT_FOUND).ask(QUESTION)
    assert (answer.status, answer.model) == ("answered", "quotes") and "found no answer" in answer.notes[0]
    believed = Chatbot(seeds_library, settings=Settings(silence_odds=0.0))
    answer = believed.using(ScriptedLLM(replies=[NOT_FOUND])).ask(QUESTION)
    assert (answer.status, answer.text, answer.sentences) == ("not_found", NOT_FOUND, ())
    assert answer.nearest


def test_saying_nothing_and_then_something_is_judged(seeds_library: Library) -> None:
    answer = scripted(seeds_library, f"{NOT_FOUND} But everyone knows that Putin sent 40 tanks.").ask(QUESTION)
    assert answer.status == "answered" and answer.model == "quotes"
    assert [one.verdict for one in answer.sentences if one.withdrawn] == ["uncited", "uncited"]
    assert "wrote no sentence" in scripted(seeds_library, "[1.1]").ask(QUESTION).notes[0]


def test_prompts_show_numbered_sentences_as_data(seeds_library: Library) -> None:
    llm = ScriptedLLM(replies=["Unlikely [1.1]."], prompts=[])
    Chatbot(seeds_library).using(llm).ask(QUESTION)
    assert (
        "<source 1: Kremlin Unlikely to Send Iran Military Aid Despite Pact, OnRecord sample, 2025-06-17>"
        in llm.prompts[0]
    )
    assert "[1.1] The Kremlin is unlikely" in llm.prompts[0] and QUESTION in llm.prompts[0]


def test_filters_narrow_what_may_answer(seeds_bot: Chatbot) -> None:
    answer = seeds_bot.ask("Did Assad's government fall?", until="2025-03")
    assert answer.status == "answered"
    assert {one.published for one in answer.citations} < {"2025-01-18", "2025-02-11", "2025-02-26", "2025-03-27"}
    assert seeds_bot.ask(QUESTION, source="Nobody").status == "not_found"


def test_bad_questions(seeds_bot: Chatbot, library: Library) -> None:
    with pytest.raises(InputError, match="the question is empty"):
        seeds_bot.ask("  ")
    with pytest.raises(InputError, match="half a character"):
        seeds_bot.ask("Who is \ud800?")
    with pytest.raises(InputError, match="no articles to search yet"):
        Chatbot(library).ask("Who?")
    assert seeds_bot.ask("?!" * 3000).status == "not_found"


def test_open_chatbot_keeps_its_library_beside_the_articles(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ONRECORD_LIBRARY", raising=False)
    folder = tmp_path_factory.mktemp("articles")
    (folder / "plant.md").write_text((SEEDS / "bushehr-plant.md").read_text())
    for _ in range(2):
        with open_chatbot(folder) as bot:
            assert bot.ask("Who built the Bushehr plant?").citations[0].quote.article == "plant.md"
    assert (folder / ".onrecord" / "catalog.sqlite3").exists()
    with pytest.raises(InputError, match="no such file or folder"):
        open_chatbot(folder / "nowhere")
    assert not (folder / "nowhere").exists()


def test_equal_texts_are_found_once(library: Library, articles: Path) -> None:
    (articles / "copy.txt").write_text((articles / "harbor.txt").read_text())
    library.sync(articles)
    texts = [hit.text for hit in Chatbot(library).retriever.retrieve("harbor docks", Scope())]
    assert sorted(texts) == sorted(set(texts))


def test_a_note_tells_of_articles_outside_only_when_they_are(seeds_bot: Chatbot) -> None:
    outside = seeds_bot.ask("Who built the Bushehr plant?", since="2031")
    assert outside.status == "not_found" and "outside" in outside.notes[-1]
    assert seeds_bot.ask("Who built the Bushehr plant?", since="1900").notes == ()
    assert seeds_bot.ask("Who won the World Cup in 1998?", since="2031").notes == ()
    declined = seeds_bot.using(ScriptedLLM(replies=["The articles do not say."], prompts=[]))
    assert not any("outside" in note for note in declined.ask("Who built the Bushehr plant?", since="1900").notes)


def test_an_answer_that_may_be_none_says_so(seeds_library: Library) -> None:
    question = "Who built the Bushehr plant?"
    sure = Chatbot(seeds_library).ask(question)
    assert sure.status == "answered" and NOT_SURE not in sure.notes
    unsure = Chatbot(seeds_library, settings=Settings(sure_threshold=1.0)).ask(question)
    assert unsure.notes == (NOT_SURE,) and unsure.citations == sure.citations
    declined = Chatbot(seeds_library, settings=Settings(answer_threshold=1.0, sure_threshold=1.0)).ask(question)
    assert declined.status == "not_found" and declined.notes == ()
