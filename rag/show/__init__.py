"""An answer as text for the terminal, as HTML, or as a file for other programs."""

from rag.show.export import EXPORTS
from rag.show.html import answer_html, sources_html
from rag.show.links import link_to, title_html
from rag.show.quotes import marked_html
from rag.show.terminal import as_text

__all__ = ["EXPORTS", "answer_html", "as_text", "link_to", "marked_html", "sources_html", "title_html"]
