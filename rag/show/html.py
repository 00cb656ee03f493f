"""An answer as HTML for a page: what is said, and the record behind it.

Whatever an article, a model or a user wrote is data, and is escaped here.
"""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from index.language.times.typed import time_in_words
from index.plain_text import one_line
from rag.about import DOT
from rag.answer import Answer, Citation, Rejected, Verdict
from rag.show.marks import in_short_html, quote_html, remark_html, sentence_html, verdict_html
from rag.show.origins import about_html, origin_html
from rag.show.quotes import lines_html, marked_html, quote_of
from rag.show.sides import sides_html


def answer_html(answer: Answer, turn: int = 1, *, growing: bool = False) -> str:
    """Return an answer for the conversation; `turn` keeps its citations apart from those of other answers.

    Of one that is `growing`, it goes without saying that a sentence is unfinished.
    """
    parts = []
    if answer.standalone_question != answer.question:
        parts.append(f'<p class="aside">Understood as: {escape(answer.standalone_question)}</p>')
    parts += [in_short_html(answer, turn), sides_html(answer, turn)]
    if answer.is_reply:
        parts.append(_reply_html(answer.text))
    elif answer.status == "not_found":
        near = f'<a href="#nearest-{turn}">What comes nearest</a>' if answer.nearest else "Nothing in them comes near."
        parts.append(f'<div class="silence"><p>{escape(answer.text)}</p><p class="aside">{near}</p></div>')
    parts += [f'<p class="note">{remark_html(note)}</p>' for note in answer.notes]
    said = {number for side in answer.positions for number in side.citations}
    numbered = list(enumerate(answer.sentences, start=1))
    shown = [
        (place, one)
        for place, one in numbered
        if not one.withdrawn and not (quote_of(answer, one) and said.issuperset(one.citations))
    ]
    for source, sentences in groupby(shown, lambda one: _origin_html(answer, one[1])):
        if source:
            quoted = (quote_of(answer, one) for _, one in sentences)
            quotes = "".join(f"<p>{quote_html(one, turn)}</p>" for one in quoted if one)
            parts.append(f"<blockquote>{quotes}<footer>{source}</footer></blockquote>")
        else:
            told = (sentence_html(one, place, turn, growing=growing) for place, one in sentences)
            parts.append(f"<p>{' '.join(told)}</p>")
    if withdrawn := [(place, one) for place, one in numbered if one.withdrawn]:
        wrote = " ".join(sentence_html(one, place, turn) for place, one in withdrawn)
        parts.append(f'<details class="withdrawn"><summary>What the model wrote</summary><p>{wrote}</p></details>')
    return "".join(parts)


def _reply_html(text: str) -> str:
    r"""Return the lines of a reply, those of a list as one.

    >>> _reply_html("The latest:\n• Oil <fell>\n• Rain\nAsk.")
    '<p>The latest:</p><ul><li>Oil &lt;fell&gt;</li><li>Rain</li></ul><p>Ask.</p>'
    """
    parts = []
    for is_list, lines in groupby(map(escape, text.splitlines()), lambda line: line.startswith(DOT)):
        kind = "li" if is_list else "p"
        told = "".join(f"<{kind}>{line.removeprefix(DOT)}</{kind}>" for line in lines)
        parts.append(f"<ul>{told}</ul>" if is_list else told)
    return "".join(parts)


def sources_html(answer: Answer, turn: int = 1) -> str:
    """Return the record behind an answer: how its sentences were judged, what was rejected, and the passages."""
    numbered = enumerate(answer.sentences, start=1)
    judged = [
        verdict_html(one, place, turn) for place, one in numbered if not one.is_unfinished and not quote_of(answer, one)
    ]
    rejected = [f"<li>{_rejected_html(one)}</li>" for one in answer.rejected]
    parts = {
        "<h3>Sentence by sentence</h3>": f"<ul>{''.join(judged)}</ul>" if judged else "",
        "<h3>Rejected</h3>": f"<ul>{''.join(rejected)}</ul>" if rejected else "",
        "<h3>Sources</h3>": _cards_html(answer.citations, f"source-{turn}-"),
        f'<h3 id="nearest-{turn}">Nearest passages</h3>': _cards_html(answer.nearest, None),
    }
    return "".join(f"{heading}{part}" for heading, part in parts.items() if part)


def _origin_html(answer: Answer, sentence: Verdict) -> str:
    """Return where a sentence that is a quote to the letter comes from, empty for any other."""
    quoted = quote_of(answer, sentence)
    return origin_html(quoted) if quoted else ""


def _rejected_html(rejected: Rejected) -> str:
    pointed = "The model pointed to " if rejected.marker.startswith("[") else ""
    return f"{pointed}{escape(rejected.marker)}: {escape(rejected.reason)}"


def _cards_html(citations: Sequence[Citation], anchor: str | None) -> str:
    """Return a card for each passage, with all that is quoted from it marked."""
    cards = []
    passages = dict.fromkeys(citation.passage for citation in citations)
    for passage in passages:
        if any(other != passage and other.contains(passage) for other in passages):
            continue  # a quote that joins two passages has wider surroundings, which show this one too
        quoted = sorted((one for one in citations if passage.contains(one.passage)), key=lambda one: one.quote.start)
        lead = "".join(f"<mark>{lines_html(one.text)}</mark> … " for one in passage.lead)
        text = lead + marked_html(passage.text, passage.start, quoted, anchor)
        first = quoted[0]
        kinds = dict.fromkeys(one.kind for one in quoted)
        about = about_html(*kinds, first.source, published=first.published, url=first.url)
        times = dict.fromkeys(time for one in quoted for time in one.times_to_name())
        named = "; ".join(f"“{escape(one_line(written))}”: {_days_in_words(days)}" for written, days in times)
        small = "".join(f"<small>{line}</small>" for line in (about, named) if line)
        cards.append(f"<article><header>{escape(first.title)}{small}</header><p>{text}</p></article>")
    return "".join(cards)


def _days_in_words(span: str) -> str:
    """Return a day, month or year, or two with "to" between, in words.

    >>> _days_in_words("2025-01-30 to 2025-02-02")
    '30 January 2025 to 2 February 2025'
    """
    return " to ".join(map(time_in_words, span.split(" to ")))
