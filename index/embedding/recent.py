"""The vectors of texts that were encoded of late, so that none is encoded twice."""

from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np

from index.embedding.rounding import Floats


class RecentVectors:
    """So many vectors, of the texts asked for last. Safe to share between threads."""

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._known: dict[str, Floats] = {}  # the last one asked for stands last
        self._turn = Lock()

    def of(self, texts: Sequence[str], encode: Callable[[Sequence[str]], Floats]) -> Floats:
        """Return the vectors of texts, (texts, dimensions); those that are not known are encoded, each once.

        >>> recent, encoded = RecentVectors(most=2), []
        >>> def encode(new):
        ...     encoded.extend(new)
        ...     return np.array([[len(text)] for text in new])
        >>> [recent.of(texts, encode).tolist() for texts in (["a", "bb", "a"], ["bb", "ccc"], ["a"])]
        [[[1], [2], [1]], [[2], [3]], [[1]]]
        >>> encoded
        ['a', 'bb', 'ccc', 'a']
        """
        wanted = dict.fromkeys(texts)
        with self._turn:
            vectors = {text: self._known[text] for text in wanted if text in self._known}
        if new := [text for text in wanted if text not in vectors]:
            encoded = encode(new)
            vectors |= {text: vector.copy() for text, vector in zip(new, encoded, strict=True)}  # else each keeps all
        with self._turn:
            for text in wanted:
                self._known.pop(text, None)
                self._known[text] = vectors[text]
            while len(self._known) > self._most:
                del self._known[next(iter(self._known))]
        return np.stack([vectors[text] for text in texts])
