"""Sessions: what is asked now, from settings, log and the date of an interview.

The limits of a day hold over all its sessions, and so does a plan's share for it.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import FOUR, TWO
from quizapp.core.basics.moment import StudyDay
from quizapp.core.basics.study_time import week_of
from quizapp.core.cards.card import Card
from quizapp.core.scheduling.agenda import Agenda, Rules, begun_last, crammed, lay_out
from quizapp.core.scheduling.cost import Cost, Habits
from quizapp.core.scheduling.workload import Workload, workload
from quizapp.flow.ledger import Ledger
from quizapp.flow.session_options import Ports, SessionOptions
from quizapp.flow.study import Study
from quizapp.wiring.assembly import Assembly, randbits
from quizapp.wiring.installed import versions

if TYPE_CHECKING:  # loaded only where there is an interview
    from quizapp.core.scheduling.plan import Plan, PlanInputs


def _agenda(assembly: Assembly, cards: tuple[Card, ...]) -> Agenda:
    """Return what a session over these cards asks, in order."""
    now, ids = assembly.clock(), [card.id for card in cards]
    resting = assembly.memories.aside(now.day)
    latest = assembly.ledger.recent if assembly.has_log else ()
    recent = begun_last(latest, now.day)
    rules = _rules(assembly, cards)
    return lay_out(ids, assembly.memories, now, rules, resting, recent)


def _rules(assembly: Assembly, cards: tuple[Card, ...], *, cram: bool = False) -> Rules:
    config, flags = assembly.config, assembly.flags
    topics, first = _sharing(assembly, cards)
    rules = Rules(
        new=config.new_per_day,
        reviews=config.reviews_per_day,
        limit=config.limit,
        requires=_requires(assembly, cards),
        mixed=config.new_order == "mixed",
        seed=flags.seed,
        interview=assembly.deadline,
        schedule=assembly.schedule,
        topics=topics,
        first=first,
    )
    if cram or (plan := interview_plan(assembly, cards)) is None or plan.is_day_off:
        return rules
    day, share = assembly.clock().day, plan.today
    new = assembly.memories.introduced_on(day) + share.new
    reviews = assembly.memories.reviews_on(day) + share.reviews
    if flags.new_per_day is not None:
        new = rules.new
    return replace(rules, new=new, reviews=reviews, looks=share.looks)


def _sharing(
    assembly: Assembly, cards: tuple[Card, ...]
) -> tuple[dict[CardId, str], tuple[str, ...]]:
    """Return the topics that share a day's new cards, and which come first.

    Before an interview, those come first that are the least ready for it.
    """
    names = assembly.topics
    topics = {card.id: names.get(card.id.deck, "").casefold() for card in cards}
    if len(set(topics.values())) < 2:
        return {}, ()
    if assembly.interview is None:
        return topics, ()
    from quizapp.core.stats.topics import least_ready

    memories, day = assembly.memories.by_card, assembly.interview
    return topics, least_ready(topics, memories, day, assembly.schedule)


def _requires(
    assembly: Assembly, cards: tuple[Card, ...]
) -> dict[CardId, tuple[CardId, ...]]:
    """Return what cards require, by the ids of today: a deck may know former ones."""
    now = assembly.former.current
    return {card.id: tuple(map(now, card.requires)) for card in cards if card.requires}


def interview_plan(
    assembly: Assembly, cards: tuple[Card, ...], minutes: float | None = None
) -> "Plan | None":
    """Plan the days up to the interview, None if there is none."""
    day, memories = assembly.clock().day, assembly.memories
    if assembly.interview is None or assembly.interview <= day:
        return None
    from quizapp.core.scheduling.plan import make_plan

    ids = tuple(card.id for card in cards)
    done = (memories.days.get(day, 0), memories.introduced_on(day))
    time = assembly.config.study_time
    if minutes is not None:
        time = replace(time, week=week_of(minutes))
    key = (ids, time, day, *done, memories.aside(day))
    if key not in assembly.plans:
        inputs = plan_inputs(assembly, cards, assembly.interview)
        assembly.plans[key] = make_plan(replace(inputs, time=time))
    return assembly.plans[key]


def plan_inputs(
    assembly: Assembly, cards: tuple[Card, ...], interview: StudyDay
) -> "PlanInputs":
    """Return what a plan up to an interview needs, by the settings in use."""
    from quizapp.core.scheduling.cost import habits
    from quizapp.core.scheduling.plan import PlanInputs

    now, memories = assembly.clock(), assembly.memories
    reviews = assembly.ledger.reviews() if assembly.has_log else ()
    usual = habits(reviews, {card.id: card.kind.name for card in cards})
    return PlanInputs(
        tuple(card.id for card in cards if card.id not in memories.suspended),
        memories,
        now,
        interview,
        {
            card.id: usual.cost(card.kind.name, card.kind.expected_seconds)
            for card in cards
        },
        spent=usual.spent(reviews, now.day),
        schedule=assembly.schedule,
        requires=_requires(assembly, cards),
        seed=assembly.flags.seed,
        aside=memories.aside(now.day),
    )


def workload_today(assembly: Assembly, cards: tuple[Card, ...]) -> Workload:
    """Return what a session over these cards asks now."""
    counted = workload(_agenda(assembly, cards), assembly.memories, _usual(cards))
    plan = interview_plan(assembly, cards)
    if plan is None or plan.is_day_off:
        return counted
    return replace(counted, seconds=plan.today.seconds)  # by the user's own times


def workload_tomorrow(assembly: Assembly, cards: tuple[Card, ...]) -> Workload:
    """Return what the next study day asks, if nothing more is studied today."""
    plan = interview_plan(assembly, cards)
    if plan is not None and len(plan.days) > 1:
        share = plan.days[1]
        return Workload(share.known, share.new, share.seconds)
    then = assembly.clock().later(timedelta(days=1))
    rules = _rules(assembly, cards, cram=True)
    ids, memories = [card.id for card in cards], assembly.memories
    agenda = lay_out(ids, memories, then, rules, memories.aside(then.day))
    return workload(agenda, memories, _usual(cards))


def _usual(cards: tuple[Card, ...]) -> Callable[[CardId], Cost]:
    """Return what a card costs a usual learner; the log is not read for it."""
    kinds, usual = {card.id: card.kind for card in cards}, Habits()
    return lambda card: usual.cost(kinds[card].name, kinds[card].expected_seconds)


def start_session(assembly: Assembly, cards: tuple[Card, ...], *, cram: bool) -> Study:
    """Start a session; the front end warms up the runner."""
    ledger, agenda = _ledger_and_agenda(assembly, cards, cram=cram)
    minutes = assembly.flags.minutes or _minutes_left(assembly, cards, cram=cram)
    session_options = _session_options(assembly, minutes)
    ports = Ports(assembly.runner, ledger, assembly.clock, assembly.ledger)
    return Study(ports, cards, agenda, session_options)


def start_whole_session(assembly: Assembly, cards: tuple[Card, ...]) -> Study:
    """Start a session that asks each of its cards once, with explanations."""
    agenda = Agenda(tuple(card.id for card in cards), once=True)
    ports = Ports(assembly.runner, assembly.ledger, assembly.clock)
    options = _session_options(assembly, assembly.flags.minutes)
    return Study(ports, cards, agenda, replace(options, coached=True))


def _session_options(assembly: Assembly, minutes: float | None) -> SessionOptions:
    return SessionOptions(
        minutes,
        assembly.flags.seed,
        versions(),
        assembly.config.confidence,
        TWO if assembly.config.grades == 2 else FOUR,
    )


def _minutes_left(
    assembly: Assembly, cards: tuple[Card, ...], *, cram: bool
) -> float | None:
    """Return the minutes that a plan leaves for today, None for no limit."""
    plan = None if cram else interview_plan(assembly, cards)
    return (plan.minutes_left or None) if plan else None


def _ledger_and_agenda(
    assembly: Assembly, cards: tuple[Card, ...], *, cram: bool
) -> tuple[Ledger, Agenda]:
    if not cram:
        return assembly.ledger, _agenda(assembly, cards)
    ids = [card.id for card in cards]
    queue = crammed(ids, assembly.memories.by_card, _rules(assembly, cards, cram=True))
    log = assembly.transient_log()
    ledger = Ledger(log, assembly.clock, randbits, assembly.schedule)
    return ledger, Agenda(queue)
