"""Answers held against gold questions: metrics and a report."""

from rag.evaluation.run import Report, evaluate

__all__ = ["Report", "evaluate"]
