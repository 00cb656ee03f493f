"""What Chroma raises when it can't do its work, here or over HTTP, and how it is told."""

from collections.abc import Iterable
from json import JSONDecodeError

from index.address import redacted

LONGEST = 300  # characters of what Chroma says; a server may send a page

_NONSENSE = (TypeError, LookupError, AttributeError)  # of Chroma's client, from an answer that it can't read


def failures(*, of_server: bool) -> tuple[type[Exception], ...]:
    """Return what to catch."""
    from chromadb.errors import ChromaError
    from httpx import HTTPError

    return ChromaError, HTTPError, OSError, ValueError, *(_NONSENSE if of_server else ())


def is_silence(error: Exception) -> bool:
    """Tell whether a server was waited for long enough already."""
    from httpx import TimeoutException

    return isinstance(error, TimeoutException)


def said(error: Exception, secrets: Iterable[str]) -> str:
    """Return what went wrong, in a line, without what may be a key."""
    if isinstance(error, (*_NONSENSE, JSONDecodeError)):
        return "its answer is not Chroma's"
    line = " ".join(str(error).split()) or type(error).__name__
    return redacted(line, secrets)[:LONGEST]
