"""Near duplicates: the same wire report under several names, so that five articles count as one source.

`bands` gives a text a few numbers (datasketch MinHash over word shingles and locality-sensitive hashing): texts that
share most of their wording share at least one, so a table (band, article) finds the candidates of a new article without
looking at the others. `is_near_duplicate` compares two texts themselves, word by word, `cluster_of` picks the cluster
that a new text joins, and `Clusters` keeps them in the catalog.

Texts that say otherwise in the same place (another number or name, or a denial, between the same words) are not near
duplicates: they are two voices, and to join them would hide that they disagree. Hence a corrected report is none of
the one that it corrects, nor is today's weather report one of yesterday's. What goes unseen: a change of other words
("acquitted" for "convicted"), a translation, and a brief with less than about half the words of its original.
"""

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from index.language.negation import DENIALS
from index.language.numbers import CARDINALS, SCALES
from index.storing.database import Database

if TYPE_CHECKING:
    from datasketch import MinHash

CLUSTERS = """
CREATE TABLE bands (band INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (band, article)) WITHOUT ROWID;
CREATE INDEX bands_by_article ON bands (article);
"""

VERSION = "1"  # raise it when `bands` gives other numbers than before, with a new datasketch too

SHORTEST = 40  # words; a shorter text has too few shingles; of it, only what has equal words is one
SHINGLE = 3  # words
BANDS, ROWS = 32, 3  # two texts share a band with probability 1 - (1 - similarity**ROWS)**BANDS: 0.4 → 0.88, 0.5 → 0.99
LEAST_SHARED = 0.7  # of the shingles of the shorter text: a third of the longer may be cut, one word in ten edited
WIDEST_GAP = 10  # words between shared ones; more is another sentence rather than another wording
MOST_COMPARED = 20  # articles, the nearest; filled-in forms make nearly every pair a candidate

_WORD = re.compile(r"[0-9]+(?:[.,][0-9]+)*|(?:[A-Z]\.){2,}|[^\W\d_]+")
_NUMBERS = {word: str(int(value)) if value <= 20 else word for word, value in CARDINALS.items()}
_NUMBERS |= {word: word for word in SCALES if word != "dozen"}


@dataclass(frozen=True, slots=True)
class _Word:
    text: str  # folded
    kind: Literal["number", "capital", "plain"]


def bands(text: str) -> tuple[int, ...]:
    """Return the buckets a text falls into, as signed 64-bit integers; near duplicates nearly always meet in one.

    A short text has one, that only an equal one shares; a text without words has none.
    """
    words = _words(text)
    if len(words) < SHORTEST:
        return (_bucket(" ".join(word.text for word in words).encode()),) if words else ()
    sketch = _empty_sketch().copy()
    sketch.update_batch([shingle.encode() for shingle in _shingles(words)])
    rows = sketch.hashvalues.astype("<u4").reshape(BANDS, ROWS)
    return tuple(_bucket(bytes([band]) + row.tobytes()) for band, row in enumerate(rows))


def is_near_duplicate(one: str, other: str) -> bool:
    """Tell whether two texts are one report: most of the shorter stands in the longer, and no place contradicts.

    >>> report = "The mayor said on Monday that the bridge would stay shut " + "while divers look at its piers " * 6
    >>> is_near_duplicate(report, "RIVERTON (Agency) - " + report)
    True
    >>> is_near_duplicate(report, report.replace("Monday", "Friday"))
    False
    """
    if one == other:
        return _WORD.search(one) is not None
    words, other_words = _words(one), _words(other)
    texts, other_texts = [word.text for word in words], [word.text for word in other_words]
    if min(len(words), len(other_words)) < SHORTEST:
        return texts == other_texts != []
    shingles, other_shingles = set(_shingles(words)), set(_shingles(other_words))
    shared = len(shingles & other_shingles) / min(len(shingles), len(other_shingles))
    return shared >= LEAST_SHARED and not _contradict(words, other_words)


def cluster_of(text: str, clusters: Mapping[str, Sequence[str]]) -> str | None:
    """Return the cluster that a new text belongs to, or None: the largest of which it duplicates every text.

    `clusters` maps a cluster's name to those of its texts that share a band with the new one. Every text, because a
    shortened copy agrees with two versions of a report that contradict each other, and must not tie them together.
    """
    fitting = [name for name, texts in clusters.items() if texts and all(is_near_duplicate(text, one) for one in texts)]
    return max(sorted(fitting), key=lambda name: len(clusters[name]), default=None)


class Clusters:
    """The clusters of a catalog: the column `story` of its articles, a name that stored libraries have.

    Only what is found is in one: of two versions of an article, the older. A cluster has the id of one of its articles;
    since each new one joins the cluster whose nearest texts it duplicates all, it may depend on the order of arrival.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def join(self, article_id: str) -> None:
        """Put an article into the cluster of its near duplicates, or into one of its own, if it is in none yet."""
        found = self._db.row("SELECT row, text FROM articles WHERE id = ? AND story IS NULL", (article_id,))
        if found is None:
            return
        version, text = found
        self._db.execute_many("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(band, version) for band in bands(text)])
        near: dict[str, list[str]] = defaultdict(list)
        for cluster, other in self._db.rows(
            "SELECT story, text FROM articles JOIN (SELECT theirs.article AS near"
            " FROM bands AS mine JOIN bands AS theirs USING (band)"
            " WHERE mine.article = ?1 AND theirs.article != ?1"
            " GROUP BY near ORDER BY count(*) DESC, near LIMIT ?2) ON articles.row = near",
            (version, MOST_COMPARED),
        ):
            near[cluster].append(other)
        cluster = cluster_of(text, near) or article_id
        self._db.execute("UPDATE articles SET story = ? WHERE row = ?", (cluster, version))

    def leave(self, article_id: str, version: int) -> None:
        """Take an article out of its cluster; if that had its name, it gets the name of another of its articles."""
        self._db.execute("DELETE FROM bands WHERE article = ?", (version,))
        if self._db.value("SELECT story FROM articles WHERE row = ?", (version,)) is None:
            return
        heir = self._db.value("SELECT min(id) FROM articles WHERE story = ?1 AND id != ?1", (article_id,))
        self._db.execute("UPDATE articles SET story = ?1 WHERE story = ?2 AND id != ?2", (heir, article_id))

    def around(self, article_id: str) -> list[str]:
        """Return the ids of the other articles in the cluster of this one."""
        query = "SELECT DISTINCT id FROM articles WHERE id != ?1 AND story = ({}) ORDER BY id"
        return self._db.column(query.format("SELECT max(story) FROM articles WHERE id = ?1"), (article_id,))


def _words(text: str) -> list[_Word]:
    """Return the words without case, typography and punctuation, and with numbers as figures."""
    words = []
    for written in _WORD.findall(unicodedata.normalize("NFKC", text)):
        folded = written.casefold()
        if number := written.replace(",", "") if written[0].isdecimal() else _NUMBERS.get(folded):
            words.append(_Word(number, "number"))
        else:
            words.append(_Word(folded.replace(".", ""), "capital" if written[0].isupper() else "plain"))
    return words


def _shingles(words: Sequence[_Word]) -> list[str]:
    texts = [word.text for word in words]
    return [" ".join(texts[start : start + SHINGLE]) for start in range(len(texts) - SHINGLE + 1)]


def _contradict(words: Sequence[_Word], other_words: Sequence[_Word]) -> bool:
    """Tell whether, between the same words, each text has a number or name that the other lacks, or one denies."""
    common = {word.text for word in (*words, *other_words) if word.kind == "plain"}
    place, other_place = _places(words), _places(other_words)
    anchors = [shingle for shingle in place if shingle in other_place]
    for before, after in pairwise(anchors):
        gap = words[place[before] + SHINGLE : place[after]]
        other_gap = other_words[other_place[before] + SHINGLE : other_place[after]]
        if max(len(gap), len(other_gap)) <= WIDEST_GAP:
            values, other_values = _values(gap, common), _values(other_gap, common)
            if _denies(gap) != _denies(other_gap) or (_lacks(values, other_values) and _lacks(other_values, values)):
                return True
    return False


def _places(words: Sequence[_Word]) -> dict[str, int]:
    """Map each shingle that stands once in a text to its place, in order; the end stands behind them all."""
    shingles = _shingles(words)
    counts = Counter(shingles)
    return {shingle: number for number, shingle in enumerate(shingles) if counts[shingle] == 1} | {"": len(words)}


def _values(words: Sequence[_Word], common: set[str]) -> list[_Word]:
    """Return the numbers and names: a capital makes a name unless one of the texts has the word without it."""
    return [word for word in words if word.kind == "number" or (word.kind == "capital" and word.text not in common)]


def _denies(words: Sequence[_Word]) -> bool:
    return any(word.text in DENIALS for word in words)


def _lacks(values: Sequence[_Word], wanted: Sequence[_Word]) -> bool:
    return not all(any(_same(want, value) for value in values) for want in wanted)


def _same(one: _Word, other: _Word) -> bool:
    """Tell whether two values are written alike; of names one may be shortened (Sept. for September)."""
    if one.kind == other.kind == "capital":
        return one.text.startswith(other.text) or other.text.startswith(one.text)
    return one.text == other.text


def _bucket(key: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(key, digest_size=8).digest(), "big", signed=True)


@cache
def _empty_sketch() -> "MinHash":
    from datasketch import MinHash  # brings scipy: 0.4 s

    return MinHash(num_perm=BANDS * ROWS, seed=1, scheme="affine32")
