"""`quizapp schema`: the deck format, for editors."""

import json

from quizapp.errors import ExitCode
from quizapp.grammar.options import CommonOptions
from quizapp.wiring.deck_files import deck_schema


def run(options: CommonOptions) -> ExitCode:
    """Print the JSON Schema that a deck's `#:schema` line points to."""
    del options
    print(json.dumps(deck_schema(), indent=1))
    return ExitCode.FINE
