"""The page that says what the API takes and gives: plain, of one piece, with nothing from another host."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}"
    "pre{background:#8882;padding:.5rem 1rem;overflow:auto}code{font-size:.9em}h2{margin-top:2.5rem}"
    ":root{color-scheme:light dark}"
)


def documentation(openapi: dict[str, Any]) -> str:
    """Return the page about an API that OpenAPI describes."""
    info = openapi["info"]
    body = [f"<h1>{escape(info['title'])}</h1><p>{escape(info.get('description', ''))}</p>"]
    body.append(
        "<p>Each request but those to /docs, /openapi.json and /v1/health carries the header "
        '<code>Authorization: Bearer TOKEN</code>. What is wrong is said as <code>{"error": "…"}</code>. '
        '<a href="/openapi.json">openapi.json</a> says all of this to programs.</p>'
    )
    for path, methods in openapi["paths"].items():
        for method, told in methods.items():
            body += _operation(f"{method.upper()} {path}", told)
    body.append("<h2>Schemas</h2>")
    for name, schema in openapi.get("components", {}).get("schemas", {}).items():
        body.append(f"<details id={json.dumps(name)}><summary>{escape(name)}</summary>{_pre(schema)}</details>")
    head = f'<meta charset="utf-8"><title>{escape(info["title"])}</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(body)}</body></html>'


def _operation(name: str, told: dict[str, Any]) -> Iterator[str]:
    yield f"<h2><code>{escape(name)}</code></h2><p>{escape(told.get('summary', ''))}</p>"
    if parameters := told.get("parameters"):
        yield "<ul>"
        for one in parameters:
            needed = " (needed)" * bool(one.get("required"))
            what = one.get("description") or one.get("schema", {}).get("description", "")
            yield f"<li><code>{escape(one['name'])}</code>{needed} {escape(what)}</li>"
        yield "</ul>"
    if "requestBody" in told:
        yield f"<p>Body:</p>{_pre(told['requestBody']['content'])}"
    answers = "; ".join(f"{status}: {one.get('description', '')}" for status, one in told.get("responses", {}).items())
    yield f"<p>{escape(answers)}</p>"


def _pre(value: Any) -> str:
    return f"<pre>{escape(json.dumps(value, indent=1, ensure_ascii=False))}</pre>"
