"""The articles of a library over time and by source, as bars that narrow the search when they are chosen.

Each bar is a button that says its number in words. Whatever an article says is data, and is escaped here.
"""

from collections import Counter
from collections.abc import Sequence
from html import escape

from index import MonthCount, SourceCount
from index.language.times.typed import time_in_words
from index.plain_text import one_line
from page.first import counted

MOST_BARS = 40  # of months, else of years, and then of decades
SOURCES_SHOWN = 100


def picture_html(
    months: Sequence[MonthCount], sources: Sequence[SourceCount], since: str, until: str, source: str
) -> str:
    """Return the articles over time and by source, as bars that narrow the search when they are chosen."""
    times = _times_html(months, since, until)
    named = [one for one in sources if one.source is not None]
    most = max([1, *(one.articles for one in named)])
    bars = "".join(
        _bar(
            one_line(one.source or ""),
            one.articles,
            most,
            source.casefold() == (one.source or "").casefold(),
            source=one.source or "",
        )
        for one in named[:SOURCES_SHOWN]
    )
    rest = len(named) - SOURCES_SHOWN
    more = (
        f"<small>and {counted(rest, 'more source')}; type its name under Model and filters</small>" if rest > 0 else ""
    )
    by_time = f'<div class="times">{times}</div>' if times else ""
    by_source = (
        '<div role="toolbar" aria-label="Articles by source" aria-orientation="vertical" class="sources">'
        f"{bars}{more}</div>"
    )
    return by_time + (by_source if bars else "")


def _times_html(months: Sequence[MonthCount], since: str, until: str) -> str:
    """Return a bar for each month, year or decade, whichever are not too many, those without articles too."""
    if not months:
        return ""
    counts: Counter[str] = Counter()
    for length in (7, 4, 3):
        counts = Counter()
        for one in months:
            counts[one.month[:length]] += one.articles
        spans = (
            _between(min(counts), max(counts), length)
            if length < 7 or all(len(one) == 7 for one in counts)
            else sorted(counts)
        )
        if len(spans) <= MOST_BARS:
            break
    most = max(1, *counts.values())
    bars = "".join(_time_bar(span, counts[span], most, since, until) for span in spans)
    ends = "".join(f"<small>{_label(span)}</small>" for span in dict.fromkeys((spans[0], spans[-1])))
    return f'<div role="toolbar" aria-label="Articles over time">{bars}</div><p>{ends}</p>'


def _between(first: str, last: str, length: int) -> list[str]:
    """Return all spans from one to another.

    >>> _between("2024-11", "2025-02", 7), _between("199", "201", 3)
    (['2024-11', '2024-12', '2025-01', '2025-02'], ['199', '200', '201'])
    """
    if length < 7:
        return [f"{number:0{length}}" for number in range(int(first[:length]), int(last[:length]) + 1)]
    start, end = (int(one[:4]) * 12 + int(one[5:]) - 1 for one in (first, last))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(start, end + 1)]


def _label(span: str) -> str:
    return f"{span}0s" if len(span) == 3 else time_in_words(span)


def _time_bar(span: str, count: int, most: int, since: str, until: str) -> str:
    start, end = (f"{span}0", f"{span}9") if len(span) == 3 else (span, span)
    outside = "outside" if _is_outside(span, since, until) else ""
    return _bar(_label(span), count, most, (since, until) == (start, end), outside, since=start, until=end)


def _is_outside(span: str, since: str, until: str) -> bool:
    """Tell whether a time filter leaves a span out.

    >>> _is_outside("2025-03", "2025", "2025-02"), _is_outside("202", "2025-06", "")
    (True, False)
    """
    return span < since[: len(span)] or (until != "" and span[: len(until)] > until[: len(span)])


def _bar(label: str, count: int, most: int, chosen: bool, kind: str = "", **filters: str) -> str:
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in filters.items())
    said = escape(f"{label}: {counted(count, 'article')}")
    named = f'aria-pressed="{str(chosen).lower()}" aria-label="{said}" title="{said}"'
    share = f'tabindex="-1" style="--share: {count / most:.3f}"'
    told = f"<span>{escape(label)}</span> <span>{count:,}</span>"
    return f'<button type="button" class="{kind}" data-do="narrow"{data} {named} {share}>{told}</button>'
