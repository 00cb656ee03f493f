"""What can be done with an answer, as a row of buttons below it.

Whatever an article says is data, and is escaped here.
"""

import re
from collections.abc import Sequence
from html import escape
from textwrap import shorten

from index.plain_text import one_line
from rag import Answer, Citation
from rag.show import about_html, link_to, origin_html

FORMS = {"docx": "Word", "md": "Markdown", "html": "Web page", "json": "JSON", "bib": "BibTeX", "ris": "RIS"}
LONGEST_NAME = 60  # characters
LONGEST_BEGINNING = 70  # characters of a quote
OF_SOURCES = ("bib", "ris")  # which hold nothing where nothing is cited

UNFILTERED = '<button type="button" data-do="unfiltered">Ask without filters</button>'
AGAIN = '<button type="button" data-do="again">Ask again</button>'
_OF_ANOTHER = (  # filled when it is opened
    '<div class="menu"><button type="button" data-do="menu" data-menu="models" aria-expanded="false">'
    "Ask with another model</button><ul hidden></ul></div>"
)
AGAIN_ALONE = f'<div class="actions">{AGAIN}</div>'  # for a question without an answer


def actions_html(answer: Answer, *, filtered: bool) -> str:
    """Return the row of an answer that is whole, or was stopped; of one that was `filtered`, with a way out of that."""
    saved = [
        _button(f'data-export="{form}"', name)
        for form, name in FORMS.items()
        if answer.citations or form not in OF_SOURCES
    ]
    parts = [
        _button('data-do="copy"', "Copy with citations" if answer.citations else "Copy"),
        _menu("Copy link to the place", [_link_html(one) for one in answer.citations]),
        _menu("Save", saved),
        AGAIN,
        UNFILTERED if filtered else "",
        _OF_ANOTHER,
    ]
    return f'<div class="actions" role="group" aria-label="With this answer">{"".join(parts)}</div>'


def _link_html(citation: Citation) -> str:
    """Return what copies the address of a quote; an article without one says so."""
    begins = shorten(one_line(citation.quote.text), LONGEST_BEGINNING, placeholder=" …")
    known = ", ".join(filter(None, (about_html(citation.source, published=citation.published), escape(begins))))
    said = f"[{citation.number}] {known}"
    link = link_to(citation)
    if link:
        return _button(f'data-copy="{escape(link)}"', said)
    return f"[{citation.number}] {origin_html(citation)}: no address on the web"


def _button(does: str, said: str) -> str:
    return f'<button type="button" {does}>{said}</button>'


def _menu(name: str, entries: list[str]) -> str:
    """Return a button that opens a list; nothing for an empty one."""
    opens = f'<button type="button" data-do="menu" aria-expanded="false">{name}</button>'
    listed = "".join(f"<li>{entry}</li>" for entry in entries)
    return f'<div class="menu">{opens}<ul hidden>{listed}</ul></div>' if entries else ""


def file_name(answers: Sequence[Answer], form: str) -> str:
    """Return the name of a file with answers, by the first question.

    >>> file_name([], "md")
    'onrecord.md'
    """
    words = re.findall(r"\w+", answers[0].question.lower() if answers else "")
    return f"{'-'.join(words)[:LONGEST_NAME].strip('-') or 'onrecord'}.{form}"
