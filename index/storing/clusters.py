"""Clusters of near duplicates: one text under several names, so that five articles count as one source.

What a near duplicate is says `index.storing.near_duplicates`; here the clusters are kept in the catalog. One is named
by the id of one of its articles. A new article joins the cluster whose nearest texts it duplicates all; so clusters may
depend on the order of arrival.
"""

from collections import defaultdict

from index.storing.database import Database
from index.storing.near_duplicates import bands, cluster_of

BANDS = """
CREATE TABLE bands (band INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (band, article)) WITHOUT ROWID;
CREATE INDEX bands_by_article ON bands (article);
"""

MOST_COMPARED = 20  # articles, the nearest; filled-in forms make nearly every pair a candidate


class Clusters:
    """The clusters of a catalog: the column `story` of its articles, a name that stored libraries have.

    Only what is found is in one: of two versions of an article, the older.
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
