"""The grammar of the command line: its commands, with their words and pages.

Every command has an entry in COMMANDS. Its module in `commands` is loaded only
when it is called, and nothing else that takes time to load is needed here.
"""

from argparse import SUPPRESS, ArgumentParser

from quizapp.grammar.authoring import APPROVE, CHECK, NEW, RUN, SCHEMA
from quizapp.grammar.looking import (
    COMPLETION,
    DECKS,
    DOCTOR,
    DUE,
    HELP,
    OPTIMIZE,
    RESTORE,
    STATS,
)
from quizapp.grammar.page import Command
from quizapp.grammar.parser import Formatter, Parser, Version, add_common
from quizapp.grammar.studying import HOME, PLAN, PRACTICE, RESUME, SUSPEND, TRY, UNDO

DESCRIPTION = """\
Practice for machine-learning interviews in the terminal. You predict what a
PyTorch snippet gives, quizapp runs it and judges your prediction, you grade
yourself, and the card comes back just before you would forget it.
"""

EXAMPLES = """\
examples:
  quizapp                              the home screen: what waits, deck by deck
  quizapp practice                     study what is due, then new cards
  quizapp practice dropout             only that deck
  quizapp practice tag:q18 --minutes 10
  quizapp practice my-deck.toml        a deck of your own
  quizapp plan --until +21d            what each day up to an interview asks for
  quizapp check my-deck.toml           is every card of it true?
  quizapp --decks my-deck.toml due     the shipped decks and yours
  quizapp try dropout/inverted-scaling "[1.25, 0, 3.75]"
  echo 'print(6 * 7)' | quizapp run -

A page for each command: quizapp COMMAND --help, or quizapp help COMMAND.

exit codes: 0 fine, 1 problems found, 2 usage, 3 the environment failed
"""

COMMANDS: dict[str, Command] = {
    "home": HOME,
    "practice": PRACTICE,
    "plan": PLAN,
    "check": CHECK,
    "try": TRY,
    "run": RUN,
    "new": NEW,
    "schema": SCHEMA,
    "approve": APPROVE,
    "decks": DECKS,
    "due": DUE,
    "suspend": SUSPEND,
    "resume": RESUME,
    "undo": UNDO,
    "stats": STATS,
    "optimize": OPTIMIZE,
    "restore": RESTORE,
    "doctor": DOCTOR,
    "completion": COMPLETION,
    "help": HELP,
}


def build(only: str | None = None) -> Parser:
    """Return the parser of all commands; with `only`, the others stay empty.

    To declare all the options of all commands takes longer than to read one line.
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
        title="commands (quizapp alone means home)",
        metavar="COMMAND",
        prog="quizapp",
        parser_class=Parser,
        required=True,
    )
    for name, command in COMMANDS.items():
        page = commands.add_parser(
            name,
            help=command.summary,
            formatter_class=Formatter,
            allow_abbrev=False,
            add_help=False,
        )
        if only in (None, name):
            _fill(page, name, command)
    return parser


def _fill(page: ArgumentParser, name: str, command: Command) -> None:
    page.description, page.epilog = command.description, command.epilog
    page.set_defaults(module=name.replace("try", "try_"))
    command.add(page)
    add_common(page)
