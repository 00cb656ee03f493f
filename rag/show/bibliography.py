"""The articles that answers cite, as lists for programs that keep such: once each.

Whatever an article says is data, and is escaped as its format wants it.
"""

from collections.abc import Sequence

from rag.answer import Answer, Citation
from rag.show.links import encoded, web_address

_TEX = {sign: f"\\{sign}" for sign in "{}$&%#_"} | {
    "\\": "\\textbackslash{}",
    "^": "\\textasciicircum{}",
    "~": "\\textasciitilde{}",
}


def as_bibtex(answers: Sequence[Answer]) -> str:
    """Return the articles that are cited, once each, as BibTeX."""
    entries = []
    for number, one in enumerate(_sources(answers), start=1):
        source, address = _braced(one.source or ""), encoded(web_address(one.url))
        fields = (("title", _braced(one.title)), ("journal", source), ("date", one.published), ("url", address))
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields if value)
        entries.append(f"@article{{onrecord{number},\n{lines}\n}}\n")
    return "\n".join(entries)


def as_ris(answers: Sequence[Answer]) -> str:
    """Return the articles that are cited, once each, as RIS."""
    lines = []
    for one in _sources(answers):
        day = (one.published or "").replace("-", "/")
        fields = (("TY", "NEWS"), ("TI", one.title), ("T2", one.source), ("DA", day), ("UR", web_address(one.url)))
        lines += [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
        lines += ["ER  - ", ""]
    return "\r\n".join(lines)


def _sources(answers: Sequence[Answer]) -> list[Citation]:
    return list({one.quote.article: one for answer in answers for one in answer.citations}.values())


def _braced(text: str) -> str:
    """Return text as it stands within the braces of BibTeX."""
    return "".join(_TEX.get(sign, sign) for sign in " ".join(text.split()))
