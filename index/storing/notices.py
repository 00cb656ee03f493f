"""Which articles say something of other articles: that these were corrected, withdrawn, or have a newer version.

Of whom they speak is told when it is asked, so that it stays right whichever articles come, change and go: of what has
the title that a notice names, or came out on the day that it names and has what it says in common with it.
"""

import re
from collections.abc import Iterator

from index.language import facts
from index.language.sentences import split_sentences
from index.language.times import find_times
from index.language.words import content_stems, share_of_words
from index.reading import Article, Notice, bare_title, days_of
from index.storing.database import Database
from index.storing.passages import ARTICLE

MOST = 100  # articles that are looked at, the latest first
SHORTEST_TITLE = 4  # words of a title that is known by itself when a notice has it
LEAST_SHARED = 0.5, 0.6  # of the words that tell what an article is about: with a name in full, and without
FEWEST_WORDS = 2  # that tell it
_OF_NOTICES = (
    "report story article withdrawn retracted correct correction misstated erroneously incorrectly wrongly mistakenly"
    " said reported published earlier version editor note apologise error longer stands pulled removed regret"
)
_WORD = re.compile(r"[^\W\d_]+")

NOTICES = """
CREATE TABLE IF NOT EXISTS notices (
    article INTEGER PRIMARY KEY, bare_title TEXT NOT NULL, is_of_another INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS notices_by_title ON notices (bare_title);
"""


class Notices:
    """The table of versions of articles with such notices. An older catalog may lack it; then nothing is known."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, version: int, article: Article) -> None:
        """Note an article that may speak of another; a title's mark ("UPDATE 2-") does of what has the same title."""
        of_others = [one for one in article.notices if one.may_be_of_another]
        if of_others:
            is_of_another = any(one.kind != "update" for one in of_others)
            values = (version, bare_title(article.title), is_of_another)
            self._db.execute("INSERT INTO notices VALUES (?, ?, ?)", values)

    def remove(self, version: int) -> None:
        """Forget a version of an article."""
        self._db.execute("DELETE FROM notices WHERE article = ?", (version,))

    def of(self, article: Article) -> tuple[Notice, ...]:
        """Return the notices that stand in an article, then those about it in others, the latest first."""
        return (*article.notices, *(one for other in self._beside(article) for one in _about(article, other)))

    def _beside(self, article: Article) -> list[Article]:
        """Return the other articles of its source, none of an earlier day, whose notices may be of it."""
        if not self._db.has("notices"):
            return []
        days = days_of(article.published) if article.published else None
        query = f"""
            SELECT {ARTICLE}, min(state) FROM notices CROSS JOIN articles ON articles.row = notices.article
            WHERE (is_of_another OR bare_title = ?) AND source_key IS ? AND id != ?
                AND (?4 IS NULL OR last_day IS NULL OR last_day >= ?4)
            GROUP BY id ORDER BY first_day DESC, id LIMIT {MOST}"""
        source = article.source.casefold() if article.source else None
        rows = self._db.rows(query, (bare_title(article.title), source, article.id, days and days.first))
        return [Article(*row[:-1]) for row in rows]


def _about(article: Article, other: Article) -> Iterator[Notice]:
    """Yield the notices of another article that are about this one: by its title, or by its day and what it says."""
    found = [one for one in other.notices if one.may_be_of_another]
    has_its_title = bare_title(article.title) == bare_title(other.title)
    is_meant = has_its_title or any(_names(one, article, other) for one in found)
    for one in found:
        if is_meant and (has_its_title or one.kind != "update"):
            yield one


def _names(notice: Notice, article: Article, other: Article) -> bool:
    """Tell whether a notice of another article names this one: its title, or its day and what it is about."""
    title = bare_title(article.title)
    if len(title.split()) >= SHORTEST_TITLE and title in " ".join(notice.text.casefold().split()):
        return True
    said = next((notice.text[one.start : one.end] for one in split_sentences(notice.text)), "")
    times = find_times(said, other.published)
    if not article.published or not any(one.first == one.last == article.published for one in times):
        return False
    for time in reversed(times):
        said = f"{said[: time.start]} {said[time.end :]}"
    whole, source = f"{article.title}\n{article.text}", other.source or ""
    about = frozenset(filter(_WORD.fullmatch, content_stems(said) - content_stems(f"{_OF_NOTICES} {source}")))
    names = [name.written for name in facts(said).names if len(name.words) > 1 and name.written not in source]
    least = LEAST_SHARED[0 if any(name in whole for name in names) else 1]
    return len(about) >= FEWEST_WORDS and share_of_words(about, content_stems(whole)) >= least
