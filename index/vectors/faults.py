"""What Chroma raises when it can't do its work, here or over HTTP, and how it is told."""

from collections.abc import Iterable
from json import JSONDecodeError

from index.address import redacted

LONGEST = 300  # characters of what Chroma says; a server may send a page

_NONSENSE = (TypeError, LookupError, AttributeError)  # of Chroma's client, from an answer that it can't read


def failures(*, of_server: bool) -> tuple[type[BaseException], ...]:
    """Return what to catch, also what Chroma's Rust raises over a spoilt database, which is no `Exception`."""
    from chromadb.errors import ChromaError
    from httpx import HTTPError

    panics = (one for one in BaseException.__subclasses__() if one.__name__ == "PanicException")
    return ChromaError, HTTPError, OSError, ValueError, *panics, *(_NONSENSE if of_server else ())


def is_silence(error: BaseException) -> bool:
    """Tell whether a server was waited for long enough already."""
    from httpx import TimeoutException

    return isinstance(error, TimeoutException)


def said(error: BaseException, secrets: Iterable[str]) -> str:
    """Return what went wrong, in a line, without what may be a key."""
    if isinstance(error, (*_NONSENSE, JSONDecodeError)):
        return "its answer is not Chroma's"
    line = " ".join(str(error).split()) or type(error).__name__
    return redacted(line, secrets)[:LONGEST]
