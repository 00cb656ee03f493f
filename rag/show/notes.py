"""What went wrong, as a sentence, wherever the line comes from; in the terminal it begins with a small letter."""

import re

_COMMAND = re.compile(r"\b(?:run|then|with|add): \S")  # which is copied as it stands
_BEGINS = re.compile(r"[^\W\d_]+(?:['’]s)?(?= )")  # a word, and no name like gguf:/model or http://host
_ENDS = re.compile(r"(?:^|\s)['‘“(]*[a-z0-9][a-z0-9'’-]*['’”)]*$", re.IGNORECASE)  # a word, and no address


def as_sentence(note: str) -> str:
    """Return a note with a capital and a full stop, where it begins and ends with words.

    >>> as_sentence("no such file; give its path"), as_sentence("gguf:/a: mend it, and run: onrecord check")
    ('No such file; give its path.', 'gguf:/a: mend it, and run: onrecord check')
    """
    begun = note[:1].upper() + note[1:] if _BEGINS.match(note) else note
    return f"{begun}." if _ENDS.search(begun) and not _COMMAND.search(begun) else begun
