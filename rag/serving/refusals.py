"""All that goes wrong with the API, told in one line: `{"error": "…"}`."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from index import InputError, LibraryLocked, OnRecordError
from index.plain_text import one_line
from rag.serving.asking import AllBusy

AGAIN_S = 2  # after which who was turned away may try again
CRASHED = "the server failed; its log says why"
UNREADABLE = "the library can't be read; the log of the server says why"


class Problem(BaseModel):
    """What is wrong, in one line."""

    error: str


REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "What was asked can't be used"},
    401: {"model": Problem, "description": "No token, or a wrong one"},
    503: {"model": Problem, "description": "Busy; try again after the seconds in Retry-After"},
}


def explain(api: FastAPI) -> None:
    """Have all failures of an application told so."""
    for kind, handler in ((OnRecordError, _known), (AllBusy, _busy), (RequestValidationError, _malformed)):
        api.add_exception_handler(kind, handler)
    api.add_exception_handler(HTTPException, _refused)
    api.add_exception_handler(Exception, _crashed)


def _known(_: Request, error: Exception) -> Response:
    if isinstance(error, LibraryLocked):
        return _again(str(error))
    return _problem(400 if isinstance(error, InputError) else 500, str(error))


def _busy(_: Request, error: Exception) -> Response:
    return _again("as many questions as may be are being answered; try again")


def _malformed(request: Request, error: Exception) -> Response:
    if request.method == "POST" and "json" not in request.headers.get("content-type", ""):
        return _problem(400, "what is sent is not said to be JSON; add the header Content-Type: application/json")
    first = error.errors()[0] if isinstance(error, RequestValidationError) else {"loc": (), "msg": str(error)}
    where = ".".join(map(str, first["loc"][1:])) or "the body"
    return _problem(400, f"{where}: {first['msg']}; see /docs")


def _refused(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else CRASHED
    return _problem(status, detail if "; " in detail else f"{detail}; see /docs")


def _crashed(_: Request, error: Exception) -> Response:
    return _problem(500, CRASHED)


def _again(line: str) -> Response:
    return _problem(503, line, {"Retry-After": str(AGAIN_S)})


def _problem(status: int, line: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": one_line(line)}, status, headers)
