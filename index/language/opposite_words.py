"""Words for the opposite of each other: what is true with one is not with the other ("hired", "fired").

WordNet's are in `opposites.txt` (made by `training.opposite_words`): single words, with irregular and compared forms
behind slashes. Those of news, of several words, too, stand here. Some pairs are of one deed seen from its two ends
("bought", "sold"): who stands before and behind them tells whether it is the same.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import chain

from index.language.words import content_stems, stem

_PAIRS = """
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
stepped up|intensified|escalated = eased|scaled back, tightened = lifted,
encouraged|pushed|urged|prompted|spurred = discouraged|deterred|dissuaded, enabled|let = prevented|barred,
introduced|enacted = repealed|abolished|scrapped, boosted|helped = hurt|harmed|hampered|hindered, united = divided,
calmed|soothed = stoked|inflamed|fuelled, more than = less than|fewer than, at least = at most,
allies|partners = rivals|foes, deepened = healed, captured|seized = surrendered|ceded, returned to = fled, paid = owed,
close to|near = far from, optimism = pessimism, trust = distrust, friendly = hostile, expansion|growth = contraction,
shortage = surplus|glut, surge = slump|plunge, praised|hailed = denounced|condemned, endorsed|backed = opposed,
jointly|together = separately, many = few, grown|widened = narrowed|shrunk,
voluntarily = forcibly, willing = unwilling|reluctant, exonerated = implicated,
acquitted|exonerated|absolved = convicted|found guilty, acquitted|cleared = guilty,
acquitted|exonerated = jailed|imprisoned|sentenced
"""

AMBIGUOUS = frozenset("denied lifted loss cleared jailed".split())  # stand for a word of their pair in one sense alone
LONGEST = 3  # words of an opposite

_WON = re.compile(r"\bwon\b(?!['’])", re.IGNORECASE)  # a stop word, for "won't"
Phrase = tuple[str, ...]  # stems
Written = tuple[str, ...]  # words or phrases, as written


@cache
def pairs_of_news() -> tuple[tuple[Written, Written], ...]:
    """Return the pairs of the words of news, those of either side as they are written."""
    pairs = (pair.strip().split(" = ") for pair in _PAIRS.split(","))
    return tuple((tuple(one.split("|")), tuple(other.split("|"))) for one, other in pairs)


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
    """Return the content stems of a text, irregular and compared forms of words that have opposites as plain ones.

    >>> sorted(plain_stems("The government fell, or has fallen, in the fall; Li won."))
    ['fall', 'govern', 'li', 'win']
    """
    stems = frozenset(_plain_forms().get(one, one) for one in content_stems(text))
    return stems | {"win"} if _WON.search(text) else stems


@cache
def opposites() -> Mapping[Phrase, frozenset[Phrase]]:
    """Return the opposites of each word or phrase, by stems."""
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for words in chain.from_iterable(chain.from_iterable(_of_wordnet())):
        for word in words:
            forms[word].update(words)
    pairs = [
        tuple({phrase for word in side for phrase in _phrases(word, forms)} for side in pair) for pair in _of_news()
    ]
    pairs += [  # each word in its own forms, "weaker" beside "stronger" alone: what is strong may be weaker than it was
        tuple({(stem(form),) for form in chain.from_iterable(side) if _degree(form) == degree} for side in pair)
        for pair in _of_wordnet()
        for degree in ("", "er", "est")
    ]
    found: defaultdict[Phrase, set[Phrase]] = defaultdict(set)
    for one, other in pairs:
        for mine, theirs in ((one, other), (other, one)):
            for phrase in mine if theirs else ():
                found[phrase] |= theirs
    return {phrase: frozenset(opposite - {phrase}) for phrase, opposite in found.items()}


def _of_news() -> Iterator[tuple[list[str], list[str]]]:
    """Yield each word of `pairs_of_news` with its opposites, and with what stands for one of these there.

    "granted" is the opposite of "refused", for which "rejected" stands in another pair.
    """
    alike: defaultdict[str, set[str]] = defaultdict(set)
    for side in chain.from_iterable(pairs_of_news()):
        for word in side:
            alike[word].update(side if word not in AMBIGUOUS else (word,))
    for one, other in pairs_of_news():
        for word in one:
            yield [word], sorted(set[str]().union(*(alike[each] for each in other)))
        for word in other:
            yield [word], sorted(set[str]().union(*(alike[each] for each in one)))


def _phrases(words: str, forms: Mapping[str, Collection[str]]) -> Iterator[Phrase]:
    """Yield a phrase in all forms of its first word that compare as it does, as stems."""
    first, *rest = words.split()
    for form in (first, *forms.get(first, ())):
        if _degree(form) == _degree(first):
            yield tuple(map(stem, (form, *rest)))


def _degree(form: str) -> str:
    return _degrees().get(form, "")


@cache
def _degrees() -> Mapping[str, str]:
    """Return the endings by which forms of words compare: "er" of "weaker" and "worse", "est" of "best"."""
    words = chain.from_iterable(chain.from_iterable(_of_wordnet()))
    others = {form for _, *others in words for form in others}
    compared = {form: "est" if form.endswith("est") else "er" for form in others if form.endswith(("er", "est"))}
    return compared | {"worse": "er", "worst": "est"}
