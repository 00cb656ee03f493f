"""Which names of a text are persons', and which are none: "he" is never a country, a company or a team.

No person's is told by the table of demonyms, by form ("NATO", "the Lakers", "Norvik Motors") and by the words beside it
("in Kiel"); a person's by a title, a first name, or what only people do. Of "Arden" alone, nothing is known. And which
words point back, to a person or else.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.language.demonyms import forms
from index.language.names import OFFICES, Name, find_names
from index.language.words import is_common_word, stop_words

_ROLES = OFFICES - set("foreign defense defence prime former vice".split()) | set(
    "mr mrs ms dr prof sir lord lady actor actress author baron bishop boss candidate coach commander count countess "
    "dame doctor duchess duke engineer father founder lawyer leader lieutenant major mother mp officer player "
    "politician premier prosecutor rabbi reporter representative sen sergeant singer "
    "spokesman spokeswoman teacher writer".split()
)
_FIRST_NAMES = frozenset(
    "ada adam alexander alice andrew angela ann anna barack bill boris brian carl charles chris daniel david donald "
    "edward elizabeth elon frank gary gavin george gordon grace hans harry helen henry hillary jack james jane jean "
    "jim jimmy joe john johnny joseph juan kamala kate keir kevin kim maria mark martin mary max michael mike oliver "
    "patricia patrick paul peter rachel richard rishi robert roger ronald ryan sam sarah scott stephen steve steven "
    "thomas tim tom tony vladimir william".split()
)
_NO_PERSONS = frozenset(  # bodies and places have these in their names, besides common words
    "academy angeles auto bank barcelona bayern beijing boston brewery bridge cairo cape carolina cathedral "
    "championship chelsea chicago city club co congress corp council county court dallas delhi department deutsche "
    "east electric eu fargo fc federation group hamas hampshire hong houston inc institute jersey justice kiev "
    "kingdom kyiv lake las league liverpool llc ltd madrid manchester miami michigan milan ministry mount munich new "
    "north of ohio olympics party plc port post puerto radio real red river rome royal sachs saint san santa sao "
    "senate south stadium street suisse supreme team tehran tel telecom telekom tesla the theatre tinto tokyo "
    "tribune tv uk un union united university us valley washington west white".split()
)
_AROUND = 24  # characters beside a name that are read
_BEHIND = 200  # and for a pronoun behind it
_TITLE = re.compile(rf"\b(?:{'|'.join(sorted(_ROLES))})\.?\s+\Z|\bwho(?:['’]s|\s+(?:is|was))\s+\Z", re.IGNORECASE)
_OF = re.compile(r"\sof\s(?:the\s)?")  # within "Bank of England"
_OF_THING = re.compile(  # "in Kiel", "the Kremlin", "Do Lakers play"
    r"\b(?:the|an?|what(?:['’]s|\s+(?:is|was))|in|into|near|across|outside|do|are|were|have)\s+\Z", re.IGNORECASE
)
_PERSON = re.compile(
    r"\s(?:\w+\s)?(?:born|died?|married)\b|['’]s?\s(?:wife|husband|son|daughter|parents|death|career)\b"
)
_ASIDE = re.compile(
    r"\b(?:about|against|and|as|at|by|for|from|in|into|like|of|on|or|to|under|with)\s+(?:the\s+)?\Z", re.IGNORECASE
)
_VERB = re.compile(r"['’]s|\s+(?!(?:and|as|at|but|by|for|from|in|into|of|on|or|than|to|with)\b)[a-z]")
_PRONOUN = re.compile(r"[^”\[]*?\b(?:(its|itself)|he|she|his|him|himself|her|herself)\b", re.IGNORECASE)
_NAME_WORD = re.compile(r"\b(?!(?:of|the|and|for)\b)\w{2,}")
_WORD = re.compile(r"[^\W_]+(?:[-'’&.][^\W_]+)*")
_SHORTEST_UNKNOWN = 4  # letters of a name in lower case; shorter unknown words are abbreviations and slips
A_PERSON = re.compile(
    rf"\b(?:an?|the|every|each|no|which|what)\s+(?:\w+\s+)?(?:{'|'.join(sorted(_ROLES))}|person|man|woman|boy|girl|child"
    r"|wife|husband|son|daughter|brother|sister|student|worker|soldier|patient)\b",
    re.IGNORECASE,
)
PRONOUNS = {  # and what they are forms of
    form: forms.split()[0]
    for forms in ("he him his", "she her hers", "it its", "they them their theirs")
    for form in forms.split()
}
_FIRST_POINTS_BACK = re.compile(
    r"(?:(?:But|And|So|Yet)\s+)?(?:He|She|It|They|His|Her|Its|Their|This|That|These|Those)\b"
    r"(?!\s+(?:day|week|weekend|month|year|morning|afternoon|evening|time)s?\b)"
)
_POINTS_BACK = re.compile(
    r"\b(?:he|him|his|she|her|it|its|they|them|their|the (?:two|latter|former|country|city|group|company))\b",
    re.IGNORECASE,
)
_TO_THINGS = frozenset(("it", "its", "the country", "the city", "the group", "the company"))
_TO_PERSONS = frozenset("he him his she her".split())
_OWNERS = frozenset("his its their".split())  # "her" may be whom


@dataclass(frozen=True, slots=True)
class Mention:
    """A name without titles, at `[start, end)` of a text.

    `person` is None where the words there do not tell. It `acts` where the text is about it, as grammar has it, or is
    nothing else.
    """

    written: str
    start: int
    end: int
    person: bool | None
    acts: bool


@lru_cache(maxsize=256)
def find_mentions(text: str) -> tuple[Mention, ...]:
    """Return the names of a text, without titles.

    >>> [(one.written, one.person) for one in find_mentions("Did President Putin call Arden, the NATO or Iran?")]
    [('Putin', True), ('Arden', None), ('NATO', False), ('Iran', False)]
    """
    mentions: list[Mention] = []
    for name in find_names(text):
        mention = _mention(text, name)
        last = mentions[-1] if mentions else None
        if mention and last and last.person is False and _OF.fullmatch(text, last.end, mention.start):
            mentions[-1] = replace(last, written=text[last.start : mention.end], end=mention.end)
        elif mention:
            mentions.append(mention)
    return tuple(mentions)


def _mention(text: str, name: Name) -> Mention | None:
    words = list(re.finditer(r"\S+", name.written))
    titles = [place for place, word in enumerate(words) if word[0].strip(".").lower() in _ROLES]
    if titles and titles[-1] + 1 == len(words):  # "the Prime Minister"
        return None
    start = name.start + (words[titles[-1] + 1].start() if titles else 0)
    written, before, after = text[start : name.end], text[max(0, start - _AROUND) : start], text[name.end :][:_AROUND]
    acts = bool(_VERB.match(after) or not (before + after).strip(" .,“”\"'")) and not _ASIDE.search(before)
    person = _is_person(written, before, after)
    pronoun = _PRONOUN.match(text, name.end, name.end + _BEHIND) if person is None else None
    if pronoun and not any(find_names(pronoun[0])):
        person = not pronoun[1]
    return Mention(written, start, name.end, person, acts)


def _is_person(name: str, before: str, after: str) -> bool | None:
    words, titled = re.split(r"[\s-]+", name.lower()), bool(_TITLE.search(before))
    has_first_name = words[0] in _FIRST_NAMES
    if has_first_name and len(words) > 1:
        return True
    if _has_form_of_thing(name, words):
        return False
    is_ordinary = any(is_common_word(word) for word in name.split() if word[:1].isupper())  # "Arden Shipping"
    if not titled and _OF_THING.search(before) and not after.startswith((" and ", "'s", "’s")):
        return False
    return True if titled or has_first_name or (" " in name and not is_ordinary) or _PERSON.match(after) else None


def _has_form_of_thing(name: str, words: Sequence[str]) -> bool:
    """Tell "NATO", "Iran", "Bank of Norland", "G20", "AT&T" and "Giants" from "JD Vance" and "Giannis"."""
    return (
        not _NO_PERSONS.isdisjoint(words)
        or any(form.isupper() for word in words for form in forms(word))
        or any(word.isupper() and len(word) > (2 if len(words) > 1 else 0) and "." not in word for word in name.split())
        or bool(re.search(r"[\d&]", name))
        or (words[-1].endswith("s") and not words[-1].endswith("ss") and is_common_word(words[-1][:-1]))
    )


def find_persons(texts: Iterable[str]) -> dict[str, str]:
    """Return who is a person in texts of one conversation: each way of writing a name, with the fullest one.

    >>> find_persons(["Did Mayor Maria Lopez go to Kiel?", "Lopez stayed in Oslo.", "Arden stayed."])
    {'Maria Lopez': 'Maria Lopez', 'Lopez': 'Maria Lopez'}
    """
    mentions = [mention for text in texts for mention in find_mentions(text)]
    things = {mention.written for mention in mentions if mention.person is False}
    names = dict.fromkeys(mention.written for mention in mentions if mention.written not in things)
    persons = sorted({mention.written for mention in mentions if mention.person} - things, key=len, reverse=True)
    fullest = {name: [one for one in persons if name in (one.split()[0], one.split()[-1], one)] for name in names}
    return {name: ones[0] for name, ones in fullest.items() if ones}


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


def begins_with_anaphor(sentence: str) -> bool:
    """Tell whether a sentence begins with a word that points back to the one before it.

    >>> begins_with_anaphor("They denied it."), begins_with_anaphor("This week, oil fell.")
    (True, False)
    """
    return _FIRST_POINTS_BACK.match(sentence) is not None


def may_point_to(name: str, before: str, sentence: str, text: str) -> bool:
    """Tell whether a word of a sentence may point back to who is named before it, as another text has it.

    "He" points to no company and "it" to no person. An owner alone, beside somebody else, does not: what "his aide Bo
    Dahl" did, his boss did not.

    >>> may_point_to("Bo Dahl", "Bo Dahl came.", "He left.", "Bo Dahl left.")
    True
    >>> may_point_to("Bo Dahl", "Bo Dahl came.", "His aide Ann Lee left.", "Bo Dahl left.")
    False
    >>> may_point_to("Bo Dahl", "Bo Dahl came.", "His aide Ann Lee left.", "Bo Dahl's aide left.")
    True
    """
    pointing = {match[0].lower() for match in _POINTS_BACK.finditer(sentence)}
    meant = [one for one in find_mentions(before) if is_namesake(one.written, name)]
    persons = {one.person for one in meant} - {None}
    if persons == {True}:
        pointing -= _TO_THINGS
    elif persons == {False}:
        pointing -= _TO_PERSONS
    if pointing - _OWNERS or not pointing:
        return bool(pointing)
    is_owner = re.search(rf"{re.escape(name)}['’]", text) is not None
    return is_owner or not any(
        one.person is not False and not is_namesake(one.written, name) for one in find_mentions(sentence)
    )


def is_namesake(one: str, other: str) -> bool:
    """Tell whether two names may be of one: the shorter's words are all in the other, in some form.

    >>> is_namesake("Bo Dahl", "Dahl"), is_namesake("Iran", "Iranians"), is_namesake("Bo Dahl", "Ann Dahl")
    (True, True, False)
    """
    fewer, more = sorted((_forms_of(one), _forms_of(other)), key=len)
    return bool(fewer) and all(any(not word.isdisjoint(known) for known in more) for word in fewer)


@lru_cache(maxsize=1000)
def _forms_of(name: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(forms(word)) for word in _NAME_WORD.findall(name.lower()))


def is_of_person(mentions: Iterable[Mention]) -> bool | None:
    """Tell whether mentions of one name are of a person, as far as one of them tells."""
    return next((one.person for one in mentions if one.person is not None), None)


def has_anaphor(text: str) -> bool:
    """Tell whether a word of a text points back, whatever to.

    >>> has_anaphor("On Monday the company closed."), has_anaphor("On Monday Acme closed.")
    (True, False)
    """
    return _POINTS_BACK.search(text) is not None
