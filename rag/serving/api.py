"""The HTTP API: the JSON of the command line, under `/v1`.

Paths of files of this machine are left out of what it says of articles: who asks from elsewhere has no use for them.
"""

import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import asdict, replace
from threading import Lock
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from index import Hit, InputError, OnRecordError
from index.scope import Scope, ScopeOptions
from rag.answer import Answer, Turn
from rag.chatbot import Chatbot
from rag.lookup import AT_ONCE, LibraryLookup, listed_json
from rag.serving.asking import AllBusy, Askers
from rag.serving.documentation import documentation
from rag.serving.refusals import CRASHED, REFUSALS, UNREADABLE, explain
from rag.threshold import threshold_of

MOST_HITS = 1000
LONGEST_QUESTION = 20_000  # characters

_log = logging.getLogger("onrecord")
_Date = Annotated[str | None, Query(description="a day, month or year")]


class AskedQuestion(BaseModel):
    """A question, the conversation before it, and what narrows the search."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: str = Field(max_length=LONGEST_QUESTION)
    history: list[dict[str, Any]] = Field(
        default=[], description='earlier turns, oldest first: answers, or {"question": "…", "answer": "…"}'
    )
    since: str | None = Field(None, description="published on this day, month or year or later")
    until: str | None = Field(None, description="published by then: the articles as of that day")
    source: str | None = Field(None, description="published by this source")
    during: str | None = Field(None, description="what speaks of this time, or of DATE/DATE")
    stream: bool = Field(False, description="send the answer as it grows, as server-sent events")


def build_api(chatbot: Chatbot, *, at_once: int) -> FastAPI:
    """Return the API over a chatbot that answers so many questions at once."""
    api = FastAPI(
        title="OnRecord",
        version="1",
        description="Answers from articles, each sentence with a quote that stands in them.",
        docs_url=None,  # FastAPI's loads scripts from another host
        redoc_url=None,
        redirect_slashes=False,
        responses=REFUSALS,
    )
    paths = _Paths(chatbot, at_once)
    api.post("/v1/ask", response_model=Answer, summary="Answer a question")(paths.ask)
    api.get("/v1/search", summary="Find passages")(paths.search)
    api.get("/v1/articles", summary="List the articles, by id, in pages")(paths.articles)
    api.get("/v1/articles/{id:path}", summary="One article with its notices, or what cleaning took out")(paths.article)
    api.post("/v1/verify", summary="Check that what an answer shows, or each of several, stands")(paths.verify)
    api.get("/v1/threshold", summary="From which confidence on questions are answered")(paths.threshold)
    api.get("/v1/check", summary="Check the library, unless a sync is under way")(paths.check)
    api.get("/v1/health", summary="Whether it answers; needs no token")(paths.health)
    api.get("/docs", include_in_schema=False)(lambda: HTMLResponse(documentation(api.openapi())))
    explain(api)
    return api


class _Paths:
    """What each path answers."""

    def __init__(self, chatbot: Chatbot, at_once: int) -> None:
        self._library = chatbot.library
        self._asking = Askers(chatbot, at_once)
        self._lookup = LibraryLookup(chatbot.library)
        self._checking = Lock()

    async def ask(self, asked: AskedQuestion, request: Request) -> Response:
        within = ScopeOptions(since=asked.since, until=asked.until, source=asked.source, during=asked.during)
        answers = self._asking.answers(asked.question, _turns(asked.history), **within)
        first = last = await anext(answers)  # what is wrong with the question is said before a stream begins
        if asked.stream:
            return StreamingResponse(_events(first, answers), media_type="text/event-stream")
        async with aclosing(answers):
            async for answer in answers:
                last = answer
                if await request.is_disconnected():
                    break  # nobody reads it, and others may wait for the place
        return JSONResponse(last.to_json())

    def search(
        self,
        q: str,
        k: Annotated[int, Query(ge=1, le=MOST_HITS)] = 10,
        since: _Date = None,
        until: _Date = None,
        source: str | None = None,
        during: _Date = None,
    ) -> Response:
        with self._asking.held():
            hits = self._library.find(q, k, Scope.of(since=since, until=until, source=source, during=during))
        return JSONResponse({"hits": list(map(_hit_json, hits))})

    def articles(self, after: str = "", limit: Annotated[int, Query(ge=1, le=10 * AT_ONCE)] = AT_ONCE) -> Response:
        page = self._library.without_texts(after, limit)
        following = page[-1].id if len(page) == limit else None
        return JSONResponse({"articles": [listed_json(replace(one, path="")) for one in page], "next": following})

    def article(self, id: str, removed: bool = False) -> Response:
        try:
            if removed:
                return JSONResponse([asdict(one) for one in self._lookup.removed_from(id)])
            found = self._lookup.article(id)
        except InputError as error:
            raise HTTPException(404, str(error)) from error
        return JSONResponse(replace(found, article=replace(found.article, path="")).to_json())

    def verify(self, answer: dict[str, Any] | list[dict[str, Any]]) -> Response:
        read = [Answer.from_json(one) for one in (answer if isinstance(answer, list) else [answer])]
        with self._asking.held():
            found = [self._lookup.verify(one).to_json() for one in read]
        return JSONResponse(found if isinstance(answer, list) else found[0])

    def check(self) -> Response:
        if not self._checking.acquire(blocking=False):
            raise AllBusy
        try:
            return JSONResponse(self._lookup.check().to_json())
        finally:
            self._checking.release()

    def threshold(self) -> Response:
        return JSONResponse(asdict(threshold_of(self._library)))

    def health(self) -> Response:
        try:
            self._library.has_indexed_articles()  # raises where the catalog can't be read
        except OnRecordError:
            _log.exception("the library can't be read")
            raise HTTPException(500, UNREADABLE) from None  # where it lies is nothing for who has no token
        return JSONResponse({"status": "ok"})


def _turns(history: list[dict[str, Any]]) -> list[Turn | Answer]:
    """Return a conversation; raises `InputError` for what is none."""
    plain = {"question", "answer"}
    return [Turn(**one) if one.keys() == plain else Answer.from_json(one) for one in history]


async def _events(first: Answer, rest: AsyncGenerator[Answer]) -> AsyncIterator[bytes]:
    """Yield the growing answer as server-sent events, then `done`, or `error` with what went wrong."""
    try:
        async with aclosing(rest):
            yield _event("answer", first.to_json())
            async for answer in rest:
                yield _event("answer", answer.to_json())
        yield _event("done", {})
    except OnRecordError as error:
        yield _event("error", {"error": str(error)})
    except Exception:
        _log.exception("an answer failed")
        yield _event("error", {"error": CRASHED})


def _event(name: str, value: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps(value)}\n\n".encode()


def _hit_json(hit: Hit) -> dict[str, Any]:
    article, passage = hit.article, hit.passage
    place = {"article": article.id, "start": passage.start, "end": passage.end, "text": hit.text}
    origin = {name: getattr(article, name) for name in ("title", "source", "published", "url")}
    scores = {name: float(getattr(hit, name)) for name in ("similarity", "keyword_score", "score")}
    return place | origin | scores | {"cluster": hit.cluster}
