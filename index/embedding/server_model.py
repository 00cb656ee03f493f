"""An embedding model of a server that speaks the OpenAI protocol (TEI, vLLM, Ollama, Infinity), by its address.

A library records the model, its prompts and the vector of one sentence, and no address, since servers move. That
sentence is sent along with the first texts: another model under the same name is noticed, whatever it calls itself.

A server does not tell how it cuts texts into tokens, so they are counted by the packaged tokenizer, and reckoned half
as many again: of 1,557 passages of news and encyclopedias, none had more than 1.38 times as many of OpenAI's
cl100k_base. What is unknown to that tokenizer counts by its bytes, and each blank behind another.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.address import Address
from index.calling import Caller, CallFailed
from index.embedding.batches import in_batches
from index.embedding.embedder import PASSAGE_PIECES, Embedder
from index.embedding.packaged import packaged_tokenizer
from index.embedding.served_model import ServedModel, read_served
from index.errors import EmbeddingFailed, InputError

BATCH = 32  # texts in one request; TEI takes no more if not told otherwise
REQUESTS = 4  # at once
SILENCE_S, DEADLINE_S = 60.0, 300.0  # of one request; a server may load its model first
USUAL_TOKENS = 256  # that a model reads, where that is not said
TOKENS_A_PIECE = 1.5
FEWEST_PIECES = 32  # of which a passage can be made
ENDS = 2  # tokens that a text begins and ends with
PROBE = "The harbour opened in May, and nine docks were built along its northern quay."
SAME_MODEL = 0.98  # the cosine of two vectors of one text; of int8 and full precision it is 0.99 or more

_EXTRA_BLANK = re.compile(r"(?<=\s)\s")


class ServerModel(Embedder):
    """A model of a server. It is asked when the first vector is needed, or the dimensions of a new library."""

    texts_at_once = BATCH * REQUESTS

    def __init__(
        self,
        served: ServedModel,
        address: Address | None,
        *,
        max_pieces: int | None = None,
        probe: NDArray[np.float32] | None = None,
        last_at: str = "",
    ) -> None:
        """Take what a library has recorded, if it is of one: `max_pieces`, the vector `probe`, where it was `last_at`.

        Without an `address`, it can't encode.
        """
        super().__init__(served.recorded)
        self.served = served
        self.address = address
        self._recorded_pieces = max_pieces
        self._known_probe = probe
        self._last_at = last_at
        self._caller = Caller(address, SILENCE_S, DEADLINE_S) if address else None
        self._is_checked = False

    @classmethod
    def parse(cls, text: str) -> "ServerModel":
        """Read what `--embedding` was given, or a library has recorded; raises `InputError`, without its secrets."""
        return cls(*read_served(text))

    def as_recorded(
        self, *, max_pieces: int | None, probe: NDArray[np.float32] | None, address: Address | None, last_at: str
    ) -> "ServerModel":
        """Return the model of a library: with what it has recorded, and an address if none was given."""
        pieces = None if self.served.max_tokens else max_pieces
        return ServerModel(self.served, self.address or address, max_pieces=pieces, probe=probe, last_at=last_at)

    @property
    def named(self) -> str:
        """What `--embedding` is given for it, without any key."""
        return self.served.at(self.address.url if self.address else self._last_at or "http://host:port/v1")

    @property
    def url(self) -> str | None:
        """Where it is, without any key."""
        return self.address.url if self.address else None

    @property
    def dimensions(self) -> int:
        """The length of its vectors; the server is asked, unless a library has recorded it."""
        return len(self.probe)

    @cached_property
    def probe(self) -> NDArray[np.float32]:
        """The vector that tells this model from others; raises `EmbeddingFailed` when the server does not give it."""
        if self._known_probe is not None:
            return self._known_probe
        found: NDArray[np.float32] = self._asked([PROBE])[0]
        self._is_checked = True
        return found

    @cached_property
    def max_pieces(self) -> int:
        """How many word pieces of a passage are surely read: those of the packaged tokenizer, with a margin."""
        if self._recorded_pieces is not None:
            return self._recorded_pieces
        read = (self.served.max_tokens or USUAL_TOKENS) - ENDS
        prompt = len(self.word_piece_ends([self.served.passage_prompt])[0])
        pieces = min(int(read / TOKENS_A_PIECE) - prompt, PASSAGE_PIECES)
        if pieces < FEWEST_PIECES:
            raise InputError(f"{self.named}: the prompt leaves no room for passages; shorten it, or raise max_tokens")
        return pieces

    def word_piece_ends(self, texts: Sequence[str]) -> list[list[int]]:
        """Return, per text, the end offset (in characters) of each of what counts as a word piece."""
        tokenizer = packaged_tokenizer()
        unknown = tokenizer.token_to_id("[UNK]")
        found = []
        for text, encoding in zip(texts, tokenizer.encode_batch(list(texts), add_special_tokens=False), strict=True):
            ends = [one.end() for one in _EXTRA_BLANK.finditer(text)]
            for piece, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
                each = [at + 1 for at in range(start, end) for _ in text[at].encode("utf-8", "replace")]
                ends += each if piece == unknown else [end]
            found.append(sorted(ends))
        return found

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector per passage or sentence, shape (texts, dimensions).

        Raises `EmbeddingFailed` when the server gives none, or none that are those of the library.
        """
        return self._encoded([self.served.passage_prompt + self._cut(text) for text in texts])

    def _encode_query(self, question: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._encoded([self.served.query_prompt + self._cut(question)])[0]
        return vector

    def _cut(self, text: str) -> str:
        """Return as much of a text as is read; a title may leave too little room for its passage."""
        ends = self.word_piece_ends([text])[0]
        return text if len(ends) <= self.max_pieces else text[: ends[self.max_pieces - 1]]

    def _encoded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self._is_checked or self._known_probe is None:
            return self._of_this_model(self._asked(texts))
        vectors = self._of_this_model(self._asked([PROBE, *texts]))
        cosine = float(vectors[0] @ self._known_probe)
        if cosine < SAME_MODEL:
            raise self._failed(
                f"another model is served under this name: a known sentence has another vector (cosine {cosine:.2f}); "
                "have the server load the model that the library was built with, or run: onrecord sync PATH --rebuild"
            )
        self._is_checked = True
        return vectors[1:]

    def _of_this_model(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        length = vectors.shape[1]
        if length != self.dimensions:
            raise self._failed(
                f"its vectors have {length} numbers, those of the library {self.dimensions}: it is another model; "
                "name the one that the library was built with, or run: onrecord sync PATH --rebuild"
            )
        return vectors

    def _asked(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors from the server, several requests at once."""
        if self._caller is None:
            raise EmbeddingFailed(
                f"{self.served.name}: this embedding model is on a server"
                + (f", last at {self._last_at}" if self._last_at else "")
                + f", which is asked only when it is named; say --embedding {self.named} (or set ONRECORD_EMBEDDING)"
            )
        caller, name = self._caller, self.served.name
        try:
            with caller.client() as client:

                def ask(some: Sequence[str], stopped: Any) -> NDArray[np.float32]:
                    value = {"model": name, "input": list(some)}
                    return vectors_in(caller.call(client, "POST", "/embeddings", value, stopped=stopped), len(some))

                found = in_batches(ask, texts, size=BATCH, at_once=REQUESTS)
        except CallFailed as failed:
            raise self._failed(_with_fix(failed)) from None
        if len({part.shape[1] for part in found}) > 1:
            raise self._failed("its vectors differ in length; check what answers there")
        return np.concatenate(found)

    def _failed(self, reason: str) -> EmbeddingFailed:
        return EmbeddingFailed(f"{self.named}: {reason}")


def vectors_in(answer: Any, count: int) -> NDArray[np.float32]:
    """Return the vectors of an answer, of length 1 and in the order of their texts; raises `CallFailed` for others.

    >>> vectors_in({"data": [{"index": 1, "embedding": [0, 2]}, {"index": 0, "embedding": [3, 0]}]}, 2).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise CallFailed("its answer holds no embeddings; check what answers there")
    numbered = [(one.get("index", at), one.get("embedding")) for at, one in enumerate(data)]
    by_index = {index: embedding for index, embedding in numbered if isinstance(index, int)}
    if len(data) != count or by_index.keys() != set(range(count)):
        raise CallFailed(f"it gives {len(data)} embeddings for {count} texts, or numbers them wrongly; check its log")
    try:
        vectors = np.array([by_index[at] for at in range(count)], dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        vectors = np.empty(0)
    if vectors.ndim != 2 or not vectors.shape[1]:
        raise CallFailed("its embeddings are no lists of numbers of one length; check what answers there")
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or not lengths.all():
        raise CallFailed("an embedding holds what is no number (NaN), or nothing but zeros; check the server's log")
    return np.asarray(vectors / lengths, dtype=np.float32)


def _with_fix(failed: CallFailed) -> str:
    """Return why a call failed, with what to do about it."""
    if failed.status in (401, 403):
        return "the server refuses the key; give it as in http://:KEY@host:port/v1#MODEL"
    if failed.status == 404:
        return f"{failed.reason}; check the address and the model's name"
    if failed.status in (400, 413, 422):
        return f"{failed.reason}; if a text is too long for the model, say what it reads: ?max_tokens=N before the #"
    if failed.status is not None and failed.status >= 400:
        return f"{failed.reason}; try again later, or look into its log"
    return failed.reason
