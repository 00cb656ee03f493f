"""An article that was set aside by hand: no search finds it, no sync brings it back, and Undo does, whole."""

from pathlib import Path

import pytest

from index import InputError, Library, SyncReport
from tests.fakes import WordHashEmbedder


def found(library: Library) -> set[str]:
    return {hit.article.id for hit in library.search("When was the bridge closed?", since=None)}


def test_it_comes_back_whole(library: Library, articles: Path) -> None:
    library.sync(articles)
    before, removed = library.article("bridge.md"), library.removed_from("bridge.md")
    library.set_aside("bridge.md")
    assert len(library) == 1 and found(library) == {"harbor.txt"}
    assert [one.id for one in library.headlines()] == ["harbor.txt"]
    (aside,) = library.set_aside_articles()
    assert (aside.id, aside.title, aside.source, aside.published) == (
        "bridge.md",
        "The bridge",
        "Daily Test",
        "2024-03-01",
    )
    with pytest.raises(InputError, match="no such article"):
        library.set_aside("bridge.md")
    library.bring_back("bridge.md")
    assert library.article("bridge.md") == before and library.removed_from("bridge.md") == removed
    assert "bridge.md" in found(library) and library.set_aside_articles() == [] and not library.backlog()
    assert library.check().problems == ()
    with pytest.raises(InputError, match="no such article was set aside"):
        library.bring_back("bridge.md")


def test_another_article_may_have_its_name_once_its_file_is_gone(library: Library, articles: Path) -> None:
    library.sync(articles)
    library.set_aside("bridge.md")
    other = articles / "other.jsonl"
    other.write_text('{"id": "bridge.md", "text": "A lighthouse was sold."}')
    (fault,) = library.sync(articles).faults  # while it is there
    assert 'the id "bridge.md" is taken' in str(fault)
    assert str(fault).endswith(
        "by what was removed by hand; give each article its own"
    )  # bringing it back mends nothing
    (articles / "bridge.md").unlink()
    assert library.sync(articles).added == 1 and library.article("bridge.md").text == "A lighthouse was sold."
    assert library.set_aside_articles() == []


def test_no_sync_brings_it_back(library: Library, articles: Path, tmp_path: Path, word_hash: WordHashEmbedder) -> None:
    library.sync(articles)
    library.set_aside("bridge.md")
    assert library.sync(articles) == SyncReport(unchanged=1, aside=1)
    bridge = articles / "bridge.md"
    bridge.write_text(bridge.read_text() + "It opened again in May.\n")
    report = library.sync(articles)
    assert report == SyncReport(unchanged=1, aside=1) and len(library) == 1
    library.close()
    with Library.open(tmp_path / "library", embedder=word_hash, rebuild=True) as opened:
        opened.sync(articles, rebuild=True)
        assert [one.id for one in opened.set_aside_articles()] == ["bridge.md"] and len(opened) == 1
        opened.bring_back("bridge.md")  # as its file has it now
        assert opened.article("bridge.md").text.endswith("It opened again in May.")
        assert opened.sync(articles) == SyncReport(unchanged=2)


def test_when_its_file_is_gone_there_is_nothing_to_bring_back(library: Library, articles: Path) -> None:
    library.sync(articles)
    library.set_aside("bridge.md")
    (articles / "bridge.md").rename(articles / "quay.md")
    library.sync(articles)
    assert [one.id for one in library.set_aside_articles()] == ["bridge.md"]  # it was moved, and is aside still
    (articles / "quay.md").unlink()
    assert library.sync(articles) == SyncReport(unchanged=1) and library.set_aside_articles() == []


def test_one_of_many_in_a_file(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "two.jsonl"
    lines = ['{"id": "a", "text": "The harbor opened."}', '{"id": "b", "text": "The bridge closed."}']
    file.write_text("\n".join(lines))
    library.sync(file)
    library.set_aside("a")
    file.write_text("\n".join([*lines, '{"id": "c", "text": "The quay flooded."}']))
    assert library.sync(file) == SyncReport(added=1, unchanged=1, passages=1, aside=1)
    file.write_text("\n".join(lines[1:]))
    assert library.sync(file) == SyncReport(removed=1, unchanged=1) and library.set_aside_articles() == []


def test_a_repair_keeps_it_aside(library: Library, articles: Path, tmp_path: Path, word_hash: WordHashEmbedder) -> None:
    library.sync(articles)
    library.set_aside("bridge.md")
    library.close()
    with open(tmp_path / "library" / "catalog.sqlite3", "r+b") as catalog:
        catalog.write(b"x" * 16)
    with Library.open(tmp_path / "library", embedder=word_hash, repair=True) as opened:
        assert [one.id for one in opened.set_aside_articles()] == ["bridge.md"]
        assert opened.sync(articles).aside == 1 and len(opened) == 1
