"""Whether each passage has its vector: catalog and Chroma are two files, of which one is seen to change first."""

import time
from collections.abc import Callable

from index.storing import Catalog
from index.vectors import Vectors

SAMPLES = 8  # vectors that are read when a library is opened; Chroma counts also those whose file is gone
WAITS = (0.0, 0.05, 0.2, 0.5)  # seconds; while another process syncs, Chroma may show a vector after the catalog does


def missing_vectors(catalog: Catalog, vectors: Vectors) -> int:
    """Count the passages that have lost their vectors, as far as a count and a few samples show."""
    missing = catalog.passages.count("indexed") - vectors.count()
    samples = catalog.passages.some_ids(SAMPLES)
    return max(0, missing, len(samples) - len(vectors.get(samples)))


def once_settled(count_missing: Callable[[], int]) -> int:
    """Return 0 as soon as nothing is missing, else what still is after the last wait."""
    missing = 0
    for wait in WAITS:
        time.sleep(wait)
        if not (missing := count_missing()):
            break
    return missing
