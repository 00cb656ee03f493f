"""BM25 over the paragraphs of the articles, with bm25s: no embedding, no model."""

from collections.abc import Callable
from typing import Any

from benchmarks.peers.reply import Given, Reply, ShownPiece

NAME = "BM25 (bm25s), paragraphs"


def open_peer(given: Given) -> Callable[[str], Any]:
    """Index the articles; return what finds paragraphs for a question."""
    import bm25s
    import Stemmer

    paragraphs = [(one, text) for one in given.articles for text in one["text"].split("\n") if text.strip()]
    stemmer = Stemmer.Stemmer("english")
    texts = [f"{article['title']}\n{text}" for article, text in paragraphs]
    retriever = bm25s.BM25()
    retriever.index(bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False)

    def ask(question: str) -> Any:
        words = bm25s.tokenize(question, stopwords="en", stemmer=stemmer, show_progress=False)
        best, scores = retriever.retrieve(words, k=min(10, len(paragraphs)), show_progress=False)
        return [(*paragraphs[at], score) for at, score in zip(best[0], scores[0], strict=True)]

    return ask


def reply_of(said: Any) -> Reply:
    """Return the paragraphs found; its confidence is the score of the best."""
    return Reply(tuple(ShownPiece(article["id"], text) for article, text, _ in said), float(said[0][2]))
