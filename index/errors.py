"""Errors a user can act on, each one line that says what is wrong and names the fix; and checks of what is handed in.

    OnRecordError
    ├── InputError          a path, article, gold file or option that can't be used
    └── LibraryError        the library can't do what was asked
        ├── LibraryLocked   another process is writing to it
        ├── LibraryMismatch it was built with another model, cutter or cleaner
        ├── LibraryDamaged  its catalog or index is not what was written
        └── EmbeddingFailed the server of its embedding model gives no vectors, or not those of that model

`rag.llm.ModelError` is the third branch. The command line ends with exit status 2 on any of them.
"""

from pathlib import Path

from index.plain_text import one_line


class OnRecordError(Exception):
    """Base of every error that OnRecord raises on purpose; as text, it is one line that is safe to show."""

    def __str__(self) -> str:
        return one_line(super().__str__())


class InputError(OnRecordError):
    """What the user gave can't be used."""


class LibraryError(OnRecordError):
    """The library can't do what was asked."""


class LibraryLocked(LibraryError):
    """Another process is writing to the library."""


class LibraryMismatch(LibraryError):
    """The library was built with another embedding model, cutter or cleaner."""


class LibraryDamaged(LibraryError):
    """The catalog of the library, or the index of its vectors, is damaged; it can be repaired."""


class EmbeddingFailed(LibraryError):
    """The server of the embedding model gives no vectors, or none that are those of the library."""


def check_text(*, optional: bool = False, **named: object) -> None:
    """Raise `InputError` for what is no text; None is let through where it is `optional`."""
    for name, value in named.items():
        if not isinstance(value, str) and not (optional and value is None):
            wanted = "text (str) or None" if optional else "text (str)"
            raise InputError(f"{name} must be {wanted}, not {type(value).__name__}")
        if isinstance(value, str):
            try:
                value.encode()
            except UnicodeEncodeError as error:
                half = f"{error.object[error.start]!a}"
                raise InputError(f"{name} holds half a character ({half}); remove it") from error


def check_query(query: str) -> None:
    """Raise `InputError` for what can't be searched for: no text, nothing, or half a character."""
    check_text(question=query)
    if not query.strip():
        raise InputError("the question is empty; ask something")


def check_path(path: object) -> Path:
    """Return a path; raises `InputError` for what can't be one."""
    check_text(path=str(path) if isinstance(path, Path) else path)
    if "\0" in str(path):
        raise InputError(f"{path}: no path holds NUL; give another")
    return Path(str(path))
