"""The chatbot that the options of a command ask for."""

from argparse import Namespace

from rag.chatbot import Chatbot
from rag.llm import load_llm
from rag.opening import open_chatbot
from rag.settings import Settings


def chatbot_of(options: Namespace, *, loads_model: bool = True) -> Chatbot:
    """Open a chatbot over the library that is there; the model waits for its first use unless `loads_model`."""
    settings = Settings(strict=options.strict)
    model = load_llm(options.llm, settings, now=loads_model)
    return open_chatbot(library=options.library, llm=model, chroma=options.chroma, settings=settings)
