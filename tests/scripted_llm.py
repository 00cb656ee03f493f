"""A language model that implements llama-index's interface, for tests that need no real one."""

from typing import Any

from llama_index.core.llms import CompletionResponse, CompletionResponseGen, CustomLLM, LLMMetadata
from pydantic import PrivateAttr


class ScriptedLLM(CustomLLM):
    """Says what it was told to say, a reply a call, and remembers what it was asked."""

    replies: list[str]
    prompts: list[str] = []
    _next: int = PrivateAttr(default=0)

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="scripted")

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        *_, last = self.stream_complete(prompt)
        return last

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        self.prompts.append(prompt)
        reply = self.replies[self._next]
        self._next += 1
        for end in range(1, len(reply) + 1):
            yield CompletionResponse(text=reply[:end], delta=reply[end - 1])
