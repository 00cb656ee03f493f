"""What is seen: the page's parts, its looks, and the guard that lets nobody in but who started it.

Gradio is imported in here alone, and `index` before it, which tells it to report nothing home.
"""

import atexit
import inspect
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import index  # noqa: F401

os.environ["GRADIO_TEMP_DIR"] = tempfile.mkdtemp(prefix="onrecord-")  # read while a page is built; nobody else's
atexit.register(shutil.rmtree, os.environ["GRADIO_TEMP_DIR"], ignore_errors=True)


@contextmanager
def _no_stubs() -> Iterator[None]:
    """Keep Gradio from writing stubs for editors beside its own files, a third of the seconds that its import takes.

    It leaves out the parts that have no file (`gradio.component_meta.create_or_modify_pyi`); no setting says so.
    """
    getfile = inspect.getfile

    def no_file_of_gradio(part: object) -> str:
        if getattr(part, "__module__", "").startswith("gradio."):
            raise OSError
        return getfile(part)  # type: ignore[arg-type]

    with patch.object(inspect, "getfile", no_file_of_gradio):
        yield


with _no_stubs():
    import gradio  # noqa: E402, F401
