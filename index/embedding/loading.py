"""Which embedding model a name stands for."""

from pathlib import Path

from index.embedding.embedder import PACKAGED_MODEL, Embedder
from index.embedding.sentence_model import SentenceModel
from index.embedding.served_model import KIND
from index.embedding.server_model import ServerModel


def load_embedder(model: str, *, max_pieces: int | None = None) -> Embedder:
    """Return the packaged model, one of sentence-transformers by its name or folder, or one of a server by its address.

    `max_pieces` is how much of a passage the model reads, where that is known: nothing is loaded then to find out. A
    server is asked once a vector is needed. Raises `InputError` for an address that is none.
    """
    if model == PACKAGED_MODEL:
        return Embedder()
    if model.lower().startswith(("http:", "https:", KIND)):
        return ServerModel.parse(model)
    return SentenceModel(str(Path(model).resolve()) if Path(model).is_dir() else model, max_pieces=max_pieces)
