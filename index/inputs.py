"""What callers hand in is what it should be, or an `InputError` says what it is instead."""

from index.errors import InputError


def check_text(*, optional: bool = False, **named: object) -> None:
    """Raise `InputError` for what is no text; None is let through where it is `optional`."""
    for name, value in named.items():
        if not isinstance(value, str) and not (optional and value is None):
            wanted = "text (str) or None" if optional else "text (str)"
            raise InputError(f"{name} must be {wanted}, not {type(value).__name__}")


def check_query(query: str) -> None:
    """Raise `InputError` for what can't be searched for: no text, nothing, or half a character."""
    check_text(question=query)
    if not query.strip():
        raise InputError("the question is empty; ask something")
    try:
        query.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"the question holds half a character ({error.object[error.start]!a}); remove it") from error
