"""What a model thinks aloud, taken out of what it writes while it writes it."""

import re

_NAMES = "think|thinking|thought|thoughts|reasoning|scratchpad"
# Bounded everywhere: a search for it takes no longer than the text is long, whatever the text.
_TAG = re.compile(rf"[<◁]\s{{0,3}}(/?)\s{{0,3}}(?:{_NAMES})\b[^<>◁▷]{{0,100}}[>▷]|\[(/?)THINK\]", re.IGNORECASE)
_HALF_TAG = re.compile(
    r"(?:[<◁]\s{0,3}/?\s{0,3}(?:[a-z]{1,10}(?:\s[^<>◁▷]{0,100})?)?|\[/?(?:T(?:H(?:I(?:NK?)?)?)?)?)\Z", re.IGNORECASE
)
_LONGEST_TAG = 128  # characters


class Thinking:
    """Takes in a text piece by piece; `said` is what is meant to be read of it.

    What stands between tags such as <think> and </think> is not; nor is what stands before a </think> that nothing
    opened, or after a <think> that nothing closes.

    >>> thinking = Thinking()
    >>> [thinking.add(piece) for piece in ("<th", "ink>Hm.</thi", "nk> It", " fell.")]
    ['', '', 'It', 'It fell.']
    """

    def __init__(self) -> None:
        self.said = ""
        self._pending = ""
        self._is_open = False

    def add(self, piece: str) -> str:
        """Take in what was written next, and return what is said so far."""
        self._pending += piece
        done = 0
        for tag in _TAG.finditer(self._pending):
            self._say(self._pending[done : tag.start()])
            closes = bool(tag[1] or tag[2])
            if closes and not self._is_open:
                self.said = ""
            self._is_open = not closes
            done = tag.end()
        rest = self._pending[done:]
        half = _HALF_TAG.search(rest, max(0, len(rest) - _LONGEST_TAG))
        self._say(rest[: half.start()] if half else rest)
        self._pending = half[0] if half else ""
        return self.said

    def end(self) -> str:
        """Return what is said, now that nothing follows; half a tag is none."""
        self._say(self._pending)
        self._pending = ""
        return self.said

    def _say(self, text: str) -> None:
        if not self._is_open:
            self.said += text if self.said else text.lstrip()
