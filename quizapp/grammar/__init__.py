"""The grammar of the command line: its commands, their options and help pages.

Every command has an entry in COMMANDS. Its module in `commands` is loaded only when
it is called; nothing that is slow to load may be imported here.
"""

from argparse import SUPPRESS, ArgumentParser

from quizapp.grammar.authoring import APPROVE, CHECK, NEW, RUN, SCHEMA
from quizapp.grammar.interview import INTERVIEW
from quizapp.grammar.page import Command
from quizapp.grammar.parser import Formatter, Parser, Version, add_common
from quizapp.grammar.reports import DECKS, DUE, SHEET, STATS, TOPICS
from quizapp.grammar.study import HOME, PLAN, PRACTICE, RESUME, SUSPEND, TRY, UNDO
from quizapp.grammar.system import COMPLETION, DOCTOR, HELP, OPTIMIZE, RESTORE

DESCRIPTION = """\
Practice for machine-learning interviews in the terminal. You predict the result
of a PyTorch snippet, quizapp runs it and judges your prediction, you grade
yourself, and the card returns just before you would forget it.
"""

EXAMPLES = """\
examples:
  quizapp                              open the home screen
  quizapp practice                     study what is due, then new cards
  quizapp practice dropout             only that deck
  quizapp practice tag:q18 --minutes 10
  quizapp practice my-deck.toml        a deck of your own
  quizapp plan --until +21d            plan the days up to an interview
  quizapp interview --minutes 20       a mock interview against the clock
  quizapp check my-deck.toml           check every card
  quizapp --decks my-deck.toml due     the shipped decks and yours
  quizapp try dropout/inverted-scaling "[1.25, 0, 3.75]"
  echo 'print(6 * 7)' | quizapp run -

Help for each command: quizapp COMMAND --help, or quizapp help COMMAND.

exit codes: 0 success, 1 problems found, 2 usage error, 3 environment error,
  141 the reader of the output closed it
"""

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
    "optimize": OPTIMIZE,
    "restore": RESTORE,
    "doctor": DOCTOR,
    "completion": COMPLETION,
    "help": HELP,
}


def build_parser(only: str | None = None) -> Parser:
    """Return the parser of all commands; with `only`, the others have no options.

    Declaring the options of all commands takes longer than parsing one line.
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
