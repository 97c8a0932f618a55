"""Sessions: what is asked now, from settings, log and the date of an interview.

The limits of a day hold over all its sessions, and so does a plan's share for it.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import FOUR, TWO
from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.basics.study_time import week_of
from quizapp.core.cards.card_list import CardList
from quizapp.core.cards.topics import DeckTopics
from quizapp.core.scheduling.agenda import Agenda
from quizapp.core.scheduling.cost import Cost, Habits
from quizapp.core.scheduling.layout import (
    Rules,
    begun_last,
    crammed,
    lay_out,
    lay_out_listed,
)
from quizapp.core.scheduling.listed import HeldLists, MemoryLists
from quizapp.core.scheduling.listed_cards import ListedCards
from quizapp.core.scheduling.workload import Workload, workload
from quizapp.flow.ledger import Ledger
from quizapp.flow.session_options import Ports, SessionOptions
from quizapp.flow.study import Study
from quizapp.wiring.assembly import Assembly, randbits
from quizapp.wiring.installed import versions

if TYPE_CHECKING:  # loaded only where there is an interview
    from quizapp.core.scheduling.plan import Plan
    from quizapp.core.scheduling.simulation import PlanInputs


LATELY = 2_000
"""So many facts say how long a user takes; people get faster."""
AT_ONCE = 3_000
"""So many cards are looked at one by one, where all memories are at hand."""


def _agenda(assembly: Assembly, cards: CardList) -> Agenda:
    """Return what a session over these cards asks, in order."""
    now = assembly.clock()
    latest = assembly.ledger.recent if assembly.has_log else ()
    return _laid_out(
        assembly, cards, now, _rules(assembly, cards), begun_last(latest, now.day)
    )


def _laid_out(
    assembly: Assembly,
    cards: CardList,
    moment: Moment,
    rules: Rules,
    recent: Sequence[CardId] = (),
) -> Agenda:
    """Lay out an agenda, from the lists of an index if there is a large one."""
    memories = assembly.memories
    resting = memories.aside(moment.day)

    def lists_now() -> MemoryLists:
        """Return the lists in use: other settings have others."""
        lists = assembly.ledger.lists if assembly.has_log else None
        return lists or HeldLists(assembly.memories.by_card)

    if isinstance(lists_now(), HeldLists) and len(cards) <= AT_ONCE:
        return lay_out(cards.ids, memories, moment, rules, resting, recent)
    listed = ListedCards(cards.named(), lists_now, memories, resting)
    return lay_out_listed(listed, memories, moment, rules, recent)


def _rules(assembly: Assembly, cards: CardList, *, cram: bool = False) -> Rules:
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
    assembly: Assembly, cards: CardList
) -> tuple[Mapping[CardId, str], tuple[str, ...]]:
    """Return the topics that share a day's new cards, and which come first.

    Before an interview, those come first that are the least ready for it.
    """
    names = {deck: name.casefold() for deck, name in assembly.topics.items()}
    topics = DeckTopics(cards, names)
    if topics.is_one:
        return {}, ()
    if assembly.interview is None:
        return topics, ()
    from quizapp.core.stats.deck_counter import DeckCounter
    from quizapp.core.stats.topics import least_ready

    lists = assembly.ledger.lists if assembly.has_log else None
    counter = DeckCounter(assembly.memories, assembly.clock(), lists)
    day, schedule = assembly.interview, assembly.schedule
    return topics, least_ready(cards, names, counter, day, schedule)


def _requires(assembly: Assembly, cards: CardList) -> dict[CardId, tuple[CardId, ...]]:
    """Return what cards require, by the ids of today: a deck may know former ones."""
    now = assembly.former.current
    return {card: tuple(map(now, some)) for card, some in cards.requires.items()}


def interview_plan(
    assembly: Assembly, cards: CardList, minutes: float | None = None
) -> "Plan | None":
    """Plan the days up to the interview, None if there is none."""
    day, memories = assembly.clock().day, assembly.memories
    if assembly.interview is None or assembly.interview <= day:
        return None
    from quizapp.core.scheduling.plan import make_plan

    done = (memories.days.get(day, 0), memories.introduced_on(day))
    time = assembly.config.study_time
    if minutes is not None:
        time = replace(time, week=week_of(minutes))
    key = (_names(cards), time, day, *done, memories.aside(day))
    if key not in assembly.plans:
        inputs = plan_inputs(assembly, cards, assembly.interview)
        assembly.plans[key] = make_plan(replace(inputs, time=time))
    return assembly.plans[key]


def _names(cards: CardList) -> Hashable:
    """Return what tells lists of cards apart, without making the id of each."""
    return tuple(
        (run.deck.id, run.deck.outline.text, run.places and tuple(run.places))
        for run in cards.runs
    )


class _Costs(Mapping[CardId, Cost]):
    """What cards cost a user with some habits."""

    def __init__(self, cards: CardList, usual: Habits) -> None:
        self._cards, self._usual = cards, usual

    def __getitem__(self, card: CardId) -> Cost:
        return self._usual.cost(*self._cards.kind(card))

    def __iter__(self) -> Iterator[CardId]:
        return iter(self._cards.ids)

    def __len__(self) -> int:
        return len(self._cards)


def plan_inputs(
    assembly: Assembly, cards: CardList, interview: StudyDay
) -> "PlanInputs":
    """Return what a plan up to an interview needs, by the settings in use."""
    from quizapp.core.scheduling.cost import habits
    from quizapp.core.scheduling.simulation import PlanInputs

    now, memories = assembly.clock(), assembly.memories
    count = max(LATELY, memories.days.get(now.day, 0))
    reviews = assembly.ledger.reviews_lately(count) if assembly.has_log else ()
    known = {review.card for review in reviews if cards.has(review.card)}
    usual = habits(reviews, {card: cards.kind(card)[0] for card in known})
    return PlanInputs(
        tuple(card for card in cards.ids if card not in memories.suspended),
        replace(
            memories,
            by_card=dict(memories.by_card.items()),
            first_day=dict(memories.first_day.items()),
        ),
        now,
        interview,
        _Costs(cards, usual),
        spent=usual.spent(reviews, now.day),
        schedule=assembly.schedule,
        requires=_requires(assembly, cards),
        seed=assembly.flags.seed,
        aside=memories.aside(now.day),
    )


def workload_today(assembly: Assembly, cards: CardList) -> Workload:
    """Return what a session over these cards asks now."""
    counted = workload(_agenda(assembly, cards), _usual(cards))
    plan = interview_plan(assembly, cards)
    if plan is None or plan.is_day_off:
        return counted
    return replace(counted, seconds=plan.today.seconds)  # by the user's own times


def workload_tomorrow(assembly: Assembly, cards: CardList) -> Workload:
    """Return what the next study day asks, if nothing more is studied today."""
    plan = interview_plan(assembly, cards)
    if plan is not None and len(plan.days) > 1:
        share = plan.days[1]
        return Workload(share.known, share.new, share.seconds)
    then = assembly.clock().later(timedelta(days=1))
    rules = _rules(assembly, cards, cram=True)
    return workload(_laid_out(assembly, cards, then, rules), _usual(cards))


def _usual(cards: CardList) -> Callable[[CardId], Cost]:
    """Return what a card costs a usual learner; the log is not read for it."""
    usual = Habits()
    return lambda card: usual.cost(*cards.kind(card))


def start_session(assembly: Assembly, cards: CardList, *, cram: bool) -> Study:
    """Start a session; the front end warms up the runner."""
    ledger, agenda = _ledger_and_agenda(assembly, cards, cram=cram)
    minutes = assembly.flags.minutes or _minutes_left(assembly, cards, cram=cram)
    session_options = _session_options(assembly, minutes)
    ports = Ports(assembly.runner, ledger, assembly.clock, assembly.ledger)
    return Study(ports, cards, agenda, replace(session_options, recorded=not cram))


def start_whole_session(assembly: Assembly, cards: CardList) -> Study:
    """Start a session that asks each of its cards once, with explanations."""
    agenda = Agenda(cards.ids, once=True)
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


def _minutes_left(assembly: Assembly, cards: CardList, *, cram: bool) -> float | None:
    """Return the minutes that a plan leaves for today, None for no limit."""
    plan = None if cram else interview_plan(assembly, cards)
    return (plan.minutes_left or None) if plan else None


def _ledger_and_agenda(
    assembly: Assembly, cards: CardList, *, cram: bool
) -> tuple[Ledger, Agenda]:
    if not cram:
        return assembly.ledger, _agenda(assembly, cards)
    ids = cards.ids
    queue = crammed(ids, assembly.memories.by_card, _rules(assembly, cards, cram=True))
    log = assembly.transient_log()
    ledger = Ledger(log, assembly.clock, randbits, assembly.schedule)
    return ledger, Agenda(queue)
