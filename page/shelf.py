"""The calls of the page's script about articles: which there are, what becomes of them, and adding others.

Where other people see the page, too, nobody removes or adds articles.
"""

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

import gradio as gr

from index import InputError, Library, OnRecordError, SourceCount
from index.plain_text import searchable
from index.scope import settled
from index.storing import ListKind, Order
from page.adding import Adding, title_of
from page.article import copies_html, opened_html
from page.calls import Call, told_by
from page.filters import filters_words
from page.first import counted
from page.listing import MOST_LISTED, faults_html, none_html, set_aside_html, table_html
from page.picture import picture_html
from page.sentence import as_sentence
from page.syncing import SyncState
from page.waiting import told_waiting

MOST_COPIES = 20  # of an article that are named


class Shelf:
    """The calls. Those that change something say what went wrong as `said`, which is shown among the articles."""

    def __init__(self, library: Library, person_of: Callable[[gr.Request], str], adding: Adding | None) -> None:
        """Without `adding`, articles are only shown."""
        self._library = library
        self._person_of = person_of
        self._adding = adding

    @property
    def calls(self) -> list[Call]:
        """The functions to be called, by their names."""
        named: list[Callable[..., dict[str, Any]]] = [self.articles, self.picture, self.article, self.held, self.synced]
        if self._adding:
            named += [self.set_aside, self.bring_back, self.sync, self.take, self.drop, self.cancel_sync, self.read_on]
            named += [self.forget, self.follow, self.unfollow, self.followed, self.titled]
        return [told_by(call, self._person_of) for call in named]

    def articles(
        self, person: str, containing: str, state: str, order: Order, since: str, until: str, source: str
    ) -> dict[str, Any]:
        """List articles: those within filters whose title and source contain some words, in an order."""
        if state in ("removed", "failed"):
            return {"html": self._left_out(state, searchable(containing).split())}
        kind: ListKind = {"": "", "waiting": "waiting", "copies": "copies"}[state]  # type: ignore[assignment]
        typed = {"since": since, "until": until, "source": source}
        within: Any = {name: value for name, value in typed.items() if value}
        try:
            found = self._library.headlines(containing, MOST_LISTED, kind=kind, order=order, **within)
            if not found:
                words = filters_words(settled(**within))
                return {"html": none_html(containing, kind, words, of_any=len(self._library) > 0)}
        except InputError as error:  # a filter that can't be used; it stands in the settings, and is named here alone
            return {"html": f'<p class="note">{escape(as_sentence(str(error)))}</p>'}
        return {"html": table_html(found, order, removes=self._adding is not None)}

    def _left_out(self, state: str, words: list[str]) -> str:
        """List what was removed, or could not be read; its paths, say, are nobody's but of who started the page."""
        if self._adding is None:
            raise InputError("What was left out is shown to who started the page alone.")
        if state == "removed":
            aside = self._library.set_aside_articles()
            return set_aside_html([one for one in aside if _has(f"{one.title} {one.source}", words)], of_all=not words)
        return faults_html([one for one in self._library.faults() if _has(str(one), words)], of_all=not words)

    def picture(self, person: str, since: str, until: str, source: str) -> dict[str, Any]:
        """Show the articles over time and by source, those within the filters of the other; the bars stay in place."""
        months, sources = self._library.months(), self._library.sources()
        try:
            days = settled(since=since or None, until=until or None)
            since, until = days.get("since") or "", days.get("until") or ""
            of_source = {one.month: one.articles for one in self._library.months(source=source)}
            in_time = {_key(one): one.articles for one in self._library.sources(since=since, until=until)}
            months = [replace(one, articles=of_source.get(one.month, 0)) for one in months]
            sources = [replace(one, articles=in_time.get(_key(one), 0)) for one in sources]
        except InputError:  # as the list says
            pass
        return {"html": picture_html(months, sources, since, until, source)}

    def article(self, person: str, article_id: str) -> dict[str, Any]:
        """Show an article, its copies, and what cleaning took out of it."""
        html = opened_html(self._library, article_id)
        copies = [self._library.article(other) for other in self._library.copies_of(article_id)[:MOST_COPIES]]
        return {"html": html + copies_html(copies)}

    def held(self, person: str) -> dict[str, Any]:
        """Say how much is in the library, and whether more waits to be read."""
        return {"count": counted(len(self._library), "article"), **self._waiting()}

    def synced(self, person: str) -> dict[str, Any]:
        """Tell how far the sync is that runs, or what came of the last one, and what is still to be read."""
        latest = self._latest
        return {"html": latest.html, "running": latest.is_running, **self._waiting()}

    @property
    def _latest(self) -> SyncState:
        return self._adding.syncing.latest if self._adding else SyncState("", is_running=False)

    def _waiting(self) -> dict[str, str]:
        backlog = self._library.backlog()
        told = told_waiting(backlog, is_running=self._latest.is_running or backlog.is_under_way)
        return told if self._adding else told | {"waiting": ""}  # whose paths are nobody else's

    def set_aside(self, person: str, article_id: str) -> dict[str, Any]:
        """Take an article out, until it is brought back."""
        return _said(lambda: self._library.set_aside(article_id))

    def bring_back(self, person: str, article_id: str) -> dict[str, Any]:
        """Put an article back."""
        return _said(lambda: self._library.bring_back(article_id))

    def sync(self, person: str, path: str) -> dict[str, Any]:
        """Begin to sync a path of this computer."""
        return _said(lambda: self._adds.sync(path.strip()))

    def take(self, person: str, batch: str) -> dict[str, Any]:
        """Take in the files that came in a batch, and begin to sync them."""
        return _said(lambda: self._adds.take(batch))

    def titled(self, person: str, beginning: str) -> dict[str, Any]:
        """Find a title for a text that comes without one, by how it begins."""
        return {"title": title_of(beginning)}

    def drop(self, person: str, batch: str) -> dict[str, Any]:
        """Forget the files that came in a batch."""
        return _said(lambda: self._adds.uploads.drop(batch))

    def cancel_sync(self, person: str) -> dict[str, Any]:
        """End the sync that runs, at the next safe point."""
        return _said(lambda: self._adds.syncing.cancel())

    def read_on(self, person: str) -> dict[str, Any]:
        """Begin to read what was taken in and is still to be read."""
        return _said(lambda: self._adds.syncing.read_on())

    def forget(self, person: str, path: str) -> dict[str, Any]:
        """Begin to forget a path that is gone, and what came from it."""
        return _said(lambda: self._adds.syncing.forget(path))

    def follow(self, person: str, path: str) -> dict[str, Any]:
        """Take in what changes at a path of this computer, from now on."""
        return _said(lambda: self._adds.watching.begin(path.strip()))

    def unfollow(self, person: str) -> dict[str, Any]:
        """Follow nothing any more."""
        return _said(lambda: self._adds.watching.end())

    def followed(self, person: str) -> dict[str, Any]:
        """Tell what is followed, and what came of it last."""
        return {"html": self._adds.watching.html}

    @property
    def _adds(self) -> Adding:
        assert self._adding is not None  # or the calls that ask for it are not there
        return self._adding


def _key(one: SourceCount) -> str:
    return (one.source or "").casefold()


def _has(text: str, words: list[str]) -> bool:
    return all(word in searchable(text) for word in words)


def _said(act: Callable[[], object]) -> dict[str, Any]:
    """Do something; return what went wrong."""
    try:
        act()
    except OnRecordError as error:
        return {"said": as_sentence(str(error))}
    return {}
