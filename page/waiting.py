"""What is still to be read, in the page's words, with the buttons that have it read or forgotten."""

import os
from collections.abc import Sequence
from html import escape

from index import Backlog
from index.plain_text import one_line
from page.actions import AGAIN

CUT_OFF = "The last reading of the articles was cut off."
READ_ON = '<button type="button" data-do="read-on">Read on</button>'
NOT_THERE = "Nothing to read is there any more. Put it back, or forget it, and the articles that came from it:"


def told_waiting(backlog: Backlog, *, is_running: bool = False) -> dict[str, str]:
    """Return what the page's script shows of what waits, and whether it can be read on, or is being read.

    >>> told_waiting(Backlog())
    {'waits': '', 'waiting': ''}
    >>> told_waiting(Backlog(articles=1, of=9), is_running=True)
    {'waits': 'running', 'waiting': ''}
    """
    if is_running or not backlog:
        return {"waits": "running" if is_running else "", "waiting": ""}
    gone = [one.path for one in backlog.paths if not os.path.exists(one.path)]
    lines = [gone_html(path) for path in gone]
    can_go_on = bool(backlog.articles) or len(gone) < len(backlog.paths)
    if can_go_on:
        lines.insert(0, f"<p>{escape(_waiting_words(backlog))} {READ_ON}</p>")
    return {"waits": "read-on" if can_go_on else "", "waiting": "".join(lines)}


def gone_html(path: str) -> str:
    """Return that nothing to read is at a path any more, with the button that forgets it."""
    forget = f'<button type="button" data-do="forget" data-path="{escape(path)}">Forget it</button>'
    return f"<p>{escape(one_line(path))}: {NOT_THERE} {forget}</p>"


def _waiting_words(backlog: Backlog) -> str:
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
