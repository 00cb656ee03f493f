"""Whether two sentences tell of different times, and so perhaps of two events: then both may be right."""

from index.language.times import years_in
from rag.reader import EvidenceSentence


def are_of_other_years(one: EvidenceSentence, other: EvidenceSentence) -> bool:
    """Tell whether both name years, and none that is in both."""
    years, others = years_in(one.quote.text), years_in(other.quote.text)
    return bool(years and others) and not years & others


def are_of_other_times(one: EvidenceSentence, other: EvidenceSentence) -> bool:
    """Tell whether both name times, and no day is in one of each."""
    times, others = one.sentence.times, other.sentence.times
    return bool(times and others) and not any(
        mine.first <= theirs.last and theirs.first <= mine.last for mine in times for theirs in others
    )
