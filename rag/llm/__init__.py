"""Language models: what a name stands for, connections of our own, words within bounds of time and size."""

from rag.llm.background import Deadline
from rag.llm.errors import ModelError, PromptTooLong
from rag.llm.language_model import Draft, LanguageModel
from rag.llm.loading import load_llm
from rag.llm.name import NAMES, destination

__all__ = ["NAMES", "Deadline", "Draft", "LanguageModel", "ModelError", "PromptTooLong", "destination", "load_llm"]
