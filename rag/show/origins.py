"""Where something comes from, as HTML: source, author and date of an article, and its address on the web.

Whatever an article says is data, and is escaped here.
"""

from html import escape
from urllib.parse import urlsplit

from index.language.times.typed import time_in_words
from rag.answer import Citation
from rag.quote import in_a_row
from rag.show.links import web_address


def date_html(published: str | None) -> str:
    """Return a date in words, which a program reads as it was given; nothing for none.

    >>> date_html("2025-06-17")
    '<time datetime="2025-06-17">17 June 2025</time>'
    """
    date = in_a_row(published)
    return f'<time datetime="{escape(date)}">{escape(time_in_words(date))}</time>' if date else ""


def origin_html(citation: Citation) -> str:
    """Return a citation's origin, its date so that older and newer are seen."""
    date = in_a_row(citation.published)
    return f"{escape(citation.origin.removesuffix(date))}{date_html(date)}" if date else escape(citation.origin)


def about_html(*parts: str | None, published: str | None, url: str | None = None) -> str:
    """Return what is known of an article in one line, like its source, with its date and its address on the web."""
    known = ", ".join(filter(None, (escape(in_a_row(*parts)), date_html(published))))
    return " ".join(filter(None, (known, _address_html(url))))


def _address_html(url: str | None) -> str:
    """Return a link that leaves the page, by the name of where it leads; nothing for what is no address on the web."""
    if not (address := web_address(url)):
        return ""
    try:
        host = urlsplit(address).hostname or address
    except ValueError:  # http://[
        host = address
    leaving = f'class="out" href="{escape(address)}" target="_blank" rel="noopener noreferrer"'
    return f"<a {leaving}>{escape(host.removeprefix('www.'))} ↗</a>"
