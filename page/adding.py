"""What adds articles from the page: files that come from the browser, and what lies on this computer."""

import threading
from textwrap import shorten

from index import Library
from index.plain_text import one_line
from index.reading.raw_article import first_line_title
from page.syncing import Syncing
from page.uploads import Uploads
from page.watching import Watching

LONGEST_BEGINNING = 60  # characters


def title_of(text: str) -> str:
    r"""Return the first line of a text where it is a headline above others, else how the text begins.

    That it goes on is said: a first line like the title would be taken out of the text.

    >>> title_of("Weir mended\nThe weir was mended."), title_of("The weir was mended.\nIt held.")
    ('Weir mended', 'The weir was mended. …')
    """
    first, _, others = text.strip().partition("\n")
    if others.strip() and (title := first_line_title(text)):
        return title
    words = one_line(first) or "Pasted text"
    begun = shorten(f"{words} …", LONGEST_BEGINNING, placeholder=" …")
    return begun if len(begun) > 1 else f"{words[:LONGEST_BEGINNING]} …"


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
