"""Drafts of anyone's, held against the articles: quotations, speakers, sentences, and what claims nothing."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import onrecord as door
from index import InputError, Library
from index.language.claims import claims_nothing
from rag.drafts import CheckedDraft, verify
from rag.drafts.sentences import check_sentences_of
from rag.drafts.speakers import same_speaker
from rag.show import draft_as_text, draft_html, draft_page
from rag.verdict import Judgement
from tests.fakes import WordHashEmbedder

ARTICLE = """\
The mill at Osk will close in May, Mayor Ann Lee said on Monday.

“We did not want this, and nobody asked us,” Ms. Lee told reporters. “It is a hard day for Osk.”

Bob Dale, who owns the mill, called the decision “a long time coming”. He said that 40 people would lose their work.
"""


STREETS = ("harbour road", "old quay", "upper lane", "mill street", "square by the church", "bridge", "north gate")


@pytest.fixture(scope="module")
def mill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("mill")
    (folder / "mill.jsonl").write_text(
        json.dumps({"id": "mill", "title": "Osk mill to close", "source": "Osk Times", "text": ARTICLE})
    )
    with Library.open(folder / "library", embedder=WordHashEmbedder()) as library:
        library.sync(folder / "mill.jsonl")
        yield library


def quotations(text: str, library: Library) -> list[tuple[str, str]]:
    found = verify(text, library)
    assert all(found.text[one.start : one.end].strip("“”\"'‘’«»").startswith(one.words[:3]) for one in found.quotations)
    for one in found.quotations:
        for place in one.places:
            assert library.article("mill").text[place.quote.start : place.quote.end] == place.quote.text
    return [(one.status, one.speaker.status if one.speaker else "") for one in found.quotations]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“We did not want this,” said Ann Lee.", [("stands", "right")]),
        ('"We did not want this", the mayor said.', [("stands", "unsure")]),
        ("“We did not want this,” said Bob Dale.", [("stands", "wrong speaker")]),
        ("“We did want this,” said Ann Lee.", [("altered", "right")]),
        ("“We did … want this,” said Ann Lee.", [("altered", "right")]),
        ("“We are glad that it is over,” said Ann Lee.", [("not in the articles", "")]),
        ("«It is a hard day for Osk» (Ann Lee).", [("stands", "")]),
        ("“It is,” said Bob Dale, “a hard day for Osk.”", [("not checked", ""), ("stands", "wrong speaker")]),
        ("Ann Lee spoke of a “hard day”.", [("stands", "right")]),
        ("Bob Dale spoke of a “hard day”.", [("stands", "wrong speaker")]),
        ("Bob Dale spoke of a “lost” town and of its “work”.", [("not checked", ""), ("not checked", "")]),
        ("Bob Dale called it a so-called “hard day”.", [("not checked", "")]),
        ("The owner called it ‘a long time coming’.", [("stands", "unsure")]),
        ("Ann Lee called it ‘a long time coming’.", [("stands", "wrong speaker")]),
        ("“40 people would lose their work,” Bob Dale said.", [("stands", "right")]),
        ("“40 people would lose their work,” Ann Lee said.", [("stands", "wrong speaker")]),
        ("“The mill at Osk will close in May,” the Osk Times reports.", [("stands", "unsure")]),
        ("The “mill” is a “so-called”.", [("not checked", ""), ("not checked", "")]),
        ("He wrote “The Last Mill of Osk” in “Osk Mill to Close”.", [("not checked", ""), ("not checked", "")]),
    ],
)
def test_quotations_and_their_speakers(text: str, found: list[tuple[str, str]], mill: Library) -> None:
    assert quotations(text, mill) == found


def test_we_read_is_no_claim(mill: Library) -> None:
    (sentence,) = verify("Ms. Lee, we read, “did not want this”.", mill).sentences
    assert sentence.status in ("quoted", "supported") and not sentence.reasons


def test_a_quotation_is_shown_with_the_sentence_it_stands_in(mill: Library) -> None:
    (sentence,) = verify("The mayor of Osk at the mill: “a hard day for Osk”, with the work lost.", mill).sentences
    assert sentence.nearest[0].quote.text.startswith("“It is a hard day")


def test_a_speaker_is_compared_in_all_forms() -> None:
    assert same_speaker("Moscow", "Russia's Foreign Ministry") is None
    assert same_speaker("Tehran", "Russia's Foreign Ministry") is False
    assert same_speaker("Bob Lee", "Ann Lee") is False and same_speaker("Mr. Lee", "Bob Lee") is True


def test_the_difference_is_told_word_by_word(mill: Library) -> None:
    (found,) = verify("“We did want this, and nobody asked them,” said Ann Lee.", mill).quotations
    assert [(one.kind, one.words) for one in found.changes][:3] == [
        ("same", "We did"),
        ("missing", "not"),
        ("same", "want this, and nobody asked"),
    ]
    assert found.reasons == ('without "not", "them," for "us,"',)


def test_a_sentence_that_claims_nothing_is_told_apart(seeds_library: Library) -> None:
    text = "# Hello\n\nDear readers, welcome.\n\nWhat now? I think it rains. The bridge at Norvik was painted in March."
    found = verify(text, seeds_library)
    assert [one.status for one in found.sentences] == ["claims nothing"] * 4 + ["not in the articles"]
    assert found.falls and not verify("Why now?", seeds_library).falls
    assert verify("", seeds_library) == CheckedDraft("", (), ())
    assert claims_nothing("Here is what we know so far.") and not claims_nothing("The plant works.")


def test_it_is_offered_by_the_doors(mill: Library) -> None:
    assert door.verify is verify
    with pytest.raises(InputError, match="must be text"):
        verify(b"bytes", mill)  # type: ignore[arg-type]


def test_what_a_draft_says_is_data(mill: Library) -> None:
    hostile = "“We <script>alert(1)</script> want this” & \x1b[31mred\u202e said\nAnn Lee <img src=x>."
    found = verify(hostile, mill)
    for shown in (draft_html(found), draft_page([found])):
        assert "<script>" not in shown and "<img" not in shown and "\x1b" not in shown and "\u202e" not in shown
    assert "\x1b" not in draft_as_text(found) and "\u202e" not in draft_as_text(found)
    assert json.loads(json.dumps(found.to_json()))["text"] == hostile


def test_a_library_without_articles_has_nothing_that_stands(tmp_path: Path, word_hash: WordHashEmbedder) -> None:
    with Library.open(tmp_path / "empty", embedder=word_hash) as empty:
        found = verify("“We did not want this,” said Ann Lee. The mill will close in May.", empty)
    assert [one.status for one in found.findings] == ["not in the articles"] * 3


def test_a_quotation_in_a_sentence_of_another_subject_bears_out_nothing(seeds_library: Library) -> None:
    found = verify("Russia “supplied drones to Russia at a moment when Moscow badly lacked them”.", seeds_library)
    assert [one.status for one in found.findings] == ["unsupported", "stands"]
    found = verify("“The Bushehr plant has been in operation since 2013,” an analysis notes.", seeds_library)
    assert [one.status for one in found.findings] == ["quoted", "stands"]


def test_words_of_which_an_article_has_the_contrary_bear_out_nothing(
    tmp_path: Path, word_hash: WordHashEmbedder
) -> None:
    (tmp_path / "fire.txt").write_text(
        "Nobody believes that the mayor set fire to the mill. Few of the weavers stayed."
    )
    with Library.open(tmp_path / "library", embedder=word_hash) as library:
        library.sync(tmp_path / "fire.txt")
        found = verify("“The mayor set fire to the mill,” they said. Then “the weavers stayed”.", library)
        said = [(one.status, one.reasons) for one in found.findings]
        kept = verify("Nobody thinks that “the mayor set fire to the mill”.", library)
    assert [status for status, _ in said] == ["unsupported", "stands", "unsupported", "stands"]
    assert 'before these words the article has "Nobody believes that", the sentence does not' in said[0][1]
    assert 'before these words the article has "Few of", the sentence does not' in said[2][1]
    assert not kept.falls


def test_a_sentence_is_found_behind_one_that_has_more_of_its_words(seeds_library: Library) -> None:
    (found,) = verify("Work on the plant was delayed again and again in the 2000s.", seeds_library).sentences
    assert found.status == "supported"
    assert any("Moscow let the project slip" in one.quote.text for one in found.nearest)


@pytest.mark.parametrize(
    "said",
    [
        "Thanks to the factory, Osk need not buy abroad.",
        "Thanks largely to Ms. Lee, the mill stays.",
        "Hi-tech exports rose in May.",
        "Welcome rain fell on Osk.",
        "Cheers went up in the square.",
    ],
)
def test_a_claim_that_begins_as_a_greeting_may_is_one(said: str) -> None:
    assert not claims_nothing(said)


@pytest.mark.parametrize(
    "said", ["Thanks to all who wrote to us.", "Welcome to Osk.", "Cheers, Ann.", "Thank you, Li."]
)
def test_a_greeting_is_one(said: str) -> None:
    assert claims_nothing(said) == "a greeting"


def test_a_sentence_is_held_against_its_own_authors_in_order(tmp_path: Path) -> None:
    articles = [
        {"id": f"{at}", "title": f"Mill {at}", "author": author, "text": f"The mill at {place} employs 40 people."}
        for at, (author, place) in enumerate([("Ann Lee", "Osk"), ("Bob Dale", "Torvik"), ("Cy Orr", "Norvik")])
    ]
    (tmp_path / "mills.jsonl").write_text("\n".join(map(json.dumps, articles)))
    read: list[str] = []

    def judge(claims: Sequence[tuple[str, str]]) -> list[Judgement]:
        read.extend(evidence for evidence, _ in claims)
        return [Judgement(0.0, 0.0, 1.0)] * len(claims)

    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        library.sync(tmp_path / "mills.jsonl")
        list(check_sentences_of("Some 40 people work at the mill in Osk.", (), library, claim_judge=judge))
    written = {author: place for author, place in (("Ann Lee", "Osk"), ("Bob Dale", "Torvik"), ("Cy Orr", "Norvik"))}
    assert any("Ann Lee" in one for one in read)
    for one in read:
        assert all(place in one for author, place in written.items() if author in one)


def test_what_the_network_alone_doubts_is_unsure_and_does_not_fall(mill: Library) -> None:
    def doubts(claims: Sequence[tuple[str, str]]) -> list[Judgement]:
        return [Judgement(0.01, 0.01, 0.98) for _ in claims]

    text = "The owner of the mill at Osk wants it to close in May."
    (sentence,) = check_sentences_of(text, [], mill, claim_judge=doubts)
    found = CheckedDraft(text, (), (sentence,))
    assert (sentence.status, found.falls) == ("unsure", False)
    assert draft_as_text(found).startswith("? 1 unsure: The owner of the mill")
    assert "Look yourself: 1" in draft_html(found)


def test_a_fact_is_looked_for_in_the_rest_of_the_article(tmp_path: Path) -> None:
    text = (
        "Rena Holt gave up her shop in Orr in May, since the rent had doubled.\n\n"
        + "\n\n".join(f"The {street} was quiet again that day, and nobody bought anything there." for street in STREETS)
        + "\n\nHolt, 41, had opened it in 2009."
    )
    (tmp_path / "shop.jsonl").write_text(json.dumps({"id": "shop", "title": "A shop closes", "text": text}))
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        library.sync(tmp_path / "shop.jsonl")
        told = [
            verify(f"Rena Holt, {age}, gave up her shop in Orr in May, since the rent had doubled.", library).falls
            for age in (41, 47)
        ]
    assert told == [False, True]


def test_the_month_of_writing_is_that_of_the_article(tmp_path: Path) -> None:
    article = {
        "id": "a",
        "title": "Osk",
        "author": "Ann Lee",
        "published": "2025-04-09",
        "text": "The mill may close soon.",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(article))
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        library.sync(tmp_path / "a.jsonl")
        told = [
            verify(f"“The mill may close soon,” Ann Lee wrote in {month}.", library).falls for month in ("April", "May")
        ]
    assert told == [False, True]


def test_a_word_or_two_that_many_say_are_held_against_nobody(tmp_path: Path) -> None:
    speakers = ["Bob Dale"] * 5 + ["Ann Lee"]
    said = [f"“It was a hard day at mill {at},” {one} said." for at, one in enumerate(speakers)]
    articles = [{"id": f"{at}", "title": f"Mill {at}", "text": text} for at, text in enumerate(said)]
    articles.append({"id": "7", "title": "Hard day", "text": "It was a hard day, and a hard day it stayed."})
    (tmp_path / "mills.jsonl").write_text("\n".join(map(json.dumps, articles)))
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        library.sync(tmp_path / "mills.jsonl")
        (found,) = verify("Ann Lee spoke of a “hard day”.", library).quotations
    assert (found.status, found.speaker) == ("not checked", None)


def test_a_short_title_stands_in_marks_alone(tmp_path: Path) -> None:
    articles = [
        {"id": "a", "title": "The mill", "text": "Weavers left Osk in May."},
        {"id": "b", "title": "Osk", "text": "People left the mill, Ann Lee said."},
    ]
    (tmp_path / "mills.jsonl").write_text("\n".join(map(json.dumps, articles)))
    with Library.open(tmp_path / "library", embedder=WordHashEmbedder()) as library:
        library.sync(tmp_path / "mills.jsonl")
        (found,) = verify("Bob Dale said it was “the mill” of old.", library).quotations
    assert (found.status, found.speaker) == ("not checked", None)
