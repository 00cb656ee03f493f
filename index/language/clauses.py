"""The main clause of a sentence: who does what, and the rest; found by its parts of speech, where they leave no doubt.

The tags are those of TextBlob's tagger (Penn Treebank: https://www.ling.upenn.edu/courses/Fall_2003/ling001/penn_treebank_pos.html),
base forms those of LemmInflect. What is denied, only possible or under a condition has no clause here.
"""

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from index.language.arguments import BE, ORDER
from index.language.names import find_names
from index.language.units import SIGN

_TOKEN = re.compile(
    rf"(?:[A-Z]\.){{2,}}|[A-Z][a-z]{{1,3}}\.(?=\s+[A-Z\d])|['’]s\b|[{SIGN}]\d[\d,.]*\d"
    rf"|[{SIGN}]?\d[\d,.]*\d(?:st|nd|rd|th)?|[{SIGN}]\d|[^\W_]+(?:[-’'](?!s\b)[^\W_]+)*|\S"
)
# A letter for each kind of word, so that phrases can be told by patterns.
_KINDS = {
    **dict.fromkeys(("NN", "NNS"), "N"),
    **dict.fromkeys(("NNP", "NNPS"), "P"),
    **dict.fromkeys(("JJ", "JJR", "JJS"), "J"),
    **dict.fromkeys(("DT", "PDT"), "D"),
    **dict.fromkeys(("IN", "TO"), "I"),
    **dict.fromkeys(("RB", "RBR", "RBS"), "R"),
    **dict.fromkeys(("PRP", "PRP$", "WP", "WP$", "WDT", "WRB", "EX"), "O"),
    **{"CD": "C", "POS": "S", "CC": "&", "VBD": "V", "VBZ": "Z", "VBP": "Y", "VBN": "E", "VBG": "G", "VB": "B"},
}
_NOUNS = r"D?R?[JCPNS]*[NP]"
_SUBJECT = re.compile(rf"{_NOUNS}(?:[&Io]{_NOUNS}){{0,2}}(?=R?[VZYE])")  # "o" is "of"
_OPENING = re.compile(rf"[I]{_NOUNS}(?:[o]{_NOUNS})?(?=,)|IC(?=,)")  # "In May, …"
OBJECT = re.compile(rf"{_NOUNS}(?:[&o]{_NOUNS})*")
_LIGHT = frozenset("also still later then again".split())  # adverbs that a question does without
_HAVE = frozenset("has have had".split())
_BORDERS = frozenset("because although though while whereas since until so but once".split())
_BEFORE_CLAUSE = frozenset("because although though while whereas once ;".split())
_MODIFIES = frozenset("when where which who whose whom".split())  # what is before it, which is vague without it
BRINGS_NEXT = _BORDERS | _MODIFIES | ORDER | {"as", "and", ",", ";"}  # what another clause begins with
_BRINGS_CLAUSE = frozenset("that who what how where why".split())
_STOPS = frozenset((*",;:.!?()–—", '"', "“", "”"))
_DOUBTFUL = frozenset("not n't never no if unless whether would could might may should can will must shall".split())
_GOES_ON = re.compile(r",(?:[GIOW&R]|D?[JN]*N,?[Z&]|\Z)")  # behind a comma that ends a clause


@dataclass(frozen=True, slots=True)
class Word:
    """A word at `[start, end)` of its sentence; its kind is a letter: N noun, P name, V past, Z and Y present, …."""

    text: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A main clause: its subject, what helps its verb ("was", "has"; none for a plain one), the verb, the rest.

    `opening` stands before it ("In May, …"); `reason` is what "because" brings in behind it, as `[start, end)`.
    """

    text: str
    subject: tuple[Word, ...]
    auxiliary: str
    verb: Word
    rest: tuple[Word, ...]
    opening: tuple[Word, ...] = ()
    reason: tuple[int, int] | None = None

    @property
    def inverted(self) -> tuple[str, str]:
        """What stands before and behind the subject of a question: ("did", "sign"), ("was", "signed")."""
        if self.auxiliary == "had":  # "once the union had broken up": when did it?
            return "did", base_form(self.verb.text)
        if self.auxiliary:
            return self.auxiliary, "" if self.verb.text == self.auxiliary else self.verb.text
        return {"Z": "does", "Y": "do"}.get(self.verb.kind, "did"), base_form(self.verb.text)

    def said(self, words: Sequence[Word]) -> str:
        """Return words as the sentence has them, with what stands between them; a capital that only begins it goes."""
        if not words:
            return ""
        text = self.text[words[0].start : words[-1].end]
        is_name = (
            words[0].kind == "P"
            or words[0].text[-1] == "."
            or any(name.start == words[0].start for name in find_names(self.text))
        )
        return text if words[0].start or is_name else text[:1].lower() + text[1:]


def find_clauses(sentence: str) -> Iterator[Clause]:
    """Yield the clauses of a sentence that are plain: that which it begins with, and those behind "and" or "once".

    >>> [found] = find_clauses("The two presidents signed a treaty in Moscow on Jan. 17, closing a long process.")
    >>> found.said(found.subject), found.inverted, found.said(found.rest)
    ('the two presidents', ('did', 'sign'), 'a treaty in Moscow on Jan. 17')
    """
    words = words_of(sentence)
    for start in (at for at in range(len(words)) if _may_begin(words, at)):
        if found := _clause_at(sentence, words, start):
            yield found


def _may_begin(words: Sequence[Word], at: int) -> bool:
    """Tell whether a clause may begin with a word: the first, or one behind "once", ";" or ", and"."""
    before = [word.text.lower() for word in words[max(0, at - 2) : at]]
    return at == 0 or before[-1] in _BEFORE_CLAUSE or (before[-1] in ("and", "but", "so") and before[0] in ",;")


def _clause_at(sentence: str, words: tuple[Word, ...], begin: int) -> Clause | None:
    kinds = kinds_of(words)
    opens = _OPENING.match(kinds, begin)
    start = opens.end() + 1 if opens else begin
    found = _SUBJECT.match(kinds, start)
    if not found:
        return None
    at = found.end() + (words[found.end()].text in _LIGHT)
    helps = words[at].text.lower() if words[at].text.lower() in BE | _HAVE else ""
    verb = at + 1 if helps and kinds[at + 1 : at + 2] in ("E", "V") else at
    if kinds[verb] not in "VZYE" or (helps in _HAVE and verb == at):
        return None  # "was later sold": an adverb has no good place in the question; "had a port" is no perfect
    end = _end_of_clause(words, verb + 1)
    if end is None or _has_another_verb(words[verb + 1 : end]):
        return None
    around = words[max(0, begin - 2) : end + 1]
    if not _DOUBTFUL.isdisjoint(word.text.lower() if word.kind != "P" else "" for word in around):
        return None
    opening = words[begin : opens.end()] if opens else ()
    subject = words[start : found.end()]
    return Clause(sentence, subject, helps, words[verb], words[verb + 1 : end], opening, _reason(sentence, words, end))


def _end_of_clause(words: Sequence[Word], start: int) -> int | None:
    """Return where the clause ends whose verb is just before `start`, None where that is not plain."""
    end = start
    while end < len(words) and words[end].text not in _STOPS:
        begins_clause = words[end].kind == "&" and kinds_of(words[end + 1 : end + 2]) in tuple("VZYEOM")
        names_time = words[end].text.lower() == "since" and kinds_of(words[end + 1 : end + 2]) in ("C", "P")
        if begins_clause or (words[end].text.lower() in _BORDERS and not names_time):
            return end
        if words[end].text.lower() in _MODIFIES:
            return None
        end += 1
    is_last = end + 1 >= len(words)
    if is_last or words[end].text in ".!;":
        return end if is_last or words[end].text == ";" else None  # a stop within a sentence is an abbreviation's
    return end if words[end].text == "," and _GOES_ON.match("," + kinds_of(words[end + 1 :])) else None


def _has_another_verb(words: Sequence[Word]) -> bool:
    """Tell whether a finite verb stands behind that of a clause, as in "The pact signed in May brought peace"."""
    for word in words:
        if word.text.lower() in _BRINGS_CLAUSE:
            return False
        if word.kind in "VZE":
            return True
    return False


def _reason(sentence: str, words: Sequence[Word], end: int) -> tuple[int, int] | None:
    """Return what "because" brings in where a clause ends, up to the end of the sentence."""
    because = next((one for one in words[end : end + 2] if one.text.lower() == "because"), None)
    return (because.end + 1, len(sentence.rstrip(" ."))) if because else None


def words_of(sentence: str) -> tuple[Word, ...]:
    """Return the words of a sentence, and its signs, each with its kind; none where the tagger leaves one out."""
    found = list(_TOKEN.finditer(sentence))
    tags = _tagger().tag(" ".join(match[0] for match in found), tokenize=False)
    if len(tags) != len(found):
        return ()
    named = {place for name in find_names(sentence) for place in range(name.start, name.end)}
    words = []
    for match, (_, tag) in zip(found, tags, strict=True):
        tag = "WDT" if match[0].lower() == "that" else "NNP" if match[0] == "May" and match.start() else tag
        kind = _KINDS.get(tag, "M" if tag == "MD" else match[0] if not match[0][0].isalnum() else "W")
        if match.start() in named and kind in "NJVO":
            kind = "P"
        if kind == "P" and match.start() not in named and match[0][0].isupper() and match.start() == 0:
            kind = "N"  # the tagger takes a capital for a name
        words.append(Word(match[0], match.start(), match.end(), kind[0]))
    return tuple(words)


def kinds_of(words: Sequence[Word]) -> str:
    """Return the kinds of words, one letter each; "of" is o."""
    return "".join("o" if one.text.lower() == "of" else one.kind for one in words)


@lru_cache(maxsize=10_000)
def base_form(verb: str) -> str:
    """Return the base form of a verb.

    >>> base_form("left"), base_form("signed"), base_form("takes")
    ('leave', 'sign', 'take')
    """
    from lemminflect import getLemma

    return str(getLemma(verb.lower(), upos="VERB")[0])


@cache
def _tagger() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # TextBlob leaves its lexicon open once it is read
        from textblob.en.taggers import PatternTagger

        tagger = PatternTagger()
        tagger.tag("It is read", tokenize=False)
        return tagger
