"""The vectors that articles still wait for after a sync that was cut off, made without reading any file."""

from index.reporting import Cancelled, Meter, Progress, SyncReport
from index.store import Store


def embed_waiting(store: Store, progress: Progress | None, cancelled: Cancelled | None) -> SyncReport:
    """Make them, and end soon once `cancelled` returns True; the caller holds the write lock."""
    waiting_articles = store.catalog.articles.count_pending()
    meter = Meter(progress, total=1, files_read=1, articles=waiting_articles)  # all there is to read has been read
    for done, waiting in store.index_pending():
        meter.embedded(done, done / waiting)
        if done < waiting and cancelled and cancelled():
            return SyncReport(passages=meter.passages, cancelled=True)
    store.delete_stale()
    return SyncReport(passages=meter.passages)
