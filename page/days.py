"""When something of the page happened, as a reader says it."""

from datetime import date, datetime

from index.language.times.typed import time_in_words


def moment_in_words(then: float, now: float) -> str:
    """Return the day of a time, both in seconds since the epoch, where this computer is; of today, the minute.

    >>> now = datetime(2025, 6, 18, 14, 5).timestamp()
    >>> [moment_in_words(then, now) for then in (now - 3600, now - 86_400, now - 365 * 86_400)]
    ['today, 13:05', 'yesterday', '18 June 2024']
    """
    moment = datetime.fromtimestamp(then)
    since = (date.fromtimestamp(now) - moment.date()).days
    words = {0: f"today, {moment:%H:%M}", 1: "yesterday"}
    return words.get(since, time_in_words(moment.date().isoformat()))
