"""How many quotes, which, and in what order."""

from collections.abc import Sequence

from index import Article, Hit, Passage, split_sentences
from rag.reader import Evidence, EvidenceSentence
from rag.verdict.grounding import cite
from rag.writer import in_quotation_marks
from rag.writer.quotes import choose_quotes


def read(
    text: str, scores: Sequence[float], article_id: str = "a", source: str | None = None, similarity: float = 1
) -> list[EvidenceSentence]:
    """Return the sentences of a one-passage article, scored in the order of the text."""
    article = Article(article_id, f"Title of {article_id}", text, source=source, published="2024-03-01")
    sentences = tuple(split_sentences(text))
    passage = Passage(f"{article_id}#1.0", article_id, 0, len(text), sentences)
    hit = Hit(article, passage, similarity, 1, 1, article_id)
    return [EvidenceSentence(hit, one, score) for one, score in zip(sentences, scores, strict=True)]


def evidence(*sentences: EvidenceSentence) -> Evidence:
    return Evidence(tuple(sorted(sentences, key=lambda one: one.relevance, reverse=True)), 0.9)


def chosen(found: Evidence, most: int = 5, question: str = "What is known?") -> list[str]:
    return [one.quote.text for one in choose_quotes(question, found, most=most)]


PLANT = "The plant has three towers. Rain fell on Monday. Its first tower was built in 1975. Cats slept in the sun."


def test_one_clear_answer_is_quoted_alone() -> None:
    assert chosen(evidence(*read(PLANT, (0.95, 0.02, 0.02, 0.02)))) == ["The plant has three towers."]


def test_all_that_are_likely_are_quoted_the_best_first() -> None:
    said = chosen(evidence(*read(PLANT, (0.7, 0.02, 0.02, 0.8))))
    assert said == ["Cats slept in the sun.", "The plant has three towers."]


def test_there_is_always_one_and_never_too_many() -> None:
    assert len(chosen(evidence(*read(PLANT, (0.01, 0.01, 0.01, 0.01))), most=1)) == 1
    assert len(chosen(evidence(*read(PLANT, (0.9, 0.1, 0.9, 0.1))), most=1)) == 1


def test_neighbours_are_one_quote() -> None:
    assert chosen(evidence(*read(PLANT, (0.9, 0.8, 0.01, 0.01)))) == [
        "The plant has three towers. Rain fell on Monday."
    ]
    apart = PLANT.replace(". Rain", ".\n\nRain")
    assert len(chosen(evidence(*read(apart, (0.9, 0.8, 0.01, 0.01))))) == 2


def test_neighbours_from_two_passages_are_one_quote_within_its_passage() -> None:
    one, two, *_ = read(PLANT, (0.9, 0.8, 0.01, 0.01))
    article = one.hit.article

    def in_its_own_passage(sentence: EvidenceSentence) -> EvidenceSentence:
        span = sentence.sentence
        passage = Passage(f"a#{span.start}", "a", span.start, span.end, (span,))
        return EvidenceSentence(Hit(article, passage, 1, 1, 1, "a"), span, sentence.relevance)

    joined = choose_quotes("What is it?", evidence(in_its_own_passage(one), in_its_own_passage(two)), most=5)
    citation = cite(1, joined[0])
    assert [citation.quote.text] == ["The plant has three towers. Rain fell on Monday."]
    assert citation.passage.start <= citation.quote.start and citation.quote.end <= citation.passage.end
    assert article.text[citation.passage.start : citation.passage.end] == citation.passage.text


def test_a_pronoun_brings_what_it_stands_for() -> None:
    text = "Ms. Li founded the port. She left it in 2010. The port is blue."
    assert chosen(evidence(*read(text, (0.01, 0.9, 0.01)))) == ["Ms. Li founded the port. She left it in 2010."]


def test_a_pronoun_brings_it_from_the_paragraph_before() -> None:
    text = "Ms. Li founded the port.\n\nShe left it in 2010.\n\nThe port is blue."
    assert chosen(evidence(*read(text, (0.01, 0.9, 0.01))), most=1) == [
        "Ms. Li founded the port.",
        "She left it in 2010.",
    ]


def test_what_it_stands_for_may_lean_as_well() -> None:
    text = "Ms. Li founded the port. She left it in 2010. It was blue. It is green now."
    assert chosen(evidence(*read(text, (0.01, 0.01, 0.9, 0.01)))) == [text[: text.index(" It is green")]]


def test_words_bring_whose_they_are() -> None:
    text = "Ida Flint was angry. “Nobody asked us,” she said. “We will stay.” The port is blue."
    assert chosen(evidence(*read(text, (0.01, 0.01, 0.9, 0.01)))) == [text[: text.index(" The port")]]
    text = "The port may close.\n\n“It is over.” “We leave in May,” said Flint."
    assert chosen(evidence(*read(text, (0.01, 0.9, 0.01)))) == [text[text.index("“It") :]]


def test_a_dateline_is_no_quote() -> None:
    text = "May 6, 2025 Updated May 7, 2025, 9:05 p.m.\n\nThe port is blue."
    assert chosen(evidence(*read(text, (0.9, 0.1)))) == ["The port is blue."]


def test_this_week_points_to_nothing() -> None:
    text = "Cats sleep all day. This week the council voted."
    assert chosen(evidence(*read(text, (0.01, 0.9)))) == ["This week the council voted."]


def test_what_is_far_less_likely_than_the_best_is_left_out() -> None:
    assert chosen(evidence(*read(PLANT, (0.6, 0.01, 0.01, 0.2)))) == ["The plant has three towers."]


def test_another_article_is_to_come_nearer_to_the_best() -> None:
    beside = read(PLANT, (0.8, 0.01, 0.01, 0.35), "a")
    assert chosen(evidence(*beside)) == ["The plant has three towers.", "Cats slept in the sun."]
    elsewhere = read("The towers are grey.", (0.35,), "b")
    assert chosen(evidence(*read(PLANT, (0.8, 0.01, 0.01, 0.01), "a"), *elsewhere)) == ["The plant has three towers."]


def test_another_article_is_quoted_only_where_its_passage_is_on_the_subject() -> None:
    plant = read(PLANT, (0.8, 0.01, 0.01, 0.01), "a", similarity=0.6)
    for similarity, quotes in ((0.5, 2), (0.3, 1)):
        other = read("The plant was shut in May.", (0.6,), "b", similarity=similarity)
        assert len(chosen(evidence(*plant, *other))) == quotes


def test_yes_or_no_takes_fewer_quotes() -> None:
    found = evidence(*read(PLANT, (0.8, 0.01, 0.01, 0.5), "a"), *read("The towers are grey.", (0.45,), "b"))
    assert len(chosen(found, question="Which towers are known?")) == 3
    assert chosen(found, question="does the plant have three towers") == ["The plant has three towers."]
    denied = evidence(*read(PLANT, (0.8, 0.01, 0.01, 0.5), "a"), *read("It has no towers.", (0.5,), "b"))
    assert len(chosen(denied, question="Does the plant have towers?")) == 2


def test_copies_of_a_sentence_are_quoted_once_and_questions_never() -> None:
    twice = [*read("The bridge is closed.", (0.9,), "a"), *read("The bridge is closed.", (0.8,), "b")]
    asked = read("Is the bridge closed?", (0.95,), "c")
    assert chosen(evidence(*twice, *asked)) == ["The bridge is closed."]


def test_each_article_has_a_paragraph_with_its_source_and_date() -> None:
    found = evidence(
        *read(PLANT, (0.7, 0.02, 0.02, 0.9), "a", "Daily Test"), *read("The towers are grey.", (0.8,), "b")
    )
    quotes = choose_quotes("Which towers?", found, most=5)
    text = in_quotation_marks([cite(number, one) for number, one in enumerate(quotes, start=1)])
    assert text == (
        "“Cats slept in the sun.” [1] “The plant has three towers.” [2] — ‘Title of a’, Daily Test, 2024-03-01\n\n"
        "“The towers are grey.” [3] — ‘Title of b’, 2024-03-01"
    )
