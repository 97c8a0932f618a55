"""`quizapp due`: how many cards are due, deck by deck."""

import json

from quizapp.commands.notices import print_problems
from quizapp.core.basics.moment import day_name
from quizapp.core.scheduling.plan import PlannedDays
from quizapp.core.stats.deck_counts import Shelf
from quizapp.errors import ExitCode
from quizapp.grammar.options import JsonOptions
from quizapp.wiring.agendas import workload_today
from quizapp.wiring.assembly import assembled
from quizapp.wiring.interview_plans import interview_plan
from quizapp.wiring.situation import situation_of
from quizapp.wiring.topics import deck_counter, of_topics
from quizapp.wording.plan import in_brief
from quizapp.wording.today import headline_of


def run(options: JsonOptions) -> ExitCode:
    """Count per deck what is due now, later today and tomorrow."""
    with assembled(options.flags) as assembly:
        now, library = assembly.clock(), of_topics(assembly, assembly.library)
        shelves = deck_counter(assembly).shelves(library)
        for shelf in shelves:
            print(_as_json(shelf) if options.json else _as_line(shelf))
        due = sum(shelf.counts.due for shelf in shelves)
        situation = situation_of(assembly)
        plan = interview_plan(situation, library.every)
        load = workload_today(situation, library.every)
        if options.json:
            row = {"due": due, "new_left_today": load.new}
            print(json.dumps(row if plan is None else {**row, "plan": _row(plan)}))
        else:
            print(headline_of(load, assembly.memories.days.get(now.day, 0)))
            if plan is not None:
                print(in_brief(plan))
        print_problems(library)
    return ExitCode.FINE


def _row(plan: PlannedDays) -> dict[str, object]:
    share = plan.today
    return {
        "interview": day_name(plan.interview),
        "days_left": plan.interview - share.day,
        "reviews_left_today": share.known,
        "minutes_left_today": round(share.seconds / 60, 1),
        "feasible": plan.feasible,
    }


def _as_line(shelf: Shelf) -> str:
    counts = shelf.counts
    return (
        f"{shelf.deck.id:24} {counts.due:4} due now  {counts.today:4} later today"
        f"  {counts.tomorrow:4} tomorrow  {counts.new:4} new"
    )


def _as_json(shelf: Shelf) -> str:
    counts = shelf.counts
    row = {
        "deck": shelf.deck.id,
        "due": counts.due,
        "today": counts.today,
        "tomorrow": counts.tomorrow,
        "new": counts.new,
    }
    return json.dumps(row)
