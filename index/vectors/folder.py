"""A collection in a folder, which processes share: one at a time, and no save writes over the last."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from index.errors import LibraryError
from index.folders import FolderLock, FolderState
from index.precedence import give_way
from index.read_only import TemporaryCopy, is_read_only
from index.swapping import atomic_swap, copy_beside, discard, finish_swap, recover, whole_folder, write_through
from index.vectors.chroma import failures, forget, free_name, settings
from index.vectors.vectors import HNSW, Change, Vectors

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

# Of a folder, Chroma is never to save the index by itself: it writes over the files of the last one, and when it is
# killed on the way, no vector can be read any more (https://github.com/chroma-core/chroma/issues/7678).
NEVER, AT_ONCE = 2**31 - 1, 2  # changes between two saves, as Chroma's `sync_threshold`
UNSAVED = "unsaved"  # changes since the last save, in the collection's metadata; Chroma takes them up at each opening
MOST_UNSAVED = 200  # or, of many vectors, a share of them: each save copies them all
MOST_UNSAVED_SHARE = 0.02
RESERVED = 1_000_000  # bytes; 64 kB were enough for Chroma 1.5.9

_used_by: set[int] = set()  # the processes that have opened a folder


class FolderVectors(Vectors):
    """A folder that another process has written to is opened anew: Chroma does not look at its files again.

    Even to read, the folder is locked, since Chroma then takes up what others have logged. It is not locked while a
    writer saves, which takes long: that is done in a copy, and the others read on in the folder as it is until the copy
    takes its place. A folder that can't be written to is copied to a temporary one.
    """

    is_server = False
    _hnsw: "CreateHNSWConfiguration" = {**HNSW, "sync_threshold": NEVER}

    def __init__(self, place: Path, collection: str) -> None:
        if _used_by and os.getpid() not in _used_by:  # Chroma would hang: its threads do not survive a fork
            raise LibraryError(
                f"{place}: Chroma can't be used in a process forked from one that has used it; "
                "start your processes by spawn or forkserver, or fork before the first search"
            )
        _used_by.add(os.getpid())
        super().__init__(str(place), collection)
        self._folder = place
        self._is_read_only = is_read_only(place, place.parent)
        self._copy = TemporaryCopy(place)
        self._reserve = Reserve(place.parent)
        self._can_save = True  # until that has failed
        self._folder_lock = FolderLock(place, read_only=self._is_read_only)
        with self._folder_lock.hold():
            self._open()

    def _open(self) -> None:
        if self._is_read_only:
            folder = whole_folder(self._folder)
            self._client, self._collection = self._open_at(self._copy.of(folder, anew=True) / folder.name)
            return
        try:
            finish_swap(self._folder)
        except OSError as error:
            raise LibraryError(f"{self.place}: can't be opened ({error}); {self._fix}") from error
        try:
            self._client, self._collection = self._open_at(self._folder)
        except LibraryError:
            if not self._reserve.give_up():
                raise
            self._client, self._collection = self._open_at(self._folder)
        self._reserve.take()

    def _open_at(self, folder: Path, save_after: int = NEVER) -> "tuple[Client, Collection | None]":
        """Open this folder, or a copy of it, so that Chroma saves its index after so many changes."""
        import chromadb

        name = free_name(str(folder))
        local = settings(chroma_api_impl="chromadb.api.rust.RustBindingsAPI")  # whatever the environment says
        try:
            client = cast("Client", chromadb.PersistentClient(name, settings=local))
            collection = self._find(client)
            if collection:
                _save_after(save_after, collection)
        except failures(of_server=False) as error:
            forget(name)
            self._fail("can't be opened", error)
        return client, collection

    @property
    def _fix(self) -> str:
        if not os.access(self._folder.parent, os.W_OK):
            return "Chroma needs to write there; give yourself access to it"
        return "run onrecord check --repair"

    @contextmanager
    def _hold(self) -> Iterator[None]:
        with self._lock, self._folder_lock.hold() as is_changed:
            if is_changed:
                self._reopen()
            yield
            if self._reserve.is_given_up:
                self._reserve.take()

    def _note_change(self) -> None:
        self._folder_lock.note_change()

    def _reopen(self) -> None:
        self._client.close()
        self._open()

    def _prepare_retry(self) -> None:
        self._reopen()
        self._reserve.give_up()  # on a full disk Chroma may want the room to take up what is logged

    def _change(self, change: Change, size: int, stamp: str | None) -> None:
        with self._changing():
            collection, metadata = self._prepared(stamp)
            unsaved = cast(int, metadata.get(UNSAVED, 0)) + size
            is_due = unsaved >= max(MOST_UNSAVED, MOST_UNSAVED_SHARE * collection.count())
            copy = self._copied() if is_due and self._can_save else None
            if copy is None:
                with suppress(OSError):
                    recover(self._folder)  # from what a writer that was killed has left
                self._note_change()
                change(collection)
                collection.modify(metadata=metadata | {UNSAVED: unsaved})
                return
            before = self._folder_lock.state
        self._can_save = self._change_copy(copy, before, change, metadata | {UNSAVED: 0})
        if not self._can_save:
            self._change(change, size, stamp)

    def _copied(self) -> Path | None:
        """Copy the folder, and let go of what of it was in memory; None without room for a copy."""
        try:
            copy = copy_beside(self._folder)
        except OSError:
            self._can_save = False
            return None
        self._reopen()  # the index of the copy needs the memory that this one has
        return copy

    def _change_copy(self, copy: Path, before: FolderState, change: Change, metadata: dict[str, Any]) -> bool:
        """Write to a copy of the folder, where Chroma saves its index; tell whether that has taken the folder's place.

        Else nothing is written: the disk is full, the system does not let the folder go (it is a disk of its own, or
        files of it are open and that matters), or another folder has come in its place. That is not tried again.
        """
        expected: tuple[type[BaseException], ...] = (LibraryError, *failures(of_server=False))
        try:
            client, collection = self._open_at(copy, save_after=AT_ONCE)
            with closing(client):
                assert collection is not None
                give_way()
                change(collection)
                collection.count()  # takes up what is logged, and so saves it
                collection.modify(metadata=metadata)
                _save_after(NEVER, collection)
            write_through(copy)
            with self._lock, self._folder_lock.hold():
                if self._folder_lock.state != before:
                    return False
                self._note_change()
                self._client.close()
                try:
                    atomic_swap(self._folder)
                finally:
                    self._open()
            return True
        except expected:
            return False
        finally:
            discard(copy)

    def close(self) -> None:
        """Let go of the folder."""
        self._client.close()
        self._copy.delete()


def _save_after(changes: int, collection: "Collection") -> None:
    if collection.configuration_json["hnsw"]["sync_threshold"] != changes:
        collection.modify(configuration={"hnsw": {"sync_threshold": changes}})


class Reserve:
    """A file that holds room on the disk for the day when it is full: Chroma writes when it opens a folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "spare"
        self.is_given_up = False

    def take(self) -> None:
        """Take the room, if there is any."""
        self.is_given_up = False
        with suppress(OSError):
            if not self._file.exists() or self._file.stat().st_size < RESERVED:
                self._file.write_bytes(bytes(RESERVED))  # written, since a sparse file takes no room

    def give_up(self) -> bool:
        """Give the room to whoever needs it now; tell whether there was any."""
        self.is_given_up = True
        try:
            held = self._file.stat().st_size > 0
            self._file.write_bytes(b"")
        except OSError:
            return False
        return held
