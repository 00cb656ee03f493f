"""A question's words, spelt as the articles spell them.

A slip in the one name that a question is about ("isreal", "negotations", "Zelensky" where the articles have
"Zelenskyy") hides it from the search, and from the networks more than from a person.
"""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from index.embedding import packaged_tokenizer
from index.storing.database import Database

if TYPE_CHECKING:
    from spellchecker import SpellChecker

SPELLINGS = """
CREATE TABLE spellings (word TEXT PRIMARY KEY, articles INTEGER NOT NULL) WITHOUT ROWID;
"""

# Letters. Short words are near to too many others: a name that the articles lack, to one that they have.
SHORTEST_MISSPELT = 5
SHORTEST_WITH_A_WRONG_LETTER = 7  # one too many, or another; one that is missing, or two changed over, say more
LONGEST_MISSPELT = 30

LONGEST_QUESTION = 1_000  # characters; what is longer is a text that was pasted

_ADDRESS = re.compile(r"@|://|\.\w")
_WORD = re.compile(r"(?<!\w)(?<!\w['’])[^\W\d_]+(?!\w|['’](?!s\b)\w)")  # not in "didn't", but in "Orbán's"


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

        A word is known if an article has it, or the packaged model's vocabulary, or an English dictionary. The first
        letter is taken to be right. Only words in Latin letters are mended, and what comes out has no accents.
        """
        if len(question) > LONGEST_QUESTION:
            return question
        return "".join(
            part if _ADDRESS.search(part) else _WORD.sub(lambda found: self._mended(found.group()), part)
            for part in re.split(r"(\s+)", question)
        )

    def _mended(self, word: str) -> str:
        typed = _plain(word)
        if typed is None or not SHORTEST_MISSPELT <= len(typed) <= LONGEST_MISSPELT:
            return word
        if (
            packaged_tokenizer().token_to_id(typed) is not None
            or self._is_in_an_article(typed)
            or typed in _dictionary()
        ):
            return word
        meant = self._nearest(typed)
        return word if meant is None else meant.title() if word[0].isupper() else meant

    def _is_in_an_article(self, typed: str) -> bool:
        return self._db.value("SELECT 1 FROM spellings WHERE word = ?", (typed,)) is not None

    def _nearest(self, typed: str) -> str | None:
        near = [word for word in _dictionary().edit_distance_1(typed) if _may_mean(typed, word)]
        found = self._db.rows_of("SELECT -articles, word FROM spellings WHERE word IN ({})", near)
        return min(found, default=(0, None))[1]


def _may_mean(typed: str, word: str) -> bool:
    """Tell whether a word one slip away from the one typed is likely to be meant."""
    if word[:1] != typed[0]:
        return False
    is_short_of_a_letter, is_changed_over = len(word) > len(typed), sorted(word) == sorted(typed)
    return is_short_of_a_letter or is_changed_over or len(typed) >= SHORTEST_WITH_A_WRONG_LETTER


def _words(text: str) -> list[tuple[str]]:
    """Return each word of a text that may be misspelt, once, as a row; a slip may make it a letter longer."""
    found = (word for part in text.split() if not _ADDRESS.search(part) for word in _WORD.findall(part))
    words = {plain for word in found if (plain := _plain(word)) and len(plain) >= SHORTEST_MISSPELT - 1}
    return [(word,) for word in words if len(word) <= LONGEST_MISSPELT + 1]


def _plain(word: str) -> str | None:
    """Return a word without capitals and accents, as the packaged model reads it; None if its letters are not Latin."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", word.lower()) if letter.isalpha())
    return plain if plain.isascii() else None


@cache
def _dictionary() -> "SpellChecker":
    """Load the English dictionary, in a fifth of a second, when a word is known from nowhere else."""
    from spellchecker import SpellChecker

    return SpellChecker("en", distance=1)
