"""How a chatbot is opened: over articles, which are synced first, or over a library that is there."""

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

from index import InputError, Library, load_embedder
from index.address import Address
from index.errors import check_text
from index.reading import find_files, not_read_line
from rag.chatbot import Chatbot
from rag.llm import LanguageModel, load_llm
from rag.remote import RemoteChatbot, is_address
from rag.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

DEFAULT_LIBRARY = ".onrecord"

_log = logging.getLogger("onrecord")


def open_chatbot(
    articles: str | Path | None = None,
    *,
    library: str | Path | None = None,
    llm: "str | LLM | LanguageModel | None" = None,
    chroma: str | None = None,
    embedding: str | None = None,
    settings: Settings | None = None,
) -> Chatbot:
    """Open a chatbot over a folder or file of articles, which is synced first, or over an existing library.

    Without `library`, it lies where ONRECORD_LIBRARY says, else in `.onrecord` beside the articles. `llm` is a name
    (see `rag.llm.name`), a llama-index `LLM` or what `load_llm` gave; `chroma` the URL of a Chroma server; `embedding`
    the name or folder of the embedding model, if the library is new, or its server's address. What can't be read is
    skipped, with a warning. Use it with `with`.

    An address of `onrecord serve`, as `articles` or `library`, gives a `RemoteChatbot` instead, which has `ask`,
    `stream` and `close` of a `Chatbot` and no more.
    """
    address = next((one for one in (articles, library or os.environ.get("ONRECORD_LIBRARY")) if is_address(one)), None)
    if address is not None:
        return cast(Chatbot, _remote(str(address), articles, (llm, chroma, embedding, settings)))
    given = {"articles": articles, "library": library, "chroma": chroma, "embedding": embedding}
    check_text(optional=True, **{name: one for name, one in given.items() if not isinstance(one, Path)})
    settings = settings or Settings()
    model = load_llm(llm, settings)
    if articles is not None:
        find_files(Path(articles))  # raises before a library is made for nothing
    folder = Path(library or os.environ.get("ONRECORD_LIBRARY") or _beside(articles))
    embedder = load_embedder(embedding) if embedding else None
    opened = Library.open(folder, embedder=embedder, chroma=chroma, must_exist=articles is None)
    try:
        if articles is not None:
            report = opened.sync(articles)
            for fault in report.faults:
                _log.warning("skipped %s", fault)
            if report.not_read:
                _log.warning("%s", not_read_line(dict(report.not_read)))
    except BaseException:
        opened.close()
        raise
    return Chatbot(opened, model, settings=settings)


def _remote(address: str, articles: object, own: tuple[object, ...]) -> RemoteChatbot:
    if articles not in (None, address) or any(one is not None for one in own):
        raise InputError(
            f"{Address.parse(address).url}: has articles, a model and settings of its own; leave yours out"
        )
    return RemoteChatbot(address)


def _beside(articles: str | Path | None) -> Path:
    if articles is None:
        return Path(DEFAULT_LIBRARY)
    path = Path(articles)
    return (path if path.is_dir() else path.parent) / DEFAULT_LIBRARY
