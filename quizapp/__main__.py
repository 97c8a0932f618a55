"""The way in: run the command line and leave with its exit code."""

import sys

from quizapp.cli import main


def run() -> None:
    """Run `quizapp` with the process's arguments."""
    sys.exit(main(sys.argv[1:]))  # noqa: TID251  # the one place that leaves


if __name__ == "__main__":
    run()
