"""The commands of the command line, and the parser of all of them.

Every command has an entry in COMMANDS. Its module in `commands` is loaded only when
it is called; nothing that is slow to load may be imported here.
"""

from argparse import SUPPRESS, ArgumentParser

from quizapp.grammar.authoring import APPROVE, CHECK, NEW, RUN, SCHEMA
from quizapp.grammar.exchange import EXPORT, IMPORT
from quizapp.grammar.front_page import DESCRIPTION, EXAMPLES, SUMMARIES
from quizapp.grammar.interview import INTERVIEW
from quizapp.grammar.page import Command
from quizapp.grammar.parser import Formatter, Parser, Version, add_common
from quizapp.grammar.reports import DECKS, DUE, SHEET, STATS, TOPICS
from quizapp.grammar.study import HOME, PLAN, PRACTICE, RESUME, SUSPEND, TRY, UNDO
from quizapp.grammar.system import (
    COMPLETION,
    DOCTOR,
    HELP,
    OPTIMIZE,
    RESTORE,
    SERVE,
    SYNC,
)

COMMANDS: dict[str, Command] = {
    "home": HOME,
    "practice": PRACTICE,
    "plan": PLAN,
    "interview": INTERVIEW,
    "check": CHECK,
    "try": TRY,
    "run": RUN,
    "new": NEW,
    "schema": SCHEMA,
    "approve": APPROVE,
    "decks": DECKS,
    "topics": TOPICS,
    "due": DUE,
    "suspend": SUSPEND,
    "resume": RESUME,
    "undo": UNDO,
    "stats": STATS,
    "sheet": SHEET,
    "import": IMPORT,
    "export": EXPORT,
    "optimize": OPTIMIZE,
    "restore": RESTORE,
    "serve": SERVE,
    "sync": SYNC,
    "doctor": DOCTOR,
    "completion": COMPLETION,
    "help": HELP,
}


_MODULES = {"try": "try_", "import": "import_"}
"""Where the name of a command is a word of Python."""


def build_parser(only: str | None = None) -> Parser:
    """Return the parser of all commands, or of only one of them.

    Declaring all commands takes longer than parsing one line.
    """
    parser = Parser(
        prog="quizapp",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=Formatter,
        allow_abbrev=False,
        add_help=False,
    )
    parser.add_argument("-h", "--help", action="help", help="show this page")
    parser.add_argument(
        "--version",
        action=Version,
        nargs=0,
        default=SUPPRESS,
        help="print the version",
    )
    commands = parser.add_subparsers(
        title="commands (quizapp alone is quizapp home)",
        metavar="COMMAND",
        prog="quizapp",
        parser_class=Parser,
        required=True,
    )
    for name in (only,) if only in COMMANDS else COMMANDS:
        page = commands.add_parser(
            name,
            help=SUMMARIES[name],
            formatter_class=Formatter,
            allow_abbrev=False,
            add_help=False,
        )
        if only in (None, name):
            _fill(page, name, COMMANDS[name])
    return parser


def _fill(page: ArgumentParser, name: str, command: Command) -> None:
    page.description, page.epilog = command.description, command.epilog
    page.set_defaults(module=_MODULES.get(name, name))
    command.add(page)
    add_common(page)
