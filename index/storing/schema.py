"""The tables of the catalog, put together from those of its parts."""

from index.storing.backlog import UNREAD
from index.storing.keywords import WORDS
from index.storing.manifest import FILES
from index.storing.spelling import SPELLINGS
from index.storing.stories import BANDS

SCHEMA_VERSION = 5

# The long columns of articles stand last, so that reading the short ones touches one page. The versions of an article
# have one path, that of the file it was read from last; an article has no story before it is indexed.
SCHEMA = f"""
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
{FILES}
{UNREAD}
CREATE TABLE articles (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, path TEXT NOT NULL, digest TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'indexed')),
    story TEXT, first_day INTEGER, last_day INTEGER, source_key TEXT,
    title TEXT NOT NULL, source TEXT, author TEXT, published TEXT, url TEXT, language TEXT,
    removed TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (id, state));
CREATE INDEX articles_by_path ON articles (path);
CREATE INDEX articles_by_story ON articles (story);
CREATE INDEX pending_articles ON articles (row) WHERE state = 'pending';
{BANDS}
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, article INTEGER NOT NULL REFERENCES articles (row),
    start INTEGER NOT NULL, end INTEGER NOT NULL, sentences TEXT NOT NULL,
    first_time INTEGER, last_time INTEGER, UNIQUE (id, article));
CREATE INDEX passages_by_article ON passages (article);
{WORDS}
{SPELLINGS}
CREATE TABLE stale_vectors (passage_id TEXT PRIMARY KEY) WITHOUT ROWID
"""
