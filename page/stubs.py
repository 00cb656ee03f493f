"""Gradio imported in a third less time: without the stubs for editors that it writes beside its own files."""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch


@contextmanager
def no_stubs() -> Iterator[None]:
    """Have Gradio write none when it is imported within.

    It leaves out the parts that have no file (`gradio.component_meta.create_or_modify_pyi`); no setting says so.
    """
    getfile = inspect.getfile

    def no_file_of_gradio(part: object) -> str:
        if getattr(part, "__module__", "").startswith("gradio."):
            raise OSError
        return getfile(part)  # type: ignore[arg-type]

    with patch.object(inspect, "getfile", no_file_of_gradio):
        yield
