"""What a page shows by its looks alone → the signs that say the same in plain text.

A browser sets marks around a <q>, how a word is read above the word, and pages set who is cited below the quotation.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

MARKS = {"q": "“”", "rt": "()"}  # before and behind what stands in an element

_LONGEST_END = 8  # characters
_END = re.compile(r"[.!?…。！？][\"”’'»)]*$")


def is_glued(text: str | None) -> bool:
    """Tell whether a text ends in the end of a sentence, with no space behind it.

    >>> [is_glued(text) for text in ("We go.", "“We go.”", "We go. ", "I have read")]
    [True, True, False, False]
    """
    return _END.search((text or "")[-_LONGEST_END:]) is not None


def is_glued_source(cite: "etree._Element") -> bool:
    """Tell whether a <cite> follows a sentence without a space: it is then shown below the quotation."""
    before, parent = cite.getprevious(), cite.getparent()
    if before is not None:
        return is_glued(before.tail or "".join(before.itertext()))
    return is_glued(parent.text if parent is not None else None)
