"""Words that tell the same from its two ends: "sell" and "buy", "older" and "younger", "teacher" and "pupil"."""

from collections.abc import Mapping, Sequence

from index.language.tokens import Token, verb_stem

Ends = tuple[str, str, Sequence[Token], Sequence[Token]]  # what relates two, as written, and the one and the other

# Who gives: what it is called at the other end. The first two lines are so special that the thing need not be named.
_GIVEN = """
sell buy purchase acquire, lend borrow, lease rent, teach learn, export import, owe -;
give receive get take accept, send receive get, hand receive get take, pay receive get earn, award receive get win,
donate receive get, supply receive get, grant receive get, offer accept
"""
_VERBS = """
beat beat, defeat beat, thrash beat, trounce beat, overcome beat, outplay beat, rout beat, win beat against|over,
lose -beat to|against, succeed succeed, replace succeed, precede -succeed, own own, belong -own to, employ employ,
work -employ for, lead lead, trail -lead, outnumber outnumber, outsell outsell,
urge urge, call urge on|upon, implore urge, beseech urge
"""  # a minus where the verb stands at the other end; then the prepositions that it needs
_LESS = """
less more, fewer more, smaller larger, smaller bigger, smaller greater, younger older, poorer richer, poorer wealthier,
slower faster, slower quicker, weaker stronger, lower higher, shorter taller, shorter longer, lighter heavier,
worse better, cooler warmer, colder hotter, colder warmer, narrower wider, nearer farther, closer further, shallower
deeper, quieter louder, thinner thicker, emptier fuller, easier harder, safer riskier, drier wetter, newer older,
cheaper dearer, later earlier
"""
_BONDS = """
teacher pupil, teacher student, employer employee, boss assistant, landlord tenant, doctor patient, lawyer client,
host guest, lender debtor, creditor debtor, lender borrower, attacker victim, killer victim, parent child, mother child,
father child, mother son, father son, mother daughter, father daughter, parent son, parent daughter, uncle nephew, uncle
niece, aunt nephew, aunt niece, grandfather grandson, grandmother grandson, predecessor successor, mentor protégé,
captor hostage, captor captive, master servant, supplier customer, coach player, seller buyer
"""
_DEEDS = """
attack attack, invasion invade, bombing bomb, shelling shell, purchase buy, acquisition acquire, murder murder,
killing kill, takeover take, arrest arrest, dismissal dismiss, criticism criticise, condemnation condemn, praise praise,
recognition recognise, occupation occupy, lawsuit sue, suit sue, audit audit, rescue rescue, support support, aid aid,
threat threaten, warning warn, interview interview, defence defend, defense defend, boycott boycott, visit visit,
assassination assassinate, abduction abduct, appointment appoint, conquest conquer, capture capture, pursuit pursue,
betrayal betray, endorsement endorse, annexation annex, blockade blockade, nomination nominate, expulsion expel,
victory beat, win beat, triumph beat, defeat beat, loss -beat
"""

Groups = Mapping[str, tuple[str, bool]]  # a word → what it is one end of, and whether it is the first end


def _pairs(table: str) -> list[list[str]]:
    return [entry.split() for entry in table.split(",")]


def _groups(table: str) -> Groups:
    found: dict[str, tuple[str, bool]] = {}
    for one, other in _pairs(table):
        group = next((found[word][0] for word in (other, one) if word in found), other)
        found.setdefault(one, (group, True))
        found.setdefault(other, (group, False))
    return found


def _one_of(words: str = "") -> frozenset[str]:
    return frozenset(filter(None, words.split("|")))


COMPARED, BONDS = _groups(_LESS), _groups(_BONDS)

_SPECIAL, _GENERAL = ([[verb_stem(word) for word in entry] for entry in _pairs(part)] for part in _GIVEN.split(";"))
GIVES = {giver for giver, *_ in _SPECIAL + _GENERAL}
"""Stems of verbs at whose first end somebody gives."""
TAKES = {
    taker: {giver for giver, *takers in _SPECIAL + _GENERAL if taker in takers}
    for _, *takers in _SPECIAL + _GENERAL
    for taker in takers
}
"""Stems of verbs at whose first end somebody gets what others give, and the stems of these."""
NEEDS_THING = {giver for giver, *_ in _GENERAL}
"""Which of them are so general that the same must be given."""

VERBS = {
    verb_stem(verb): (verb_stem(relation.removeprefix("-")), relation.startswith("-"), _one_of(*prepositions))
    for verb, relation, *prepositions in _pairs(_VERBS)
}
"""A verb's stem → what it is one end of, whether it is the other end, and which prepositions it needs one of."""
DEEDS = {noun: (verb_stem(verb.removeprefix("-")), verb.startswith("-")) for noun, verb in _pairs(_DEEDS)}
"""A noun → the stem of the verb that it stands for, and whether it turns it round."""
