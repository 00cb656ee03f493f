"""`python -m onrecord` is `onrecord`."""

import sys


def main() -> int:
    """Run the command; return its exit status."""
    try:
        from rag.cli import main as command
    except KeyboardInterrupt:  # Ctrl-C before the command runs: what it needs takes a while to import
        sys.stderr.write("onrecord: stopped\n")
        return 130
    return command()


if __name__ == "__main__":
    sys.exit(main())
