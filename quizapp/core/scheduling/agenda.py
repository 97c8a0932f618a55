"""Agenda: the cards that a session still asks, and the order in which it does.

A card in its learning steps returns within the session, at its minute or, when nothing
else is left, up to twenty minutes early; unless each card is asked once.

The agenda is a value, and the time is an argument of every question.
"""

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment
from quizapp.core.scheduling.intervals import DueAt, Memory
from quizapp.core.scheduling.unread import READ_AT_ONCE, Unread

LEARN_AHEAD = timedelta(minutes=20)


class WaitingCard(Struct, frozen=True, order=True):
    """A card between two learning steps."""

    at: datetime
    card: CardId


class Agenda(Struct, frozen=True):
    """The rest of a session.

    What comes later may be unread, as long as it does not come next.
    """

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
    unread: Unread[CardId] | None = None
    """The queue behind what is read of it; None if all of it is read."""
    unread_waiting: Unread[WaitingCard] | None = None
    """Those that wait longer; cards that were graded are read, however long."""
    horizon: WaitingCard | None = None
    """No unread card waits less long than this one."""

    def __len__(self) -> int:
        unread = len(self.unread or ()) + len(self.unread_waiting or ())
        return len(self.queue) + len(self.waiting) + unread

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
            return replace(self, queue=self.queue[1:]).readable()
        waiting = tuple(other for other in self.waiting if other.card != card)
        if len(waiting) < len(self.waiting):
            return replace(self, waiting=waiting).readable()
        queue = tuple(other for other in self.queue if other != card)
        if len(queue) == len(self.queue) and (self.unread or self.unread_waiting):
            return self.whole().without(card)
        return replace(self, queue=queue).readable()

    def first(self, card: CardId) -> "Agenda":
        """Put a card before all others."""
        rest = self.without(card)
        return replace(rest, queue=(card, *rest.queue))

    def last(self, card: CardId) -> "Agenda":
        """Put a card after all others in the queue."""
        rest = self.whole().without(card)
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

    def readable(self) -> "Agenda":
        """Read on until what comes next is read."""
        agenda = self
        while not agenda.queue and agenda.unread:
            queue, unread = agenda.unread.read(READ_AT_ONCE)
            agenda = replace(agenda, queue=queue, unread=unread or None)
        while agenda.unread_waiting and agenda.may_wait_longer:
            batch, later = agenda.unread_waiting.read(READ_AT_ONCE)
            agenda = replace(
                agenda,
                waiting=tuple(sorted((*agenda.waiting, *batch))),
                unread_waiting=later or None,
                horizon=batch[-1] if batch and later else None,
            )
        return agenda

    @property
    def may_wait_longer(self) -> bool:
        """Whether a card that is not read may come before those that wait."""
        if not self.waiting or self.horizon is None:
            return True
        return self.horizon < self.waiting[0]

    def whole(self) -> "Agenda":
        """Return the same with all cards read."""
        if self.unread is None and self.unread_waiting is None:
            return self
        queue = self.unread.read_all() if self.unread else ()
        later = self.unread_waiting.read_all() if self.unread_waiting else ()
        return replace(
            self,
            queue=(*self.queue, *queue),
            waiting=tuple(sorted((*self.waiting, *later))),
            unread=None,
            unread_waiting=None,
            horizon=None,
        )
