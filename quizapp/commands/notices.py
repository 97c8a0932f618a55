"""Notices: what commands print on stderr besides their results."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from quizapp.core.cards.library import Library
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.wiring.assembly import Assembly


def print_problems(library: Library) -> None:
    """Print every problem of the decks, one per line."""
    for problem in library.problems:
        print(sanitize_line(str(problem)), file=sys.stderr)


@contextmanager
def backed_up(assembly: Assembly) -> Iterator[None]:
    """Make today's backup in the background, and say so at the end if it failed."""
    job = assembly.keep_backup()
    yield
    if fault := job.ended():
        print(sanitize_line(f"quizapp: {fault}"), file=sys.stderr)
