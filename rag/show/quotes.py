"""The quotes of an answer: which of its sentences are quotes to the letter, and where they stand in a text.

Whatever an article says is data, and is escaped here.
"""

import re
from collections.abc import Callable, Sequence
from html import escape
from itertools import accumulate

from index.language.lists import ITEM, is_of_list
from index.language.words import is_field
from index.plain_text import one_line, plain
from rag.answer import Answer, Citation, Verdict
from rag.quote import Quote
from rag.show.paragraphs import gaps_in, spaced_html

_IN_MARKS = re.compile(r"[“\"](.+)[”\"]\.?", re.DOTALL)


def quote_of(answer: Answer, sentence: Verdict) -> Citation | None:
    """Return the citation that a sentence quotes to the letter; any other sentence gets no quotation marks."""
    cited = (one for one in answer.citations if one.number in sentence.citations and sentence.verdict == "quoted")
    marked = _IN_MARKS.fullmatch(sentence.text)  # as a model may write it
    texts = {sentence.text, marked[1] if marked else ""}
    return next((one for one in cited if one.quote.text in texts), None)


def lines_html(text: str, strong: tuple[int, int] = (0, 0)) -> str:
    """Return a quote, the items of a list and the rows of a table each on its line; `strong` characters are bold."""

    def html_of(start: int, end: int) -> str:
        return escape(text[start:end])

    return "<br>".join(_strong_html(html_of, *line, strong) for line in _lines_in(text))


def _strong_html(html_of: Callable[[int, int], str], start: int, end: int, strong: tuple[int, int]) -> str:
    """Return the HTML of some characters of a text, as `html_of` gives it, those of them that are `strong` in bold."""
    begin, stop = max(start, strong[0]), min(end, strong[1])
    if begin >= stop:
        return html_of(start, end)
    return f"{html_of(start, begin)}<b>{html_of(begin, stop)}</b>{html_of(stop, end)}"


def cited_html(citation: Citation) -> str:
    """Return a quote in quotation marks, the words of it that answer in bold."""
    return citation.quote.shown(lambda one: f"“{lines_html(one.text, _place_of(citation, one.start))}”")


def _place_of(citation: Citation, begins: int) -> tuple[int, int]:
    """Return where the words that answer stand in a text that begins at such a character of the article."""
    return (citation.span.start - begins, citation.span.end - begins) if citation.span else (0, 0)


def in_short(answer: Answer) -> str:
    """Return the words that surely answer, in quotation marks, or nothing."""
    return f"“{one_line(answer.short_answer.text)}”" if answer.short_answer else ""


def in_one_line(quote: Quote) -> str:
    """Return a quote in one line: its slices, and each item of a list and row of a table, in marks of their own."""
    return quote.shown(lambda one: " ".join(f"“{one_line(_without_bullet(line))}”" for line in _lines(one.text)))


def _lines(text: str) -> list[str]:
    return [text[start:end] for start, end in _lines_in(text)]


def _lines_in(text: str) -> list[tuple[int, int]]:
    """Return where the lines of a list or table stand, and any other text as one: its lines are wrapped."""
    kept = text.splitlines(keepends=True)
    begins = accumulate(map(len, kept), initial=0)
    spans = [(at, at + len(line.rstrip("\r\n"))) for at, line in zip(begins, kept, strict=False) if line.strip()]
    lines = [text[start:end] for start, end in spans]
    is_list = len(lines) > 1 and (lines[0].endswith(":") or any(is_of_list(one) or is_field(one) for one in lines[1:]))
    return spans if is_list else [(0, len(text))]


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
    strong = {one.number: _place_of(one, begins) for one in citations}
    parts, shown, gaps = "", 0, gaps_in(text)

    def html_of(start: int, end: int) -> str:
        return spaced_html(text, start, end, gaps)

    for begin, stop, number in sorted([*own, *leads], key=lambda one: (one[0], not one[2], one[1])):
        start, end = max(begin - begins, shown), min(stop - begins, len(text))
        place = f' id="{anchor}{number}" data-number="{number}"' if anchor is not None and number else ""
        if end > start or number:
            parts += spaced_html(text, shown, start, gaps, plain)
            parts += f"<mark{place}>{_strong_html(html_of, start, end, strong.get(number, (0, 0)))}</mark>"
            shown = max(shown, end)
    return parts + spaced_html(text, shown, len(text), gaps, plain)
