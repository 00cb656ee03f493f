"""An answer as HTML for a page: what is said, and the record behind it.

Whatever an article, a model or a user wrote is data, and is escaped here.
"""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from rag.answer import Answer, Citation, Position, Rejected, Verdict, in_a_row

LABELS = {"quoted": "Quoted", "supported": "Supported", "unsupported": "Not supported", "uncited": "No source"}


def answer_html(answer: Answer, turn: int = 1, *, growing: bool = False) -> str:
    """Return an answer for the conversation; `turn` keeps its citations apart from those of other answers."""
    parts = []
    if answer.standalone_question != answer.question:
        parts.append(f'<p class="aside">Understood as: {escape(answer.standalone_question)}</p>')
    if answer.positions:
        sides = "".join(_position_html(answer, side, turn) for side in answer.positions)
        parts.append(f'<div class="contested"><h3>The articles disagree</h3><ul>{sides}</ul></div>')
    if answer.is_reply:
        parts.append(f"<p>{escape(answer.text)}</p>")
    elif answer.status == "not_found":
        near = "The nearest passages are among the sources." if answer.nearest else "Nothing in them comes near."
        parts.append(f'<p>{escape(answer.text)}</p><p class="aside">{near}</p>')
    parts += [f'<p class="note">{escape(note)}</p>' for note in answer.notes]
    said = {number for side in answer.positions for number in side.citations}
    shown = [
        one
        for one in answer.sentences
        if not one.withdrawn and not (_quoted_from(answer, one) and said.issuperset(one.citations))
    ]
    unfinished = shown[-1] if growing and shown else None  # its citations may be still to come
    for source, sentences in groupby(shown, lambda sentence: _quoted_from(answer, sentence)):
        if source:
            quotes = "".join(f"<p>{_quote_html(one.text, one.citations, turn)}</p>" for one in sentences)
            parts.append(f"<blockquote>{quotes}<footer>{source}</footer></blockquote>")
        else:
            parts.append(f"<p>{' '.join(_sentence_html(one, turn, one is unfinished) for one in sentences)}</p>")
    if withdrawn := [one for one in answer.sentences if one.withdrawn]:
        told = " ".join(_sentence_html(one, turn, False) for one in withdrawn)
        parts.append(f'<details class="withdrawn"><summary>What the model wrote</summary><p>{told}</p></details>')
    return "".join(parts)


def sources_html(answer: Answer, turn: int = 1) -> str:
    """Return the record behind an answer: how its sentences were judged, what was rejected, and the passages."""
    judged = [_verdict_html(one, turn) for one in answer.sentences if not _quoted_from(answer, one)]
    rejected = [f"<li>{_rejected_html(one)}</li>" for one in answer.rejected]
    parts = {
        "Sentence by sentence": f"<ul>{''.join(judged)}</ul>" if judged else "",
        "Rejected": f"<ul>{''.join(rejected)}</ul>" if rejected else "",
        "Sources": _cards_html(answer.citations, turn),
        "Nearest passages": _cards_html(answer.nearest),
    }
    return "".join(f"<h3>{heading}</h3>{part}" for heading, part in parts.items() if part)


def title_html(title: str, url: str | None) -> str:
    """Return an article's title, linked to the web where it has an address there."""
    said = escape(title)
    address = escape(web_address(url))
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{said}</a>' if address else said


def web_address(url: str | None) -> str:
    """Return an address on the web, empty for any other: what it leads to may run."""
    return url if url and url.lower().startswith(("http://", "https://")) else ""


def _quoted_from(answer: Answer, sentence: Verdict) -> str:
    """Return where a sentence that is a quote to the letter comes from; anything else gets no quotation marks."""
    cited = (answer.citation(number) for number in sentence.citations if sentence.verdict == "quoted")
    return next((escape(one.origin) for one in cited if one.quote.text == sentence.text), "")


def _sentence_html(sentence: Verdict, turn: int, unfinished: bool) -> str:
    text, marks = escape(sentence.text), _marks(sentence.citations, turn)
    if unfinished or sentence.is_borne_out:
        return text + marks
    why = f'title="{escape("; ".join(sentence.reasons))}"'
    return f'<u {why}>{text}</u>{marks} <span class="doubt" {why}>{LABELS[sentence.verdict]}</span>'


def _verdict_html(sentence: Verdict, turn: int) -> str:
    label = f'<strong class="{sentence.verdict}">{LABELS[sentence.verdict]}</strong>'
    reasons = "".join(f"<small>{escape(reason)}</small>" for reason in sentence.reasons)
    return f"<li>{label} {escape(sentence.text)}{_marks(sentence.citations, turn)}{reasons}</li>"


def _rejected_html(rejected: Rejected) -> str:
    pointed = "The model pointed to " if rejected.marker.startswith("[") else ""
    return f"{pointed}{escape(rejected.marker)}: {escape(rejected.reason)}"


def _position_html(answer: Answer, side: Position, turn: int) -> str:
    cited = [answer.citation(number) for number in side.citations]
    quotes = "".join(f"<p>{_quote_html(one.quote.text, [one.number], turn)}</p>" for one in cited)
    sources = len({one.source or one.quote.article for one in cited})
    told = f"{sources} sources: {side.label}" if sources > 1 else side.label
    return f"<li>{quotes}<footer>{escape(told)}</footer></li>"


def _quote_html(text: str, numbers: Sequence[int], turn: int) -> str:
    return f"“{escape(text)}”{_marks(numbers, turn)}"


def _marks(numbers: Sequence[int], turn: int) -> str:
    return "".join(f'<sup><a href="#source-{turn}-{number}">[{number}]</a></sup>' for number in numbers)


def _cards_html(citations: Sequence[Citation], turn: int | None = None) -> str:
    """Return a card for each passage, with all that is quoted from it marked; without `turn`, nothing links to it."""
    cards = []
    passages = dict.fromkeys(citation.passage for citation in citations)
    for passage in passages:
        if any(other != passage and other.contains(passage) for other in passages):
            continue  # a quote that joins two passages has wider surroundings, which show this one too
        quoted = sorted((one for one in citations if passage.contains(one.passage)), key=lambda one: one.quote.start)
        text, shown = "", 0
        for citation in quoted:
            start, end = max(citation.quote.start - passage.start, shown), citation.quote.end - passage.start
            anchor = f' id="source-{turn}-{citation.number}" data-number="{citation.number}"' if turn else ""
            text += f"{escape(passage.text[shown:start])}<mark{anchor}>{escape(passage.text[start:end])}</mark>"
            shown = max(shown, end)
        title = title_html(quoted[0].title, quoted[0].url)
        times = dict.fromkeys(time for one in quoted for time in one.named_times())
        about = escape(in_a_row(quoted[0].source, quoted[0].published, *times))
        text += escape(passage.text[shown:])
        cards.append(f"<article><header>{title}</header><small>{about}</small><p>{text}</p></article>")
    return "".join(cards)
