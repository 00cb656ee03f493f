"""What is said: answers made of quotes, and how good they are."""

from rag.answer import Answer, Answering, Citation, Position, Rejected, ShortAnswer, Timings, Turn, Usage, Verdict
from rag.chatbot import Chatbot
from rag.evaluation import Report, evaluate
from rag.llm import LanguageModel, ModelError, load_llm
from rag.opening import open_chatbot
from rag.quote import Quote, Slice
from rag.remote import RemoteChatbot
from rag.settings import Settings

__all__ = ["Chatbot", "LanguageModel", "ModelError", "RemoteChatbot", "Report", "Settings", "evaluate", "load_llm"]
__all__ += ["Answer", "Answering", "Citation", "Position", "Quote", "Rejected", "ShortAnswer", "Slice", "Timings"]
__all__ += ["Turn", "Usage", "Verdict", "open_chatbot"]
