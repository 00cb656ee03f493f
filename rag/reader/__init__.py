"""Which sentences answer, and does any? Two networks, features, one calibrated sum of them."""

from rag.reader.evidence import Evidence, EvidenceSentence, Reader, TrainedReader

__all__ = ["Evidence", "EvidenceSentence", "Reader", "TrainedReader"]
