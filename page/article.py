"""An article whole, with the quotes of an answer marked where they stand.

Whatever an article says is data, and is escaped here.
"""

from collections.abc import Sequence
from html import escape

from index import Article, Removed
from index.plain_text import one_line, plain
from rag import Citation
from rag.answer import in_a_row
from rag.show import title_html

CHANGED = '<p class="note">This article has changed since; a quote of the answer stands here no longer as it was.</p>'


def article_html(article: Article, citations: Sequence[Citation]) -> str:
    """Return an article's text with those quotes marked that stand in it, each by its number."""
    title = title_html(one_line(article.title), article.url)
    about = escape(in_a_row(article.source, article.author, article.published))
    text, shown, changed = "", 0, ""
    for citation in sorted(citations, key=lambda one: one.quote.start):
        quote = citation.quote
        if quote.article != article.id or quote.end <= shown:
            continue
        if article.text[quote.start : quote.end] != quote.text:  # it was edited since
            changed = CHANGED
            continue
        start = max(quote.start, shown)
        mark = f'<mark id="place-{citation.number}" data-number="{citation.number}" tabindex="-1">'
        text += f"{escape(plain(article.text[shown:start]))}{mark}{escape(article.text[start : quote.end])}</mark>"
        shown = quote.end
    text += escape(plain(article.text[shown:]))
    return f"<h2>{title}</h2><p class='aside'>{about}</p>{changed}<div class='text'>{text}</div>"


def removed_html(removed: Sequence[Removed]) -> str:
    """Return what cleaning took out of an article, and why; nothing for none."""
    pieces = "".join(f"<li><small>{escape(one.reason)}</small>{escape(one.text)}</li>" for one in removed)
    return f"<details><summary>Not read as part of the article</summary><ul>{pieces}</ul></details>" if pieces else ""
