"""A library and its chatbot that another process or machine serves (`onrecord serve`), by its address.

What is asked goes to that host alone: no redirect is followed, and on this machine no proxy asked (see
`index.calling`). The token stands in the address, as http://:TOKEN@host:port, or in ONRECORD_TOKEN.
"""

import json
import os
import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, fields, replace
from functools import cache
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar, Unpack, cast
from urllib.parse import quote, urlencode

from index import Article, CheckReport, InputError, LibraryError, Notice, Removed
from index.address import Address
from index.calling import Caller, CallFailed
from index.errors import check_query, check_text
from index.scope import Scope, ScopeOptions
from rag.answer import Answer, Turn, turns_of
from rag.lookup import ArticleRecord, CheckedLibrary
from rag.quote import Quote
from rag.threshold import AnswerThreshold
from rag.verification import Fault, Verification

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SILENCE_S = 180.0  # a model may read for long before its first word
DEADLINE_S = 900.0
STRANGE = "its answer is not that of onrecord serve; check what answers there"

_VISIBLE = re.compile(r"[\x21-\x7e]+")
_Value = TypeVar("_Value")


def is_address(place: object) -> bool:
    """Tell whether a library is named by the address of who serves it."""
    return isinstance(place, str) and place.lower().startswith(("http://", "https://"))


class RemoteChatbot:
    """Asks a chatbot that is served elsewhere; what it answers is what that chatbot does. Any thread may use it."""

    def __init__(self, address: Address | str) -> None:
        """Take the address that `onrecord serve` prints; raises `InputError` for one that is none."""
        address = Address.parse(address) if isinstance(address, str) else address
        if not address.password and (token := os.environ.get("ONRECORD_TOKEN", "").strip()):
            if not _VISIBLE.fullmatch(token):
                raise InputError("ONRECORD_TOKEN holds a blank or a sign that is not ASCII; set it anew")
            address = replace(address, password=token)
        self._caller = Caller(address, SILENCE_S, DEADLINE_S)
        self.lookup = RemoteLookup(self._caller)

    def __enter__(self) -> "RemoteChatbot":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Do nothing: no connection is kept between two questions."""

    def ask(self, question: str, history: Sequence[Turn | Answer] = (), **within: Unpack[ScopeOptions]) -> Answer:
        """Return the whole answer; see `Chatbot.stream`."""
        *_, answer = self.stream(question, history, **within)
        return answer

    def stream(
        self, question: str, history: Sequence[Turn | Answer] = (), **within: Unpack[ScopeOptions]
    ) -> Generator[Answer]:
        """Yield the answer as it grows; the last one is whole.

        Raises `InputError` for a question that can't be asked, `LibraryError` where no answer comes. Closing the
        iterator hangs up.
        """
        check_query(question)
        Scope.of(**within)  # raises for a date that is none
        turns_of(history)  # raises for what is no conversation
        told = [one.to_json() if isinstance(one, Answer) else asdict(one) for one in history]
        value = {"question": question, "history": told, "stream": True, **within}
        caller = self._caller
        with _said(caller), caller.client() as client, ExitStack() as stack:
            latest = monotonic() + DEADLINE_S
            response = caller.again(
                lambda _: stack.enter_context(
                    caller.answered(client, "POST", "/v1/ask", value, latest=latest, accept="text/event-stream")
                )
            )
            answer = None
            for name, event in _events(caller.chunks(response, latest)):
                if name == "done" and answer is not None:
                    return
                if name == "error":
                    raise CallFailed(caller.shown(str(event["error"])))
                answer = _answer(event)
                yield answer
            raise CallFailed("it broke off in the middle of the answer; ask again")


class RemoteLookup:
    """What can be looked up in a library that is served elsewhere (see `rag.lookup.Lookup`)."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def listed(self) -> Iterator[Article]:
        """Yield all articles, by id, without their texts."""
        after: str | None = ""
        while after is not None:
            with self._asked(f"/v1/articles?{urlencode({'after': after})}") as page:
                articles = [_read(Article, one | {"text": ""}) for one in page["articles"]]
                following = page["next"]
                if following is not None and not following > after:
                    raise CallFailed("it lists the same articles again; check what answers")
            yield from articles
            after = following

    def article(self, article_id: str) -> ArticleRecord:
        """Return what is known of one article; raises `InputError` when there is none of that id."""
        with self._asked(_path_of(article_id)) as found:
            article = {name: value for name, value in found.items() if name not in ("copies", "notices")}
            copies, notices = _read(tuple[str, ...], found["copies"]), _read(tuple[Notice, ...], found["notices"])
            return ArticleRecord(_read(Article, article), copies, notices)

    def removed_from(self, article_id: str) -> tuple[Removed, ...]:
        """Return what cleaning took out of an article, and why."""
        with self._asked(f"{_path_of(article_id)}?removed=true") as found:
            return _read(tuple[Removed, ...], found)

    def verify(self, answer: Answer) -> Verification:
        """Hold all that is shown of an answer against the articles."""
        with self._asked("/v1/verify", answer.to_json()) as found:
            shown = [one.quote for one in (*answer.citations, *answer.nearest)]
            places = [(one["article"], one["start"], one["end"]) for one in found["wrong"]]
            wrong = [_of_place(shown, place) for place in places]
            return Verification(
                found["quotes"], tuple(wrong), _read(tuple[Fault, ...], found["faults"]), tuple(found["unchecked"])
            )

    def check(self) -> CheckedLibrary:
        """Compare catalog and vectors, and tell from which confidence on questions are answered."""
        names = {one.name for one in fields(CheckReport)}
        with self._asked("/v1/check") as found:
            report = _read(CheckReport, {name: value for name, value in found.items() if name in names})
            kept = found.get("calibrated")
            told = {"answers_from": found["answers_from"], "calibrated": kept, "holds": bool(kept and kept["holds"])}
            return CheckedLibrary(report, _read(AnswerThreshold, told))

    @contextmanager
    def _asked(self, path: str, value: Any = None) -> Iterator[Any]:
        """Yield what a path answers with; that it can't be read as it should be is raised as ours, too."""
        with _said(self._caller):
            with self._caller.client() as client:
                found = self._caller.call(client, "GET" if value is None else "POST", path, value)
            yield found


@contextmanager
def _said(caller: Caller) -> Iterator[None]:
    """Raise what goes wrong with a call as ours, in one line that names the fix."""
    url = caller.address.url
    try:
        yield
    except CallFailed as failed:
        if failed.status == 401:
            fix = "set ONRECORD_TOKEN to what onrecord serve printed, or write http://:TOKEN@host:port"
            raise InputError(f"{url}: asks for a token, and the right one; {fix}") from None
        if failed.status is not None and failed.detail:
            if 400 <= failed.status < 500:
                raise InputError(failed.detail) from None
            raise LibraryError(f"{url}: {failed.detail}") from None
        raise LibraryError(f"{url}: {failed.reason}") from None
    except (KeyError, TypeError, AttributeError) as error:
        raise LibraryError(f"{url}: {STRANGE}") from error


def _events(chunks: Iterator[bytes]) -> Iterator[tuple[str, Any]]:
    """Yield the name and the value of each server-sent event, as `onrecord serve` writes them."""
    left = b""
    for chunk in chunks:
        *whole, left = (left + chunk).split(b"\n\n")
        for block in whole:
            told = dict(line.partition(b": ")[::2] for line in block.split(b"\n"))
            try:
                yield told[b"event"].decode(), json.loads(told[b"data"])
            except (KeyError, ValueError, RecursionError):
                raise CallFailed(STRANGE) from None


def _path_of(article_id: str) -> str:
    """Return the path of an article; what is nothing but dots would lead to another one if they were left as they are.

    >>> _path_of("a/b.txt"), _path_of("..")
    ('/v1/articles/a%2Fb.txt', '/v1/articles/%2E%2E')
    """
    check_text(id=article_id)
    name = quote(article_id, safe="")
    return f"/v1/articles/{name if name.strip('.') else name.replace('.', '%2E')}"


def _answer(event: Any) -> Answer:
    try:
        return Answer.from_json(event)
    except InputError as error:  # it isn't what the user has put in
        raise CallFailed(f"{STRANGE} ({error})") from error


def _of_place(quotes: Sequence[Quote], place: tuple[str, int, int]) -> Quote:
    found = [one for one in quotes if (one.article, one.start, one.end) == place]
    return found[0] if found else Quote(*place, "")


def _read(kind: type[_Value], value: Any) -> _Value:
    """Return a value that came as JSON; raises `CallFailed` for what is none of its kind."""
    from pydantic import ValidationError

    try:
        read: _Value = _reader(cast(Any, kind)).validate_json(json.dumps(value))
        return read
    except ValidationError as error:
        raise CallFailed("its answer is not that of onrecord serve of this version; update the older one") from error


@cache
def _reader(kind: Any) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
