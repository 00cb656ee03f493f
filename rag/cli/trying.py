"""What is evaluated: a library as it is, or its articles with another embedding model, beside it."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from index import Library, LibraryMismatch, load_embedder
from rag.chatbot import Chatbot
from rag.cli.output import progress_bar
from rag.llm import load_llm
from rag.settings import Settings


@contextmanager
def tried(options: Namespace) -> Iterator[tuple[Chatbot, Chatbot | None]]:
    """Open what is evaluated, and where it is a copy for another `--embedding`, the library as it is, too.

    The copy lies in a temporary folder, and is gone at the end.
    """
    settings = Settings(strict=options.strict)
    model = load_llm(options.llm, settings)
    embedder = load_embedder(options.embedding) if options.embedding else None
    place = {"chroma": options.chroma, "must_exist": True}
    is_copied = False
    try:
        opened = Library.open(options.library, embedder=embedder, **place)
    except LibraryMismatch:  # where it is not for the model, it is said again
        is_copied = True
        opened = Library.open(options.library, **place)
    with opened:
        as_it_is = Chatbot(opened, model, settings=settings)
        if not is_copied or embedder is None:
            yield as_it_is, None
            return
        told = f"built with {opened.embedder.model}; for this run, a copy of it is made with {embedder.named}"
        print(f"{opened.folder}: {told}", file=sys.stderr)
        show = progress_bar()
        with (
            TemporaryDirectory(prefix="onrecord-") as folder,
            Library.open(Path(folder, "library"), embedder=embedder) as copy,
        ):
            copy.take_articles(opened, progress=lambda at: show(at.share, str(at)))
            yield Chatbot(copy, model, settings=settings), as_it_is
