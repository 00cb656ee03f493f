"""Errors a user can act on: each message is one line that says what is wrong and names the fix.

    OnRecordError
    ├── InputError          a path, article, gold file or option that can't be used
    └── LibraryError        the library can't do what was asked
        ├── LibraryLocked   another process is writing to it
        ├── LibraryMismatch it was built with another model, cutter or cleaner
        └── LibraryDamaged  its catalog or index is not what was written

`rag.llm.ModelError` is the third branch. The command line ends with exit status 2 on any of them.
"""

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
