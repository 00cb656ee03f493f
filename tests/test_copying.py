"""The articles of one library, taken in by another."""

from pathlib import Path

from index import Library
from tests.fakes import WordHashEmbedder


def test_a_library_takes_in_what_another_holds(
    library: Library, articles: Path, tmp_path: Path, word_hash: WordHashEmbedder
) -> None:
    library.sync(articles)
    told: list[str] = []
    with Library.open(tmp_path / "other", embedder=word_hash) as other:
        report = other.take_articles(library, progress=lambda at: told.append(str(at)))
        assert (report.added, report.updated, report.unchanged, report.passages) == (2, 0, 0, 2)
        assert list(other.articles()) == list(library.articles()) and told[-1].startswith("2 articles")
        assert {hit.article.id for hit in other.search("When was the bridge closed?")} == {"bridge.md", "harbor.txt"}
        assert other.removed_from("bridge.md") == library.removed_from("bridge.md")
        assert other.take_articles(library).unchanged == 2 and not other.check().problems


def test_what_was_set_aside_stays_aside(
    library: Library, articles: Path, tmp_path: Path, word_hash: WordHashEmbedder
) -> None:
    library.sync(articles)
    with Library.open(tmp_path / "other", embedder=word_hash) as other:
        other.take_articles(library)
        other.set_aside("bridge.md")
        report = other.take_articles(library)
        assert (report.unchanged, report.aside) == (1, 1)
        assert [one.id for one in other.articles()] == ["harbor.txt"]
        other.bring_back("bridge.md")
        assert len(other) == 2 and not other.check().problems
