"""Search within dates and sources, and by rare words first: the same as by looking at each passage."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from index import Library
from index.scope import Scope
from index.storing.database import Database
from index.storing.passages import words_of
from index.storing.ranking import SMALL_GROUP, Query, best_rows
from index.storing.scoped import Scoped
from index.vectors import Vectors
from tests.fakes import WordHashEmbedder

ARTICLES = 500  # of which 5 times the root, 111, are listed and compared one by one
OLD = 130  # that speak of nothing but the harbor
QUESTIONS = ["What does the bridge cost?", "harbor docks", "Who closed the tunnel of Karen and the bridge?", "nothing"]
SCOPES = {
    "one day": Scope.of(since="2024-03-07", until="2024-03-07"),
    "one source": Scope.of(source="PAPER 3"),
    "half": Scope.of(since="2024-07"),
    "all that are dated": Scope.of(until="2025"),
    "many, and far from the bridge": Scope.of(until="2001"),
    "a source within a year": Scope.of(source="paper 3", until="2001"),
    "a time that few speak of": Scope.of(during="1871"),
    "three months": Scope.of(since="2024-02", until="2024-04"),
    "a time that many speak of": Scope.of(during="1999/2010"),
    "none": Scope.of(since="2030"),
}


def article(number: int) -> dict[str, str]:
    random = Random(number)
    if number < OLD:
        text = f"The harbor has {number} docks."
    else:
        thing = random.choice(["bridge", "tunnel", "tower", "market"])
        text = f"The {thing} of {random.choice(['Karen', 'Mull', 'Varn'])} costs {number} crowns."
        text += " It was built in 1871." if number % 50 == 0 else " It was closed in 2005." if number % 3 == 0 else ""
    published = "2001" if number < OLD else f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
    dated = {} if number % 25 == 1 else {"published": published}
    return {"id": str(number), "title": "News", "text": text, "source": f"Paper {number % 20}"} | dated


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Enough articles that not all are few."""
    folder = tmp_path_factory.mktemp("large")
    (folder / "a.jsonl").write_text("".join(json.dumps(article(number)) + "\n" for number in range(ARTICLES)))
    with Library.open(folder / "library", embedder=WordHashEmbedder()) as library:
        library.sync(folder / "a.jsonl")
        yield library


def all_within(library: Library, scope: Scope) -> set[str]:
    """Return the ids of the passages within a scope, by what each of them says."""
    passages = library._store.catalog.passages
    found = passages.get(sorted(passages.ids("indexed")))
    return {
        one.passage.id
        for one in found
        if scope.holds_article(one.article.source, one.article.published) and scope.speaks_of_it(one.passage.times)
    }


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES.keys())
@pytest.mark.parametrize("count", [5, 30])
def test_what_is_found_within_a_scope_is_what_looking_at_each_passage_finds(
    large: Library, scope: Scope, count: int
) -> None:
    within = all_within(large, scope)
    vectors = large._store.vectors.get(sorted(within))
    database = sqlite3.connect(large.folder / "catalog.sqlite3")
    ids = dict(database.execute("SELECT row, id FROM passages").fetchall())
    for question in QUESTIONS:
        vector = large.embedder.encode_query(question)
        cosines = sorted((float(vector @ one) for one in vectors.values()), reverse=True)
        found = large.finder.by_meaning(vector, count, scope)
        assert found.keys() <= within
        least = cosines[:count][-1] - 1e-5 if cosines else 0.0
        as_near = sum(cosine >= least for cosine in found.values())
        is_compared = large._store.catalog.scoped.listed(scope) is not None  # a graph may miss what no other is near to
        assert len(found) == len(cosines[:count]) and as_near >= (1 if is_compared else 0.8) * len(found)
        match = " OR ".join(f'"{word}"' for word in words_of(question))
        ranked = database.execute("SELECT rowid, -rank FROM words WHERE words MATCH ? ORDER BY rank", (match,))
        scores = [score for row, score in ranked if ids[row] in within]
        by_words = large.finder.by_words(question, count, scope)
        assert by_words.keys() <= within
        assert list(by_words.values()) == pytest.approx(scores[:count])
    database.close()


def test_few_are_listed(large: Library) -> None:
    scoped = large._store.catalog.scoped
    few = {"one day", "one source", "a source within a year", "a time that few speak of", "three months", "none"}
    assert {name for name, scope in SCOPES.items() if scoped.listed(scope) is not None} == few


def test_who_asks_within_a_scope_again_has_its_vectors_at_hand(large: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[str] = []
    get = Vectors.get

    def watched(self: Vectors, passage_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        fetched.extend(passage_ids)
        return get(self, passage_ids)

    monkeypatch.setattr(Vectors, "get", watched)
    first = large.finder.by_meaning(large.embedder.encode_query("harbor"), 5, SCOPES["three months"])
    fetched.clear()
    large.finder.by_meaning(large.embedder.encode_query("tunnel"), 5, SCOPES["three months"])
    again = large.finder.by_meaning(large.embedder.encode_query("harbor"), 5, SCOPES["three months"])
    assert not set(fetched) & large._store.catalog.scoped.ids(
        sorted(all_within(large, Scope())), SCOPES["three months"]
    )
    assert again == first != {}


def test_what_is_at_hand_is_of_the_text_as_it_is_now(tmp_path: Path, word_hash: WordHashEmbedder) -> None:
    file, scope = tmp_path / "a.jsonl", Scope.of(since="2024")
    with Library.open(tmp_path / "library", embedder=word_hash) as library:
        for text in ("The bridge is open.", "The tunnel is shut.", "The bridge is open."):
            file.write_text(json.dumps({"id": "1", "title": "News", "text": text, "published": "2024-05-01"}) + "\n")
            library.sync(file)
            ((key, cosine),) = library.finder.by_meaning(word_hash.encode_query(text), 5, scope).items()
            (stored,) = library._store.vectors.get([key]).values()
            assert cosine == pytest.approx(float(stored @ word_hash.encode_query(text)))


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES.keys())
def test_no_fewer_are_found_than_there_are(large: Library, scope: Scope) -> None:
    within = all_within(large, scope)
    for count in (1, 50):
        hits = large.find("bridge", count, scope)
        assert len(hits) == min(count, len(within)) and {hit.passage.id for hit in hits} <= within


def test_a_new_version_that_waits_is_not_found_within_its_date(
    library: Library, articles: Path, word_hash: WordHashEmbedder
) -> None:
    library.sync(articles)
    with library._store.catalog.transaction():
        library._store.catalog._db.execute("UPDATE articles SET state = 'pending' WHERE id = 'bridge.md'")
    assert not library._store.catalog.scoped.listed(Scope.of(since="2024"))
    assert library._store.catalog.scoped.ids(sorted(library._store.vectors.ids()), Scope.of(since="2024")) == set()
    assert library.finder.by_words("bridge", 5, Scope()) == {}


def test_a_catalog_of_before_is_searched_without_the_indexes_and_gets_them_at_a_sync(
    library: Library, articles: Path
) -> None:
    library.sync(articles)
    names = ("articles_by_day", "articles_by_source", "passages_by_time")
    found = library.search("bridge", since="2024")
    for name in names:
        library._store.catalog._db.execute(f"DROP INDEX {name}")
    again = library.search("bridge", since="2024")
    assert [hit.passage.id for hit in again] == [hit.passage.id for hit in found] != []
    library.sync(articles)
    assert all(library._store.catalog._db.has(name) for name in names)


def test_rare_words_first_scores_and_orders_as_fts5_does(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    words = [f"w{number}" for number in range(400)]
    shares = 1 / np.arange(1, 401)
    schema = """
CREATE TABLE articles (row INTEGER PRIMARY KEY, state TEXT, source_key TEXT);
CREATE TABLE passages (row INTEGER PRIMARY KEY, article INTEGER);
CREATE VIRTUAL TABLE words USING fts5 (title, text);
"""
    database = Database(tmp_path / "words.sqlite3", schema, 1)
    lengths = random.integers(5, 40, size=4 * SMALL_GROUP)
    texts = [" ".join(random.choice(words, size=length, p=shares / shares.sum())) for length in lengths]
    database.execute_many("INSERT INTO passages VALUES (?, ?)", ((row, row % 30) for row in range(1, len(texts) + 1)))
    articles = ((row, "pending" if row % 3 == 0 else "indexed", "rare" if row == 7 else "often") for row in range(30))
    database.execute_many("INSERT INTO articles VALUES (?, ?, ?)", articles)
    database.execute_many("INSERT INTO words VALUES ('', ?)", ((text,) for text in texts))
    rank = "SELECT rowid, -rank FROM words WHERE words MATCH ? ORDER BY rank, rowid"
    of_all = Query("SELECT rowid, -rank FROM words WHERE words MATCH :match ORDER BY rank LIMIT :most", {})
    for count in (2, 3, 5, 9):
        for first in (0, 1, 20):
            asked = [*words[first : first + count // 2], *random.choice(words, size=count - count // 2, replace=False)]
            asked = list(dict.fromkeys([*asked, "nowhere"]))
            scores = dict(database.rows(rank, (" OR ".join(asked),)))
            for most in (1, 10, 200):
                found = best_rows(database, asked, most, of_all)
                assert list(found.values()) == pytest.approx(sorted(scores.values(), reverse=True)[:most])
                assert all(score == pytest.approx(scores[row]) for row, score in found.items())
            some = set(map(int, random.choice(len(texts), size=50, replace=False) + 1))
            among = best_rows(database, asked, 10, Scoped.best_among(some))
            expected = sorted((score for row, score in scores.items() if row in some), reverse=True)[:10]
            assert list(among.values()) == pytest.approx(expected) and among.keys() <= some
            for source in (None, "rare", "often"):
                within = best_rows(database, asked, 10, Scoped.best_within(Scope(source=source)))
                inside = {
                    row for row in scores if row % 30 % 3 and (source is None or (row % 30 == 7) == (source == "rare"))
                }
                expected = sorted((scores[row] for row in inside), reverse=True)[:10]
                assert list(within.values()) == pytest.approx(expected) and within.keys() <= inside
    assert best_rows(database, ["nowhere"], 10, of_all) == best_rows(database, [], 10, of_all) == {}
    database.close()
