"""One page of HTML that needs nothing else: no file, no font, no script."""

from pathlib import Path

_HEAD = '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>OnRecord</title>'


def page_of(body: str) -> str:
    """Return the page that shows some HTML."""
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    head = f"{_HEAD}<style>{style}</style>"
    return f'<!doctype html><html lang="en"><head>{head}</head><body><main>{body}</main></body></html>'
