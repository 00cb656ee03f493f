"""The marks in what is said, each a link into the record: the numbers of citations, and verdicts that are doubts.

Whatever an article or a model wrote is data, and is escaped here.
"""

import re
from collections.abc import Sequence
from html import escape

from rag.answer import UNFINISHED, Answer, Citation, Verdict
from rag.show.quotes import cited_html, in_short

_OF_MODEL = re.compile(r"(?P<name>(?:https?://\S+#|gguf:(?:.*/)?)(?P<short>[^\s#]+?)): (?P<what>.+)", re.DOTALL)
_CUT = ' <span class="unfinished">Unfinished</span>'
LABELS = {"quoted": "Quoted", "supported": "Supported", "unsupported": "Not supported", "uncited": "No source"}


def numbers_html(numbers: Sequence[int], turn: int) -> str:
    """Return the numbers of citations, each a link to its place among the sources."""
    return "".join(f'<sup><a href="#source-{turn}-{number}">[{number}]</a></sup>' for number in numbers)


def quote_html(citation: Citation, turn: int) -> str:
    """Return a quote between quotation marks, the words that answer in bold, with its number."""
    return f"{cited_html(citation)}{numbers_html([citation.number], turn)}"


def in_short_html(answer: Answer, turn: int) -> str:
    """Return the words that surely answer, empty where there are none."""
    if answer.short_answer is None:
        return ""
    number = numbers_html([answer.short_answer.citation], turn)
    return f'<p class="in-short">In short: <b>{escape(in_short(answer))}</b>{number}</p>'


def remark_html(note: str) -> str:
    """Return a note; a model of which it tells has its short name, and the whole one where one points.

    >>> remark_html("http://127.0.0.1:81/v1#org/one:8b: it <broke> off")
    '<span title="http://127.0.0.1:81/v1#org/one:8b">org/one:8b</span>: it &lt;broke&gt; off'
    >>> remark_html("No article answers: #1 is too old.")
    'No article answers: #1 is too old.'
    """
    told = _OF_MODEL.fullmatch(note)
    if told is None:
        return escape(note)
    return f'<span title="{escape(told["name"])}">{escape(told["short"])}</span>: {escape(told["what"])}'


def judged_in_words(sentence: Verdict) -> str:
    """Return how a sentence was judged and why, or that nobody judged it yet."""
    return UNFINISHED if sentence.is_unfinished else f"{sentence.verdict}: {'; '.join(sentence.reasons)}".rstrip(": ")


def sentence_html(sentence: Verdict, place: int, turn: int, *, growing: bool = False) -> str:
    """Return a sentence; one that is not borne out is underlined, with a link to its verdict and the reasons.

    One that is unfinished says so, unless the answer is `growing`.
    """
    text, numbers = escape(sentence.text), numbers_html(sentence.citations, turn)
    if sentence.is_unfinished:
        return f"{text}{numbers}{'' if growing else _CUT}"
    if sentence.is_borne_out:
        return text + numbers
    doubt = f'<a class="doubt" href="#judged-{turn}-{place}">{LABELS[sentence.verdict]}</a>'
    return f'<span class="doubtful"><u>{text}</u>{numbers} {doubt}</span>'


def verdict_html(sentence: Verdict, place: int, turn: int) -> str:
    """Return how a sentence was judged, and why, as an entry of a list."""
    label = f'<strong class="{sentence.verdict}">{LABELS[sentence.verdict]}</strong>'
    reasons = "".join(f"<small>{escape(reason)}</small>" for reason in sentence.reasons)
    said = f"{escape(sentence.text)}{numbers_html(sentence.citations, turn)}"
    return f'<li id="judged-{turn}-{place}">{label} {said}{reasons}</li>'
