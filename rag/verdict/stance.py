"""Does a sentence keep the side of its quotes? Told by rule.

Its side is the "not", the "unlikely", the "reportedly", held against the clause of the quotes that it is nearest to;
who did something to whom; and that no word is the opposite of the one in its place, and no name another's. A rule can't
know every way to say no, so a changed side is a suspicion that is named.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.language import facts
from index.language.converses import converses_in, deeds_told_otherwise
from index.language.demonyms import with_states
from index.language.doers import other_doer_in
from index.language.exchanges import exchanged_in
from index.language.negation import CLAUSE_END, Negative, denying_words
from index.language.opposites import opposite_in
from index.language.other_names import other_holder_in, other_name_in
from index.language.roles import Around, sides_in
from index.language.tokens import every_stem
from index.language.words import content_stems, stem
from rag.verdict.hedging import lost_hedge
from rag.verdict.in_common import has_any, nearest_clause

WHOLLY = frozenset(("none", "nobody", "nothing", "neither", "nor"))
OF_THINGS = frozenset(("without", "lacks", "lacked"))
LIMITS = frozenset(map(stem, "only alone first last former formerly opposed".split()))  # deny others, not what is said
_ASIDE = re.compile(r",\s+(?:for (?:its|their|his|her) part|in turn|however|too|meanwhile|of course|though),\s+")


@dataclass(frozen=True, slots=True)
class Sides:
    """In what a sentence does not keep the side of its quotes: each a reason, None where it keeps it."""

    negation: str | None = None
    hedge: str | None = None
    swapped: str | None = None
    opposite: str | None = None
    other_name: str | None = None

    @property
    def are_denied(self) -> bool:
        """Tell whether the quotes say otherwise; a lost hedge is no denial."""
        return bool(self.negation or self.swapped or self.opposite or self.other_name)

    @property
    def of_words(self) -> tuple[str, ...]:
        """What single words tell, a "not" or a "may": there are many ways to say them."""
        return tuple(filter(None, (self.negation, self.hedge)))

    @property
    def reasons(self) -> tuple[str, ...]:
        """What a reader is told."""
        return tuple(filter(None, (self.negation, self.hedge, self.swapped, self.opposite, self.other_name)))


def changed_sides(text: str, quotes: Sequence[str]) -> Sides:
    """Hold the side of a sentence against its quotes."""
    return Sides(
        changed_negation(text, quotes),
        lost_hedge(text, quotes),
        swapped_roles(text, quotes),
        changed_to_opposite(text, quotes),
        changed_name(text, quotes),
    )


def changed_negation(text: str, quotes: Sequence[str]) -> str | None:
    """Return how a "not" was lost or added in a clause of the sentence; None if nowhere."""
    clauses = [clause for clause in CLAUSE_END.split(text) if len(content_stems(clause)) > 1]
    return next(filter(None, (_changed_in(clause, text, quotes) for clause in clauses or [text])), None)


def _changed_in(text: str, whole: str, quotes: Sequence[str]) -> str | None:
    clause = nearest_clause(text, quotes)
    said, quoted = facts(text).negatives, list(facts(clause).negatives)
    if quoted and not said:
        kept = facts(whole).negatives  # in another clause
        quoted = [one for one in quoted if not any(_is_kept(one, mine) for mine in kept)]
        own = denying_words(whole) - frozenset().union(*map(denying_words, quotes))  # what no quote has may deny it
        if own or not quoted or not _is_stated(quoted, text):
            return None
        return f'the quote says "{quoted[0].written}", the sentence does not'
    if not said or (quoted and not _denies_what_is_stated(said, quoted, clause)):
        return None
    own = LIMITS | denying_words(text)
    if not quoted and any(facts(quote).negatives or denying_words(quote) - own for quote in quotes):
        return None  # it may be that one, of another clause or by another word
    return f'the sentence says "{said[0].written}", the quote does not'


def _is_kept(one: Negative, mine: Negative) -> bool:
    """Tell whether a sentence denies by one word what its quote denies by another."""
    return one.denied <= mine.denied if one.denied else one.written == mine.written


def _is_stated(quoted: Sequence[Negative], text: str) -> bool:
    """Tell whether a sentence has of what its quote denies, beside which other things may be said.

    What "nobody" does is denied of the whole clause.
    """
    denied = frozenset[str]().union(*(one.denied for one in quoted))
    if not denied:
        return any(one.written not in OF_THINGS for one in quoted)
    return any(one.written in WHOLLY for one in quoted) or has_any(text, denied)


def _denies_what_is_stated(said: Sequence[Negative], quoted: Sequence[Negative], clause: str) -> bool:
    """Tell whether a "not" of the sentence holds for words that the clause states, though it denies others."""
    denied = frozenset[str]().union(*(one.denied for one in said if one.is_not))
    is_stated = denied and denied <= content_stems(clause) and not any(denied & one.denied for one in quoted)
    return bool(is_stated) and not any(one.is_not for one in quoted)


def swapped_roles(text: str, quotes: Sequence[str]) -> str | None:
    """Return the reason when what stands before and behind a word of the sentence is the other way round in a quote.

    >>> swapped_roles("Tolvar bought Brenco.", ["Brenco bought Tolvar in May."])
    'the quote has it the other way round at "bought"'
    >>> swapped_roles("Tolvar was bought by Brenco.", ["Brenco bought Tolvar in May."])
    >>> swapped_roles("Norway sold fish to Denmark.", ["Copenhagen sold fish to Norway."])
    'the quote has it the other way round at "sold"'
    """
    written = [_ASIDE.sub(" ", one) for one in (text, *quotes)]
    by_state = [with_states(one) for one in written]
    if found := _swapped(*written) or (_swapped(*by_state) if by_state != written else None):
        return found
    exchanged = exchanged_in(text, quotes)
    return 'the quote has "{}" and "{}" the other way round'.format(*exchanged) if exchanged else None


def _swapped(text: str, *quotes: str) -> str | None:
    stems = every_stem(text)
    told: list[Around] = []
    said: list[Around] = []
    for quote in quotes:
        shared = stems & every_stem(quote)
        deeds = shared | deeds_told_otherwise(text, quote)
        for sentence, found in ((text, said), (quote, told)):
            found += [*sides_in(sentence, deeds), *converses_in(sentence, shared)]
    for one in said:
        known = [other for other in told if other.pivot == one.pivot and other.turn == one.turn]
        crossed = [other for other in known if one.before & other.behind and one.behind & other.before]
        if crossed and not any(one.before & other.before for other in known if other not in crossed):
            return f'the quote has it the other way round at "{one.written}"'
    return None


def changed_to_opposite(text: str, quotes: Sequence[str]) -> str | None:
    """Return the reason when a word of the sentence is the opposite of one that stands in its place in a quote.

    >>> changed_to_opposite("The mill hired 40 weavers.", ["In May the mill laid off 40 weavers."])
    'the quote says "laid off", the sentence says "hired"'
    """
    for quote in quotes:
        found = opposite_in(text, quote, quotes)
        if found and not any(re.search(rf"\b{re.escape(found[0])}\b", other.lower()) for other in quotes):
            return f'the quote says "{found[1]}", the sentence says "{found[0]}"'
    return None


def changed_name(text: str, quotes: Sequence[str]) -> str | None:
    """Return the reason when a name of the sentence stands where the quotes have another's.

    >>> changed_name("The plane left Osk on Monday.", ["On Monday a plane left Torvik with 40 people."])
    'the quote says "Torvik", the sentence says "Osk"'
    """
    if held := other_holder_in(text, quotes):
        return f'the quote has "{held[1]}" as "{held[2]}", the sentence "{held[0]}"'
    if done := other_doer_in(text, quotes):
        return f'the quote has "{done[1]}" do so, the sentence "{done[0]}"'
    found = other_name_in(text, quotes)
    return f'the quote says "{found[1]}", the sentence says "{found[0]}"' if found else None
