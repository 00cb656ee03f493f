"""What callers hand in is what it should be, or an `InputError` says what it is instead."""

from pathlib import Path

from index.errors import InputError


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
