"""The quotes of an answer: which of its sentences are quotes to the letter, and where they stand in a text.

Whatever an article says is data, and is escaped here.
"""

from collections.abc import Sequence
from html import escape

from index.plain_text import plain
from rag.answer import Answer, Citation, Verdict


def quote_of(answer: Answer, sentence: Verdict) -> Citation | None:
    """Return the citation that a sentence quotes to the letter; any other sentence gets no quotation marks."""
    cited = (one for one in answer.citations if one.number in sentence.citations and sentence.verdict == "quoted")
    return next((one for one in cited if one.quote.text == sentence.text), None)


def marked_html(text: str, begins: int, citations: Sequence[Citation], anchor: str | None) -> str:
    """Return a text that begins at such a character of its article, with what is quoted from it marked.

    Each mark has its number, and an `anchor` with that at the end; without one, nothing leads to it.
    """
    parts, shown = "", 0
    for citation in sorted(citations, key=lambda one: one.quote.start):
        start, end = max(citation.quote.start - begins, shown), citation.quote.end - begins
        place = "" if anchor is None else f' id="{anchor}{citation.number}" data-number="{citation.number}"'
        parts += f"{escape(plain(text[shown:start]))}<mark{place}>{escape(text[start:end])}</mark>"
        shown = max(shown, end)
    return parts + escape(plain(text[shown:]))
