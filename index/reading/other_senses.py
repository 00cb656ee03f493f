"""What begins like the mark of a notice but goes on as something else: "Retraction: how a town shrank". English."""

import re

from index.reading.corrections import tells_of_error
from index.reading.withdrawals import PIECE

LONGEST_LOOK = 500  # characters behind a mark

_OF_OURS = re.compile(rf"\b(?:we|our|us|{PIECE}|headline|caption|editors?|paper)s?\b", re.IGNORECASE)
_HEADS_STORY = re.compile(  # no sentence, and not the WHO
    r"(?:[Hh]ow|[Ww]hy|[Ww]hat|[Ww]hen|[Ww]here|[Ww]ho|[Ww]hose|[Ii]nside)\b.*[^.!]|.*\?", re.DOTALL
)
_SAYING = r"(?:said|says|told|added|argued|insisted|warned|claimed|wrote)"
_SMALL_AND_SAID = re.compile(  # "that is what the council wants, said the mayor."
    rf"(?-i:[a-z]).*,[”\"’']? (?:{_SAYING}\b[^,]{{1,80}}|(?:[\w.’'-]+ ){{1,6}}{_SAYING}\b.{{0,60}})", re.DOTALL
)


def reads_otherwise(mark: str, behind: str) -> bool:
    """Tell whether what stands behind a mark asks or is said by somebody, and tells of no error of a paper.

    >>> reads_otherwise("Retraction: ", "how a river town shrank"), reads_otherwise("Retraction: ", "our mill story")
    (True, False)
    """
    behind = behind[:LONGEST_LOOK].strip()
    if mark.isupper() or tells_of_error(behind) or _OF_OURS.search(behind):
        return False
    return _HEADS_STORY.fullmatch(behind) is not None or _SMALL_AND_SAID.match(behind.partition("\n")[0]) is not None
