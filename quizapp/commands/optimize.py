"""`quizapp optimize`: fit FSRS to the user's own reviews, if that predicts better.

The weights in use change in one place, after the comparison. A command that ends
earlier has changed nothing.
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
    """Train, compare, and keep the better weights; exit 1 if reviews are too few."""
    with assembled(options.flags) as assembly:
        if options.reset:
            return _reset(assembly, as_json=options.json)
        train = assembly.trainer()
        before = assembly.fitted
        log = facts(assembly.log.events()) if assembly.has_log else ()
        reviews = sum(isinstance(fact, Reviewed) for fact in log)
        trials = training_trials(log)
        parts = split(trials, before.until if before else None)
        if isinstance(parts, TooFew):
            return _refuse(parts, as_json=options.json)
        comparison = compare_weights(
            _with_progress(parts), assembly.schedule.weights, train
        )
        fitted = Fitted(train(trials), len(trials), trials[-1].at)
        keep = comparison.improved and not options.dry_run
        if keep:
            assembly.weights.write(fitted)
        report = _print_json if options.json else _print_table
        report(assembly, comparison, fitted, reviews, dry_run=options.dry_run)
    return ExitCode.FINE


def _with_progress(parts: Sequence[Part]) -> Iterator[Part]:
    """Yield the parts, with a line of progress on a terminal's stderr."""
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
        print("back to FSRS's defaults; due dates are recalculated at the next start")
    else:
        print("FSRS's defaults were already in use")
    return ExitCode.FINE


def _refuse(few: TooFew, *, as_json: bool) -> ExitCode:
    """Report how many reviews are needed; fewer would teach noise."""
    since = ""
    if few.since is not None:
        since = f" since {few.since:%Y-%m-%d}, when the weights in use were trained"
    message = (
        f"too few reviews to learn from{since}: {few.have} of the {few.need} needed"
        " (each on a later day than the card's previous review)"
    )
    if as_json:
        print(json.dumps({"kept": False, "have": few.have, "need": few.need}))
    print(f"quizapp: {message}; the weights in use are unchanged", file=sys.stderr)
    return ExitCode.PROBLEMS


def _print_table(
    assembly: Assembly,
    comparison: Comparison,
    fitted: Fitted,
    reviews: int,
    *,
    dry_run: bool,
) -> None:
    rest = reviews - fitted.reviews
    print(
        f"{quantity(reviews, 'review')}, {fitted.reviews} of them usable (the other"
        f" {rest} were a card's first,\non the same day as the previous one, or"
        " before a reset)\n"
    )
    in_use = "your weights in use" if assembly.fitted else "FSRS's defaults"
    print(f"{'':24}  log loss  calibration error")
    for name, score in (
        (in_use, comparison.before),
        ("newly trained", comparison.after),
    ):
        print(f"{name:24}  {score.log_loss:8.4f}  {score.calibration_error:17.2%}")
    print(
        f"\nmeasured on the latest {quantity(comparison.trials, 'review')}: each was"
        " predicted by weights\ntrained only on earlier reviews, and by those in use,"
        " which had not seen it"
    )
    print(_conclusion(assembly, comparison, dry_run=dry_run))


def _conclusion(assembly: Assembly, comparison: Comparison, *, dry_run: bool) -> str:
    if not comparison.improved:
        return "not kept: they predict no better than the weights in use"
    if dry_run:
        return "better; not kept, because of --dry-run"
    return (
        "kept: they predict better; due dates are recalculated at the next start"
        f" ({assembly.weights.path})"
    )


def _print_json(
    assembly: Assembly,
    comparison: Comparison,
    fitted: Fitted,
    reviews: int,
    *,
    dry_run: bool,
) -> None:
    row = {
        "reviews": reviews,
        "used": fitted.reviews,
        "held_out": comparison.trials,
        "in_use": "own" if assembly.fitted else "default",
        "before": _row(comparison.before),
        "after": _row(comparison.after),
        "kept": comparison.improved and not dry_run,
        "weights": fitted.weights,
        "file": str(assembly.weights.path),
    }
    print(json.dumps(row))


def _row(score: Score) -> dict[str, float]:
    return {
        "log_loss": round(score.log_loss, 6),
        "calibration_error": round(score.calibration_error, 6),
    }
