"""An answer as text for the terminal, as HTML, or as a file for other programs."""

from rag.show.export import EXPORTS, link_to
from rag.show.html import answer_html, sources_html, title_html
from rag.show.terminal import as_text

__all__ = ["EXPORTS", "answer_html", "as_text", "link_to", "sources_html", "title_html"]
