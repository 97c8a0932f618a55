"""`quizapp undo`: the last fact of this device is taken back.

Nothing is deleted: the log gains a retraction. It is told before it is done.
"""

import json
import sys

from quizapp.core.scheduling.review import Fact, Reviewed
from quizapp.core.session.session import Undone
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode, UsageError
from quizapp.grammar.options import UndoOptions
from quizapp.wiring.assembly import assembled
from quizapp.wording import session as wording


def run(options: UndoOptions) -> ExitCode:
    """Take it back if the user agrees; exit 1 if nothing was."""
    with assembled(options.flags) as assembly:
        fact = assembly.ledger.last() if assembly.has_log else None
        if fact is None:
            print(json.dumps(_row(None)) if options.json else wording.undone(None))
            return ExitCode.PROBLEMS
        if not (options.yes or _is_agreed(fact, as_json=options.json)):
            print("Nothing was taken back.")
            return ExitCode.PROBLEMS
        assembly.ledger.retract(fact)
        told = sanitize_line(wording.undone(Undone(fact)))
        print(json.dumps(_row(fact)) if options.json else told)
    return ExitCode.FINE


def _is_agreed(fact: Fact, *, as_json: bool) -> bool:
    if as_json or not sys.stdin.isatty():
        raise UsageError("undo asks first, and nobody can be asked", "add --yes")
    print(
        sanitize_line(f"{fact.moment.date.isoformat()}: {wording.fact_in_words(fact)}.")
    )
    try:
        answer = input("Take that back? [y/N] ")
    except EOFError:
        print()
        return False
    return answer.strip().casefold() in {"y", "yes"}


def _row(fact: Fact | None) -> dict[str, object]:
    if fact is None:
        return {"card": None, "undone": None, "at": None}
    what = fact.grade.label if isinstance(fact, Reviewed) else fact.mark.value
    at = fact.moment.at.isoformat()
    return {"card": str(fact.card), "undone": what, "at": at}
