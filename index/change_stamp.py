"""Catalog and vectors carry the same change stamp, so that half a backup beside the other half is noticed.

Each change of the vectors has a stamp of its own. The catalog records which one is coming before Chroma is changed, and
that it has come in the transaction that counts on it; so, whenever a process is killed, Chroma's stamp is one of the
two. Anything else was put there by another hand.
"""

import uuid

from index.errors import LibraryError
from index.storing import Catalog
from index.vectors import Vectors

CHANGE, NEXT = "change", "next change"  # facts of the catalog
UNSTAMPED = ""  # what has not been changed yet
TRIES = 100  # to look at both while nothing is written


class ChangeStamp:
    """The stamp of a library."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def agrees(self, vectors: Vectors) -> bool:
        """Tell whether catalog and vectors belong together; there may be no vectors at all, as `check` will tell."""
        before = self._known()
        for _ in range(TRIES):
            found = vectors.stamp()
            after = self._known()
            if found is None or found in before | after:
                return True
            if before == after:
                return False
            before = after  # another process has written meanwhile
        return True

    def begin(self, vectors: Vectors) -> str:
        """Return the stamp of a change that is about to be made to vectors which agree with the catalog."""
        stamp = uuid.uuid4().hex[:12]
        with self._catalog.transaction():
            self._catalog.record_fact(CHANGE, vectors.stamp() or UNSTAMPED)
            self._catalog.record_fact(NEXT, stamp)
        return stamp

    def confirm(self, stamp: str) -> None:
        """Say that the change has been made; raises `LibraryError` in a catalog that was not told of it before."""
        if self._catalog.fact(NEXT) != stamp:
            raise LibraryError("the catalog was put in the place of another one during the sync; sync again")
        self._catalog.record_fact(CHANGE, stamp)

    @property
    def last(self) -> str:
        """The last change that was made."""
        return self._catalog.fact(CHANGE) or UNSTAMPED

    def _known(self) -> set[str]:
        return {self.last, self._catalog.fact(NEXT) or UNSTAMPED}
