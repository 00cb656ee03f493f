"""Where a quote can be read on the web: the address of its article, and of the very words in it."""

from collections.abc import Iterator
from urllib.parse import quote

from index.language.lists import cells_of, is_of_list
from rag.answer import Citation

LONGEST_FRAGMENT = 60  # characters of a quote in an address; what is longer is told by its first and last words

_URL = ":/?[]@!$&'()*+,;=%~"  # what stands in an address as it is


def web_address(url: str | None) -> str:
    """Return an address on the web, empty for any other: what it leads to may run."""
    return url if url and url.lower().startswith(("http://", "https://")) else ""


def encoded(url: str) -> str:
    """Return an address with nothing in it that could end it."""
    return quote(url, safe=f"{_URL}#")


def link_to(citation: Citation) -> str:
    """Return the address of a quote in its article on the web, empty when the article has none.

    Browsers go to the words that a text fragment names: https://wicg.github.io/scroll-to-text-fragment/
    """
    url, ends = web_address(citation.url), list(_ends(citation.quote.text))
    if not url or not ends:
        return ""
    words_of = ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)
    return f"{encoded(url.partition('#')[0])}#:~:text={words_of}"


def _ends(text: str) -> Iterator[str]:
    """Yield what a quote can be found by on a page: all of it, or its first and its last words.

    An end can't go beyond an item or a cell, whose marks the page need not have.
    """
    lines = text.splitlines()
    parts = [part for line in lines for part in cells_of(line)] if any(map(is_of_list, lines)) else []
    parts = parts or [text]
    first, last = parts[0].split(), parts[-1].split()
    is_short = len(parts) == 1 and len(" ".join(first)) <= LONGEST_FRAGMENT
    if first and is_short:
        yield " ".join(first)
    elif first:
        yield from (" ".join(first[:4]), " ".join(last[-4:]))
