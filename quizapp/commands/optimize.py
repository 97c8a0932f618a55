"""`quizapp optimize`: fit FSRS to the user's own reviews, if that predicts better.

The weights in use change in one place, after the comparison; whatever ends the
command before that has changed nothing.
"""

import json
import sys
from collections.abc import Iterator, Sequence

from quizapp.core.basics.english import quantity
from quizapp.core.scheduling.fitting import (
    Comparison,
    Fitted,
    Part,
    Score,
    TooFew,
    compare_weights,
    split,
    training_trials,
)
from quizapp.core.scheduling.review import Reviewed, facts
from quizapp.errors import ExitCode
from quizapp.grammar.options import OptimizeOptions
from quizapp.wiring.assembly import Assembly, assembled

_CLEAR = "\r\x1b[K"


def run(options: OptimizeOptions) -> ExitCode:
    """Train, compare, and keep what is better; exit 1 on too few reviews."""
    with assembled(options.flags) as assembly:
        if options.reset:
            return _reset(assembly, as_json=options.json)
        train = assembly.trainer()
        before = assembly.fitted
        log = facts(assembly.log.events()) if assembly.has_log else ()
        reviews = sum(isinstance(fact, Reviewed) for fact in log)
        every = training_trials(log)
        parts = split(every, before.until if before else None)
        if isinstance(parts, TooFew):
            return _refuse(parts, as_json=options.json)
        compared = compare_weights(_told(parts), assembly.schedule.weights, train)
        fitted = Fitted(train(every), len(every), every[-1].at)
        keep = compared.improved and not options.dry_run
        if keep:
            assembly.weights.write(fitted)
        tell = _tell_as_json if options.json else _tell
        tell(assembly, compared, fitted, reviews, dry_run=options.dry_run)
    return ExitCode.FINE


def _told(parts: Sequence[Part]) -> Iterator[Part]:
    """Hand out the parts, with a line on a terminal's stderr."""
    shown = sys.stderr.isatty()
    try:
        for number, part in enumerate(parts, 1):
            if shown:
                line = f"{_CLEAR}training {number}/{len(parts) + 1}  Ctrl-C stops"
                print(line, end="", file=sys.stderr, flush=True)
            yield part
    finally:
        if shown:
            print(_CLEAR, end="", file=sys.stderr, flush=True)


def _reset(assembly: Assembly, *, as_json: bool) -> ExitCode:
    removed = assembly.weights.remove()
    if as_json:
        print(json.dumps({"reset": removed, "file": str(assembly.weights.path)}))
    elif removed:
        print("back to FSRS's defaults; the next start counts all dues by them")
    else:
        print("FSRS's defaults were in use already")
    return ExitCode.FINE


def _refuse(few: TooFew, *, as_json: bool) -> ExitCode:
    """Say how many reviews it takes; fewer would teach noise."""
    since = ""
    if few.since is not None:
        since = f" since {few.since:%Y-%m-%d}, when the weights in use were trained"
    told = (
        f"too few reviews to learn from{since}: it takes {few.need} on a later day"
        f" than the card's review before, and there are {few.have}"
    )
    if as_json:
        print(json.dumps({"kept": False, "have": few.have, "need": few.need}))
    print(f"quizapp: {told}; the weights in use are as they were", file=sys.stderr)
    return ExitCode.PROBLEMS


def _tell(
    assembly: Assembly,
    compared: Comparison,
    fitted: Fitted,
    reviews: int,
    *,
    dry_run: bool,
) -> None:
    rest = reviews - fitted.reviews
    print(
        f"{quantity(reviews, 'review')}, {fitted.reviews} of them to learn from (the"
        f" other {rest} were the first\nof a card, on the day of the one before, or"
        " before a reset)\n"
    )
    in_use = "your weights in use" if assembly.fitted else "FSRS's defaults"
    print(f"{'':24}  log loss  calibration error")
    for name, score in (
        (in_use, compared.before),
        ("newly trained", compared.after),
    ):
        print(f"{name:24}  {score.log_loss:8.4f}  {score.calibration_error:17.2%}")
    print(
        f"\nmeasured on the latest {quantity(compared.trials, 'review')}: each was"
        " predicted by weights\ntrained only on reviews before it, and by those in use,"
        " which had not seen it"
    )
    print(_conclusion(assembly, compared, dry_run=dry_run))


def _conclusion(assembly: Assembly, compared: Comparison, *, dry_run: bool) -> str:
    if not compared.improved:
        return "not kept: they do not predict better than what is in use"
    if dry_run:
        return "better; not kept, because of --dry-run"
    return (
        "kept: they predict better; the next start counts all dues by them"
        f" ({assembly.weights.path})"
    )


def _tell_as_json(
    assembly: Assembly,
    compared: Comparison,
    fitted: Fitted,
    reviews: int,
    *,
    dry_run: bool,
) -> None:
    row = {
        "reviews": reviews,
        "used": fitted.reviews,
        "held_out": compared.trials,
        "in_use": "own" if assembly.fitted else "default",
        "before": _row(compared.before),
        "after": _row(compared.after),
        "kept": compared.improved and not dry_run,
        "weights": fitted.weights,
        "file": str(assembly.weights.path),
    }
    print(json.dumps(row))


def _row(score: Score) -> dict[str, float]:
    return {
        "log_loss": round(score.log_loss, 6),
        "calibration_error": round(score.calibration_error, 6),
    }
