"""`quizapp` alone: the home screen, from which everything else is reached."""

import sys

from quizapp.commands.approve import consented
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode, UsageError
from quizapp.grammar.options import HomeOptions
from quizapp.wiring.assembly import assembled
from quizapp.wiring.screens import on_screen, open_workspace
from quizapp.wiring.selection import paths_of


def run(options: HomeOptions) -> ExitCode:
    """Show what waits, until the user leaves."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "quizapp needs a terminal for its screens",
            "use `quizapp practice --plain` to study in lines of text",
        )
    with assembled(options.flags) as assembly:
        library = assembly.library
        _, told = consented(assembly, library, tuple(library.cards.values()))
        keeping = assembly.keep_backup()
        told = (*assembly.cautions(), *told)
        workspace = open_workspace(assembly, library, paths_of(assembly, ()))
        on_screen(assembly, workspace, None, told)
        if fault := keeping.ended():
            print(sanitize_line(f"quizapp: {fault}"), file=sys.stderr)
    return ExitCode.FINE
