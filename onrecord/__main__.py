"""`python -m onrecord` is `onrecord`."""

import sys


def main() -> int:
    """Run the command; return its exit status."""
    from rag.cli import main as command

    return command()


if __name__ == "__main__":
    sys.exit(main())
