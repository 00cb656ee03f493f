"""Make a large library of a small one: every article again, under other names and in another year.

    python -m benchmarks.multiply LIBRARY --passages N

To read, cut and compare the texts of a million passages takes hours of processor time; this makes the same tables,
indexes, words and vectors for a fraction of it. The people, towns and companies of `benchmarks.corpus` get other names
of the same length, so that all offsets hold and there are more and more of them; the other words stay, so that they
stand in more and more articles. Vectors are noisy copies of true ones, as in `benchmarks.scale`. Run again after a
kill, it goes on.
"""

import argparse
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from benchmarks.corpus import NOISE, SYLLABLES, make_articles
from index import Embedder
from index.storing import CATALOG, Catalog
from index.vectors.folder import AT_ONCE, NEVER, UNSAVED

if TYPE_CHECKING:
    from chromadb.api.client import Client

ENDINGS = "qxjwzkvp"  # a name's last letter becomes one of these
BATCH = 1000
ORIGINALS = 300  # articles whose vectors are copied
SAVE_AFTER = 100_000  # vectors; fewer copies of the folder than a sync makes
NAME = re.compile(r"\b(?:{})(?:{})(?:{})\b".format(*map("|".join, SYLLABLES)), re.IGNORECASE)
tell = partial(print, flush=True)

# What each copy adds. Rows and years are shifted, and `renamed` is what holds names.
EACH = """
INSERT INTO articles (row, id, path, digest, state, story, first_day, last_day, source_key, title, source,
    author, published, url, language, removed, text)
SELECT row + :copy * :rows, id || :mark, :mark || path, digest || :mark, state, story || :mark,
    first_day - 10000 * :copy, last_day - 10000 * :copy, renamed(source_key), renamed(title), renamed(source),
    author, (substr(published, 1, 4) - :copy) || substr(published, 5), url, language, removed, renamed(text)
FROM articles WHERE row <= :rows;
INSERT INTO passages (row, id, article, start, end, sentences, first_time, last_time)
SELECT row + :copy * :passages, marked(id), article + :copy * :rows, start, end, sentences, first_time, last_time
FROM passages WHERE row <= :passages;
INSERT INTO words (rowid, title, text)
SELECT passages.row, title, substr(text, start + 1, end - start) FROM passages JOIN articles ON articles.row = article
WHERE passages.row > :copy * :passages AND passages.row <= (:copy + 1) * :passages;
UPDATE facts SET value = :copy WHERE name = 'copies'"""

# What is added at the end, in order, as b-trees are filled quickest. Bands differ from those of all other copies.
LAST = """
DROP INDEX bands_by_article;
INSERT INTO bands SELECT (band | number) - (band & number) AS other, article + number * :rows FROM bands, numbers
ORDER BY 1, 2;
CREATE INDEX bands_by_article ON bands (article);
CREATE TEMP TABLE named AS SELECT word, articles FROM spellings WHERE is_name(word);
UPDATE spellings SET articles = articles * (:copies + 1) WHERE NOT is_name(word);
INSERT INTO spellings SELECT renamed_by(word, number), articles FROM named, numbers WHERE true
ON CONFLICT (word) DO UPDATE SET articles = spellings.articles + excluded.articles;
UPDATE facts SET value = 'all' WHERE name = 'copies'"""


def renamed(text: str | None, copy: int) -> str | None:
    """Return a text with all names as they are in a copy.

    >>> renamed("Lemaston, a town near Karendale", 1)
    'Lemastox, a town near Karendalx'
    """
    return text and NAME.sub(lambda name: name.group()[:-1] + ENDINGS[copy % len(ENDINGS)], text)


def marked(passage_id: str, copy: int) -> str:
    """Return the id of a passage's copy."""
    article, _, rest = passage_id.rpartition("#")
    return f"{article}~{copy}#{rest}"


def multiply_catalog(file: Path, copies: int) -> None:
    """Add the copies to the tables, one at a time."""
    with closing(Catalog(file)) as older:
        older.complete()
    with closing(sqlite3.connect(file, isolation_level=None)) as catalog:
        at = {"copy": 0}
        catalog.create_function("renamed", 1, lambda text: renamed(text, at["copy"]))
        catalog.create_function("renamed_by", 2, renamed)
        catalog.create_function("marked", 1, lambda key: marked(key, at["copy"]))
        catalog.create_function("is_name", 1, lambda word: NAME.fullmatch(word) is not None)
        catalog.execute("PRAGMA synchronous = NORMAL")
        rows, passages, done = _base(catalog)
        if done == "all":
            return
        for copy in range(int(done) + 1, copies + 1):
            start, worked = perf_counter(), process_time()
            at["copy"] = copy
            values = {"copy": copy, "mark": f"~{copy}", "rows": rows, "passages": passages}
            _execute(catalog, EACH, values)
            spent = f"{perf_counter() - start:.0f} s ({process_time() - worked:.0f} s of processor)"
            tell(f"catalog: copy {copy} of {copies}, {spent}")
        catalog.execute("CREATE TEMP TABLE numbers (number INTEGER)")
        catalog.executemany("INSERT INTO numbers VALUES (?)", ((copy,) for copy in range(1, copies + 1)))
        _execute(catalog, LAST, {"rows": rows, "copies": copies})
        catalog.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _execute(catalog: sqlite3.Connection, statements: str, values: dict[str, Any]) -> None:
    catalog.execute("BEGIN IMMEDIATE")
    for statement in statements.split(";\n"):
        catalog.execute(statement, values)
    catalog.execute("COMMIT")


def _base(catalog: sqlite3.Connection) -> tuple[int, int, str]:
    """Return the last rows of articles and passages before the first copy, and which copy was the last."""
    facts = dict(catalog.execute("SELECT name, value FROM facts").fetchall())
    if "copies" not in facts:
        base = catalog.execute("SELECT (SELECT max(row) FROM articles), (SELECT max(row) FROM passages)").fetchone()
        catalog.executemany("INSERT INTO facts VALUES (?, ?)", [("base", json.dumps(base)), ("copies", "0")])
        return (*base, "0")
    rows, passages = json.loads(facts["base"])
    return rows, passages, facts["copies"]


def records(file: Path) -> Iterator[tuple[str, dict[str, str | int]]]:
    """Yield the id and Chroma's metadata of each passage before the first copy, as `index.vectors` stores them."""
    query = """
        SELECT passages.id, articles.id, source_key, first_day, last_day, first_time, last_time
        FROM passages JOIN articles ON articles.row = article WHERE passages.row <= ? ORDER BY passages.row"""
    names = ("article", "source", "first_day", "last_day", "first_time", "last_time")
    with closing(sqlite3.connect(file)) as catalog:
        _, last, _ = _base(catalog)
        catalog.commit()
        for passage_id, *values in catalog.execute(query, (last,)):
            yield passage_id, {name: value for name, value in zip(names, values, strict=True) if value is not None}


def multiply_vectors(library: Path, copies: int) -> None:
    """Add the vectors of the copies to the library's collection."""
    import chromadb
    from chromadb.config import Settings

    base = list(records(library / CATALOG))
    originals = Embedder().encode([article.text for article in islice(make_articles(), ORIGINALS)])
    opened = chromadb.PersistentClient(library / "chroma", Settings(anonymized_telemetry=False))
    with closing(cast("Client", opened)) as client:
        (collection,) = client.list_collections()
        collection.modify(configuration={"hnsw": {"sync_threshold": SAVE_AFTER}})
        there = collection.count()
        start, worked = perf_counter(), process_time()
        for first in range(max(0, there - len(base)), copies * len(base), BATCH):
            some = [divmod(at, len(base)) for at in range(first, min(first + BATCH, copies * len(base)))]
            random = np.random.default_rng(first)
            copied = originals[random.integers(len(originals), size=len(some))]
            vectors = copied + random.normal(scale=NOISE, size=copied.shape)
            collection.upsert(
                [marked(base[at][0], copy + 1) for copy, at in some],
                (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32),
                [of_copy(base[at][1], copy + 1) for copy, at in some],
            )
            if first // BATCH % 10 == 0:
                spent = f"{perf_counter() - start:.0f} s ({process_time() - worked:.0f} s of processor)"
                tell(f"vectors: {first + len(some):,} of {copies * len(base):,}, {spent}")
        collection.modify(configuration={"hnsw": {"sync_threshold": AT_ONCE}})
        last = collection.get([base[0][0]], include=["embeddings", "metadatas"])
        collection.upsert(last["ids"], last["embeddings"], last["metadatas"])
        tell(f"vectors: {collection.count():,} saved")
        collection.modify(metadata=dict(collection.metadata or {}) | {UNSAVED: 0})
        collection.modify(configuration={"hnsw": {"sync_threshold": NEVER}})


def of_copy(metadata: dict[str, str | int], copy: int) -> dict[str, str | int]:
    """Return Chroma's metadata of a passage's copy."""
    changed: dict[str, str | int] = {"article": f"{metadata['article']}~{copy}"}
    changed["source"] = renamed(str(metadata["source"]), copy) or ""
    changed |= {name: int(metadata[name]) - 10_000 * copy for name in ("first_day", "last_day")}
    return metadata | changed


def multiply(library: Path, passages: int) -> None:
    """Add as many copies as make about that many passages, both parts at once."""
    with closing(sqlite3.connect(library / CATALOG)) as catalog, catalog:
        _base(catalog)
    copies = round(passages / sum(1 for _ in records(library / CATALOG))) - 1
    if copies < 1:
        return
    vectors = get_context("spawn").Process(target=multiply_vectors, args=(library, copies))
    vectors.start()
    multiply_catalog(library / CATALOG, copies)
    vectors.join()
    if vectors.exitcode:
        raise SystemExit("the vectors could not be made; run it again")


def main() -> None:
    """Multiply."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.multiply", description="Make a library larger.")
    parser.add_argument("library", type=Path)
    parser.add_argument("--passages", type=int, default=1_000_000, help="to have (default: %(default)s)")
    options = parser.parse_args()
    multiply(options.library, options.passages)


if __name__ == "__main__":
    main()
