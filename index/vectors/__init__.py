"""Chroma, a folder or a server: the only room that imports it. Derived from the catalog."""
