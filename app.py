"""The door of the page: `build_app` builds it, `launch` serves it, and `python app.py` is `onrecord chat`."""

import sys

from page.launching import Served, build_app, launch

__all__ = ["Served", "build_app", "launch"]

if __name__ == "__main__":
    from rag.cli import main

    sys.exit(main(["chat", *sys.argv[1:]]))
