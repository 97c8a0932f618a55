"""`quizapp plan`: the days up to an interview."""

import json
from collections.abc import Iterator

from quizapp.commands.notices import print_problems
from quizapp.core.basics.moment import day_name
from quizapp.core.scheduling.plan import Plan
from quizapp.errors import DeckProblems, ExitCode, UsageError
from quizapp.grammar.options import PlanOptions
from quizapp.wiring.assembly import Assembly, assembled
from quizapp.wiring.interview_plans import whole_plan
from quizapp.wiring.situation import situation_of
from quizapp.wiring.topics import to_study
from quizapp.wording.plan import lines


def run(options: PlanOptions) -> ExitCode:
    """Print the plan; exit 1 if not everything fits."""
    with assembled(options.flags) as assembly:
        library, cards = to_study(assembly, options.what)
        print_problems(library)
        if not cards:
            raise DeckProblems(("there are no cards to plan for",))
        plan = whole_plan(situation_of(assembly), cards, options.minutes)
        if plan is None:
            raise _no_interview(assembly)
        for line in _as_json(plan) if options.json else lines(plan):
            print(line)
        return ExitCode.FINE if plan.feasible else ExitCode.PROBLEMS


def _no_interview(assembly: Assembly) -> UsageError:
    hint = (
        "set it with --until 2026-12-15, or as `interview` in"
        f" {assembly.config.config_file}"
    )
    if (past := assembly.config.interview) is None:
        return UsageError("there is no interview to plan for", hint)
    return UsageError(f"the interview of {past} is not in the future", hint)


def _as_json(plan: Plan) -> Iterator[str]:
    for load in plan.days:
        row = {
            "day": day_name(load.day),
            "reviews": load.known,
            "new": load.new,
            "minutes": round(load.seconds / 60, 1),
            "available": load.minutes,
        }
        yield json.dumps(row)
    last = plan.stops_new_on
    summary = {
        "interview": day_name(plan.interview),
        "minutes_a_day": round(plan.time.mean, 1),
        "feasible": plan.feasible,
        "minutes_needed": _whole(plan.minutes_needed),
        "extra_minutes": plan.extra,
        "unbegun": [str(card) for card in plan.unbegun],
        "unseen": [str(card) for card in plan.unseen],
        "stuck": [str(card) for card in plan.stuck],
        "last_new_on": None if last is None else day_name(last),
        "expected_recall": round(plan.expected_recall, 4),
        "readiness": round(plan.readiness, 4),
    }
    yield json.dumps(summary)


def _whole(minutes: float | None) -> float | None:
    """Return whole minutes without decimals, and others with one."""
    if minutes is None:
        return None
    return int(minutes) if minutes.is_integer() else round(minutes, 1)
