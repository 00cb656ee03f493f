"""What adds articles from the page: files that come from the browser, and what lies on this computer."""

import threading

from index import Library
from page.syncing import Syncing
from page.uploads import Uploads
from page.watching import Watching


class Adding:
    """What one page adds with; closed with it."""

    def __init__(self, library: Library) -> None:
        self.uploads = Uploads(library.folder)
        self.syncing = Syncing(library)
        self.watching = Watching(library)
        self._lock = threading.Lock()

    def take(self, batch: str) -> bool:
        """Take in the files that came in a batch, and sync them; tell whether there were any."""
        with self._lock:  # a sync that began in between would be told to be in the way of files that are there already
            self.syncing.check_idle()
            taken = self.uploads.take(batch)
            if taken:
                self.syncing.begin(str(self.uploads.folder), taken)
            return bool(taken)

    def sync(self, path: str) -> None:
        """Sync a path of this computer."""
        with self._lock:
            self.syncing.begin(path)

    def close(self) -> None:
        """End the sync that runs, and wait for that."""
        self.watching.end()
        self.syncing.close()
        self.uploads.close()
