"""The entry point: run the command line and exit with its code."""

import os
import sys

from quizapp.grammar.front_page import ASKS, front_page


def run() -> None:
    """Run quizapp with the arguments of the process."""
    if sys.argv[1:] in ASKS and sys.stdout is not None:
        sys.exit(_print(front_page()))  # noqa: TID251  # the only place that exits
    from quizapp.cli import main  # the front page has no time for it

    sys.exit(main(sys.argv[1:]))  # noqa: TID251  # see above


def _print(page: str) -> int:
    """Print a page and return the exit code, as `cli` does."""
    try:
        sys.stdout.write(page)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader left, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.stderr.write(f"quizapp: cannot write the output: {error.strerror}\n")
        return 3
    return 0


if __name__ == "__main__":
    run()
