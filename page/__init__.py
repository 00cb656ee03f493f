"""What is seen: the page's parts, its looks, and the guard that lets nobody in but who started it.

Gradio is imported in here alone, and `index` before it, which tells it to report nothing home. Whatever of this package
is imported first, Gradio comes after what is said here.
"""

import atexit
import os
import shutil
import tempfile

import index  # noqa: F401
from page.lean import import_gradio_lean

import_gradio_lean()
os.environ["GRADIO_TEMP_DIR"] = tempfile.mkdtemp(prefix="onrecord-")  # read while a page is built; nobody else's
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"  # events, between counts of them that nobody sees
atexit.register(shutil.rmtree, os.environ["GRADIO_TEMP_DIR"], ignore_errors=True)
