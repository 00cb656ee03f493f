"""What can go wrong with a language model, in one line that says what to do."""

import re
from collections.abc import Iterator

from index import OnRecordError
from index.calling import message_of

SILENT = "no answer in time; try again, or use a smaller model"

_TOO_LONG = re.compile(
    r"context (?:length|size|window)|context_length|exceed_context|input length|prompt is too long|too many tokens"
)
_TIMED_OUT = {"APITimeoutError", "TimeoutException", "TimeoutError"}
_BROKEN = {"RemoteProtocolError", "ReadError", "WriteError", "CloseError"}
_UNREACHABLE = {"APIConnectionError", "ConnectError"}


class ModelError(OnRecordError):
    """The language model can't be used, or failed while it answered."""


class PromptTooLong(ModelError):
    """The model can't read a prompt as long as this one."""


class TimedOut(ModelError):
    """The model was silent, or wrote, for longer than it may."""


def is_passing(error: BaseException) -> bool:
    """Tell whether another try may help: the server was busy or failed, or the connection broke."""
    status = _status(error)
    if status is not None:
        return status == 429 or status >= 500
    kinds = _kinds(error)
    return bool(kinds & _BROKEN) and not kinds & _TIMED_OUT


def explained(error: BaseException) -> ModelError:
    """Return any client's failure as an error of ours, which names no model and may be long and hold secrets."""
    own = next((one for one in _chain(error) if isinstance(one, ModelError)), None)
    if own is not None:
        return PromptTooLong(str(own)) if _TOO_LONG.search(str(own)) else own
    if _TOO_LONG.search(str(error)):
        return PromptTooLong(f"the prompt is too long for the model ({_detail(error)}); choose another model")
    if _kinds(error) & _TIMED_OUT:
        return TimedOut(SILENT)
    return ModelError(_explain(error))


def _detail(error: BaseException) -> str:
    body = getattr(error, "body", None)
    try:
        return message_of(body) if body else str(error)
    except RecursionError:  # of a body that is nested deep
        return str(error)


def _explain(error: BaseException) -> str:
    """Say what failed and what to do; OpenAI's and Anthropic's clients name their errors alike."""
    status, kinds, detail = _status(error), _kinds(error), _detail(error)
    if status in (401, 403):
        return "the server refuses the key; set the right one"
    if status == 404:
        return f"the server does not know this model or address; check the name ({detail})"
    if status == 429:
        return "the server is busy or the quota is used up; try again later"
    if status is not None and 400 <= status < 500:
        return f"the server refuses the request; see what it asks for ({detail})"
    if status is not None and status >= 500:
        return f"the server failed with status {status}; try again, or look into its log"
    if kinds & _BROKEN:
        return "the connection broke in the middle of the answer; ask again"
    if kinds & _UNREACHABLE:
        return "nothing answers at this address; start the server, or choose another model"
    if "APIError" in kinds:
        return f"the server reports an error; try again, or look into its log ({detail})"
    return f"the model's answer can't be read; check that it speaks the protocol ({type(error).__name__}: {detail})"


def _status(error: BaseException) -> int | None:
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) and status >= 300 else None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it came from, however deep; none twice."""
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield at
        at = at.__cause__ or at.__context__


def _kinds(error: BaseException) -> set[str]:
    return {kind.__name__ for one in _chain(error) for kind in type(one).__mro__}
