"""Interview plans: the days up to an interview, planned by the settings in use."""

from collections.abc import Hashable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import StudyDay
from quizapp.core.basics.study_time import week_of
from quizapp.core.cards.card_list import CardList
from quizapp.core.scheduling.cost import Cost, Habits
from quizapp.core.scheduling.listed import HeldLists
from quizapp.core.scheduling.listed_cards import ListedCards
from quizapp.wiring.situation import Situation

if TYPE_CHECKING:  # loaded only where there is an interview
    from quizapp.core.scheduling.plan import Plan, PlannedDays
    from quizapp.core.scheduling.starting_point import PlanInputs

LATELY = 2_000
"""So many facts say how long a user takes; people get faster."""


def required(situation: Situation, cards: CardList) -> dict[CardId, tuple[CardId, ...]]:
    """Return what cards require, by the ids of today: a deck may know former ones."""
    now = situation.current
    return {card: tuple(map(now, some)) for card, some in cards.requires.items()}


def interview_plan(situation: Situation, cards: CardList) -> "PlannedDays | None":
    """Plan the days up to the interview, None if there is none."""
    day, memories = situation.now.day, situation.memories
    interview = situation.interview
    if interview is None or interview <= day:
        return None
    from quizapp.core.scheduling.plan import plan_days

    done = (memories.days.get(day, 0), memories.introduced_on(day))
    settings = (interview, situation.schedule, situation.flags.seed)
    time = situation.config.study_time
    key = (_names(cards), settings, time, day, *done, memories.aside(day))
    if key not in situation.plans:
        inputs = plan_inputs(situation, cards, interview)
        situation.plans[key] = plan_days(replace(inputs, time=time))
    return situation.plans[key]


def whole_plan(
    situation: Situation, cards: CardList, minutes: float | None = None
) -> "Plan | None":
    """Return the same plan with its result, or one for other minutes a day."""
    interview, time = situation.interview, situation.config.study_time
    if interview is None or interview <= situation.now.day:
        return None
    from quizapp.core.scheduling.plan import make_plan

    if minutes is not None:
        time = replace(time, week=week_of(minutes))
    inputs = plan_inputs(situation, cards, interview, whole=True)
    return make_plan(replace(inputs, time=time))


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
    situation: Situation,
    cards: CardList,
    interview: StudyDay,
    *,
    whole: bool = False,
) -> "PlanInputs":
    """Return what a plan up to an interview needs, by the settings in use.

    If `whole`, all memories are at hand, else only those of a small index.
    """
    from quizapp.core.scheduling.cost import habits
    from quizapp.core.scheduling.starting_point import PlanInputs
    from quizapp.store.memory_views import held

    now, memories = situation.now, situation.memories
    suspended = frozenset(memories.suspended)
    lists = None if whole else situation.kept()
    is_listed = lists is not None and not isinstance(lists, HeldLists)
    reviews = situation.lately(max(LATELY, memories.days.get(now.day, 0)))
    known = {review.card for review in reviews if cards.has(review.card)}
    usual = habits(reviews, {card: cards.kind(card)[0] for card in known})

    def listed() -> ListedCards:
        return ListedCards(cards.named(), situation.lists, memories, suspended)

    return PlanInputs(
        tuple(card for card in cards.ids if card not in suspended),
        memories if is_listed else held(memories),
        now,
        interview,
        _Costs(cards, usual),
        spent=usual.spent(reviews, now.day),
        schedule=situation.schedule,
        requires=required(situation, cards),
        seed=situation.flags.seed,
        aside=memories.aside(now.day),
        listed=listed if is_listed else None,
    )
