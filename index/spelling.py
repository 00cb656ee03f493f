"""A question's words, spelt as the articles spell them.

A slip in the one name that a question is about ("isreal", "negotations", "Zelensky" where the articles have
"Zelenskyy") hides it from the search, and from the networks more than from a person.
"""

import re
import unicodedata

from index.database import Database
from index.english import stem
from index.network import packaged_tokenizer

SPELLINGS = """
CREATE TABLE spellings (word TEXT PRIMARY KEY, articles INTEGER NOT NULL) WITHOUT ROWID;
"""

SHORTEST_MISSPELT = 5  # letters; shorter words are near to too many others

_WORD = re.compile(r"[^\W\d_]+")


class Spelling:
    """The words of all articles of a catalog, without capitals and accents, and in how many articles each is."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, text: str) -> None:
        """Count the words of an article."""
        sql = "INSERT INTO spellings VALUES (?, 1) ON CONFLICT (word) DO UPDATE SET articles = articles + 1"
        self._db.execute_many(sql, _words(text))

    def remove(self, text: str) -> None:
        """Count an article's words no longer; they must be those it was added with."""
        words = _words(text)
        self._db.execute_many("UPDATE spellings SET articles = articles - 1 WHERE word = ?", words)
        self._db.execute_many("DELETE FROM spellings WHERE word = ? AND articles = 0", words)

    def mend(self, question: str) -> str:
        """Return the question with each word that nobody knows in the spelling, one slip away, of most articles.

        A word is known if an article has it, or the vocabulary of the packaged model has it or its stem: what is
        spelt right stays, whether the articles have it or not.
        """
        return _WORD.sub(lambda found: self._mended(found.group()), question)

    def _mended(self, word: str) -> str:
        typed = _plain(word)
        if len(typed) < SHORTEST_MISSPELT or _is_english(typed) or self._has(typed):
            return word
        nearest = self._nearest(typed)
        if nearest is None or stem(nearest) == stem(typed):  # a form that the search finds anyway
            return word
        return nearest.title() if word[0].isupper() else nearest

    def _has(self, word: str) -> bool:
        return self._db.row("SELECT 1 FROM spellings WHERE word = ?", (word,)) is not None

    def _nearest(self, word: str) -> str | None:
        """Return the word one letter more, less, other or changed over with the next; the first letter is the same."""
        from rapidfuzz.distance import OSA

        near = self._db.rows(
            "SELECT word FROM spellings WHERE word >= ? AND word < ? AND abs(length(word) - ?) <= 1"
            " ORDER BY articles DESC, word",
            (word[0], chr(ord(word[0]) + 1), len(word)),
        )
        return next((one for (one,) in near if OSA.distance(word, one, score_cutoff=1) <= 1), None)


def _words(text: str) -> list[tuple[str]]:
    """Return each word of a text that may be misspelt, once, as a row; a slip may make it a letter longer."""
    return [(word,) for word in {_plain(word) for word in _WORD.findall(text)} if len(word) >= SHORTEST_MISSPELT - 1]


def _is_english(word: str) -> bool:
    """Tell whether the vocabulary of the packaged model, has a word or its stem."""
    vocabulary = packaged_tokenizer()
    return any(vocabulary.token_to_id(form) is not None for form in (word, stem(word)))


def _plain(word: str) -> str:
    """Return a word without capitals and accents, as the packaged model reads it."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", word.casefold()) if letter.isalpha())
