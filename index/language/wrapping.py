"""Lines that a program broke, of text whose paragraphs no empty line needs to part."""

import re
from collections.abc import Sequence

SHORTEST_WRAPPED_LINE = 55  # characters; a shorter line that ends without a stop is a heading, not a wrapped line
WIDEST_WRAPPED = 100  # characters of the lines that a program broke

_PARTED = re.compile(r";(?:\s+(?:and|or))?\Z")
_STOPS = tuple(".!?…:;\"”'’)")
_FIRST_WORD = re.compile(r"(?!https?:|www\.)[^\W\d_]\S*")


def begins_small(text: str) -> bool:
    """Tell whether a text begins with a word in small letters: with no name like iPhone or al-Assad, and no address."""
    word = _FIRST_WORD.match(text)
    return word is not None and word[0].islower()


def is_parted(line: str) -> bool:
    """Tell whether a line ends as the items of a list do that is one sentence: in a semicolon."""
    return _PARTED.search(line.rstrip()) is not None


def goes_on_below(line: str, following: str) -> bool:
    """Tell whether the sentence of a line goes on in the line right below it."""
    is_full = len(line.strip()) >= SHORTEST_WRAPPED_LINE
    is_item = is_parted(line) and not is_full
    return (is_full and not line.rstrip().endswith(_STOPS)) or (begins_small(following.lstrip()) and not is_item)


def is_broken(line: str, below: Sequence[str]) -> bool:
    """Tell whether a program broke a line: it goes on small, or its lines are full and end in mid-sentence.

    >>> is_broken("Weir is raised", ["It is two feet up."]), is_broken("The weir was", ["raised."])
    (False, True)
    """
    if not below:
        return False
    word, width = below[0].split()[0], max(map(len, below))
    is_full = width <= WIDEST_WRAPPED and len(line) + len(word) >= width
    ends_within = len(below) > 1 and not below[0].endswith(_STOPS)
    return begins_small(below[0]) or (is_full and ends_within)
