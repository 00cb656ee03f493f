"""Passages that fit the embedding model, and their vectors."""
