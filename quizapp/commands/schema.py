"""`quizapp schema`: the deck format for editors."""

import json
from argparse import Namespace

from quizapp.errors import ExitCode
from quizapp.wiring.assembly import deck_schema


def run(options: Namespace) -> ExitCode:
    """Print the JSON Schema that a deck's `#:schema` line points to."""
    del options
    print(json.dumps(deck_schema(), indent=1))
    return ExitCode.FINE
