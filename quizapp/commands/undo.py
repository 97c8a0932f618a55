"""`quizapp undo`: undo the last step made on this device, after asking.

Nothing is deleted: the log gains a retraction.
"""

import json
import sys

from quizapp.core.scheduling.review import Fact, Marked, Remarked, Reviewed
from quizapp.core.session.session import Undone
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode, UsageError
from quizapp.grammar.options import UndoOptions
from quizapp.wiring.assembly import assembled
from quizapp.wording import session as wording


def run(options: UndoOptions) -> ExitCode:
    """Show the last step, ask, and undo it; exit 1 if nothing was undone."""
    with assembled(options.flags) as assembly:
        fact = assembly.ledger.last() if assembly.has_log else None
        if fact is None:
            print(json.dumps(_row(None)) if options.json else wording.undone(None))
            return ExitCode.PROBLEMS
        if not (options.yes or _has_consent(fact, as_json=options.json)):
            print("Nothing was undone.")
            return ExitCode.PROBLEMS
        assembly.ledger.retract(fact)
        message = sanitize_line(wording.undone(Undone(fact)))
        print(json.dumps(_row(fact)) if options.json else message)
    return ExitCode.FINE


def _has_consent(fact: Fact, *, as_json: bool) -> bool:
    if as_json or not sys.stdin.isatty():
        raise UsageError("undo needs confirmation", "use --yes in scripts")
    print(
        sanitize_line(f"{fact.moment.date.isoformat()}: {wording.fact_in_words(fact)}.")
    )
    try:
        answer = input("Undo this? [y/N] ")
    except EOFError:
        print()
        return False
    return answer.strip().casefold() in {"y", "yes"}


def _row(fact: Fact | None) -> dict[str, object]:
    if fact is None:
        return {"card": None, "undone": None, "at": None}
    at = fact.moment.at.isoformat()
    return {"card": str(fact.card), "undone": _what(fact), "at": at}


def _what(fact: Fact) -> str:
    match fact:
        case Reviewed(grade=grade):
            return grade.label
        case Marked(mark=mark):
            return mark.value
        case Remarked(remark=remark):
            return wording.remark_in_words(remark)
