"""Agendas: what a session asks in a situation, and how much that is.

The limits of a day hold over all its sessions, and so does a plan's share for it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment
from quizapp.core.cards.card_list import CardList
from quizapp.core.cards.topics import DeckTopics
from quizapp.core.scheduling.agenda import Agenda
from quizapp.core.scheduling.cost import Cost, Habits
from quizapp.core.scheduling.layout import (
    Rules,
    begun_last,
    lay_out,
    lay_out_listed,
)
from quizapp.core.scheduling.listed_cards import ListedCards
from quizapp.core.scheduling.workload import Workload, workload
from quizapp.wiring.interview_plans import interview_plan, required
from quizapp.wiring.situation import Situation

AT_ONCE = 3_000
"""So many cards are looked at one by one, where all memories are at hand."""


def agenda_of(situation: Situation, cards: CardList) -> Agenda:
    """Return what a session over these cards asks, in order."""
    now, rules = situation.now, rules_of(situation, cards)
    recent = begun_last(situation.recent, now.day)
    return _laid_out(situation, cards, now, rules, recent)


def _laid_out(
    situation: Situation,
    cards: CardList,
    moment: Moment,
    rules: Rules,
    recent: Sequence[CardId] = (),
) -> Agenda:
    """Lay out an agenda, from the lists of an index if there is a large one."""
    memories = situation.memories
    resting = memories.aside(moment.day)
    if situation.kept() is None and len(cards) <= AT_ONCE:
        return lay_out(cards.ids, memories, moment, rules, resting, recent)
    listed = ListedCards(cards.named(), situation.lists, memories, resting)
    return lay_out_listed(listed, memories, moment, rules, recent)


def rules_of(situation: Situation, cards: CardList, *, cram: bool = False) -> Rules:
    """Return the limits and the order of a session over these cards."""
    config, flags = situation.config, situation.flags
    topics, first = _sharing(situation, cards)
    rules = Rules(
        new=config.new_per_day,
        reviews=config.reviews_per_day,
        limit=config.limit,
        requires=required(situation, cards),
        mixed=config.new_order == "mixed",
        seed=flags.seed,
        interview=situation.deadline,
        topics=topics,
        first=first,
    )
    if cram or (plan := interview_plan(situation, cards)) is None or plan.is_day_off:
        return rules
    day, share = situation.now.day, plan.today
    new = situation.memories.introduced_on(day) + share.new
    reviews = situation.memories.reviews_on(day) + share.reviews
    if flags.new_per_day is not None:
        new = rules.new
    return replace(rules, new=new, reviews=reviews, looks=share.looks)


def _sharing(
    situation: Situation, cards: CardList
) -> tuple[Mapping[CardId, str], tuple[str, ...]]:
    """Return the topics that share a day's new cards, and which come first.

    Before an interview, those come first that are the least ready for it.
    """
    names = {deck: name.casefold() for deck, name in situation.topics.items()}
    topics = DeckTopics(cards, names)
    if topics.is_one:
        return {}, ()
    if situation.interview is None:
        return topics, ()
    from quizapp.core.stats.deck_counter import DeckCounter
    from quizapp.core.stats.topics import least_ready

    counter = DeckCounter(situation.memories, situation.now, situation.kept())
    day, schedule = situation.interview, situation.schedule
    return topics, least_ready(cards, names, counter, day, schedule)


def workload_today(situation: Situation, cards: CardList) -> Workload:
    """Return what a session over these cards asks now."""
    counted = workload(agenda_of(situation, cards), _usual(cards))
    plan = interview_plan(situation, cards)
    if plan is None or plan.is_day_off:
        return counted
    return replace(counted, seconds=plan.today.seconds)  # by the user's own times


def workload_tomorrow(situation: Situation, cards: CardList) -> Workload:
    """Return what the next study day asks, if nothing more is studied today."""
    plan = interview_plan(situation, cards)
    if plan is not None and len(plan.days) > 1:
        share = plan.days[1]
        return Workload(share.known, share.new, share.seconds)
    then = situation.now.later(timedelta(days=1))
    rules = rules_of(situation, cards, cram=True)
    return workload(_laid_out(situation, cards, then, rules), _usual(cards))


def _usual(cards: CardList) -> Callable[[CardId], Cost]:
    """Return what a card costs a usual learner; the log is not read for it."""
    usual = Habits()
    return lambda card: usual.cost(*cards.kind(card))
