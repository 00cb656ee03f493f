"""What the library holds, as HTML, before anything is asked.

Whatever an article says is data, and is escaped here.
"""

from collections.abc import Sequence
from html import escape

from index import Headline, SourceCount
from index.plain_text import one_line

OFFERED = 4  # questions


def first_html(sources: Sequence[SourceCount], latest: Sequence[Headline], adds: bool) -> str:
    """Return how many articles there are, of which sources and times, and questions made of the latest titles."""
    if not sources:
        return (
            f"<h2>No articles yet</h2>{'<p>Drop files on this page, or add them under Articles.</p>' if adds else ''}"
        )
    told = counted(sum(one.articles for one in sources), "article")
    if named := sum(one.source is not None for one in sources):
        told += f" from {counted(named, 'source')}"
    dates = sorted(date for one in sources for date in (one.first, one.last) if date)
    told += f", {dates[0]} to {dates[-1]}" if dates else ""
    titles = {one_line(one.title): one.published for one in reversed(latest[:OFFERED])}
    offered = "".join(_question_html(title, published) for title, published in reversed(titles.items()))
    about = f"<h3>What is known about …</h3>{offered}" if offered else ""
    return f"<h2>Ask your articles</h2><p class='aside'>{escape(told)}</p>{about}"


def _question_html(title: str, published: str | None) -> str:
    question = escape(f"What is known about “{title}”?")
    date = f"<small>{escape(published)}</small>" if published else ""
    named = f'data-ask="{question}" aria-label="{question}"'
    return f'<button type="button" {named}><span>{escape(title)}</span>{date}</button>'


def counted(number: int, what: str) -> str:
    """Return a number of things in words.

    >>> counted(1, "article"), counted(1200, "article")
    ('1 article', '1,200 articles')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"
