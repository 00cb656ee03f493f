"""Numbers with their scale and unit, in one normal form, however they are written.

"1.7 billion", "$1.7bn" and "1,700 million dollars" are one quantity; so are "a third of them" and "33 percent", or
"doubled" and "twice". Dates and the numbers in names are no business of this package.
"""

from collections.abc import Iterator

from index.language.quantities.amounts import amounts
from index.language.quantities.quantity import Quantity
from index.language.quantities.spoken import spoken
from index.language.quantities.units import DIMENSIONS, MONEY, TIMES, unit_of

__all__ = ["DIMENSIONS", "MONEY", "TIMES", "Quantity", "quantities", "unit_of"]


def quantities(text: str) -> Iterator[Quantity]:
    """Yield the quantities of a text, in order.

    >>> [(one.value, one.unit) for one in quantities("$1.7bn, 1,700 million dollars, twenty-five km, half a million")]
    [(1700000000.0, '$'), (1700000000.0, '$'), (25.0, 'km'), (500000.0, None)]
    >>> [(one.value, one.unit) for one in quantities("The third deal doubled it, to $2-3 million.")]
    [(3.0, 'th'), (2.0, 'times'), (2000000.0, '$'), (3000000.0, '$')]
    """
    taken = bytearray(len(text))
    found = []
    for one in sorted((*spoken(text), *amounts(text)), key=lambda one: one.start - one.end):  # the longest first
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"1" * (one.end - one.start)
            found.append(one)
    yield from sorted(found, key=lambda one: one.start)
