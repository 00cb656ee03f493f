"""A checked draft as HTML: its own text with marks, each a link to what was found, and the findings below it.

Whatever a draft or an article says is data, and is escaped here.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise

from index.plain_text import one_line, plain
from rag.drafts import CheckedDraft, CheckedQuotation, CheckedSentence, SourcedQuote, WordChange
from rag.show.drafts import counted_lines, is_unsure, is_untold, label_of_finding, places_of, reasons_of
from rag.show.origins import about_html
from rag.show.page import page_of
from rag.show.paragraphs import gaps_in, spaced_html

MOST_SHOWN = 3  # places of one finding

_LABELS = {"unsupported": "Not supported"}
_Finding = CheckedQuotation | CheckedSentence


def draft_page(drafts: Sequence[CheckedDraft]) -> str:
    """Return checked drafts as one page of HTML that needs nothing else."""
    numbered = enumerate(drafts, start=1)
    return page_of("".join(f"<h2>{escape(one.title or 'A draft')}</h2>{draft_html(one, at)}" for at, one in numbered))


def draft_html(draft: CheckedDraft, number: int = 1, *, opens: bool = False) -> str:
    """Return a draft with marks in its text, then what falls, what is unsure, what holds, and what nobody checked.

    `number` keeps several apart. Where it `opens` articles, each place is a button that names it.
    """
    named = {one: f"{number}-{place}" for place, one in enumerate(draft.findings, start=1)}
    falls = [one for one in draft.findings if one.falls]
    unsure = [one for one in draft.findings if is_unsure(one)]
    untold = [one for one in draft.findings if is_untold(one)]
    holds = [one for one in draft.findings if not (one.falls or is_unsure(one) or is_untold(one))]

    def listed(findings: Sequence[_Finding]) -> str:
        return f"<ul class='findings'>{''.join(_finding_html(one, named[one], opens) for one in findings)}</ul>"

    counts = "".join(f"<li>{escape(line)}</li>" for line in counted_lines(draft))
    below = f"<h3>What falls: {len(falls)}</h3>{listed(falls)}" if falls else "<h3>Nothing falls</h3>"
    below += f"<h3>Look yourself: {len(unsure)}</h3>{listed(unsure)}" if unsure else ""
    for name, some in (("What holds", holds), ("What was not checked", untold)):
        below += f"<details><summary>{name}: {len(some)}</summary>{listed(some)}</details>" if some else ""
    return f"<ul class='counts aside'>{counts}</ul><div class='checked'>{_text_html(draft, named)}</div>{below}"


def _text_html(draft: CheckedDraft, named: Mapping[_Finding, str]) -> str:
    """Return the draft's text, each finding marked, with a link behind it."""
    gaps = gaps_in(draft.text)
    edges = sorted({0, len(draft.text), *(edge for one in draft.findings for edge in (one.start, one.end))})
    parts = []
    for start, end in pairwise(edges):
        over = [one for one in draft.findings if one.start <= start and end <= one.end]
        shown = spaced_html(draft.text, start, end, gaps, plain)
        for one in reversed(over):
            shown = _marked(one, shown)
        parts += [shown, *(_link_html(one, named[one]) for one in reversed(over) if one.end == end)]
    return "".join(parts)


def _marked(one: _Finding, shown: str) -> str:
    if is_untold(one):
        return f"<span class='untold'>{shown}</span>"
    if isinstance(one, CheckedQuotation):
        return f"<mark class='{'falls' if one.falls else 'stands'}'>{shown}</mark>"
    if is_unsure(one):
        return f"<span class='unsure'>{shown}</span>"
    return f"<u>{shown}</u>" if one.falls else shown


def _link_html(one: _Finding, name: str) -> str:
    """Return the link from the end of a finding to what is said of it; none of what nobody checked."""
    if is_untold(one):
        return ""
    link = f"id='draft-at-{name}' href='#draft-finding-{name}'"
    if one.falls or is_unsure(one):
        return f" <a class='{'doubt' if one.falls else 'look'}' {link}>{_label(one)}</a>"
    return f"<sup><a {link} aria-label='{_label(one)}'>✓</a></sup>"


def _label(one: _Finding) -> str:
    found = label_of_finding(one)
    return _LABELS.get(found, found.capitalize())


def _finding_html(one: _Finding, name: str, opens: bool) -> str:
    words = f"“{escape(plain(one.words))}”" if isinstance(one, CheckedQuotation) else escape(plain(one.text))
    label = f"<strong class='{'falls' if one.falls else 'holds'}'>{_label(one)}</strong>"
    reasons = "".join(f"<small>{escape(plain(reason))}</small>" for reason in reasons_of(one))
    changes = "".join(_changes_html(one.changes)) if isinstance(one, CheckedQuotation) and one.changes else ""
    places = "".join(_place_html(place, opens) for place in places_of(one)[:MOST_SHOWN])
    back = "" if is_untold(one) else f"<a class='to-text' href='#draft-at-{name}'>Back to its place in the draft</a>"
    return f"<li id='draft-finding-{name}' tabindex='-1'>{label} {words}{reasons}{changes}{places}{back}</li>"


def _changes_html(changes: Sequence[WordChange]) -> Iterator[str]:
    """Yield the words of the draft and those of the article, where they differ in bold."""
    for of, kind in (("The draft", "added"), ("The article", "missing")):
        told = (one for one in changes if one.kind in ("same", kind))
        words = (f"<b>{escape(plain(one.words))}</b>" if one.kind == kind else escape(plain(one.words)) for one in told)
        yield f"<small class='compared'>{of}: {' '.join(words)}</small>"


def _place_html(place: SourcedQuote, opens: bool) -> str:
    """Return the words of an article and where they come from."""
    quote, title = place.quote, escape(one_line(place.title))
    if opens:
        at = f"data-of='{escape(quote.article)}' data-start='{quote.start}' data-end='{quote.end}'"
        title = f"<button type='button' {at}>{title}</button>"
    where = ", ".join(filter(None, (title, about_html(place.source, published=place.published, url=place.url))))
    return f"<blockquote><p>“{escape(plain(quote.text))}”</p><footer>{where}</footer></blockquote>"
