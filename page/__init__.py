"""What is seen: the page's parts, its looks, and the guard that lets nobody in but who started it.

Gradio is imported in here alone, and `index` before it, which tells it to report nothing home.
"""

import atexit
import os
import shutil
import tempfile

import index  # noqa: F401

os.environ["GRADIO_TEMP_DIR"] = tempfile.mkdtemp(prefix="onrecord-")  # read while a page is built; nobody else's
atexit.register(shutil.rmtree, os.environ["GRADIO_TEMP_DIR"], ignore_errors=True)
