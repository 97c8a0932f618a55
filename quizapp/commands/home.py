"""`quizapp` alone: the home screen, from which everything else is reached."""

from quizapp.commands.approve import consented
from quizapp.commands.notices import Synced, backed_up
from quizapp.commands.terminal import ensure_screens
from quizapp.errors import ExitCode
from quizapp.grammar.options import HomeOptions
from quizapp.wiring.assembly import assembled
from quizapp.wiring.screens import build_workspace, run_app
from quizapp.wiring.selection import paths_of
from quizapp.wiring.topics import topic_notices


def run(options: HomeOptions) -> ExitCode:
    """Show the decks and what is due, until the user leaves."""
    ensure_screens("quizapp")
    with assembled(options.flags) as assembly, Synced(assembly) as synced:
        library = assembly.library
        _, consent_notices = consented(assembly, library, library.every)
        consent_notices += topic_notices(assembly, library)
        news = synced.notices()
        with backed_up(assembly):
            notices = (*assembly.new_warnings(), *news, *consent_notices)
            workspace = build_workspace(assembly, library, paths_of(assembly, ()))
            run_app(assembly, workspace, None, notices)
    return ExitCode.FINE
