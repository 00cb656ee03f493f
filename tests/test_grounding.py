"""Draft + evidence → verdicts: nothing invented passes for a quote."""

import pytest

from index import Article, Hit, Passage, Sentence
from rag.reader import EvidenceSentence
from rag.verdict import Judged, judge
from rag.verdict.grounding import ELSEWHERE, ground

TEXT = (
    "For all its promises, the Kremlin is unlikely to give Iran military help in its war with Israel. "
    "Russia agreed in 2022 to pay $1.7 billion for drones. "
    "Putin offered to mediate. "
    "Mr. Assad said the deal was “final and fair” for Syria."
)


@pytest.mark.parametrize("said", ["No, it fell to 3 percent.", "No. 10 said so.", "3. Putin offered to mediate."])
def test_a_quote_that_begins_like_an_answer_is_one(said: str) -> None:
    hit = Hit(
        Article("b", "T", said, path="b.txt"),
        Passage("b#1", "b", 0, len(said), (Sentence(0, len(said)),)),
        1,
        1,
        1,
        "b",
    )
    assert judge(said, [EvidenceSentence(hit, hit.passage.sentences[0], 0.7)]).verdict == "quoted"


def test_a_part_of_a_quote_is_not_the_quote() -> None:
    judged = judge("The Kremlin is to give Iran military help.", [evidence()["1.1"]])
    assert judged == Judged("unsupported", ('the quote says "unlikely", the sentence does not',), is_contradicted=True)


def evidence() -> dict[str, EvidenceSentence]:
    starts = [0, *(TEXT.index(word) for word in ("Russia agreed", "Putin offered", "Mr. Assad"))]
    spans = [Sentence(start, end) for start, end in zip(starts, [*(s - 1 for s in starts[1:]), len(TEXT)], strict=True)]
    article = Article("a", "Pact and war", TEXT, source="Daily", published="2025-06-17", path="a.txt")
    hit = Hit(article, Passage("a#1.0", "a", 0, len(TEXT), tuple(spans)), 0.8, 1.0, 0.8, "a")
    return {f"1.{number}": EvidenceSentence(hit, span, 0.7) for number, span in enumerate(spans, start=1)}


def test_markers_become_numbered_citations_of_exact_quotes() -> None:
    grounded = ground(
        "The Kremlin is unlikely to give Iran military help [1.1]. Putin offered to mediate [1.3].", evidence()
    )
    assert grounded.text == "The Kremlin is unlikely to give Iran military help.[1] Putin offered to mediate.[2]"
    assert [one.verdict for one in grounded.sentences] == ["supported", "quoted"]
    for citation in grounded.citations:
        assert TEXT[citation.quote.start : citation.quote.end] == citation.quote.text
    assert (grounded.citations[0].title, grounded.citations[0].published) == ("Pact and war", "2025-06-17")


@pytest.mark.parametrize(
    ("draft", "numbers"),
    [
        ("It may mediate. [1.3]", [(1,)]),
        ("It may mediate [1.3][1.1].", [(1, 2)]),
        ("It may mediate [1.3, 1.1].", [(1, 2)]),
        ("It “may mediate.” [1.3]. It may not [1.1].", [(1,), (2,)]),
        ("It may mediate [1.1-1.3].", [(1, 2, 3)]),
        ("It may mediate [1.1–3].", [(1, 2, 3)]),
        ("[1.3] It may mediate.", [(1,)]),
        ("[1.3]: It may mediate. [1.1]: It may not.", [(1,), (2,)]),
        ("[1.3] It may mediate.\n[1.1] It may not.", [(1,), (2,)]),
        ("It may mediate.\n[1.3]\nIt may not.\n[1.1]", [(1,), (2,)]),
        ("It may mediate: [1.3]. It may not [1.1]: so they say.", [(1,), (2,)]),
        ("It may mediate [1.3]. It may not [1.3].", [(1,), (1,)]),
    ],
)
def test_all_ways_of_writing_markers(draft: str, numbers: list[tuple[int, ...]]) -> None:
    assert [one.citations for one in ground(draft, evidence()).sentences] == numbers


def test_markers_that_point_nowhere_are_rejected_and_named() -> None:
    grounded = ground("It may mediate [9.9]. It will [4].", evidence())
    assert [(one.marker, one.reason) for one in grounded.rejected] == [
        ("[9.9]", "no such sentence"),
        ("[4]", "no such sentence"),
    ]
    assert grounded.citations == () and [one.verdict for one in grounded.sentences] == ["uncited", "uncited"]


def test_invented_quotes_lose_their_marks() -> None:
    grounded = ground("Putin said “we will send troops” to Iran [1.3].", evidence())
    (sentence,) = grounded.sentences
    assert sentence.text == "Putin said we will send troops to Iran."
    assert sentence.verdict == "unsupported"
    assert "the articles do not have these words: we will send troops" in sentence.reasons
    assert [one.marker for one in grounded.rejected] == ["we will send troops"]


@pytest.mark.parametrize(
    "draft",
    [
        'Putin said: "We will send troops. We will win the war." [1.3]',
        "Putin said: 'We won't stop. We will win.' [1.3]",
        "Putin said: «We will send troops» [1.3]",
        "Putin said: „We will send troops“ [1.3]",
        "Putin said: ‘We will win. We will.’ [1.3]",
        'Putin said: "We will\nsend troops" [1.3]',
        'Putin said: "We will send troops [1.3]',
        'Putin offered "medi" [1.3].',
        "Putin said “offered” and “we will send troops” [1.3].",
    ],
)
def test_no_family_of_marks_and_no_length_hides_an_invented_quote(draft: str) -> None:
    grounded = ground(draft, evidence())
    assert grounded.rejected and any("do not have these words" in str(one.reasons) for one in grounded.sentences)
    assert not set(grounded.text) & set('„«»‘"') and grounded.text.count("“") == grounded.text.count("“offered”")


def test_true_quotes_may_run_over_sentences_and_stops_go_outside() -> None:
    grounded = ground('It reads "Putin offered to mediate. Mr. Assad said the deal" and "final and fair."', evidence())
    assert grounded.text.replace("[1]", "").replace("[2]", "").endswith('"final and fair".')
    assert grounded.rejected == () and len(grounded.citations) == 2


@pytest.mark.parametrize("draft", ["Yes [1.3].", "1. [1.3]", "No. [1.3]"])
def test_a_bare_reply_is_not_borne_out(draft: str) -> None:
    (sentence,) = ground(draft, evidence()).sentences
    assert (sentence.verdict, sentence.reasons) == ("unsupported", ("it says too little to be checked",))


def test_lists_and_other_brackets() -> None:
    grounded = ground("1. Putin offered to mediate 【1.3】.\n2. Russia agreed in 2022 to pay [1.2].", evidence())
    assert [(one.verdict, one.citations) for one in grounded.sentences] == [("quoted", (1,)), ("supported", (2,))]


@pytest.mark.parametrize("said", ["It cost €40.", "It cost 40%.", "It cost $ 40 not.", "It cost $40?"])
def test_only_the_very_words_are_the_quote(said: str) -> None:
    span = Sentence(0, 12)
    hit = Hit(Article("b", "B", "It cost $40."), Passage("b#1.0", "b", 0, 12, (span,)), 1, 1, 1, "b")
    assert judge("it cost $40", [EvidenceSentence(hit, span, 1)]).verdict == "quoted"
    assert judge(said, [EvidenceSentence(hit, span, 1)]).verdict != "quoted"


def test_only_a_growing_draft_loses_its_end() -> None:
    draft = "Putin offered to mediate [1.3] [as sources say"
    assert ground(draft, evidence()).text.endswith("[as sources say[1]")
    assert ground("Putin offered [1.", evidence(), growing=True).text == "Putin offered"


def test_true_quotes_keep_their_marks_and_get_their_source() -> None:
    grounded = ground('Assad called the deal "final and fair".', evidence())
    (sentence,) = grounded.sentences
    assert sentence.text == 'Assad called the deal "final and fair".'
    assert grounded.citations[0].quote.text.startswith("Mr. Assad")


@pytest.mark.parametrize("end", range(len("It may mediate [1.3]. No.")))
def test_a_draft_cut_anywhere_shows_no_half_marker(end: int) -> None:
    assert "[1.3" not in ground("It may mediate [1.3]. No."[:end], evidence(), growing=True).text


@pytest.mark.parametrize("draft", ["", " ", "[", "]", "[1.3]", "[[1.3]]", "\x00", "[1.1-1.99999]", "[99999999999.1-2]"])
def test_rubbish_does_no_harm(draft: str) -> None:
    ground(draft, evidence())


@pytest.mark.parametrize(
    ("sentence", "marker", "verdict", "reason"),
    [
        (
            "Russia has given Iran military help in its war with Israel.",
            "1.1",
            "unsupported",
            'the quote says "unlikely", the sentence does not',
        ),
        ("The Kremlin is unlikely to give Iran military help.", "1.1", "supported", ""),
        ("Russia is to pay 1,700 million dollars for drones.", "1.2", "supported", ""),
        ("Russia is to pay $1.8 billion for drones.", "1.2", "unsupported", "number $1.8 billion is in no quote"),
        ("In 2022 Russia agreed to pay China for drones.", "1.2", "unsupported", "the name China is in no quote"),
        ("Putin did not offer to mediate.", "1.3", "unsupported", 'the sentence says "not", the quote does not'),
        (
            "Farmers planted wheat near Kazan after heavy rain.",
            "1.3",
            "unsupported",
            "the name Kazan is in no quote",
        ),
        ("Macron offered to mediate.", "1.3", "unsupported", "the name Macron is in no quote"),
        ("Officials said Putin offered to mediate.", "1.3", "supported", ""),
        ("Russia agreed in 2022 to pay for twenty drones.", "1.2", "unsupported", "number twenty is in no quote"),
        ("putin offered to mediate", "1.3", "quoted", ""),
    ],
)
def test_verdicts_by_rule(sentence: str, marker: str, verdict: str, reason: str) -> None:
    judged = judge(sentence, [evidence()[marker]])
    assert judged.verdict == verdict
    assert reason in judged.reasons if reason else judged.reasons == ()


@pytest.mark.parametrize(
    "marks",
    "‟‟ ≪≫ ›‹ '''' ‘‘’’ ❝❞ 〝〞 『』 ﹁﹂ 《》 ⟪⟫ 〈〉 ⟨⟩ ❮❯ 🙶🙷 ＂＂ ｢｣ ❛❜ ´´ <<>> ,,'' ``''".split(),
    ids=lambda marks: ascii(marks),
)
def test_no_other_signs_pass_for_quotation_marks(marks: str) -> None:
    half = len(marks) // 2
    opening, closing = marks[:half], marks[half:]
    grounded = ground(f"Putin said {opening}we will send troops{closing} [1.3].", evidence())
    assert grounded.text == "Putin said we will send troops.[1]"
    assert [one.marker for one in grounded.rejected] == ["we will send troops"]


@pytest.mark.parametrize("said", ["Read 『Harbor News』 aloud", "It´s over", "Call it 〝done〞"])
def test_odd_marks_of_an_article_are_no_others(said: str) -> None:
    text = f"{said}, the mayor told them on Monday."
    article, span = Article("a", "T", text), Sentence(0, len(text))
    hit = Hit(article, Passage("a#1.0", "a", 0, len(text), (span,)), 0.8, 1.0, 0.8, "a")
    shown = {"1.1": EvidenceSentence(hit, span, 0.7)}
    assert ground(f"“{said}” [1.1].", shown).rejected == ()
    whole = ground(f"{text} [1.1]", shown)
    assert whole.sentences[0].verdict == "quoted" and whole.sentences[0].text == text


@pytest.mark.parametrize("marker", ["[1.1-1." + "9" * 5000 + "]", "[" + "9" * 5000 + "]", "[1." + "9" * 5000 + "]"])
def test_a_marker_of_thousands_of_digits_is_rejected(marker: str) -> None:
    assert ground(f"The plant was closed {marker}.", evidence()).rejected


@pytest.mark.parametrize("quoted", ['" "', "“ ”", '"\n"'])
def test_quotation_marks_around_nothing_quote_nothing(quoted: str) -> None:
    assert ground(f"The plant {quoted} was closed.", evidence()).citations == ()


def test_a_marker_beside_the_right_sentence_is_put_right_and_named() -> None:
    grounded = ground("Putin offered to mediate [1.2].", evidence())
    assert [one.verdict for one in grounded.sentences] == ["quoted"]
    assert [one.quote.text for one in grounded.citations] == ["Putin offered to mediate."]
    assert [(one.marker, one.reason) for one in grounded.rejected] == [("[1.2]", ELSEWHERE)]


def test_a_sentence_that_is_repeated_but_for_its_article_is_put_right_too() -> None:
    grounded = ground("The Russia agreed in 2022 to pay $1.7 billion for drones [1.3].", evidence())
    assert [one.verdict for one in grounded.sentences] == ["supported"]
    assert [(one.marker, one.reason) for one in grounded.rejected] == [("[1.3]", ELSEWHERE)]
    denied = ground("The Russia agreed in 2022 not to pay $1.7 billion for drones [1.3].", evidence())
    assert [one.verdict for one in denied.sentences] == ["unsupported"]


def test_nothing_is_put_right_that_no_sentence_bears_out() -> None:
    grounded = ground("Putin refused to mediate in 2019 [1.2].", evidence())
    assert grounded.sentences[0].verdict == "unsupported" and not grounded.rejected
    assert grounded.citations[0].quote.text.startswith("Russia agreed")


def test_a_name_that_the_question_states_and_the_article_has_is_given() -> None:
    said = "Mr. Assad said the deal with the Kremlin was final and fair for Syria [1.4]."
    for question, verdict in (("What did Assad say of the deal with the Kremlin?", "supported"), ("", "unsupported")):
        assert ground(said, evidence(), question=question).sentences[0].verdict == verdict
    asked = "Did Assad say anything of a deal with the Kremlin?"
    assert ground(said, evidence(), question=asked).sentences[0].verdict == "unsupported"
