"""An article whole, with the quotes of an answer marked where they stand.

Whatever an article says is data, and is escaped here.
"""

from collections.abc import Sequence
from html import escape

from index import Article, Removed
from index.plain_text import one_line
from rag import Citation
from rag.answer import in_a_row
from rag.show import marked_html, title_html

CHANGED = '<p class="note">This article has changed since; a quote of the answer stands here no longer as it was.</p>'


def article_html(article: Article, citations: Sequence[Citation]) -> str:
    """Return an article's text with those quotes marked that stand in it, each by its number."""
    title = title_html(one_line(article.title), article.url)
    about = escape(in_a_row(article.source, article.author, article.published))
    cited = [one for one in citations if one.quote.article == article.id]
    stand = [one for one in cited if article.text[one.quote.start : one.quote.end] == one.quote.text]
    changed = CHANGED if len(stand) < len(cited) else ""  # it was edited since
    text = marked_html(article.text, 0, stand, "place-")
    return f"<h2>{title}</h2><p class='aside'>{about}</p>{changed}<div class='text'>{text}</div>"


def removed_html(removed: Sequence[Removed]) -> str:
    """Return what cleaning took out of an article, and why; nothing for none."""
    pieces = "".join(f"<li><small>{escape(one.reason)}</small>{escape(one.text)}</li>" for one in removed)
    return f"<details><summary>Not read as part of the article</summary><ul>{pieces}</ul></details>" if pieces else ""
