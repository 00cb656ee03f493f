"""Tables in Markdown, as they stand in the README."""

from collections.abc import Iterable, Sequence


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; all columns but the first are of numbers.

    >>> print(table(("fault", "caught"), [("a wrong date", "0.98")]))
    | fault | caught |
    |---|--:|
    | a wrong date | 0.98 |
    <BLANKLINE>
    """
    lines = [heading, *rows]
    ruled = ["| " + " | ".join(line) + " |" for line in lines]
    ruled.insert(1, "|---|" + "--:|" * (len(heading) - 1))
    return "\n".join(ruled) + "\n"
