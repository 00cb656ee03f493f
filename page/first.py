"""What the library holds, as HTML, before anything is asked.

Whatever an article says is data, and is escaped here.
"""

from collections.abc import Sequence
from html import escape

from index import Headline, SourceCount
from index.plain_text import one_line
from rag.show import date_html

HOW_TO_ADD = "Drop files on this page, or add them under Articles."
OFFERED = 4  # questions


def first_html(sources: Sequence[SourceCount], dated: int, latest: Sequence[Headline], adds: bool) -> str:
    """Return how many articles there are, of which sources and times, and questions made of the latest titles.

    So many of them are `dated`.
    """
    if not sources:
        return f"<h2>No articles yet</h2>{f'<p>{HOW_TO_ADD}</p>' if adds else ''}"
    told = _held_html(sources, dated)
    titles = {one_line(one.title): one.published for one in reversed(latest[:OFFERED])}
    offered = "".join(_question_html(title, published) for title, published in reversed(titles.items()))
    about = f"<h3>What is known about …</h3>{offered}" if offered else ""
    return f"<h2>Ask your articles</h2><p class='aside'>{told}</p>{about}"


def _held_html(sources: Sequence[SourceCount], dated: int) -> str:
    """Return how many articles there are, of which sources, and below of which times; what has neither is counted, too.

    >>> _held_html([SourceCount("Daily", 3, None, None), SourceCount(None, 2, None, None)], 3)
    '5 articles: 3 from 1 source, 2 without a source'
    """
    number = sum(one.articles for one in sources)
    named = sum(one.articles for one in sources if one.source is not None)
    names = counted(sum(one.source is not None for one in sources), "source")
    told = counted(number, "article")
    if named:
        apart = f": {named:,} from {names}, {number - named:,} without a source"
        told += f" from {names}" if named == number else apart
    dates = sorted(date for one in sources for date in (one.first, one.last) if date)
    if dates:
        told += f"<br>{date_html(dates[0])} to {date_html(dates[-1])}"
        told += f", {number - dated:,} without a date" if dated < number else ""
    return told


def _question_html(title: str, published: str | None) -> str:
    question = escape(f"What is known about “{title}”?")
    date = f"<small>{date_html(published)}</small>" if published else ""
    named = f'data-ask="{question}" aria-label="{question}"'
    return f'<button type="button" {named}><span>{escape(title)}</span>{date}</button>'


def counted(number: int, what: str) -> str:
    """Return a number of things in words.

    >>> counted(1, "article"), counted(1200, "article")
    ('1 article', '1,200 articles')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"
