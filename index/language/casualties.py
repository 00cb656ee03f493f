"""The many words for what is counted most: "killed", "died" and "the toll" are of the dead, whichever is asked for."""

from index.language.words import content_stems

_DEAD = content_stems(
    "kill kills killed killing die dies died dying dead death deaths deadly toll fatal fatality fatalities perish "
    "perished perishes slain"
)


def with_words_for_the_dead(said: frozenset[str], asked: frozenset[str]) -> frozenset[str]:
    """Return the stems that are said and, where they have any word for the dead, those that were asked with.

    >>> sorted(with_words_for_the_dead(content_stems("the toll rose"), content_stems("How many did Edda kill?")))
    ['kill', 'rose', 'toll']
    """
    return said if said.isdisjoint(_DEAD) else said | (asked & _DEAD)
