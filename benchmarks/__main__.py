"""All of speed and size in one run, beside the stock pipeline, as tables and as JSON; a second run beside the first.

    python -m benchmarks [--only PART…] [--json OUT.json] [--baseline OLD.json]

Each part runs in a process of its own, prints its tables, and leaves its figures here. With a baseline, the exit status
is 1 when a figure got slower than noise explains: times are compared by what the bare encoder took in the same run,
so another machine's baseline is a rough guide, and memory is compared as it is. Run it while the machine is quiet.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.baseline import differences, differences_table
from benchmarks.figures import FILE, Measurement, read_figures, write_figures
from benchmarks.machine import Others, facts
from benchmarks.tables import table

PARTS = ("speed", "answering", "syncing", "memory", "scale")


def main() -> int:
    """Run the parts, tell what they measured, and compare; return the exit status."""
    options = _options()
    old = read_figures(options.baseline) if options.baseline else []  # before anything is run
    others = Others()
    figures = run(options.only or PARTS)
    busy = others.report()
    print(summary(figures))
    print(busy)
    if options.json:
        write_figures(options.json, figures, machine=facts(), others=busy)
    if not options.baseline:
        return 0
    found = differences(old, figures)
    if options.only:
        found = [one for one in found if one.verdict != "gone"]  # the other parts were not run
    print(differences_table(found))
    return int(any(one.verdict == "slower" for one in found))


def run(parts: Sequence[str]) -> list[Measurement]:
    """Run parts one after the other; return what they measured. Ends the program when one fails."""
    with tempfile.NamedTemporaryFile(suffix=".json") as left:
        for part in parts:
            print(f"## {part}\n", flush=True)
            done = subprocess.run([sys.executable, "-m", f"benchmarks.{part}"], env=os.environ | {FILE: left.name})
            if done.returncode:
                raise SystemExit(f"benchmarks.{part} failed; run it on its own: python -m benchmarks.{part}")
        return read_figures(Path(left.name))


def summary(figures: Sequence[Measurement]) -> str:
    """Return the Markdown table of all figures."""
    rows = []
    for one in figures:
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        rows.append((one.name, f"{one.median:,.3g} {one.unit}", ratio, str(len(one.samples))))
    return table(("all figures, medians", "median", "bare encoder = 1", "samples"), rows)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure speed and size.")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=f"of: {' '.join(PARTS)}")
    parser.add_argument("--json", type=Path, metavar="OUT.json", help="where to write all samples")
    parser.add_argument("--baseline", type=Path, metavar="OLD.json", help="what an earlier run wrote")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
