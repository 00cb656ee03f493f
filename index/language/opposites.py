"""Words for the opposite of each other: what is true with one is not with the other ("hired", "fired").

WordNet's are in `opposites.txt` (made by `training.opposite_words`): single words, with irregular forms behind slashes.
Those of news, of several words, too, stand here. Some pairs are of one deed seen from its two ends ("bought", "sold"):
who stands before and behind them tells whether it is the same.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from index.language.arguments import BE, ORDER, REACH_BEFORE
from index.language.negation import ends_of_negatives
from index.language.roles import REACH_BEHIND
from index.language.tokens import TIMES
from index.language.words import content_stems, stem, stop_words

PAIRS = """
rose|climbed|increased|went up = fell|dropped|declined|went down, won = lost, cut|lowered|reduced = raised|lifted,
entered|joined = withdrew from|left|quit, accepted = rejected|turned down|refused, opened = closed|shut,
began|started = ended|finished|stopped, increase|rise = decrease|fall|drop, approved|backed = rejected|voted down,
supported|backed|favoured = opposed, allowed|permitted = banned|forbade|barred, arrived in|came to = left|departed from,
bought|purchased = sold, acquitted|cleared = convicted|found guilty, strengthened = weakened,
expanded|grew = shrank|contracted, hired|recruited = fired|dismissed|laid off, confirmed = denied,
praised|commended = criticised|condemned, succeeded = failed, survived = died in, admitted = denied, gained = lost,
advanced = retreated, accelerated|sped up = slowed down, legal|lawful = illegal|unlawful, guilty = innocent,
higher = lower, larger|bigger = smaller, more = fewer, most = fewest, above = below, before = after, early = late,
first = last, north = south, east = west, northern = southern, eastern = western, rich|wealthy = poor, young = old,
public = private, male = female, alive = dead, married = divorced, profit = loss, victory|win = defeat|loss,
success = failure, majority = minority, import = export, imports = exports, imported = exported, ally = enemy,
allies = enemies, friend = enemy, safe = dangerous|unsafe, true = false, correct = wrong|incorrect, strong = weak,
hot = cold, full = empty, present = absent, permanent = temporary, major = minor, maximum = minimum,
increasing|growing|rising = decreasing|shrinking|falling, improved = worsened|deteriorated,
hopeful|optimistic = pessimistic, remembered = forgot, lengthened|extended = shortened, included = excluded,
inside = outside, upper = lower, always = never, everyone = no one, with = without, agreed = disagreed, peace = war,
love = hate, loved = hated, hero = villain, ancient = modern, native = foreign, urban = rural, day = night,
summer = winter, son = daughter, father = mother, brother = sister, husband = wife, king = queen, man = woman,
men = women, boy = girl, boys = girls, attacked = defended, created|built = destroyed, kept = abandoned|gave up,
lent = borrowed, taught = learned from, demolished|tore down = built|erected, freed|released = jailed|detained,
borrowed = repaid, suspended|halted = resumed, remained in|stayed in = left, appointed = dismissed,
elected = voted out, launched = cancelled|called off, widened = narrowed, tightened = loosened|eased,
outperformed = trailed, overestimated = underestimated, exceeded|topped = fell short of, promoted = demoted,
protected = endangered, repaired|fixed = damaged, discovered = hid, signed = vetoed, unanimously = narrowly,
quickly|rapidly|swiftly = slowly, publicly|openly = secretly, doubled = halved, sharply = slightly,
soared|surged|jumped|climbed = plunged|slumped|tumbled|dropped, passed|adopted = rejected|voted down,
voted for = voted against, in favour of = against, imposed = lifted|eased, upheld = overturned|quashed|struck down,
ratified = rejected, granted = denied|refused, welcomed = condemned|criticised, surplus = deficit, ahead of = behind,
reinstated = sacked, reopened = closed|shut, complied with|obeyed = defied|violated, deployed = withdrew|pulled out,
landed = took off, tightened = relaxed, cheaper = dearer|more expensive, recovered = worsened, gained = shed,
postponed|delayed = brought forward, merged = split, deserted = crowded, overcrowded = empty, flooded = dried up,
stepped up|intensified|escalated = eased|scaled back
"""

LONGEST = 3  # words of an opposite
NEAR = 6  # words before and behind one that are held against each other
REACH_OF_NOT = 2  # words from what denies to what it denies
LEAST_SHARED = 0.6  # of the other words of a sentence that say something, in what it is held against

_WON = re.compile(r"\bwon\b(?!['’])", re.IGNORECASE)  # a stop word, for "won't"
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_Phrase = tuple[str, ...]  # stems


@dataclass(frozen=True, slots=True)
class _Place:
    """A word or phrase that has an opposite, and the stems near it that say something."""

    phrase: _Phrase
    written: str
    before: frozenset[str]
    behind: frozenset[str]
    is_passive: bool
    is_denied: bool  # something that denies it stands right before it


class _Text:
    """A sentence with the places of its words that have opposites."""

    def __init__(self, text: str) -> None:
        found = list(_WORD.finditer(text))
        self._words = [word[0].lower().replace("’", "'").removesuffix("'s") for word in found]
        self._stems = [stem(word) for word in self._words]
        ends = ends_of_negatives(text)
        self._denying = {at for at, word in enumerate(found) if any(word.start() < end <= word.end() for end in ends)}
        self.stems = frozenset(one for one in map(self._said, range(len(self._words))) if one)
        self.places = list(self._places())
        self.phrases = {place.phrase for place in self.places}

    def _said(self, at: int) -> str | None:
        return None if self._words[at] in stop_words() else self._stems[at]

    def _places(self) -> Iterator[_Place]:
        for start in range(len(self._stems)):
            for end in range(start + 1, min(start + LONGEST, len(self._stems)) + 1):
                phrase = tuple(self._stems[start:end])
                if phrase in _opposites() and not self._orders_deeds(start):
                    before, behind = self._near(range(start - NEAR, start)), self._near(range(end, end + NEAR))
                    written = " ".join(self._words[start:end])
                    yield _Place(phrase, written, before, behind, self._is_passive(start), self._is_denied(start))

    def _near(self, places: Iterable[int]) -> frozenset[str]:
        return frozenset(filter(None, (self._said(at) for at in places if 0 <= at < len(self._stems))))

    def _is_denied(self, at: int) -> bool:
        return not self._denying.isdisjoint(range(at - REACH_OF_NOT, at))

    def _orders_deeds(self, at: int) -> bool:
        """Tell whether it is a "before" of two deeds: "A before B" is "B after A" (see `index.language.roles`)."""
        behind = next((word for word in self._words[at + 1 :] if word not in stop_words()), "")
        return self._words[at] in ORDER and behind not in TIMES and not behind[:1].isdigit()

    def _is_passive(self, at: int) -> bool:
        is_after_be = not BE.isdisjoint(self._words[max(0, at - REACH_BEFORE) : at])
        return is_after_be and "by" in self._words[at + 1 : at + 1 + REACH_BEHIND]


def opposite_in(text: str, other: str) -> tuple[str, str] | None:
    """Return the word of a sentence, as written, whose opposite another says in its place, and that; None without one.

    >>> opposite_in("The mill hired 40 weavers.", "In May the mill laid off 40 weavers.")
    ('hired', 'laid off')
    >>> opposite_in("The party voted for the plan.", "The party voted against it.")
    ('voted for', 'voted against')
    >>> opposite_in("Velmar sold the mill to Tormac.", "Tormac bought the mill from Velmar.")
    """
    said, held = _read(text), _read(other)
    for mine in said.places:
        for theirs in held.places if mine.phrase not in held.phrases else ():
            is_opposite = theirs.phrase in _opposites()[mine.phrase] - said.phrases and _is_in_place(mine, theirs)
            beside = said.stems - ({*mine.phrase} - {*theirs.phrase})  # both have the "voted" of "voted against"
            if is_opposite and _is_shared(beside, held.stems):
                return mine.written, theirs.written
    return None


def words_with_opposites(text: str) -> tuple[str, ...]:
    """Return the words of a sentence, as written, that have opposites.

    >>> words_with_opposites("The jury acquitted her.")
    ('acquitted',)
    """
    return tuple(one.written for one in _read(text).places)


@lru_cache(maxsize=1000)
def _read(text: str) -> _Text:
    """Read a sentence; it is held against each of its quotes, and again while an answer grows."""
    return _Text(text)


def _is_shared(stems: frozenset[str], held: frozenset[str]) -> bool:
    return len(stems) > 1 and len(stems & held) >= LEAST_SHARED * len(stems)


def _is_in_place(one: _Place, other: _Place) -> bool:
    """Tell whether two words stand among the same, none denied alone, and not at the two ends of what is done."""
    if one.is_denied != other.is_denied:
        return False  # "not clear" is "unclear"
    same = one.before & other.before, one.behind & other.behind
    crossed = one.before & other.behind, one.behind & other.before
    if one.is_passive != other.is_passive:
        same, crossed = crossed, same
    return any(same) and not all(crossed)


@cache
def _of_wordnet() -> tuple[tuple[list[list[str]], ...], ...]:
    """Return the sides of each pair, of words each in all its forms, the plain one first."""
    lines = files("index.language").joinpath("opposites.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" | ") for line in lines if not line.startswith("#"))
    return tuple(tuple([word.split("/") for word in side.split()] for side in sides) for sides in pairs)


@cache
def _plain_forms() -> Mapping[str, str]:
    words = (words for sides in _of_wordnet() for side in sides for words in side)
    return {stem(form): stem(plain) for plain, *others in words for form in others}


def plain_stems(text: str) -> frozenset[str]:
    """Return the content stems of a text, irregular forms of words that have opposites as their plain ones.

    >>> sorted(plain_stems("The government fell, or has fallen, in the fall; Li won."))
    ['fall', 'govern', 'li', 'win']
    """
    stems = frozenset(_plain_forms().get(one, one) for one in content_stems(text))
    return stems | {"win"} if _WON.search(text) else stems


@cache
def _opposites() -> Mapping[_Phrase, frozenset[_Phrase]]:
    """Return the opposites of each word or phrase, by stems."""
    forms = {word: words for sides in _of_wordnet() for side in sides for words in side for word in words}
    pairs = [tuple(side.split("|") for side in pair.strip().split(" = ")) for pair in PAIRS.split(",")]
    pairs += [tuple([words[0] for words in side] for side in sides) for sides in _of_wordnet()]
    found: defaultdict[_Phrase, set[_Phrase]] = defaultdict(set)
    for one, other in pairs:
        for mine, theirs in ((one, other), (other, one)):
            opposite = {phrase for word in theirs for phrase in _phrases(word, forms)}
            for word in mine:
                for phrase in _phrases(word, forms):
                    found[phrase] |= opposite
    return {phrase: frozenset(opposite - {phrase}) for phrase, opposite in found.items()}


def _phrases(words: str, forms: Mapping[str, Sequence[str]]) -> Iterator[_Phrase]:
    """Yield a phrase in all forms of its first word, as stems."""
    first, *rest = words.split()
    for form in (first, *forms.get(first, ())):
        yield tuple(map(stem, (form, *rest)))
