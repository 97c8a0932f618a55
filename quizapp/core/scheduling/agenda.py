"""Agenda: which cards to ask now, in which order.

Due cards come before new ones, or mixed with them. A card in its learning steps
returns within the session, at its minute or, when nothing else is left, up to
twenty minutes early; unless each card is asked once. Limits count per study day, over
all of its sessions.

The agenda is a value, and the time is an argument of every question. Nothing is
random: an agenda made in the middle of a session is the rest of the first one.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct, field
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.draw import bits
from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.scheduling.deadline import wants_look
from quizapp.core.scheduling.intervals import (
    DueAt,
    DueOn,
    Memory,
    SchedulerSettings,
    Stage,
    retrievability,
)
from quizapp.core.scheduling.listed import ListedCards
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.related import MIN_GAP, related_by, spread_out
from quizapp.core.scheduling.review import Fact, Reviewed, in_time
from quizapp.core.scheduling.turns import take_turns

LEARN_AHEAD = timedelta(minutes=20)


class WaitingCard(Struct, frozen=True, order=True):
    """A card between two learning steps."""

    at: datetime
    card: CardId


class Agenda(Struct, frozen=True):
    """The rest of a session."""

    queue: tuple[CardId, ...] = ()
    waiting: tuple[WaitingCard, ...] = ()
    """In order of time."""
    cut: int = 0
    """Cards that are due or new, but beyond the limit of the session or the day."""
    locked: int = 0
    """New cards whose prerequisites are not known yet."""
    aside: int = 0
    """Cards that the user buried or suspended."""
    once: bool = False
    """Whether each card is asked once, even if it is still being learned."""
    new: int = 0
    """New cards in the queue when it was laid out."""

    def __len__(self) -> int:
        return len(self.queue) + len(self.waiting)

    def next(self, moment: Moment) -> CardId | None:
        """Return the card to ask now, None if there is nothing until later."""
        if self.waiting and self.waiting[0].at <= moment.at:
            return self.waiting[0].card
        if self.queue:
            return self.queue[0]
        if self.waiting and self.waiting[0].at <= moment.at + LEARN_AHEAD:
            return self.waiting[0].card
        return None

    def without(self, card: CardId) -> "Agenda":
        """Take a card out."""
        if self.queue[:1] == (card,):  # usually
            queue = self.queue[1:]
        else:
            queue = tuple(other for other in self.queue if other != card)
        waiting = tuple(other for other in self.waiting if other.card != card)
        return replace(self, queue=queue, waiting=waiting)

    def first(self, card: CardId) -> "Agenda":
        """Put a card before all others."""
        rest = self.without(card)
        return replace(rest, queue=(card, *rest.queue))

    def last(self, card: CardId) -> "Agenda":
        """Put a card after all others in the queue."""
        rest = self.without(card)
        return replace(rest, queue=(*rest.queue, card))

    def after(self, card: CardId, memory: Memory) -> "Agenda":
        """Take out a card that was graded; keep it waiting if it is still learning."""
        rest = self.without(card)
        match memory.due:
            case DueAt(at=at) if not self.once:
                waiting = tuple(sorted((*rest.waiting, WaitingCard(at, card))))
                return replace(rest, waiting=waiting)
            case _:
                return rest


class Rules(Struct, frozen=True):
    """The limits and the order of an agenda."""

    new: int = 20
    """New cards a study day."""
    reviews: int | None = None
    """Reviews a study day, of cards past their learning steps; None for all."""
    limit: int | None = None
    """Cards in this session, due and new together; None for all."""
    requires: Mapping[CardId, tuple[CardId, ...]] = field(default_factory=dict)
    """The cards that must be known before a new one is introduced."""
    mixed: bool = False
    """Whether new cards come among the due ones, not after them."""
    seed: int = 0
    """Decides the order of cards that became due on one day."""
    interview: StudyDay | None = None
    """The interview's study day: cards least likely to be recalled then come first."""
    looks: int = 0
    """How many cards that are not due get a last look: see `deadline`."""
    schedule: SchedulerSettings = SchedulerSettings()
    """Predicts recall on that day."""
    topics: Mapping[CardId, str] = field(default_factory=dict)
    """The topics of cards, which share the new cards of a day: see `turns`."""
    first: tuple[str, ...] = ()
    """The topics that need new cards most, in that order."""


def begun_last(facts: Iterable[Fact], day: StudyDay) -> tuple[CardId, ...]:
    """Return the last cards that were asked on a study day, in order."""
    reviews = [fact for fact in facts if isinstance(fact, Reviewed)]
    of_day = (fact for fact in sorted(reviews, key=in_time) if fact.moment.day == day)
    return tuple(dict.fromkeys(fact.card for fact in of_day))[-MIN_GAP:]


def lay_out(
    cards: Iterable[CardId],
    memories: Memories,
    moment: Moment,
    rules: Rules = Rules(),
    aside: Collection[CardId] = (),
    recent: Sequence[CardId] = (),
) -> Agenda:
    """Return the agenda of a session, or what is left of one.

    `cards` are in study order, which new cards of a topic keep; `aside` are left
    out; `recent` were asked last. Related cards are spread out: see `related`.
    """
    named = list(cards)
    chosen = [card for card in named if card not in aside] if aside else named
    by_state = _sort(chosen, memories, moment, rules)
    seen = len(chosen) - len(by_state.fresh) - by_state.locked
    by_state = replace(
        by_state,
        due=by_need(by_state.due, memories.by_card, rules),
        looks=by_need(by_state.looks, memories.by_card, rules)[: rules.looks],
        seen=seen,
        aside=len(named) - len(chosen),
    )
    return _arranged(by_state, memories, moment, rules, recent)


def lay_out_listed(
    listed: ListedCards,
    memories: Memories,
    moment: Moment,
    rules: Rules = Rules(),
    recent: Sequence[CardId] = (),
) -> Agenda:
    """Return the same agenda from lists: see `can_be_listed`."""
    locked = listed.locked(rules.requires)
    most = max(0, rules.new - memories.introduced_on(moment.day))
    by_state = _Sorted(
        listed.due(moment),
        tuple(WaitingCard(at, card) for at, card in listed.waiting()),
        listed.fresh(most, rules.topics, locked),
        (),
        len(locked),
        listed.seen(),
        len(listed.aside),
    )
    return _arranged(by_state, memories, moment, rules, recent)


def can_be_listed(rules: Rules) -> bool:
    """Return whether lists have the order of these rules: no interview, and seed 0."""
    return rules.interview is None and rules.seed == 0


def _arranged(
    by_state: "_Sorted",
    memories: Memories,
    moment: Moment,
    rules: Rules,
    recent: Sequence[CardId],
) -> Agenda:
    """Return the agenda of cards that are sorted by their states."""
    begun = memories.introduced_on(moment.day)
    fresh = take_turns(by_state.fresh, rules.topics, rules.first, by_state.seen)
    fresh = fresh[: max(0, rules.new - begun)]
    reviewed = memories.reviews_on(moment.day)
    due, looks = by_state.due, by_state.looks
    if rules.reviews is not None:
        due = due[: max(0, rules.reviews - reviewed)]
    parts = (_mixed(due, reviewed, fresh, begun),) if rules.mixed else (due, fresh)
    queue = _in_turn((*parts, looks), rules, recent)
    waiting = tuple(sorted(by_state.waiting))[: rules.limit]
    if rules.limit is not None:
        queue = queue[: rules.limit - len(waiting)]
    wanted = len(by_state.waiting) + len(by_state.due) + len(fresh) + len(looks)
    new = frozenset(fresh)
    return Agenda(
        queue,
        waiting,
        cut=wanted - len(waiting) - len(queue),
        locked=by_state.locked,
        aside=by_state.aside,
        new=sum(card in new for card in queue),
    )


def by_need(
    cards: Iterable[CardId], memories: Mapping[CardId, Memory], rules: Rules
) -> tuple[CardId, ...]:
    """Order cards that were seen before.

    The longest overdue come first. Cards of one day are in an order drawn for each card
    alone, so it does not change when other cards leave. Before an
    interview, the cards with the lowest predicted recall on its day come first.
    """
    day = rules.interview

    def urgency(card: CardId) -> float:
        memory = memories[card]
        if day is not None:
            return retrievability(memory, day, rules.schedule)
        return memory.due.day if isinstance(memory.due, DueOn) else memory.day

    return tuple(
        sorted(cards, key=lambda card: (urgency(card), bits(f"{rules.seed}/{card}")))
    )


def crammed(
    cards: Iterable[CardId], memories: Mapping[CardId, Memory], rules: Rules
) -> tuple[CardId, ...]:
    """Order all cards, due or not: as in their decks, or by need for an interview.

    Before an interview, cards that were never seen come last: cramming refreshes.
    """
    chosen = tuple(cards)
    if rules.interview is None:
        return chosen[: rules.limit]
    known = by_need((card for card in chosen if card in memories), memories, rules)
    unseen = (card for card in chosen if card not in memories)
    return (*known, *unseen)[: rules.limit]


class _Sorted(Struct, frozen=True):
    """The chosen cards by their state; those that are not due are left out."""

    due: tuple[CardId, ...]
    waiting: tuple[WaitingCard, ...]
    fresh: tuple[CardId, ...]
    looks: tuple[CardId, ...]
    """Not due, but not seen in the last days before an interview."""
    locked: int
    seen: int = 0
    """How many cards have a memory."""
    aside: int = 0
    """How many are left out."""


def _sort(
    cards: Iterable[CardId], memories: Memories, moment: Moment, rules: Rules
) -> _Sorted:
    today = moment.day
    due: list[CardId] = []
    waiting: list[WaitingCard] = []
    fresh: list[CardId] = []
    looks: list[CardId] = []
    locked = 0
    for card in cards:
        match memories.by_card.get(card):
            case None:
                prerequisites = rules.requires.get(card, ())
                if all(_is_known(memories, other) for other in prerequisites):
                    fresh.append(card)
                else:
                    locked += 1
            case Memory(due=DueAt(at=at)):
                waiting.append(WaitingCard(at, card))
            case Memory(due=DueOn(day=day)) if day <= today:
                due.append(card)
            case Memory() as memory:
                if rules.interview and wants_look(card, memory, today, rules.interview):
                    looks.append(card)
    return _Sorted(tuple(due), tuple(waiting), tuple(fresh), tuple(looks), locked)


def _is_known(memories: Memories, card: CardId) -> bool:
    """Return whether a card is past its learning steps, and not relearning."""
    memory = memories.by_card.get(card)
    return memory is not None and memory.stage is Stage.REVIEW


def _in_turn(
    parts: Iterable[Sequence[CardId]], rules: Rules, recent: Sequence[CardId]
) -> tuple[CardId, ...]:
    """Join parts of a queue, with related cards spread out over all of it."""
    related = related_by(rules.requires)
    queue: tuple[CardId, ...] = ()
    for part in parts:
        queue = (*queue, *spread_out(part, related, (*recent, *queue)[-MIN_GAP:]))
    return queue


def _mixed(
    due: Sequence[CardId], reviewed: int, fresh: Sequence[CardId], begun: int
) -> tuple[CardId, ...]:
    """Spread new cards evenly among the due ones, counting what was done today."""
    places = (*_places(due, reviewed, 0), *_places(fresh, begun, 1))
    return tuple(card for _, _, card in sorted(places))


def _places(
    cards: Sequence[CardId], before: int, rank: int
) -> Iterator[tuple[float, int, CardId]]:
    whole = before + len(cards)
    for number, card in enumerate(cards, start=before):
        yield (number + 0.5) / whole, rank, card
