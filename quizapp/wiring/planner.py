"""Planner: plans for an interview on another day, or with other study time.

All that takes long is read when the first plan is made, over connections of its own:
memories by the schedule in use from the index, those by another one from the log.
Making a plan touches nothing shared: it may run in a thread.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from msgspec.structs import replace

from quizapp.core.basics.moment import StudyDay, days_after
from quizapp.core.basics.study_time import StudyTime
from quizapp.core.cards.card_list import CardList
from quizapp.core.scheduling.deadline import capped
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.memory import Memories, fold
from quizapp.core.scheduling.plan import Plan, make_plan
from quizapp.core.scheduling.review import Fact, Reviewed, facts
from quizapp.core.scheduling.starting_point import PlanInputs
from quizapp.core.stats.figure_lists import OpensStudy
from quizapp.errors import LogError
from quizapp.flow.ports import WholeLog
from quizapp.flow.workspace import Planner
from quizapp.store.kept_study import read_again
from quizapp.store.log_reader import LogReader
from quizapp.store.memory_views import held
from quizapp.wiring.assembly import Assembly
from quizapp.wiring.interview_plans import plan_inputs
from quizapp.wiring.situation import situation_of


def planner(assembly: Assembly, cards: CardList) -> Planner:
    """Return a planner over these cards, and the settings that are in use."""
    situation = situation_of(assembly).apart()
    today, in_use = situation.now.day, situation.schedule
    log = assembly.log if assembly.has_log else None
    kept = assembly.ledger.studies() if log and assembly.ledger.lists else ()
    uncapped = replace(in_use, latest=SchedulerSettings().latest)
    known: dict[SchedulerSettings, Memories] = {}
    found: list[PlanInputs] = []

    def memories_by(schedule: SchedulerSettings) -> Memories:
        if schedule not in known:
            read = _read(kept) if schedule == in_use else None
            known[schedule] = read or fold(_facts(log), schedule)
        return known[schedule]

    def make(interview: StudyDay, time: StudyTime) -> Plan:
        last = time.last_before(interview, today)
        schedule = capped(uncapped, days_after(last, 1), today)
        if not found:
            own = replace(situation, lately=partial(_lately, log))
            found.append(plan_inputs(own, cards, days_after(today, 1), whole=True))
        plan = make_plan(
            replace(
                found[0],
                interview=interview,
                time=time,
                schedule=schedule,
                memories=memories_by(schedule),
            )
        )
        _ = plan.extra  # it takes a while, and is shown
        return plan

    return Planner(today, assembly.interview, assembly.config.study_time, make)


def _read(kept: Sequence[OpensStudy]) -> Memories | None:
    """Read the memories in use from an index, in any thread; None without one."""
    for opened in kept[:1]:
        with suppress(LogError), opened() as study:
            return held(study.memories)
    return None


def _lately(log: WholeLog | None, count: int) -> Sequence[Reviewed]:
    """Return the reviews among so many of the latest facts, in any thread."""
    if not isinstance(log, LogReader):
        return ()
    with read_again(log) as own:
        return [fact for fact in own.recent(count) if isinstance(fact, Reviewed)]


def _facts(log: WholeLog | None) -> tuple[Fact, ...]:
    """Read all facts of a log, in any thread. Raises LogError."""
    if not isinstance(log, LogReader):
        return ()
    with read_again(log) as own:
        return facts(own.events())
