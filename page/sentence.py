"""An error as a sentence of the page; in the terminal it follows a name and begins with a small letter."""

import re

_COMMAND = re.compile(r"\b(?:run|then|with|add): \S")  # which is copied as it stands
_WORD = re.compile(r"[^\W\d_]+(?:['’]s)?(?= )")  # and no name like gguf:/model or http://host
_STOPS = re.compile(r"[.!?…:;,]['’”\")\]]*$")
_COPIED = re.compile(r"(?:[/\\#=@]|\w\.[^\W\d])\S*$")  # of the last word: a path, an address or a file's name
_NAMED = re.compile(r"[^:]*[/\\.][^:]*: ")  # the name of a file or an address, of which the rest tells
_NAMES = ("onrecord", "pip")  # commands, which have no capital


def as_sentence(note: str) -> str:
    """Return a note with a capital and a full stop, but where it begins with a name, or ends with what is copied.

    >>> as_sentence("no such file; give its path"), as_sentence("gguf:/a: mend it, and run: onrecord check")
    ('No such file; give its path.', 'gguf:/a: mend it, and run: onrecord check')
    >>> as_sentence("nytimes export.csv: line 3 has no text")
    'nytimes export.csv: line 3 has no text.'
    """
    first = None if _NAMED.match(note) else _WORD.match(note)
    begun = note[:1].upper() + note[1:] if first and first[0].islower() and first[0] not in _NAMES else note
    is_left = not note or _STOPS.search(begun) or _COPIED.search(begun) or _COMMAND.search(begun)
    return begun if is_left else f"{begun}."
