"""The grammar of the command line: its commands, with their words and options.

Every command has an entry in COMMANDS: a function that declares its words, and
whose docstring describes it. The command is loaded only when it is called.
"""

import argparse
from collections.abc import Callable

from quizapp.grammar.authoring import approve, check, new, run_file, schema
from quizapp.grammar.looking import decks, doctor, due
from quizapp.grammar.parser import Parser, Version, add_common
from quizapp.grammar.studying import practice, try_

DESCRIPTION = """\
Practise for machine-learning interviews in the terminal. You predict what a
PyTorch snippet gives, quizapp runs it and judges your prediction, you grade
yourself, and the card comes back just before you would forget it.
"""

EXAMPLES = """\
examples:
  quizapp                              study what is due, then new cards
  quizapp practice dropout             only that deck
  quizapp practice tag:q18 --minutes 10
  quizapp practice my-deck.toml        a deck of your own
  quizapp check my-deck.toml           is every card of it true?
  quizapp --decks my-deck.toml due     the shipped decks and yours
  quizapp try dropout/inverted-scaling "[1.25, 0, 3.75]"
  echo 'print(6 * 7)' | quizapp run -

exit codes: 0 fine, 1 problems found, 2 usage, 3 the environment failed
"""


COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "practice": ("study what is due, then new cards", practice),
    "check": ("verify decks by running them", check),
    "try": ("judge one response from the shell", try_),
    "run": ("run a Python file in the snippet runner", run_file),
    "new": ("start a deck of your own", new),
    "schema": ("the deck format for editors", schema),
    "approve": ("let a stranger's deck run, where it is not confined", approve),
    "decks": ("what decks there are", decks),
    "due": ("what waits, and when", due),
    "doctor": ("versions, folders, health", doctor),
}


def build() -> Parser:
    """Return the parser of all commands."""
    parser = Parser(
        prog="quizapp",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=Version, nargs=0, help="print the version")
    commands = parser.add_subparsers(
        title="commands (quizapp alone means practice)",
        metavar="COMMAND",
        parser_class=Parser,
        required=True,
    )
    for name, (summary, add) in COMMANDS.items():
        command = commands.add_parser(
            name,
            help=summary,
            description=_capital(add.__doc__ or summary),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.set_defaults(module=name.replace("try", "try_"))
        add(command)
        add_common(command)
    return parser


def _capital(docstring: str) -> str:
    lines = [line.strip() for line in docstring.strip().splitlines()]
    return "\n".join(lines)
