"""What articles claim on what was asked, where they differ: in a value, in the bearer of a name, in a denial.

Values differ in the same place in two ways. Either one sentence is the other but for the value, as in an edited copy or
a corrected report. Or each states a date or number right beside the words of the question. Names are compared in copies
only: of two free sentences, each has names that the other does not need, and on news search results a quarter of the
questions without any disagreement had such a pair.

Bearers of one name are told apart, if at all, by what stands behind it: "Jo Hill (chess player)" and "Jo Hill (1920 -
2001)", or "Riverton, Iowa" where a text begins with it. A denial is "did not fall" against "the fall of …".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate, combinations, permutations, product
from operator import itemgetter

from index.language import facts
from index.language.casualties import are_of_casualties, are_of_others
from index.language.negation import CLAUSE_END
from index.language.opposite_words import plain_stems
from index.language.places import asks_for_place, level_of_place
from index.language.times import find_times
from index.language.words import content_stems, share_of_words
from rag.contest.asked import Asked
from rag.contest.other_times import are_of_other_years
from rag.contest.values import Claim, Value, dates_in, values_in
from rag.reader import EvidenceSentence
from rag.reader.answer_type import wants_several

LEAST_EQUAL = 0.6  # of the words of the shorter of two sentences, in the same order in both
SHORTEST = 5  # words of a sentence that can be the copy of another
LONGEST_CHANGE = 8  # words between equal ones that may stand for each other
FARTHEST = 4  # words from a value to the nearest word of the question
LEAST_ASKED = 0.5  # of the question's words, in the sentence that states the value itself
LONGEST_NAME = 10  # words
LEAST_SHARED = 0.5  # of the denial's content words, in the sentence that states it
REACH = 4  # words that "want to leave" may take up

_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")
_SHORT_FORM = re.compile(r"[A-Z.&-]{1,6}|\w{1,2}")  # "(UN)" is another name of the same
_DEPENDS = re.compile(r"\b(?:if|whether|unless)\b|\?\W*\Z", re.IGNORECASE)  # then nothing is stated or denied
_STATES, _DENIES = Value("words", "", ("states",)), Value("words", "", ("denies",))


class Stated:
    """A sentence with its words and the values of the kinds that are asked for, without the names in the question."""

    def __init__(self, asked: Asked, sentence: EvidenceSentence) -> None:
        self.sentence = sentence
        self.values: list[Value] = []
        wants_place = asks_for_place(asked.question)
        for value in values_in(sentence, asked.kinds):
            words = tuple(one for one in value.words if value.kind != "name" or not content_stems(one) <= asked.stems)
            if words or value.kind != "name":
                level = level_of_place(value.text) if wants_place and value.kind == "name" else 0
                self.values.append(replace(value, words=words, level=level))

    @cached_property
    def names(self) -> list[Value]:
        """All names, whatever is asked for."""
        return values_in(self.sentence, ("name",))

    @cached_property
    def words(self) -> list[re.Match[str]]:
        """The words, in order."""
        return list(_WORD.finditer(self.sentence.quote.text))

    @cached_property
    def folded(self) -> list[str]:
        """The words without case and thousands' marks."""
        return [word[0].lower().replace(",", "").removesuffix("'s").removesuffix("’s") for word in self.words]

    def has(self, value: Value) -> bool:
        """Tell whether it states the same, as far as can be seen."""
        return any(value.is_said_by(mine) for mine in self.values)

    def stems(self, first: int, end: int) -> frozenset[str]:
        """Return the stems of the words from `first` up to `end`."""
        return content_stems(" ".join(self.folded[first:end]))

    def at(self, first: int, end: int, values: Sequence[Value]) -> list[Value]:
        """Return those values that lie, at least in part, in the words from `first` up to `end`."""
        start, stop = self.words[first].start(), self.words[end - 1].end()
        return [value for value in values if value.start < stop and start < value.end]


def claims_of_copies(asked: Asked, sentences: Sequence[EvidenceSentence]) -> list[Claim]:
    """Return who says what where sentences differ in one value, and who else says the one or the other."""
    all_stated = [Stated(asked, sentence) for sentence in sentences]
    claims: list[Claim] = []
    for one, other in combinations(all_stated, 2):
        if one.sentence.hit.cluster != other.sentence.hit.cluster:
            for value, rival in _changed(asked, one, other):
                claims += [Claim(one.sentence, value), Claim(other.sentence, rival)]
    if claims:
        for stated in all_stated:
            said = [value for claim in claims for value in stated.values if value.is_said_by(claim.value)]
            if said and all(value.is_said_by(said[0]) for value in said):
                claims.append(Claim(stated.sentence, said[0]))
    return claims


def _changed(asked: Asked, one: Stated, other: Stated) -> Iterator[tuple[Value, Value]]:
    """Yield the values in which one of two sentences differs from the other, if little else does."""
    if are_of_other_years(one.sentence, other.sentence) and asked.kinds == ("name",):
        return
    places = _changed_places(one.folded, other.folded)
    for first, end, other_first, other_end in places:
        if one.stems(first, end) & asked.stems != other.stems(other_first, other_end) & asked.stems:
            return  # they are about different things
        names = one.at(first, end, one.names), other.at(other_first, other_end, other.names)
        if "name" not in asked.kinds and all(names):
            return  # likewise, since names were not asked for
    short = (place for place in places if max(place[1] - place[0], place[3] - place[2]) <= LONGEST_CHANGE)
    for first, end, other_first, other_end in short:
        for value, rival in product(one.at(first, end, one.values), other.at(other_first, other_end, other.values)):
            is_part = wants_several(asked.question) and value.kind == "name"
            if not is_part and value.kind == rival.kind and not other.has(value) and not one.has(rival):
                yield value, rival


def _changed_places(words: Sequence[str], others: Sequence[str]) -> list[list[int]]:
    """Return the stretches (first, end) of words that stand for each other in two texts that are else much alike."""
    shorter = min(len(words), len(others))
    if shorter < SHORTEST or 2 * len({*words} & {*others}) < min(len({*words}), len({*others})):
        return []  # quickly, as most are
    changes = SequenceMatcher(None, words, others, autojunk=False).get_opcodes()
    if sum(end - first for tag, first, end, _, _ in changes if tag == "equal") < LEAST_EQUAL * shorter:
        return []
    return [place for tag, *place in changes if tag == "replace"]


def claims_beside_the_asked(asked: Asked, sentences: Sequence[EvidenceSentence]) -> list[Claim]:
    """Return the date or number that each article's best sentence states right beside the words of the question."""
    if asked.kinds not in (("date",), ("number",)):
        return []
    found: dict[str, tuple[Stated, Value]] = {}
    for stated in (Stated(asked, sentence) for sentence in sentences):
        said = asked.said_in(stated.sentence.quote.text)
        if share_of_words(asked.stems, said) < LEAST_ASKED or are_of_others(said, asked.stems):
            continue
        value = beside_the_asked(asked, stated)
        best = next(iter(found.values()), (stated, value))[0]
        if value and (asked.name_stems or _share_names(best, stated)):
            found.setdefault(stated.sentence.hit.cluster, (stated, value))
    values = [value for _, value in found.values()]
    return [
        Claim(stated.sentence, value)
        for stated, value in found.values()
        if not any(stated.has(rival) and not rival.agrees(value) for rival in values)  # it states both
    ]


def _share_names(one: Stated, other: Stated) -> bool:
    """Tell whether two sentences may be about the same, when a question without a name does not say what that is."""
    return not one.names or not other.names or any(name.agrees(theirs) for name in one.names for theirs in other.names)


def beside_the_asked(asked: Asked, stated: Stated) -> Value | None:
    """Return the value next to what is asked of the subject ("built"), or to the subject where that goes unsaid.

    To a toll, the question's names between them are not counted: "the toll of Storm Edda rose to nine".
    """
    stems = [asked.said_in(word) for word in stated.folded]
    places = [place for place, stem in enumerate(stems) if stem & (asked.stems - asked.name_stems)]
    places = places or [place for place, stem in enumerate(stems) if stem & asked.stems]
    passed_over = asked.name_stems if are_of_casualties(asked.stems) else frozenset()
    before = list(accumulate((not stem & passed_over for stem in stems), initial=0))  # words before each
    near = (
        (before[max(at, place)] - before[min(at, place) + 1] + 1, value)
        for value in stated.values
        for at, word in enumerate(stated.words)
        if word.start() < value.end and value.start < word.end()
        for place in places
        if value.text not in asked.question
    )
    near = ((distance, value) for distance, value in near if distance <= FARTHEST)
    return min(near, key=itemgetter(0), default=(0, None))[1]


def claims_of_ambiguous_names(asked: Asked, sentences: Sequence[EvidenceSentence]) -> list[Claim]:
    """Return which bearer of the question's name each article tells of, as far as it says."""
    words = [re.escape(word) for word in (asked.subject or "").split()]
    if not 0 < len(words) <= LONGEST_NAME:
        return []
    middle = r"(?: [\w.]+)? ".join(words)
    in_brackets = re.compile(rf"(?<!\bof )\b{middle}(?: [A-Z][\w.]*){{0,2}}[\"”'’]*,? \( ?([^()\r\n]{{2,80}})\)")
    place = re.compile(rf"{' '.join(words)}, ((?:[A-Z]\w+ ?){{1,3}}(?:, (?:[A-Z]\w+ ?){{1,3}})?)")
    claims: dict[str, Claim] = {}
    for sentence in sentences:
        for text in (sentence.hit.article.title, sentence.hit.text):
            found = [match[1] for match in in_brackets.finditer(text)]
            if beginning := place.match(text):
                found.append(beginning[1])
            values = (_qualifier_value(asked, qualifier.strip()) for qualifier in found)
            if value := next((value for value in values if value), None):
                claims.setdefault(sentence.hit.cluster, Claim(sentence, value))
    return list(claims.values())


def _qualifier_value(asked: Asked, qualifier: str) -> Value | None:
    """Return what tells one bearer of a name from another: the year of birth, else words; None for a short form."""
    if first := next(dates_in(qualifier, find_times(qualifier, None)), None):
        return replace(first, text=qualifier)
    stems = content_stems(qualifier) - asked.stems
    return Value("words", qualifier, tuple(sorted(stems))) if stems and not _SHORT_FORM.fullmatch(qualifier) else None


def claims_of_denials(asked: Asked, sentences: Sequence[EvidenceSentence]) -> list[Claim]:
    """Return the best pair of sentences of which one denies what the other states, the stating one first."""
    plain = [one for one in sentences if not _DEPENDS.search(one.quote.text)]
    for stating, denying in permutations(plain, 2):
        for clause in CLAUSE_END.split(denying.quote.text) if stating.hit.cluster != denying.hit.cluster else ():
            if asked.stems & content_stems(clause) and _states_denied(stating.quote.text, clause):
                return [Claim(stating, _STATES), Claim(denying, _DENIES)]
    return []


def _states_denied(statement: str, denial: str) -> bool:
    stated, clause = plain_stems(statement), plain_stems(denial)
    denied = [one for one in _denied_in(denial) if one <= stated and _together(one, statement)]
    if not denied or any(one in denied for one in _denied_in(statement)) or len(clause) < 2:
        return False
    return len(stated & clause) / len(clause) >= LEAST_SHARED


def _denied_in(text: str) -> list[frozenset[str]]:
    return [plain_stems(" ".join(one.denied)) for one in facts(text).negatives]


def _together(predicate: frozenset[str], statement: str) -> bool:
    """Tell whether the stems stand near each other in a statement."""
    words = re.findall(r"\w+", statement)
    stretches = (words[at : at + REACH] for at in range(max(1, len(words) - REACH + 1)))
    return bool(predicate) and any(predicate <= plain_stems(" ".join(stretch)) for stretch in stretches)
