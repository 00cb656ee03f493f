"""Is a figure of the year that was asked for? Asked how many drowned in 2024, what 2023 came to is no answer."""

import re
from collections.abc import Sequence

from index import Time
from rag.reader.answer_type import wants_figure

# "The treaty of 2001" names a thing, which may be told of in any year; "in 2001" is when it is counted.
_COUNTED_IN = re.compile(
    r"\b(?:in|during|for|over|throughout|through)\s+(?:the year\s+)?((?:19|20)[0-9]{2})\b(?![-–\w])"
)
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_COMPARED = re.compile(r"\b(?:than|from|since|compared|against|versus|over|after|before|as)\b[^.;]*\Z", re.IGNORECASE)
REACH = 30  # characters before a time, in which stands what compares with it


def counted_year(question: str) -> str | None:
    """Return the year that a figure is asked for, None where none is or there are several.

    >>> counted_year("How many people drowned in 2024?"), counted_year("Who signed the treaty of 2001?")
    ('2024', None)
    """
    found = _COUNTED_IN.search(question)
    return found[1] if found and len(_YEAR.findall(question)) == 1 and wants_figure(question) else None


def is_of_other_year(year: str, title: str, text: str, times: Sequence[Time]) -> bool:
    """Tell whether a sentence tells of other years alone; its `times` have offsets in it.

    A year that it only compares with is none of these, and its title may say the year.
    """
    told = [one for one in times if not _COMPARED.search(text[max(0, one.start - REACH) : one.start])]
    is_of_it = any(one.first[:4] <= year <= one.last[:4] for one in times)
    return bool(told) and not is_of_it and year not in text and year not in title
