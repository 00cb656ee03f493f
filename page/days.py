"""When something of the page happened, as a reader says it."""

from datetime import date

from index.language.times.typed import time_in_words


def day_in_words(then: float, now: float) -> str:
    """Return the day of a time, both in seconds since the epoch, where this computer is.

    >>> [day_in_words(then, 1_750_248_000.0) for then in (1_750_248_000.0, 1_750_161_600.0, 1_718_712_000.0)]
    ['today', 'yesterday', '18 June 2024']
    """
    day = date.fromtimestamp(then)
    since = (date.fromtimestamp(now) - day).days
    return {0: "today", 1: "yesterday"}.get(since, time_in_words(day.isoformat()))
