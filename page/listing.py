"""The articles of a library as a table, and what was left out of it, as HTML.

Whatever an article or a file says is data, and is escaped here.
"""

from collections.abc import Sequence
from html import escape

from index import Headline, SetAside, Skipped
from index.plain_text import one_line
from index.reading.articles import OR_AS_IS
from index.storing import ListKind
from page.first import counted
from rag.show import about_html, date_html

MOST_LISTED = 500  # articles, of which the rest is found by searching

_COLUMNS = (("date", "Date"), ("title", "Title"), ("source", "Source"), ("passages", "Passages"))
_DOWN_FIRST = ("date", "passages")  # the latest and the longest are looked for more often
_KINDS: dict[ListKind, str] = {"waiting": "waits to be read", "copies": "has copies"}
_MORE = f"<p class='aside'>These are the first {MOST_LISTED}; search or filter for the others.</p>"


def table_html(headlines: Sequence[Headline], order: str = "-date", *, removes: bool = False) -> str:
    """Return a table of articles, each to be opened by its title, and where one `removes`, to be removed."""
    head = "".join(_column(name, label, order) for name, label in _COLUMNS) + '<td class="cross"></td>'
    rows = "".join(_row(one, removes) for one in headlines)
    more = _MORE if len(headlines) == MOST_LISTED else ""
    return f"{more}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _column(name: str, label: str, order: str) -> str:
    is_this = order.removeprefix("-") == name
    sort = ("descending" if order.startswith("-") else "ascending") if is_this else "none"
    first = f"-{name}" if name in _DOWN_FIRST else name
    following = {name: f"-{name}", f"-{name}": name}[order] if is_this else first
    button = f'<button type="button" data-do="sort" data-order="{following}">{label}</button>'
    return f'<th scope="col" class="{name}" aria-sort="{sort}">{button}</th>'


def _row(one: Headline, removes: bool) -> str:
    said = [f"one of {one.copies:,} copies"] if one.copies > 1 else []
    said += [] if one.is_found else ["waits to be read"]
    title, name = escape(one_line(one.title)), escape(one.id)
    passages = counted(one.passages, "passage")
    small = f"<small>{' · '.join(said)}</small>" if said else ""
    remove = f'<button type="button" data-set-aside="{name}" aria-label="Remove: {title}">×</button>' if removes else ""
    cells = {
        "date": date_html(one.published),
        "title": f'<button type="button" data-article="{name}" title="{passages}">{title}</button>{small}',
        "source": escape(one_line(one.source or "")),
        "passages": f"{one.passages:,}",
        "cross": remove,
    }
    told = "".join(f'<td class="{column}">{cell}</td>' for column, cell in cells.items())
    return f"<tr>{told}</tr>"


def none_html(containing: str, kind: ListKind, within: str, *, of_any: bool) -> str:
    """Return what was looked for where nothing was found; nothing was, where there are no articles at all.

    >>> none_html(" ferry ", "copies", "since June 2025", of_any=True)
    '<p>No article since June 2025 has copies and “ferry” in its title or source.</p>'
    """
    if not of_any:
        return "<p>No articles yet.</p>"
    words = one_line(containing).strip()
    looked_for = [_KINDS[kind]] if kind else []
    looked_for += [f"{'' if kind == 'copies' else 'has '}“{words}” in its title or source"] if words else []
    which = f" {within}" if within else ""
    told = f"No article{which} {' and '.join(looked_for)}" if looked_for else f"There is no article{which}"
    return f"<p>{escape(told)}.</p>"


def set_aside_html(articles: Sequence[SetAside], *, of_all: bool = True) -> str:
    """Return what was removed, or what was found `of_all` that, each to be brought back."""
    lines = []
    for one in articles[:MOST_LISTED]:
        title = escape(one_line(one.title))
        about = about_html(one.source, published=one.published)
        named = f'data-bring-back="{escape(one.id)}" aria-label="Bring back: {title}"'
        back = f'<button type="button" {named}>Bring back</button>'
        lines.append(f"<li>{title}<small>{about}</small>{back}</li>")
    said = "<p class='aside'>No answer uses these, and no sync takes them up again.</p>"
    none = "Nothing was removed." if of_all else "Nothing that was removed has these words in its title or source."
    return f"{said}<ul class='aside-list'>{''.join(lines)}</ul>" if lines else f"<p>{none}</p>"


def faults_html(faults: Sequence[Skipped], *, of_all: bool = True) -> str:
    """Return what could not be read, or what was found `of_all` that, and why."""
    lines = "".join(f"<li>{escape(str(one).removesuffix(OR_AS_IS))}</li>" for one in faults[:MOST_LISTED])
    said = "<p class='aside'>Mend these, and add them again.</p>"
    none = "All that was added could be read." if of_all else "Of what could not be read, nothing has these words."
    return f"{said}<ul class='aside-list'>{lines}</ul>" if lines else f"<p>{none}</p>"
