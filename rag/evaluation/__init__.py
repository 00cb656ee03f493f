"""Answers held against gold questions: metrics and a report."""
