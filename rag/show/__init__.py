"""An answer or a checked draft as text for the terminal, as HTML, or as a file for other programs."""

from rag.show.drafts import draft_as_text
from rag.show.drafts_html import draft_html, draft_page
from rag.show.export import EXPORTS
from rag.show.html import answer_html, sources_html
from rag.show.links import link_to
from rag.show.origins import about_html, date_html, origin_html
from rag.show.quotes import marked_html
from rag.show.terminal import as_text

__all__ = ["EXPORTS", "about_html", "answer_html", "as_text", "date_html", "draft_as_text", "draft_html", "draft_page"]
__all__ += ["link_to", "marked_html", "origin_html", "sources_html"]
