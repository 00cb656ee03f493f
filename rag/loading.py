"""What the first answer of a process takes is loaded at once, on all cores, while the question is looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from index.vectors import load_chroma
from rag.reader.networks import load_networks


@contextmanager
def loading() -> Iterator[None]:
    """Load meanwhile; what is not there yet when it is needed is waited for. No thread is left behind."""
    threads = [Thread(target=load, name="onrecord-loading") for load in (load_chroma, load_networks)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for thread in threads:
            thread.join()
