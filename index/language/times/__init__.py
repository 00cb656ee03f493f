"""Which days a sentence speaks of, resolved without a model."""

from index.language.times.find import VERSION, Time, find_times

__all__ = ["VERSION", "Time", "find_times"]
