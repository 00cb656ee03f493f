"""Answers as files for other programs: text with footnotes, data, and lists of sources."""

import json
from collections.abc import Callable, Mapping, Sequence
from html import escape

from rag.answer import Answer
from rag.show.bibliography import as_bibtex, as_ris
from rag.show.html import answer_html, sources_html
from rag.show.markdown import as_markdown
from rag.show.page import page_of


def as_word(answers: Sequence[Answer]) -> bytes:
    """Return answers as a Word file, their citations as footnotes."""
    from rag.show.word import word_file  # python-docx takes a while to import

    return word_file(answers)


def as_page(answers: Sequence[Answer]) -> str:
    """Return answers as one page of HTML that needs nothing else."""
    parts = (
        f"<h2>{escape(answer.question)}</h2>{answer_html(answer, turn)}{sources_html(answer, turn)}"
        for turn, answer in enumerate(answers, start=1)
    )
    return page_of("".join(parts))


def as_json(answers: Sequence[Answer]) -> str:
    """Return one answer or several, as a list of such, as `onrecord verify` takes them."""
    told = [answer.to_json() for answer in answers]
    return json.dumps(told[0] if len(told) == 1 else told, ensure_ascii=False, indent=2)


EXPORTS: Mapping[str, Callable[[Sequence[Answer]], str | bytes]] = {
    "docx": as_word,
    "md": as_markdown,
    "html": as_page,
    "json": as_json,
    "bib": as_bibtex,
    "ris": as_ris,
}
