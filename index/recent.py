"""The vectors that were asked for of late, so that none is encoded, or fetched, twice."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


class RecentVectors:
    """So many vectors, those asked for last, each by its text or id. Safe to share between threads."""

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._known: dict[str, Vector] = {}  # the last one asked for stands last
        self._turn = Lock()

    def of(self, texts: Sequence[str], encode: Callable[[Sequence[str]], Vector]) -> Vector:
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
        vectors = self.known(texts)
        if new := list(dict.fromkeys(text for text in texts if text not in vectors)):
            vectors |= zip(new, encode(new), strict=True)
        self.keep(vectors)
        return np.stack([vectors[text] for text in texts])

    def known(self, keys: Iterable[str]) -> dict[str, Vector]:
        """Return those that are known, by their keys."""
        with self._turn:
            return {key: self._known[key] for key in keys if key in self._known}

    def keep(self, vectors: Mapping[str, Vector]) -> None:
        """Have them for the next time, in place of those asked for longest ago."""
        with self._turn:
            for key, vector in vectors.items():
                kept = self._known.pop(key, None)
                if kept is None:
                    kept = vector.copy()  # a part of an array would keep it all
                    kept.flags.writeable = False
                self._known[key] = kept
            while len(self._known) > self._most:
                del self._known[next(iter(self._known))]

    def forget(self, keys: Iterable[str]) -> None:
        """Know some no longer."""
        with self._turn:
            for key in keys:
                self._known.pop(key, None)
