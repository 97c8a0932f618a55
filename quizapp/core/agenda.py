"""The agenda: which cards now, in which order.

What is due comes before what is new. A card in its learning steps comes back
within the session, at its minute or, when nothing else is left, up to twenty
minutes early. The agenda is a value; the time is an argument of every question.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from quizapp.core.card import CardId
from quizapp.core.memory import Memories
from quizapp.core.moment import Moment
from quizapp.core.schedule import Due, DueAt, DueOn, Memory, Stage, is_due

LEARN_AHEAD = timedelta(minutes=20)


@dataclass(frozen=True, slots=True, order=True)
class Waiting:
    """A card between two learning steps."""

    at: datetime
    card: CardId


@dataclass(frozen=True, slots=True)
class Agenda:
    """The rest of a sitting."""

    queue: tuple[CardId, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    """In order of time."""
    cut: int = 0
    """Cards that are due or new, and beyond the limit of the sitting."""
    kept_back: int = 0
    """New cards whose ground is not known yet."""

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
        queue = tuple(other for other in self.queue if other != card)
        waiting = tuple(other for other in self.waiting if other.card != card)
        return replace(self, queue=queue, waiting=waiting)

    def first(self, card: CardId) -> "Agenda":
        """Put a card before all others."""
        rest = self.without(card)
        return replace(rest, queue=(card, *rest.queue))

    def last(self, card: CardId) -> "Agenda":
        """Put a card behind all others of the queue."""
        rest = self.without(card)
        return replace(rest, queue=(*rest.queue, card))

    def after(self, card: CardId, memory: Memory) -> "Agenda":
        """Take out a card that was graded; keep it waiting if it is still learning."""
        rest = self.without(card)
        match memory.due:
            case DueAt(at=at):
                waiting = tuple(sorted((*rest.waiting, Waiting(at, card))))
                return replace(rest, waiting=waiting)
            case DueOn():
                return rest


def plan(
    cards: Iterable[CardId],
    memories: Memories,
    moment: Moment,
    new: int,
    limit: int | None = None,
    requires: Mapping[CardId, tuple[CardId, ...]] = MappingProxyType({}),
) -> Agenda:
    """Lay out a sitting: due cards by their due time, then new ones.

    `cards` come in the order of their decks, which new cards keep. `new` is the
    number of new cards a day, whatever number of sittings it is spread over;
    `limit` caps the sitting. A new card is kept back until the cards it `requires`
    are known.
    """
    due: list[tuple[datetime, CardId]] = []
    fresh: list[CardId] = []
    kept_back = 0
    for card in cards:
        memory = memories.by_card.get(card)
        if memory is None:
            if all(_is_known(memories, one) for one in requires.get(card, ())):
                fresh.append(card)
            else:
                kept_back += 1
        elif is_due(memory, moment) or _learns_soon(memory, moment):
            due.append((_instant(memory.due, moment), card))
    allowance = max(0, new - memories.introduced_on(moment.day))
    queue = (*(card for _, card in sorted(due)), *fresh[:allowance])
    asked = queue[:limit]
    return Agenda(asked, cut=len(queue) - len(asked), kept_back=kept_back)


def _is_known(memories: Memories, card: CardId) -> bool:
    """Tell whether a card has left its learning steps, and not fallen back."""
    memory = memories.by_card.get(card)
    return memory is not None and memory.stage is Stage.REVIEW


def _learns_soon(memory: Memory, moment: Moment) -> bool:
    return isinstance(memory.due, DueAt) and memory.due.at <= moment.at + LEARN_AHEAD


def _instant(due: Due, moment: Moment) -> datetime:
    """Make dues comparable: a study day counts from its first instant."""
    match due:
        case DueAt(at=at):
            return at
        case DueOn(day=day):
            return moment.at - timedelta(days=moment.day - day)
