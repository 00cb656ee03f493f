"""OnRecord in LlamaIndex: `from onrecord.llamaindex import OnRecordRetriever` (see docs/ecosystem.md)."""

from rag.llamaindex import GroundedQueryEngine, OnRecordQueryEngine, OnRecordRetriever, ground_response

__all__ = ["GroundedQueryEngine", "OnRecordQueryEngine", "OnRecordRetriever", "ground_response"]
