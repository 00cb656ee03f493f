"""What is still to be read, in the page's words, with the button that has it read."""

from collections.abc import Sequence
from html import escape

from index import Backlog
from page.actions import AGAIN

CUT_OFF = "The last reading of the articles was cut off."
READ_ON = '<button type="button" data-do="read-on">Read on</button>'


def waiting_words(backlog: Backlog) -> str:
    """Return what waits now; empty for nothing.

    >>> waiting_words(Backlog(articles=1, of=9)), waiting_words(Backlog())
    ('1 of 9 articles is still waiting to be read.', '')
    """
    if not backlog:
        return ""
    is_one = backlog.articles + backlog.files == 1
    return f"{backlog.what} {'is' if is_one else 'are'} still waiting to be read." if backlog.what else CUT_OFF


def waited_words(backlog: Backlog) -> str:
    """Return what waited when something was asked.

    >>> waited_words(Backlog(files=4))
    'When this was asked, 4 files were still waiting to be read, so the answer does not know them.'
    """
    if not backlog.what:
        return "When this was asked, not all articles had been read, so the answer may lack some."
    was, them = ("was", "it") if backlog.articles + backlog.files == 1 else ("were", "them")
    return f"When this was asked, {backlog.what} {was} still waiting to be read, so the answer does not know {them}."


def waiting_html(notes: Sequence[str]) -> str:
    """Return those notes of an answer that tell what it did not know yet, as asides; empty for none.

    Whether it can be read on or has been read meanwhile, and asking again helps, the page's script knows.
    """
    lines = [waited_words(backlog) for backlog in map(Backlog.told_in, notes) if backlog is not None]
    return "".join(f'<p class="aside waiting">{escape(line)} {READ_ON}{AGAIN}</p>' for line in lines)
