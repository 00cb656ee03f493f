"""What is written: the prompt, the draft, the quotes in its place."""

from rag.writer.placing import placed
from rag.writer.prompt import judge_messages, prompts_digest, standalone_messages, wording_messages
from rag.writer.quotes import in_quotation_marks, not_found, quoted
from rag.writer.writing import behind, in_its_place, written

__all__ = [
    "behind",
    "in_its_place",
    "in_quotation_marks",
    "judge_messages",
    "not_found",
    "placed",
    "prompts_digest",
    "quoted",
    "standalone_messages",
    "wording_messages",
    "written",
]
