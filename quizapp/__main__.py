"""The entry point: run the command line and exit with its code."""

import sys

from quizapp.cli import main


def run() -> None:
    """Run quizapp with the arguments of the process."""
    sys.exit(main(sys.argv[1:]))  # noqa: TID251  # the only place that exits


if __name__ == "__main__":
    run()
