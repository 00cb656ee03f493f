"""An article whole, with the quotes of an answer marked where they stand.

Whatever an article says is data, and is escaped here.
"""

from collections.abc import Sequence
from html import escape

from index import Article, Library, Notice, Removed
from index.plain_text import one_line
from rag import Citation
from rag.show import about_html, marked_html

CHANGED = '<p class="note">This article has changed since; a quote of the answer stands here no longer as it was.</p>'


def opened_html(library: Library, article_id: str, citations: Sequence[Citation] = ()) -> str:
    """Return an article of a library, with all that is known of it; raises `InputError` when there is none such."""
    removed, notices = library.removed_from(article_id), library.notices_of(article_id)
    return article_html(library.article(article_id), citations, removed, notices=notices)


def article_html(
    article: Article, citations: Sequence[Citation], removed: Sequence[Removed] = (), *, notices: Sequence[Notice] = ()
) -> str:
    """Return an article's text with those quotes marked that stand in it, each by its number, and what was left out.

    `notices` of it stand above the text: corrections and the like, its own and those of other articles.
    """
    about = about_html(article.source, article.author, published=article.published, url=article.url)
    cited = [one for one in citations if one.quote.article == article.id]
    stand = [one for one in cited if all(article.text[at.start : at.end] == at.text for at in one.quote.slices)]
    changed = CHANGED if len(stand) < len(cited) else ""  # it was edited since
    text = marked_html(article.text, 0, stand, "place-")
    said = "".join(_notice_html(one, article) for one in notices if not (one.in_title and one.article == article.id))
    head = f"<h2>{escape(one_line(article.title))}</h2><p class='aside'>{about}</p>{said}{_removed_html(removed)}"
    return f"{head}{changed}<div class='text'>{text}</div>"


def copies_html(copies: Sequence[Article]) -> str:
    """Return the near duplicates of an article, each to be opened; nothing for none."""
    titles = "".join(
        f'<li><button type="button" data-article="{escape(one.id)}">{escape(one_line(one.title))}</button>'
        f"<small>{about_html(one.source, one.author, published=one.published)}</small></li>"
        for one in copies
    )
    return (
        f"<section class='copies'><h3>Copies of it, which count as one source</h3><ul>{titles}</ul></section>"
        if copies
        else ""
    )


def _notice_html(notice: Notice, article: Article) -> str:
    """Return a notice as a marked line, with a way to the article that it stands in, if that is another."""
    other = f' <button type="button" data-article="{escape(notice.article)}">where it stands</button>'
    elsewhere = other if notice.article != article.id else ""
    return f"<p class='note notice'><b>{notice.kind.capitalize()}</b> {escape(one_line(notice.text))}{elsewhere}</p>"


def _removed_html(removed: Sequence[Removed]) -> str:
    """Return what cleaning took out of an article, and why, folded away under its head; nothing for none."""
    pieces = "".join(f"<li><small>{escape(one.reason)}</small>{escape(one.text)}</li>" for one in removed)
    what = "1 piece" if len(removed) == 1 else f"{len(removed):,} pieces"
    return (
        f"<details id='left-out'><summary>Left out of the article: {what}</summary><ul>{pieces}</ul></details>"
        if pieces
        else ""
    )
