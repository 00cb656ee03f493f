"""`python -m rag` is `onrecord`."""

import sys

from rag.cli import main

sys.exit(main())
