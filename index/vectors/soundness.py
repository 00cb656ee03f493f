"""What is wrong with stored vectors, which Chroma itself does not notice."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np

from index.errors import LibraryDamaged, LibraryError, LibraryLocked
from index.scope import Scope
from index.vectors.folder import FolderVectors
from index.vectors.vectors import BATCH, SURELY_FOUND, Vectors

SAMPLES = 32  # vectors that are searched for
NEAR = 0.999  # the cosine of a vector and itself, or another that is as good
BUSY = 75  # exit status of the process that reads all vectors, where another is busy with them


def fault_of(vectors: Vectors) -> str | None:
    """Read every vector; return what is wrong with them, or None when all is well.

    Chroma counts vectors whose file is cut off. Other damage of an index crashes the process that reads it, so a
    folder with a saved one is read by one of its own. Raises `LibraryLocked` when another process is busy with the
    folder, `LibraryError` when this one is killed.
    """
    if vectors.is_server:
        return _spoilt(vectors)
    if not any(Path(vectors.place).glob("*/index_metadata.pickle")):
        with closing(FolderVectors(Path(vectors.place), vectors.collection)) as stored:  # as it is on the disk
            return _spoilt(stored)
    code = "import sys; from index.vectors.soundness import report_fault; report_fault(*sys.argv[1:])"
    # Ours first, and not the current folder, which may hold an index.py of its user's.
    places = dict.fromkeys([str(Path(__file__).parents[2]), *filter(None, sys.path)])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(places)}
    command = [sys.executable, "-P", "-c", code, vectors.place, vectors.collection]
    read = subprocess.run(command, env=environment, capture_output=True, text=True)
    said = (read.stderr.strip() or "Chroma crashes when it reads this").splitlines()[-1]
    if read.returncode == 0:
        return None
    if read.returncode == BUSY:
        raise LibraryLocked(said)
    if read.returncode in (-signal.SIGKILL, -signal.SIGTERM):
        raise LibraryError(f"{vectors.place}: the check was killed, perhaps for want of memory; try again")
    return said if said.startswith(vectors.place) else f"{vectors.place}: {said}"


def report_fault(place: str, collection: str) -> None:
    """Read every vector of a folder, and end this process with what is wrong with them, 0 if nothing, or `BUSY`."""
    try:
        sys.exit(_spoilt(FolderVectors(Path(place), collection)))
    except LibraryError as error:
        sys.stderr.write(str(error))
        sys.exit(BUSY if isinstance(error, LibraryLocked) else 1)


def _spoilt(vectors: Vectors) -> str | None:
    ids = sorted(vectors.ids())
    for start in range(0, len(ids), BATCH):
        found = vectors.get(ids[start : start + BATCH])
        if len(found) < len(ids[start : start + BATCH]):
            return "vectors are missing"
        if not np.allclose(np.linalg.norm(np.stack(list(found.values())), axis=1), 1, atol=0.01):
            return "vectors are spoilt"
    samples = vectors.get(ids[:: len(ids) // SAMPLES + 1])
    try:
        best = [max(vectors.query(vector, SURELY_FOUND, Scope()).values()) for vector in samples.values()]
    except LibraryDamaged as error:
        return str(error)
    is_lost = sum(cosine < NEAR for cosine in best) > len(best) / 2  # a few may lie where no path of the index leads
    return "a search does not find what is stored" if is_lost else None
