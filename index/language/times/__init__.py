"""Which days a sentence speaks of, resolved without a model; and its dates as they are written."""

from index.language.times.dates import Date, date_of, find_dates, years_in
from index.language.times.find import VERSION, Time, find_times
from index.language.times.wording import DATE_WORDS, FIGURES_OF_YEAR, MONTHS, RECENT_YEAR, WEEKDAYS

__all__ = [
    "DATE_WORDS",
    "FIGURES_OF_YEAR",
    "MONTHS",
    "RECENT_YEAR",
    "VERSION",
    "WEEKDAYS",
    "Date",
    "Time",
    "date_of",
    "find_dates",
    "find_times",
    "years_in",
]
