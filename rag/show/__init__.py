"""An answer as text for the terminal, as HTML, or as a file for other programs."""

from rag.show.export import EXPORTS
from rag.show.html import answer_html, sources_html
from rag.show.links import link_to
from rag.show.origins import about_html, date_html, origin_html
from rag.show.quotes import marked_html
from rag.show.terminal import as_text

__all__ = ["EXPORTS", "about_html", "answer_html", "as_text", "date_html", "link_to", "marked_html"]
__all__ += ["origin_html", "sources_html"]
