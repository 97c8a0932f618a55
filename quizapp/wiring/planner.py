"""Planner: plans for an interview on another day, or with other study time.

Memories are read at once; the log is read when the first plan is made, over a
connection of its own. Making a plan touches nothing shared: it may run in a thread.
"""

from msgspec.structs import replace

from quizapp.core.basics.moment import StudyDay, days_after
from quizapp.core.basics.study_time import StudyTime
from quizapp.core.cards.card_list import CardList
from quizapp.core.scheduling.deadline import capped
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.memory import Memories, fold
from quizapp.core.scheduling.plan import Plan, make_plan
from quizapp.core.scheduling.review import Fact, facts
from quizapp.flow.ports import WholeLog
from quizapp.flow.workspace import Planner
from quizapp.store.kept_study import read_again
from quizapp.store.log_reader import LogReader
from quizapp.wiring.assembly import Assembly
from quizapp.wiring.interview_plans import plan_inputs
from quizapp.wiring.situation import situation_of


def planner(assembly: Assembly, cards: CardList) -> Planner:
    """Return a planner over these cards, and the settings that are in use."""
    today = assembly.clock().day
    inputs = plan_inputs(situation_of(assembly), cards, days_after(today, 1))
    log = assembly.log if assembly.has_log else None
    uncapped = replace(assembly.schedule, latest=SchedulerSettings().latest)
    folded: dict[SchedulerSettings, Memories] = {}

    def make(interview: StudyDay, time: StudyTime) -> Plan:
        last = time.last_before(interview, today)
        schedule = capped(uncapped, days_after(last, 1), today)
        if schedule not in folded:
            folded[schedule] = fold(_facts(log), schedule)
        plan = make_plan(
            replace(
                inputs,
                interview=interview,
                time=time,
                schedule=schedule,
                memories=folded[schedule],
            )
        )
        _ = plan.extra  # it takes a while, and is shown
        return plan

    return Planner(today, assembly.interview, assembly.config.study_time, make)


def _facts(log: WholeLog | None) -> tuple[Fact, ...]:
    """Read all facts of a log, in any thread. Raises LogError."""
    if not isinstance(log, LogReader):
        return ()
    with read_again(log) as own:
        return facts(own.events())
