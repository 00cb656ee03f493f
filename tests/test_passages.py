"""Sentences and passages: true offsets, whole sentences, nothing lost, nothing too long."""

import random

import pytest

from index import Article, split_passages, split_sentences
from index.embedder import Embedder
from index.passages import LONGEST_READ, embedding_text
from tests.fakes import WordHashEmbedder


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Li of the U.S. Army left. Why?", ["Mr. Li of the U.S. Army left.", "Why?"]),
        ("It cost $1.7 billion on Jan. 17. Yes.", ["It cost $1.7 billion on Jan. 17.", "Yes."]),
        ("The docks\nNine were built.", ["The docks", "Nine were built."]),
        ("A\n\nB", ["A", "B"]),
        ("- one thing\n- another thing", ["- one thing", "- another thing"]),
        ("  \n\n ", []),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_wrapped_line_does_not_end_a_sentence() -> None:
    wrapped = ("The harbor that was built in the north of the town opened", "in May. Its nine docks are long enough.")
    text = "\n".join(wrapped)
    assert len(sentences(text)) == 2


def test_sentences_of_a_very_long_paragraph_are_those_of_a_short_one() -> None:
    many = "Mr. Li of the U.S. Army left. Why did he? He said it cost $1.7 billion. " * 2_000
    assert sentences(many) == ["Mr. Li of the U.S. Army left.", "Why did he?", "He said it cost $1.7 billion."] * 2_000


def test_a_very_long_paragraph_without_stops_is_divided_at_spaces() -> None:
    parts = sentences("words " * 20_000 + "x" * 50_000 + " " * 50_000 + "end.")
    assert max(map(len, parts)) <= LONGEST_READ and parts[-1] == "end."
    assert {word for part in parts for word in part.split() if "x" not in word} == {"words", "end."}
    assert "".join("".join(parts).split()) == "words" * 20_000 + "x" * 50_000 + "end."


def test_passages_cover_all_but_white_space_and_respect_the_limit(word_hash: WordHashEmbedder) -> None:
    chooser = random.Random(7)
    words = ["port", "opened", "Mr.", "nine", "docks", "5.42", "—", "naïve", "日本", "x" * 30]
    for _ in range(60):
        ends = [". ", "? ", ".\n", "\n\n", " "]
        text = "".join(
            chooser.choice(words) + chooser.choice([" ", " ", " ", chooser.choice(ends)]) for _ in range(200)
        )
        article = Article("a", "The port", text)
        passages = split_passages(article, word_hash, 40)
        pieces = word_hash.word_piece_ends([embedding_text(article, passage) for passage in passages])
        assert max(len(ends) for ends in pieces) <= 40
        spans = [(sentence.start, sentence.end) for passage in passages for sentence in passage.sentences]
        assert spans == sorted(spans)
        gaps = [
            text[end:start] for (_, end), (start, _) in zip([(0, 0), *spans], [*spans, (len(text), 0)], strict=True)
        ]
        assert not "".join(gaps).strip()


def test_a_sentence_longer_than_the_limit_is_divided_at_a_space(word_hash: WordHashEmbedder) -> None:
    text = "word " * 100 + "end."
    passages = split_passages(Article("a", "", text), word_hash, 20)
    parts = [text[part.start : part.end] for passage in passages for part in passage.sentences]
    assert " ".join(parts) == text and len(parts) == 6


def test_the_real_model_reads_whole_passages(embedder: Embedder) -> None:
    text = "The Ministry of Foreign Affairs condemned the antidisestablishmentarian communiqué on Wednesday. " * 60
    article = Article("a", "A title that counts too", text)
    passages = split_passages(article, embedder, embedder.max_pieces)
    sizes = [len(ends) for ends in embedder.word_piece_ends([embedding_text(article, one) for one in passages])]
    assert len(passages) > 3 and embedder.max_pieces == 254
    assert max(sizes) <= embedder.max_pieces and min(sizes[:-1]) > 200


def test_ids_change_with_the_text(word_hash: WordHashEmbedder) -> None:
    (one,) = split_passages(Article("a", "", "It opened."), word_hash, 20)
    (other,) = split_passages(Article("a", "", "It closed."), word_hash, 20)
    assert one.id.startswith("a#") and one.id != other.id
