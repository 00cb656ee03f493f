"""What a command opens by its options: a chatbot, a library, or what can be seen of one that is served elsewhere."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext

from index import InputError, Library, load_embedder
from index.address import Address
from index.precedence import Precedence
from index.storing import CATALOG
from rag.chatbot import Chatbot
from rag.llm import load_llm
from rag.loading import loading
from rag.lookup import LibraryLookup, Lookup
from rag.opening import open_chatbot
from rag.remote import RemoteChatbot
from rag.settings import Settings


def chatbot_of(options: Namespace, *, loads_model: bool = True) -> Chatbot:
    """Open a chatbot over the library that is there; the model waits for its first use unless `loads_model`."""
    settings = Settings(strict=options.strict)
    model = load_llm(options.llm, settings, now=loads_model)
    library, chroma, embedding = options.library, options.chroma, options.embedding
    return open_chatbot(library=library, llm=model, chroma=chroma, embedding=embedding, settings=settings)


@contextmanager
def answering(options: Namespace) -> Iterator[Chatbot | RemoteChatbot]:
    """Open what answers one question, here or where it is served; a sync gives way while it is opened, too."""
    library = options.library
    if isinstance(library, Address):
        with remote_of(options, library) as remote:
            yield remote
        return
    is_library = (library / CATALOG).exists()
    with ExitStack() as stack:
        with Precedence(library).asking() if is_library else nullcontext():
            chatbot = stack.enter_context(chatbot_of(options))
        with loading():
            yield chatbot


def library_of(options: Namespace, *, repair: bool = False) -> Library:
    """Open the library that is there."""
    embedder = load_embedder(options.embedding) if options.embedding else None
    return Library.open(options.library, embedder=embedder, chroma=options.chroma, must_exist=True, repair=repair)


@contextmanager
def lookup_of(options: Namespace) -> Iterator[Lookup]:
    """Open what is looked up in: the library, or that of who serves it."""
    if isinstance(options.library, Address):
        yield remote_of(options, options.library).lookup
        return
    with library_of(options) as library:
        yield LibraryLookup(library)


def remote_of(options: Namespace, address: Address) -> RemoteChatbot:
    """Return the chatbot that is served at an address; raises `InputError` for what only its server can be told."""
    for name in ("llm", "strict", "chroma", "embedding", "repair"):
        if getattr(options, name, None):
            raise InputError(f"--{name}: who serves {address.url} decides that; leave it out")
    return RemoteChatbot(address)
