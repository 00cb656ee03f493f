"""OnRecord as parts of LlamaIndex: its passages as a retriever, its answers as a query engine, its verdicts for others.

Nobody but this room imports LlamaIndex's engines; from outside it is `onrecord.llamaindex`.
"""

from rag.llamaindex.grounded import GroundedQueryEngine, ground_response
from rag.llamaindex.query_engine import OnRecordQueryEngine
from rag.llamaindex.retriever import OnRecordRetriever

__all__ = ["GroundedQueryEngine", "OnRecordQueryEngine", "OnRecordRetriever", "ground_response"]
