"""Who says what: the value type between those that find disagreements and the one that shows them."""

from dataclasses import dataclass

from rag.contest.values import Value
from rag.reader.evidence import EvidenceSentence


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, and the value that it states for what was asked."""

    sentence: EvidenceSentence
    value: Value
