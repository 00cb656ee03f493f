"""Which names of a text are persons', and which are none: "he" is never a country, a company or a team.

No person's is told by the table of demonyms, by form ("the Ministry", "Ford Motor Co", "NATO", "the Lakers") and by the
words beside it ("in Kiel", "Arden and its shares"). A person's is told by a title, a first name or a family name behind
another, and by what only people do ("was born", "said she"). Of a name that stands alone, such as "Arden", nothing is
known: in doubt it is neither.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.language.demonyms import forms
from index.language.names import Name, find_names
from index.language.words import is_common_word, stop_words

ROLES = frozenset(  # who somebody is; also titles: "Prime Minister Netanyahu", "the actor Tom Brandt"
    "actor actress admiral ambassador archbishop artist author baron bishop boss candidate captain cardinal "
    "chairman chairwoman chancellor chief coach colonel commander congressman congresswoman count countess dame "
    "deputy director doctor dr duchess duke emperor engineer father founder general gov governor judge justice "
    "king lady lawyer leader lieutenant lord major mayor minister mother mp mr mrs ms mx officer player "
    "politician pope premier president prince princess prof professor prosecutor queen rabbi rep reporter "
    "representative secretary sen senator sergeant sheikh singer sir spokesman spokesperson spokeswoman sultan "
    "teacher writer".split()
)
_FIRST_NAMES = frozenset(
    "adam alan albert alex alexander ali alice amy andrew angela ann anna anne anthony antonio barack barbara "
    "benjamin bernard bill bob boris brian bruce camilla carl carla carlos carol catherine charles chloe chris "
    "christine christopher clara claudia dan daniel david deborah dmitry donald douglas edward elena elizabeth elon "
    "emily emma emmanuel eric erik eva francois frank gary gavin george giovanni grace graham greg hans harry "
    "hassan helen henrik henry hillary howard hugh ian ivan jack james jane jason jean jeff jennifer jens jessica "
    "jim jimmy joe john johnny jonathan jose joseph josh juan julia kamala karen karl kate katherine keir keith "
    "kelly kevin kim laura leo linda lisa luis luke margaret maria marie marine mark martin mary matthew max megan "
    "michael michelle mike mohammad mohammed muhammad nancy narendra nathan neil nicholas nick nicolas nicole "
    "oliver oscar patricia patrick paul paula peter phil philip pierre rachel ralph richard rishi robert roger "
    "ronald ruth ryan samuel sara sarah scott sean sergei sergey simon stephen steve steven susan theresa thomas "
    "tim tom tony ulla victor viktor vincent vladimir volodymyr walter william wolfgang xi".split()
)
_NO_PERSONS = frozenset(  # bodies, works and places have these in their names
    "academy administration aerospace agency air airline airlines airport alaska album alliance angeles aramco army "
    "assembly association athletic authority auto automotive aviation award bank barcelona bay bayern beach beijing "
    "benz board book border boston brewery bridge brothers bureau cabinet cairo cape capital carolina cathedral "
    "center central centre chamber championship chelsea chemical chicago church city club co coalition coast "
    "college commission committee commons commonwealth company conference congress corp corporation council county "
    "court credit cup dakota dallas data defence defense delhi department desert deutsche digital district dynamics "
    "east eastern electric embassy energy entertainment estate eu express fargo farms fc federal federation "
    "festival finance financial foods force forces foreign forest foundation front fund gallery games gas global "
    "goldman government group guard gulf hall hamas hampshire harbor health healthcare high hills holdings hong "
    "hospital hotel house houston hydro inc industries institute insurance inter international island islands "
    "jersey journal kiev kingdom kyiv laboratory lake las league life line lines liverpool llc logistics los ltd "
    "madrid magazine manchester media mercedes metro miami michigan middle milan military mills minerals mining "
    "ministry motor motors mount mountain mountains movement munich museum mutual national nations navy network new "
    "news north northern ocean office ohio oil olympics organization palace park parliament partners party "
    "petroleum pharma pharmaceutical plant plc police port post power press properties province puerto radio rail "
    "railway railways real records red region republic reserve river road rome royal sachs saint san santa sao "
    "saudi savings sea security senate service services shipping show silicon society software solar solutions "
    "south southern square stadium state states steel strait street studio studios suisse summit supreme systems "
    "team technologies tehran tel telecom telekom television tesla the theatre times tinto tokyo tower town "
    "transport treasury treaty tribune trust tv uk un union united university us valley ventures village wall war "
    "washington water west western white works world".split()
)
_AROUND = 24  # characters before a name that are read
_BEHIND = 200  # and behind it
_TITLE = re.compile(rf"\b(?:{'|'.join(sorted(ROLES))})\.?\s+\Z", re.IGNORECASE)
_OF = re.compile(r"\sof\s(?:the\s)?")  # within "Bank of England"
_WHO = re.compile(r"\bwho(?:['’]s|\s+(?:is|was))\s+\Z", re.IGNORECASE)
_OF_THING = re.compile(  # "in Kiel", "the Kremlin", "Do Lakers play"
    r"\b(?:the|an?|what(?:['’]s|\s+(?:is|was))|in|into|inside|near|across|throughout|outside|do|are|were|have)\s+\Z",
    re.IGNORECASE,
)
_THING = re.compile(r"-based\b|\s?&")
_PERSON = re.compile(
    r"\s(?:\w+\s)?(?:born|die|died|married)\b|, \d\d,"
    r"|['’]s?\s(?:wife|husband|sons?|daughters?|father|mother|parents|brother|sister|children|death|childhood|career)\b"
)
_ASIDE = re.compile(
    r"\b(?:about|across|against|and|as|at|by|for|from|in|into|like|near|of|on|or|to|under|with)\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_VERB = re.compile(r"['’]s|\s+(?!(?:and|as|at|but|by|for|from|in|into|near|of|on|or|over|than|to|with)\b)[a-z]")
_PRONOUN = re.compile(r"[^”\[]*?\b(?:(its|itself)|he|she|his|him|himself|her|herself)\b", re.IGNORECASE)

_WORD = re.compile(r"[^\W_]+(?:[-'’&.][^\W_]+)*")
_SHORTEST_UNKNOWN = 4  # letters of a name in lower case; shorter unknown words are abbreviations and slips
A_PERSON = re.compile(
    rf"\b(?:an?|the|every|each|no|which|what)\s+(?:\w+\s+)?(?:{'|'.join(sorted(ROLES))}|person|man|woman|boy|girl|child"
    r"|wife|husband|son|daughter|brother|sister|student|worker|soldier|patient)\b",
    re.IGNORECASE,
)
PRONOUNS = {  # and what they are forms of
    **dict.fromkeys(("he", "him", "his"), "he"),
    **dict.fromkeys(("she", "her", "hers"), "she"),
    **dict.fromkeys(("it", "its"), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs"), "they"),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A name without titles, at `[start, end)` of a text.

    `person` is None where the words there do not tell. It stands `aside` behind "to" and the like; it `acts` where the
    text is about it, as grammar has it, or is nothing else.
    """

    written: str
    start: int
    end: int
    person: bool | None
    aside: bool
    acts: bool


@lru_cache(maxsize=256)
def find_mentions(text: str) -> tuple[Mention, ...]:
    """Return the names of a text, without titles.

    >>> [(one.written, one.person) for one in find_mentions("Did President Putin call Arden, the NATO or Iran?")]
    [('Putin', True), ('Arden', None), ('NATO', False), ('Iran', False)]
    """
    mentions = [mention for name in find_names(text) if (mention := _mention(text, name))]
    ends = [mention.start for mention in mentions[1:] if mention.person is not False] + [len(text)]
    for place, mention in enumerate(mentions):
        if mention.person is None:
            end = next(end for end in ends if end > mention.start)
            if pronoun := _PRONOUN.match(text, mention.end, min(end, mention.end + _BEHIND)):
                mentions[place] = replace(mention, person=not pronoun[1])
    for place in reversed(range(len(mentions) - 1)):
        first, second = mentions[place : place + 2]
        if first.person is False and _OF.fullmatch(text, first.end, second.start):
            whole = replace(first, written=text[first.start : second.end], end=second.end, acts=second.acts)
            mentions[place : place + 2] = [whole]
    return tuple(mentions)


def _mention(text: str, name: Name) -> Mention | None:
    words = list(re.finditer(r"\S+", name.written))
    titles = [place for place, word in enumerate(words) if word[0].strip(".").lower() in ROLES]
    if titles and titles[-1] + 1 == len(words):  # "the Prime Minister"
        return None
    start = name.start + (words[titles[-1] + 1].start() if titles else 0)
    before, after = text[max(0, start - _AROUND) : start], text[name.end : name.end + _AROUND]
    written = text[start : name.end]
    aside = bool(_ASIDE.search(before))
    acts = not aside and bool(_VERB.match(after) or not (before + after).strip(" .,“”\"'"))
    return Mention(written, start, name.end, _is_person(written, before, after), aside, acts)


def _is_person(name: str, before: str, after: str) -> bool | None:
    words = re.split(r"[\s-]+", name.lower())
    titled = bool(_TITLE.search(before))
    if (titled or words[0] in _FIRST_NAMES or _WHO.search(before)) and len(words) > 1:
        return _NO_PERSONS.isdisjoint(words) or not titled and words[0] in _FIRST_NAMES
    if _has_form_of_thing(name, words):
        return False
    if titled or _WHO.search(before):
        return True
    if (_OF_THING.search(before) and not after.startswith((" and ", "'s", "’s"))) or _THING.match(after):
        return False
    return True if " " in name or words[0] in _FIRST_NAMES or _PERSON.match(after) else None


def _has_form_of_thing(name: str, words: Sequence[str]) -> bool:
    """Tell "NATO", "BMW Group", "G20", "AT&T", "Giants" and "Red Bull" from "JD Vance" and "Giannis"."""
    return (
        not _NO_PERSONS.isdisjoint(words)
        or any(form.isupper() for word in words for form in forms(word))
        or any(word.isupper() and len(word) > (2 if len(words) > 1 else 0) and "." not in word for word in name.split())
        or bool(re.search(r"[\d&]", name))
        or (words[-1].endswith("s") and not words[-1].endswith("ss") and is_common_word(words[-1][:-1]))
        or (len(words) > 1 and all(is_common_word(word) for word in words))
    )


def find_persons(texts: Iterable[str]) -> dict[str, str]:
    """Return who is a person in texts of one conversation: each way of writing a name, with the fullest one.

    >>> find_persons(["Did Mayor Maria Lopez go to Kiel?", "Lopez stayed in Oslo.", "Arden stayed."])
    {'Maria Lopez': 'Maria Lopez', 'Lopez': 'Maria Lopez'}
    """
    told: dict[str, bool | None] = {}
    for mention in (mention for text in texts for mention in find_mentions(text)):
        before = told.get(mention.written)
        told[mention.written] = before if mention.person is None or before is False else mention.person
    full = sorted((name for name, person in told.items() if person), key=len, reverse=True)
    persons = {}
    for name, person in told.items():
        if person or (person is None and " " not in name):
            fullest = next((one for one in full if name in (one.split()[0], one.split()[-1], one)), None)
            if fullest:
                persons[name] = fullest
    return persons


def has_name(text: str, known: frozenset[str] = frozenset()) -> bool:
    """Tell whether a text has a name, also in lower case: one of the `known` words, or one that English lacks.

    >>> [has_name(text) for text in ("Bushehr delays", "bushehr delays", "the delays")]
    [True, True, False]
    """
    return any(find_names(text)) or any(word in known or _is_unknown(word) for word in words(text))


def _is_unknown(word: str) -> bool:
    forms = {word, *(word.removesuffix(ending) for ending in ("s", "es", "d", "ed", "ing", "ly", "nt"))}
    is_english = any(is_common_word(form) or form in stop_words() for form in forms)
    return len(word) >= _SHORTEST_UNKNOWN and word.isalpha() and not is_english


def words(text: str) -> Iterator[str]:
    """Yield the words of a text in lower case, without "'s"."""
    for match in _WORD.finditer(text):
        yield match[0].lower().replace("’", "'").removesuffix("'s")
