"""The many words for those who are counted most: the dead ("killed", "died", "the toll"), and the hurt."""

from index.language.words import content_stems

_DEAD = content_stems(
    "kill kills killed killing die dies died dying dead death deaths deadly toll fatal fatality fatalities perish "
    "perished perishes slain"
)
_HURT = content_stems("hurt hurts injure injured injures injuring injury injuries wound wounded wounds wounding")


def with_words_for_the_dead(said: frozenset[str], asked: frozenset[str]) -> frozenset[str]:
    """Return the stems that are said and, where they have any word for the dead, those that were asked with.

    >>> sorted(with_words_for_the_dead(content_stems("the toll rose"), content_stems("How many did Edda kill?")))
    ['kill', 'rose', 'toll']
    """
    return said if said.isdisjoint(_DEAD) else said | (asked & _DEAD)


def are_of_casualties(stems: frozenset[str]) -> bool:
    """Tell whether stems have a word for the dead or the hurt."""
    return not stems.isdisjoint(_DEAD | _HURT)


def are_of_others(said: frozenset[str], asked: frozenset[str]) -> bool:
    """Tell whether the hurt are asked for and the dead alone told of, or the other way round.

    >>> are_of_others(content_stems("It killed 12."), content_stems("How many were hurt?"))
    True
    """
    return any(
        not asked.isdisjoint(mine)
        and said.isdisjoint(mine)
        and asked.isdisjoint(others)
        and not said.isdisjoint(others)
        for mine, others in ((_DEAD, _HURT), (_HURT, _DEAD))
    )
