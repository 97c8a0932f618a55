"""The front page: what `quizapp --help` prints, from the list of all commands.

It is printed without argparse, whose import takes longer than starting Python does.
So nothing may be imported here.
"""

USAGE = "usage: quizapp [-h] [--version] COMMAND ..."

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
  quizapp practice tag:attention --minutes 10
  quizapp practice my-deck.toml        a deck of your own
  quizapp plan --until +21d            plan the days up to an interview
  quizapp interview --minutes 20       a mock interview against the clock
  quizapp check my-deck.toml           check every card
  quizapp --decks my-deck.toml due     the shipped decks and yours
  quizapp import cards.csv             cards from another program
  quizapp try dropout/inverted-scaling "[1.25, 0, 3.75]"
  echo 'print(6 * 7)' | quizapp run -

Help for each command: quizapp COMMAND --help, or quizapp help COMMAND.

exit codes: 0 success, 1 problems found, 2 usage error, 3 environment error,
  141 the reader of the output closed it
"""

SUMMARIES: dict[str, str] = {
    "home": "open the home screen",
    "practice": "study what is due, then new cards",
    "plan": "plan the days up to an interview",
    "interview": "hold a mock interview",
    "check": "verify decks by running them",
    "try": "judge one response from the shell",
    "run": "run a Python file in the snippet runner",
    "new": "create a deck",
    "schema": "print the deck format for editors",
    "approve": "let an untrusted deck run",
    "decks": "list the decks",
    "topics": "list the topics of the decks",
    "due": "count what is due",
    "suspend": "suspend cards, or list those that are",
    "resume": "ask suspended or buried cards again",
    "undo": "undo the last grade or mark",
    "stats": "show retention, readiness, calibration",
    "sheet": "print cards with their answers",
    "import": "import cards from another program",
    "export": "export cards to another program",
    "optimize": "fit the schedule to your reviews",
    "restore": "list backups, or restore one",
    "serve": "show the screens in a browser",
    "sync": "sync reviews with your other machines",
    "doctor": "show versions and folders, check health",
    "completion": "print completion for bash, zsh or fish",
    "help": "show the help of a command",
}
"""Every command, in the order of the page, and what it does in a line."""

ASKS = (["--help"], ["-h"], ["help"])
"""The command lines that ask for this page."""


def front_page() -> str:
    """Return the page."""
    commands = [f"    {name:<12}{summary}" for name, summary in SUMMARIES.items()]
    lines = (
        *(USAGE, "", DESCRIPTION),
        *("options:", "  -h, --help    show this page"),
        *("  --version     print the version", ""),
        *("commands (quizapp alone is quizapp home):", "  COMMAND", *commands),
        *("", EXAMPLES.rstrip()),
    )
    return "\n".join(lines) + "\n"
