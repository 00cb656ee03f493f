"""An edited article is found in its old version until the vectors of the new one are stored."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import Library, SyncReport
from tests.fakes import WordHashEmbedder


class Stopped(Exception):
    """What ends a sync."""


class Stopping(WordHashEmbedder):
    """An embedder that can be made to fail before the next vector."""

    fails = False

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self.fails:
            raise Stopped
        return super().encode(texts)


class Newsroom:
    """A library over a folder, whose next sync may be stopped before it has stored a vector."""

    def __init__(self, place: Path) -> None:
        self.folder = place / "articles"
        self.folder.mkdir()
        self.embedder = Stopping()
        self.library = Library.open(place / "library", embedder=self.embedder)

    def write(self, name: str, text: str, **fields: str) -> None:
        (self.folder / f"{name}.json").write_text(json.dumps({"id": name, "title": "Report", "text": text} | fields))

    def sync(self) -> SyncReport:
        return self.library.sync(self.folder)

    def stopped_sync(self) -> None:
        self.embedder.fails = True
        with pytest.raises(Stopped):
            self.sync()
        self.embedder.fails = False

    def found(self, query: str, **filters: str) -> list[str]:
        """Return the texts of the passages that are found by their words."""
        return [hit.text for hit in self.library.search(query, k=20, **filters) if hit.keyword_score]

    def assert_whole(self, **texts: str) -> None:
        """Assert that the library holds these articles and nothing else, in one version, and is sound."""
        assert {article.id: article.text for article in self.library.articles()} == texts
        assert len(self.library) == len(texts) and self.library.check().problems == ()
        words = self.library._store.catalog._db.value("SELECT max(articles) FROM spellings")
        assert (words or 0) <= len(texts)


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    newsroom = Newsroom(tmp_path)
    newsroom.write("harbor", "The harbor opened in May.")
    newsroom.write("bridge", "The bridge was closed in March.")
    newsroom.sync()
    yield newsroom
    newsroom.library.close()


def test_the_old_version_is_found_until_the_new_one_is(newsroom: Newsroom) -> None:
    library = newsroom.library
    newsroom.write("harbor", "The harbor burned down in June.")
    newsroom.stopped_sync()
    assert newsroom.found("harbor") == ["The harbor opened in May."] and newsroom.found("burned") == []
    hits = {hit.article.id: hit.similarity for hit in library.search("harbor opened May", k=2)}
    assert hits["harbor"] > 0.5
    assert library.article("harbor").text == "The harbor opened in May."
    assert len(library) == 2 and [article.id for article in library.articles()] == ["bridge", "harbor"]
    assert library.check().problems == ("1 passages wait for their vectors (an interrupted sync)",)
    assert newsroom.sync() == SyncReport(unchanged=2, passages=1)
    assert newsroom.found("harbor") == ["The harbor burned down in June."] and newsroom.found("opened") == []
    newsroom.assert_whole(harbor="The harbor burned down in June.", bridge="The bridge was closed in March.")


def test_a_second_edit_takes_the_place_of_the_first(newsroom: Newsroom) -> None:
    for text in ("The harbor burned down in June.", "The harbor froze in July."):
        newsroom.write("harbor", text)
        newsroom.stopped_sync()
        assert newsroom.found("harbor") == ["The harbor opened in May."]
    assert newsroom.sync().passages == 1 and newsroom.found("burned froze") == ["The harbor froze in July."]
    newsroom.assert_whole(harbor="The harbor froze in July.", bridge="The bridge was closed in March.")


def test_an_edit_that_is_taken_back_leaves_nothing(newsroom: Newsroom) -> None:
    newsroom.write("harbor", "The harbor burned down in June.")
    newsroom.stopped_sync()
    newsroom.write("harbor", "The harbor opened in May.")
    assert newsroom.sync() == SyncReport(unchanged=2)
    newsroom.assert_whole(harbor="The harbor opened in May.", bridge="The bridge was closed in March.")


def test_an_article_goes_in_both_versions(newsroom: Newsroom) -> None:
    newsroom.write("harbor", "The harbor burned down in June.")
    newsroom.stopped_sync()
    newsroom.library.remove("harbor")
    assert newsroom.found("harbor burned opened") == []
    newsroom.assert_whole(bridge="The bridge was closed in March.")
    newsroom.write("bridge", "The bridge fell.")
    newsroom.stopped_sync()
    (newsroom.folder / "bridge.json").unlink()
    assert newsroom.library.sync(newsroom.folder).removed == 1  # the file of the removed article is unchanged
    newsroom.assert_whole()


def test_other_facts_alone_are_replaced_without_embedding(newsroom: Newsroom) -> None:
    newsroom.write("harbor", "The harbor opened in May.", source="Daily", published="2024-05-01")
    newsroom.embedder.fails = True  # it need not be asked
    assert newsroom.sync() == SyncReport(updated=1, unchanged=1)
    newsroom.embedder.fails = False
    assert newsroom.found("harbor", source="daily", since="2024") == ["The harbor opened in May."]
    newsroom.assert_whole(harbor="The harbor opened in May.", bridge="The bridge was closed in March.")


def test_an_edited_article_that_moves_is_not_taken_for_gone(newsroom: Newsroom) -> None:
    newsroom.write("harbor", "The harbor burned down in June.")
    (newsroom.folder / "harbor.json").rename(newsroom.folder / "port.json")
    newsroom.stopped_sync()
    assert newsroom.found("harbor") == ["The harbor opened in May."]
    assert newsroom.sync().removed == 0
    assert newsroom.library.article("harbor").path == str(newsroom.folder / "port.json")
    newsroom.assert_whole(harbor="The harbor burned down in June.", bridge="The bridge was closed in March.")
    newsroom.write("bridge", "The bridge fell.")
    newsroom.stopped_sync()
    (newsroom.folder / "bridge.json").rename(newsroom.folder / "span.json")
    assert newsroom.sync() == SyncReport(unchanged=2, passages=1)
    newsroom.assert_whole(harbor="The harbor burned down in June.", bridge="The bridge fell.")


LONG = "The mayor of Riverton said on Monday that the old stone bridge would stay shut while divers look at its piers, "
LONG += "and that the council had not been told before the work began, which three members of it regretted in a letter."


def test_a_new_version_is_no_copy_of_its_old_one(newsroom: Newsroom) -> None:
    library = newsroom.library
    newsroom.write("first", LONG)
    newsroom.write("second", LONG)
    newsroom.sync()
    assert library.copies_of("first") == ["second"] and library.copies_of("second") == ["first"]
    newsroom.write("first", f"{LONG} It rained all day.")
    newsroom.stopped_sync()
    assert library.copies_of("first") == ["second"] and library.copies_of("second") == ["first"]
    newsroom.sync()
    assert library.copies_of("first") == ["second"] and library.copies_of("second") == ["first"]
    newsroom.write("first", "Something else.")
    newsroom.stopped_sync()
    assert library.copies_of("first") == ["second"]
    newsroom.sync()
    assert library.copies_of("first") == [] and library.copies_of("second") == []
    clusters = {hit.article.id: hit.cluster for hit in library.search("bridge", k=20)}
    assert clusters["first"] == "first" and clusters["second"] == "second"
    assert library.check().problems == ()


def test_lost_vectors_of_an_edited_article_wait_for_the_new_version(newsroom: Newsroom) -> None:
    newsroom.write("harbor", "The harbor burned down in June.")
    newsroom.stopped_sync()
    vectors = newsroom.library._store.vectors
    vectors.delete(list(vectors.ids()))
    assert newsroom.library.check(repair=True).repaired
    newsroom.assert_whole(harbor="The harbor burned down in June.", bridge="The bridge was closed in March.")


def test_a_rebuild_takes_the_newest_version(newsroom: Newsroom) -> None:
    newsroom.write("harbor", "The harbor burned down in June.")
    newsroom.stopped_sync()
    newsroom.library.close()
    (newsroom.folder / "harbor.json").rename(newsroom.folder.parent / "harbor.json")
    other = newsroom.folder.parent / "other"
    other.mkdir()
    (other / "tunnel.txt").write_text("A tunnel is planned.")
    newsroom.library = Library.open(newsroom.library.folder, embedder=newsroom.embedder, rebuild=True)
    newsroom.library.sync(other, rebuild=True)
    assert newsroom.library.article("harbor").text == "The harbor burned down in June."
    assert newsroom.found("burned") == ["The harbor burned down in June."] and newsroom.found("opened") == []
    assert len(newsroom.library) == 3 and newsroom.library.check().problems == ()


def test_one_article_of_a_file_moves_to_another_while_it_waits(newsroom: Newsroom) -> None:
    """The file that an article has left does not take its new version away."""
    file, other = newsroom.folder / "a.jsonl", newsroom.folder / "z.jsonl"
    lines = [json.dumps({"id": key, "text": f"Tunnel {key} opened."}) for key in ("one", "two")]
    file.write_text("\n".join(lines))
    newsroom.sync()
    file.write_text(lines[1])
    other.write_text(json.dumps({"id": "one", "text": "Tunnel one closed."}))
    newsroom.stopped_sync()
    assert newsroom.found("tunnel one opened")[0] == "Tunnel one opened."
    assert newsroom.sync().removed == 0
    texts = {article.id: article.text for article in newsroom.library.articles()}
    assert (texts["one"], texts["two"]) == ("Tunnel one closed.", "Tunnel two opened.")
    assert newsroom.library.check().problems == ()


def test_what_is_told_of_an_article_is_of_the_version_that_is_found(newsroom: Newsroom) -> None:
    file = newsroom.folder / "a.txt"
    file.write_text("The ferry sank in May.\n\nShare this article\n\nNobody drowned.\n")
    newsroom.sync()
    file.write_text("The ferry sailed in May.\n")
    newsroom.stopped_sync()
    article = newsroom.library.article("a.txt")
    assert "sank" in article.text and newsroom.library.removed_from("a.txt")
    newsroom.sync()
    assert newsroom.library.removed_from("a.txt") == ()
