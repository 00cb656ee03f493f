"""Measure a public yardstick where its data is at hand: `python -m benchmarks.yardsticks NAME PATH`.

    python -m benchmarks.yardsticks acl_verbatim 333_20260206_dense_top5_20260305.json
    python -m benchmarks.yardsticks faithbench data_for_release
    python -m benchmarks.yardsticks aggrefact test.jsonl

Prints our figure beside the published ones. Each yardstick's module says what its files are and how it is measured.
"""

import argparse
import sys
from pathlib import Path

from benchmarks.yardsticks import acl_verbatim, aggrefact, faithbench
from index import InputError

YARDSTICKS = {
    "acl_verbatim": acl_verbatim.measure,
    "faithbench": faithbench.measure,
    "aggrefact": aggrefact.measure,
}


def main() -> int:
    """Print the table; exit 2 with one line for files that are none."""
    options = argparse.ArgumentParser(
        prog="python -m benchmarks.yardsticks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("name", choices=YARDSTICKS)
    options.add_argument("path", type=Path)
    chosen = options.parse_args()
    try:
        print(YARDSTICKS[chosen.name](chosen.path))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
