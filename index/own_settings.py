"""What is set for one library and no other: texts by name, in its catalog."""

from abc import ABC, abstractmethod

from index.errors import check_text
from index.folders import write_lock
from index.store import Store

_FACT = "set: {}"  # as the catalog calls it


class OwnSettings(ABC):
    """The settings of a library."""

    @property
    @abstractmethod
    def _store(self) -> Store: ...

    def own_setting(self, name: str) -> str | None:
        """Return what was set under a name for this library, or None."""
        return self._store.catalog.fact(_FACT.format(name))

    def set_own(self, name: str, value: str | None) -> None:
        """Set something for this library, None to take it back; raises `LibraryLocked` when another process writes."""
        check_text(name=name)
        check_text(value=value, optional=True)
        store = self._store
        with write_lock(store.folder):
            if value is None:
                store.catalog.drop_fact(_FACT.format(name))
            else:
                store.catalog.record_fact(_FACT.format(name), value)
