"""An answer as text for the terminal, or as HTML."""

from rag.show.html import answer_html, sources_html
from rag.show.terminal import as_text

__all__ = ["answer_html", "as_text", "sources_html"]
