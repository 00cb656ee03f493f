"""What is said: answers made of quotes, and how good they are."""

from rag.answer import Answer, Answering, Citation, Position, Rejected, ShortAnswer, Timings, Turn, Usage, Verdict
from rag.chatbot import Chatbot
from rag.drafts import CheckedDraft, CheckedQuotation, CheckedSentence, CheckedSpeaker, SourcedQuote, WordChange, verify
from rag.evaluation import Report, evaluate
from rag.llm import LanguageModel, ModelError, load_llm
from rag.opening import open_chatbot
from rag.quote import Quote, Slice
from rag.remote import RemoteChatbot
from rag.settings import Settings
from rag.verdict.grounding import Grounded
from rag.verdict.plain_texts import ground_draft

__all__ = ["Chatbot", "LanguageModel", "ModelError", "RemoteChatbot", "Report", "Settings", "evaluate", "load_llm"]
__all__ += ["Answer", "Answering", "Citation", "Position", "Quote", "Rejected", "ShortAnswer", "Slice", "Timings"]
__all__ += ["CheckedDraft", "CheckedQuotation", "CheckedSentence", "CheckedSpeaker", "SourcedQuote", "WordChange"]
__all__ += ["Grounded", "Turn", "Usage", "Verdict", "ground_draft", "open_chatbot", "verify"]
