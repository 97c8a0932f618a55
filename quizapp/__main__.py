"""The entry point: run the command line and exit with its code."""

import os
import sys

from quizapp.grammar.front_page import ASKS, front_page


def run() -> None:
    """Run quizapp with the arguments of the process."""
    if sys.argv[1:] in ASKS and _is_printed(front_page()):
        return
    from quizapp.cli import main  # the front page has no time for it

    sys.exit(main(sys.argv[1:]))  # noqa: TID251  # the only place that exits


def _is_printed(page: str) -> bool:
    """Print a page; False if that fails, so that `cli` reports why."""
    try:
        sys.stdout.write(page)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader left, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):  # full, closed, or never there
        return False
    return True


if __name__ == "__main__":
    run()
