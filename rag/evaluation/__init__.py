"""Answers held against gold questions: metrics and a report."""

from rag.evaluation.report import Report, evaluate

__all__ = ["Report", "evaluate"]
