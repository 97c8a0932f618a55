"""`quizapp help`: the page of a command, as its --help shows it."""

from contextlib import suppress

from quizapp.errors import ExitCode, UsageError, nearest
from quizapp.grammar.commands import COMMANDS, build_parser
from quizapp.grammar.options import HelpOptions


def run(options: HelpOptions) -> ExitCode:
    """Show the page of one command, or the first page."""
    word = options.command
    if word is not None and word not in COMMANDS:
        near = nearest(word, COMMANDS)
        hint = f"did you mean {near}?" if near else "all commands: quizapp --help"
        raise UsageError(f"there is no command {word!r}", hint)
    with suppress(SystemExit):
        page = [word, "--help"] if word is not None else ["--help"]
        build_parser(page[0]).parse_args(page)
    return ExitCode.FINE
