"""Passages: true offsets, whole sentences, nothing lost, nothing too long."""

import random

from index import Article, split_passages
from index.embedding import Embedder, embedding_text
from tests.fakes import WordHashEmbedder


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
