"""The quotes of an answer: which of its sentences are quotes to the letter, and where they stand in a text.

Whatever an article says is data, and is escaped here.
"""

import re
from collections.abc import Sequence
from html import escape

from index.language.lists import ITEM, is_of_list
from index.language.words import is_field
from index.plain_text import one_line, plain
from rag.answer import Answer, Citation, Quote, Verdict
from rag.show.paragraphs import gaps_in, spaced_html

_IN_MARKS = re.compile(r"[“\"](.+)[”\"]\.?", re.DOTALL)


def quote_of(answer: Answer, sentence: Verdict) -> Citation | None:
    """Return the citation that a sentence quotes to the letter; any other sentence gets no quotation marks."""
    cited = (one for one in answer.citations if one.number in sentence.citations and sentence.verdict == "quoted")
    marked = _IN_MARKS.fullmatch(sentence.text)  # as a model may write it
    texts = {sentence.text, marked[1] if marked else ""}
    return next((one for one in cited if one.quote.text in texts), None)


def lines_html(text: str) -> str:
    """Return a quote with the items of a list and the rows of a table each on its line."""
    return "<br>".join(map(escape, _lines(text)))


def in_one_line(quote: Quote) -> str:
    """Return a quote in one line: its slices, and each item of a list and row of a table, in marks of their own."""
    return quote.shown(lambda text: " ".join(f"“{one_line(_without_bullet(line))}”" for line in _lines(text)))


def _lines(text: str) -> list[str]:
    """Return the lines of a list or table, and any other text as one: its lines are wrapped."""
    lines = [line for line in text.splitlines() if line.strip()]
    is_list = len(lines) > 1 and (lines[0].endswith(":") or any(is_of_list(one) or is_field(one) for one in lines[1:]))
    return lines if is_list else [text]


def _without_bullet(line: str) -> str:
    item = ITEM.match(line)
    return line[item.end() :] if item and not item["number"] else line


def marked_html(text: str, begins: int, citations: Sequence[Citation], anchor: str | None) -> str:
    """Return a text that begins at such a character of its article, with what is quoted from it marked.

    Each mark has its number, and an `anchor` with that at the end; without one, nothing leads to it. What introduces a
    quote is marked, too.
    """
    own = [(one.quote.start, one.quote.end, one.number) for one in citations]
    leads = {(one.start, one.end, 0) for citation in citations for one in citation.quote.lead}
    parts, shown, gaps = "", 0, gaps_in(text)
    for begin, stop, number in sorted([*own, *leads], key=lambda one: (one[0], not one[2], one[1])):
        start, end = max(begin - begins, shown), min(stop - begins, len(text))
        place = f' id="{anchor}{number}" data-number="{number}"' if anchor is not None and number else ""
        if end > start or number:
            parts += spaced_html(text, shown, start, gaps, plain)
            parts += f"<mark{place}>{spaced_html(text, start, end, gaps)}</mark>"
            shown = max(shown, end)
    return parts + spaced_html(text, shown, len(text), gaps, plain)
