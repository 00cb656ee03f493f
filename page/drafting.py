"""What the page's script begins, follows and looks at of drafts that are checked, each by a call of its own.

A draft comes in pieces, or as a file of who started the page. It is checked in a thread, one at a time for all who are
at the page; what was found last is each person's own, and kept until the page is closed.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

import gradio as gr

from index import InputError, Library, OnRecordError
from page.adding import Adding
from page.article import opened_html
from page.calls import NOT_SAID, Call, told_by
from page.loading import CRASHED
from page.sentence import as_sentence
from rag import Citation, Quote
from rag.drafts import DraftText, read_drafts, verify
from rag.show import draft_html

LONGEST_DRAFT = 200_000  # characters
BUSY = "Another draft is being checked; wait for it, or cancel it."
EMPTY = "There is no text to check; paste one, or choose a file."
TOO_LONG = f"The draft is longer than {LONGEST_DRAFT:,} characters; check it in parts, or with: onrecord verify"
CANCELLED = "Cancelled; nothing was found."

_log = logging.getLogger("onrecord")


class _Cancelled(Exception):
    """Ends a check that nobody waits for any more."""


@dataclass
class Check:
    """A draft that is being checked, or was: which share is, and in the end what was found, or what went wrong."""

    done: float = 0.0
    html: str = ""
    note: str = ""
    is_over: bool = False
    is_cancelled: threading.Event = field(default_factory=threading.Event)


class Drafting:
    """Checks drafts on behalf of the page. What is wrong with a call is told as `error`."""

    def __init__(self, library: Library, person_of: Callable[[gr.Request], str], adding: Adding | None) -> None:
        """Without `adding`, no files are taken."""
        self._library = library
        self._person_of = person_of
        self._adding = adding
        self._lock = threading.Lock()
        self._pieces: dict[str, str] = {}  # by person: a draft that is not all there yet
        self._checks: dict[str, Check] = {}

    @property
    def calls(self) -> list[Call]:
        """The functions to be called, by their names."""
        named: list[Callable[..., dict[str, Any]]] = [self.draft_piece, self.check_draft, self.drafted]
        named += [self.cancel_draft, self.draft_place, *([self.check_file] if self._adding else [])]
        return [told_by(call, self._person_of) for call in named]

    def draft_piece(self, person: str, piece: str, first: str) -> dict[str, Any]:
        """Take a piece of a draft, the `first` in place of what came before."""
        text = ("" if first else self._pieces.get(person, "")) + piece
        if len(text) > LONGEST_DRAFT:
            self._pieces.pop(person, None)
            raise InputError(TOO_LONG)
        self._pieces[person] = text
        return {}

    def check_draft(self, person: str) -> dict[str, Any]:
        """Begin to check the draft that came in pieces."""
        self._begin(person, [DraftText("", "", self._pieces.pop(person, ""), ())])
        return {}

    def check_file(self, person: str, batch: str) -> dict[str, Any]:
        """Begin to check the file that came in a batch."""
        if self._adding is None:
            raise InputError(NOT_SAID)
        try:
            drafts = [one for name, file in self._adding.uploads.waiting(batch) for one in read_drafts(file, name)]
        finally:
            self._adding.uploads.drop(batch)
        if sum(len(one.text) for one in drafts) > LONGEST_DRAFT:
            raise InputError(TOO_LONG)
        self._begin(person, drafts)
        return {}

    def _begin(self, person: str, drafts: list[DraftText]) -> None:
        if not any(one.text.strip() for one in drafts):
            raise InputError(EMPTY)
        with self._lock:
            if any(not one.is_over for one in self._checks.values()):
                raise InputError(BUSY)
            self._checks[person] = check = Check()
        threading.Thread(target=self._check, args=[check, drafts], name="onrecord-draft", daemon=True).start()

    def _check(self, check: Check, drafts: list[DraftText]) -> None:
        def progress(share: float) -> None:
            if check.is_cancelled.is_set() or not threading.main_thread().is_alive():
                raise _Cancelled
            check.done = (place + share) / len(drafts)

        try:
            parts = []
            for place, one in enumerate(drafts):
                found = replace(verify(one.text, self._library, progress=progress), left_out=one.left_out)
                head = f"<h2>{escape(one.title)}</h2>" if one.title else ""
                parts.append(head + draft_html(found, place + 1, opens=True))
            check.html = "".join(parts)
        except _Cancelled:
            check.note = CANCELLED
        except OnRecordError as error:
            check.note = as_sentence(str(error))
        except Exception:
            _log.exception(CRASHED)
            check.note = CRASHED
        finally:
            check.is_over = True

    def drafted(self, person: str) -> dict[str, Any]:
        """Tell how far the check of a person's draft is, or what was found."""
        check = self._checks.get(person)
        if check is None:
            return {"html": "", "note": "", "running": False, "done": 0}
        return {"html": check.html, "note": check.note, "running": not check.is_over, "done": round(check.done, 2)}

    def cancel_draft(self, person: str) -> dict[str, Any]:
        """End the check of a person's draft, once the sentence that is being judged is."""
        if check := self._checks.get(person):
            check.is_cancelled.set()
        return {}

    def draft_place(self, person: str, article_id: str, start: str, end: str) -> dict[str, Any]:
        """Show an article, some words of it marked."""
        if not (start.isdecimal() and end.isdecimal() and max(len(start), len(end)) < 10):
            raise InputError(NOT_SAID)
        article = self._library.article(article_id)
        quote = Quote(article.id, int(start), int(end), article.text[int(start) : int(end)])
        about = (article.title, article.source, article.published, article.url)
        return {"html": opened_html(self._library, article.id, [Citation(1, quote, 0.0, *about, quote)])}
