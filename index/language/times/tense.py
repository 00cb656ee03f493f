"""Whether a place in a sentence speaks of what was or of what will be, told by the verb before it."""

import re
from bisect import bisect

_CUE = re.compile(
    r"(?P<future>\b(?:will|would|shall|can|could|may|might|should|must|won[’']t|[a-z]{1,5}[’']ll)\b"
    r"(?: (?:not|also|then|now|be|have|likely|probably|[a-z]{1,15}ly)\b){0,3}(?: [a-z]{1,15}\b)?"
    r"|\b(?:expect|schedul|plann?|slat|set|due|intend|hop|want|aim|prepar|poise|forecast|like)(?:e|ed|s|es|ly|ing)?"
    r" (?:to|for)\b(?: be\b)?(?: [a-z]{1,15}\b)?"
    r"|\bto be [a-z]{1,15}|\b(?:starts|begins|opens|ends|expires|runs|upcoming|takes place)\b)"
    r"|\b(?:[a-z]{2,15}ed|was|were|had|did|said|told|went|came|took|gave|won|lost|fell|rose|made|held|met|left|got"
    r"|saw|began|found|became|spoke|wrote|sent|struck|hit|cut|broke|shot|ran|led|beat|drew|grew|paid|brought|sold"
    r"|bought|stood|put|flew|drove|threw|chose|knew|thought|kept|felt|heard)\b"
)


class Tenses:
    """The verbs of one text that give a tense away."""

    def __init__(self, text: str) -> None:
        cues = list(_CUE.finditer(text))
        self._starts = [cue.start() for cue in cues]
        self._future = [cue["future"] is not None for cue in cues]

    def is_future(self, start: int) -> bool | None:
        """Tell the tense of what stands at `start`: by the last cue before it, else the first after; None without.

        >>> text = "It will open in May, she said on Friday."
        >>> Tenses(text).is_future(text.index("May")), Tenses(text).is_future(text.index("Friday"))
        (True, False)
        """
        return self._future[max(0, bisect(self._starts, start) - 1)] if self._starts else None
