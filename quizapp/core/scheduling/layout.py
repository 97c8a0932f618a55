"""Layout: which cards an agenda has, and in which order.

Due cards come before new ones, or mixed with them. Limits count per study day, over
all of its sessions. Nothing is random: an agenda made in the middle of a session is the
rest of the first one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice

from msgspec import Struct, field
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.scheduling.agenda import Agenda, WaitingCard
from quizapp.core.scheduling.deadline import wants_look
from quizapp.core.scheduling.intervals import DueAt, DueOn, Memory, Stage
from quizapp.core.scheduling.listed import Need
from quizapp.core.scheduling.listed_cards import ListedCards, PartlyRead, all_of
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.related import MIN_GAP, related_by, spread
from quizapp.core.scheduling.review import Fact, Reviewed, in_time
from quizapp.core.scheduling.turns import take_turns
from quizapp.core.scheduling.unread import ItemStream, Unread


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
    topics: Mapping[CardId, str] = field(default_factory=dict)
    """The topics of cards, which share the new cards of a day: see `turns`."""
    first: tuple[str, ...] = ()
    """The topics that need new cards most, in that order."""

    @property
    def need(self) -> Need:
        """The order of cards that were seen before."""
        return Need(self.interview, self.seed)


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
    due = by_need(by_state.due, memories.by_card, rules)
    looks = by_need(by_state.looks, memories.by_card, rules)[: rules.looks]
    parts = _Parts(
        all_of(due),
        all_of(sorted(by_state.waiting)),
        tuple(by_state.fresh),
        looks,
        locked=by_state.locked,
        seen=lambda: len(chosen) - len(by_state.fresh) - by_state.locked,
        aside=len(named) - len(chosen),
    )
    return _arranged(parts, memories, moment, rules, recent).whole()


def lay_out_listed(
    listed: ListedCards,
    memories: Memories,
    moment: Moment,
    rules: Rules = Rules(),
    recent: Sequence[CardId] = (),
) -> Agenda:
    """Return the same agenda from lists, of which it reads what comes first."""
    locked = listed.locked(rules.requires)
    most = max(0, rules.new - memories.introduced_on(moment.day))
    parts = _Parts(
        listed.due(moment.day, rules.need),
        listed.waiting(),
        listed.fresh(most, rules.topics, locked),
        listed.looks(moment.day, rules.need, rules.looks),
        locked=len(locked),
        seen=listed.seen,
        aside=len(listed.aside),
    )
    return _arranged(parts, memories, moment, rules, recent)


class _Parts(Struct, frozen=True):
    """The chosen cards by their state; those that are not due are left out."""

    due: PartlyRead[CardId]
    waiting: PartlyRead[WaitingCard]
    fresh: tuple[CardId, ...]
    looks: tuple[CardId, ...]
    """Not due, but not seen in the last days before an interview."""
    locked: int
    seen: Callable[[], int]
    """Counts the cards that have a memory."""
    aside: int
    """How many are left out."""


def _arranged(
    parts: _Parts,
    memories: Memories,
    moment: Moment,
    rules: Rules,
    recent: Sequence[CardId],
) -> Agenda:
    """Return the agenda of cards that are sorted by their states."""
    begun = memories.introduced_on(moment.day)
    seen = parts.seen() if rules.topics else 0  # otherwise, no topic takes turns
    fresh = take_turns(parts.fresh, rules.topics, rules.first, seen)
    parts = replace(parts, fresh=fresh[: max(0, rules.new - begun)])
    queued = _Queue(parts, rules, memories.reviews_on(moment.day), begun, recent)
    waiting = ItemStream(lambda: iter(parts.waiting), lambda: len(parts.waiting))
    if rules.limit is not None:  # few are read at once
        waiting = waiting.cut(rules.limit)
    stream = ItemStream(queued.cards, lambda: len(queued))
    new = len(parts.fresh)
    if rules.limit is not None and rules.limit - len(waiting) < len(stream):
        stream = stream.cut(rules.limit - len(waiting))
        is_new = frozenset(parts.fresh)
        new = sum(card in is_new for card in Unread(stream).read_all())
    wanted = len(parts.waiting) + len(parts.due) + len(parts.fresh) + len(parts.looks)
    return Agenda(
        cut=wanted - len(waiting) - len(stream),
        locked=parts.locked,
        aside=parts.aside,
        new=new,
        unread=Unread(stream) or None,
        unread_waiting=Unread(waiting) or None,
    ).readable()


class _Queue:
    """The queue of an agenda, as far as it is read."""

    def __init__(
        self,
        parts: _Parts,
        rules: Rules,
        reviewed: int,
        begun: int,
        recent: Sequence[CardId],
    ) -> None:
        self._parts, self._rules = parts, rules
        self._reviewed, self._begun, self._recent = reviewed, begun, recent

    @property
    def _due(self) -> int:
        """How many due cards the day has left."""
        count, reviews = len(self._parts.due), self._rules.reviews
        left = count if reviews is None else max(0, reviews - self._reviewed)
        return min(count, left)

    def __len__(self) -> int:
        return self._due + len(self._parts.fresh) + len(self._parts.looks)

    def cards(self) -> Iterator[CardId]:
        """Yield the cards, those that are related apart from each other."""
        related, recent = related_by(self._rules.requires), tuple(self._recent)
        for part, total in self._in_turn():
            for card in spread(part, total, related, recent):
                yield card
                recent = (*recent, card)[-MIN_GAP:]

    def _in_turn(self) -> Iterator[tuple[Iterable[CardId], Callable[[], int]]]:
        """Yield parts of the queue, and what counts their cards."""
        fresh, looks = self._parts.fresh, self._parts.looks
        due: Iterable[CardId] = self._parts.due
        if self._rules.reviews is not None:
            due = islice(due, self._due)
        if self._rules.mixed:
            mixed = _mixed(due, self._due, self._reviewed, fresh, self._begun)
            yield mixed, lambda: self._due + len(fresh)
        else:
            yield due, lambda: self._due
            yield fresh, lambda: len(fresh)
        yield looks, lambda: len(looks)


def by_need(
    cards: Iterable[CardId], memories: Mapping[CardId, Memory], rules: Rules
) -> tuple[CardId, ...]:
    """Order cards that were seen before: see `Need`."""
    need = rules.need
    return tuple(sorted(cards, key=lambda card: need.key(card, memories[card])))


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


def _mixed(
    due: Iterable[CardId],
    due_count: int,
    reviewed: int,
    fresh: Sequence[CardId],
    begun: int,
) -> Iterator[CardId]:
    """Spread new cards evenly among the due ones, counting what was done today."""
    places = merge(
        _places(due, due_count, reviewed, 0), _places(fresh, len(fresh), begun, 1)
    )
    return (card for _, _, card in places)


def _places(
    cards: Iterable[CardId], count: int, before: int, rank: int
) -> Iterator[tuple[float, int, CardId]]:
    whole = before + count
    for number, card in enumerate(cards, start=before):
        yield (number + 0.5) / whole, rank, card
