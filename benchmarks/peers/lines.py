"""How many lines a user writes for a peer: counted from its `open_peer`, as the formatter lays them out."""

import ast
from pathlib import Path


def lines_of(peer: str) -> int:
    """Return the lines of a peer's `open_peer` that hold code: its own signature and docstring are not counted.

    Starting a server for the language model, where a peer needs one, is not counted either.
    """
    return count(Path(__file__).with_name(f"{peer}.py").read_text(encoding="utf-8"))


def count(source: str, function: str = "open_peer") -> int:
    """Return the lines of code in the body of a function.

    >>> count(Path(__file__).read_text(encoding="utf-8"), "lines_of")
    1
    """
    (found,) = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == function)
    body = found.body[1:] if ast.get_docstring(found) else found.body
    lines = source.splitlines()
    held = {line for node in body for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    return sum(bool(text := lines[line - 1].strip()) and not text.startswith("#") for line in held)
