"""Answers as files for other programs: text with footnotes, data, and lists of sources.

Whatever an article, a model or a user wrote is data, and is escaped as its format wants it.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from urllib.parse import quote

from rag.answer import Answer, Citation
from rag.show.html import answer_html, sources_html, web_address

LONGEST_FRAGMENT = 60  # characters of a quote in an address; what is longer is told by its first and last words

_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~!&]|^[-+]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d{3})[.)]|(?<=^\d{4})[.)]")
_URL = ":/?[]@!$&'()*+,;=%~"  # what stands in an address as it is
_TEX = {sign: f"\\{sign}" for sign in "{}$&%#_"} | {
    "\\": "\\textbackslash{}",
    "^": "\\textasciicircum{}",
    "~": "\\textasciitilde{}",
}
_HEAD = '<!doctype html><meta charset="utf-8"><title>OnRecord</title>'


def link_to(citation: Citation) -> str:
    """Return the address of a quote in its article on the web, empty when the article has none.

    Browsers go to the words that a text fragment names: https://wicg.github.io/scroll-to-text-fragment/
    """
    url, words = web_address(citation.url), citation.quote.text.split()
    if not url or not words:
        return ""
    ends = (
        [" ".join(words)] if len(" ".join(words)) <= LONGEST_FRAGMENT else [" ".join(words[:4]), " ".join(words[-4:])]
    )
    words_of = ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)
    return f"{quote(url.partition('#')[0], safe=_URL)}#:~:text={words_of}"


def as_markdown(answers: Sequence[Answer]) -> str:
    """Return answers as Markdown, their citations as footnotes."""
    return "\n".join(line for turn, answer in enumerate(answers, start=1) for line in _markdown(answer, turn))


def _markdown(answer: Answer, turn: int) -> Iterator[str]:
    yield from (f"## {_plain(answer.question)}", "")
    for side in answer.positions:
        yield f"- {_plain(side.label)}{_footnotes(side.citations, turn)}"
    if answer.positions:
        yield ""
    if not answer.sentences:
        yield from (_plain(answer.text), "")
    for sentence in (one for one in answer.sentences if not one.withdrawn):
        doubt = "" if sentence.is_borne_out else f" ({sentence.verdict}: {_plain('; '.join(sentence.reasons))})"
        is_quote = any(one.quote.text == sentence.text for one in answer.citations if one.number in sentence.citations)
        said = f"“{_plain(sentence.text)}”" if is_quote else _plain(sentence.text)
        yield from (f"{said}{_footnotes(sentence.citations, turn)}{doubt}", "")
    yield from (f"> {_plain(note)}\n" for note in answer.notes)
    for one in answer.citations:
        link = link_to(one)
        yield f"[^{turn}-{one.number}]: “{_plain(one.quote.text)}” {_plain(one.origin)}{f' <{link}>' if link else ''}"
    yield ""


def _footnotes(numbers: Sequence[int], turn: int) -> str:
    return "".join(f"[^{turn}-{number}]" for number in numbers)


def _plain(text: str) -> str:
    """Return text, in one line, as Markdown shows it to the letter."""
    return _MARKDOWN.sub(lambda match: f"\\{match[0]}", " ".join(text.split()))


def as_page(answers: Sequence[Answer]) -> str:
    """Return answers as one page of HTML that needs nothing else."""
    parts = (
        f"<h2>{escape(answer.question)}</h2>{answer_html(answer, turn)}{sources_html(answer, turn)}"
        for turn, answer in enumerate(answers, start=1)
    )
    return _HEAD + "".join(parts)


def as_json(answers: Sequence[Answer]) -> str:
    """Return one answer as `onrecord verify` takes it, several as a list of such."""
    told = [answer.to_json() for answer in answers]
    return json.dumps(told[0] if len(told) == 1 else told, ensure_ascii=False, indent=2)


def as_bibtex(answers: Sequence[Answer]) -> str:
    """Return the articles that are cited, once each, as BibTeX."""
    return "\n".join(
        f"@article{{onrecord{number},\n  title = {{{_braced(one.title)}}},\n"
        f"  journal = {{{_braced(one.source or '')}}},\n  date = {{{one.published or ''}}},\n"
        f"  url = {{{quote(one.url or '', safe=_URL + '#')}}}\n}}\n"
        for number, one in enumerate(_sources(answers), start=1)
    )


def as_ris(answers: Sequence[Answer]) -> str:
    """Return the articles that are cited, once each, as RIS."""
    lines = []
    for one in _sources(answers):
        day = (one.published or "").replace("-", "/")
        fields = (("TY", "NEWS"), ("TI", one.title), ("T2", one.source), ("DA", day), ("UR", one.url))
        lines += [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
        lines += ["ER  - ", ""]
    return "\r\n".join(lines)


def _sources(answers: Sequence[Answer]) -> list[Citation]:
    return list({one.quote.article: one for answer in answers for one in answer.citations}.values())


def _braced(text: str) -> str:
    """Return text as it stands within the braces of BibTeX."""
    return "".join(_TEX.get(sign, sign) for sign in " ".join(text.split()))


EXPORTS: Mapping[str, Callable[[Sequence[Answer]], str]] = {
    "md": as_markdown,
    "html": as_page,
    "json": as_json,
    "bib": as_bibtex,
    "ris": as_ris,
}
