"""One sitting, as a state machine of frozen values.

    Asking -> Weighing -> Running -> Revealed -> (graded) -> Asking ... -> Finished

Weighing (how sure?) is left out where no verdict follows, or where it is unwanted.

Every phase offers only the moves that are legal in it, and each move returns a
new value; effects are left to `study`. A graded card keeps the session as it
was before the grade, so undo returns to exactly that.
"""

from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.scheduling.agenda import Agenda
from quizapp.core.scheduling.intervals import Memory
from quizapp.core.scheduling.review import Fact, Marked, Reviewed
from quizapp.core.session.phases import (
    Asking,
    Finished,
    Phase,
    Posed,
)


class Graded(Struct, frozen=True):
    """A grade that was recorded, and the way back."""

    event: Reviewed
    before: "Session"
    """The session as it was when the grade was given."""


class SetAside(Struct, frozen=True):
    """A card that was buried or suspended, and the way back."""

    event: Marked
    before: "Session"


Step: TypeAlias = Graded | SetAside


class Session(Struct, frozen=True):
    """A sitting: what is left, what is on the screen, what was done."""

    agenda: Agenda
    phase: Phase = field(default_factory=lambda: Finished("not started"))
    steps: tuple[Step, ...] = ()
    """What was done, in order."""

    def pose(self, posed: Posed) -> "Session":
        """Put a card on the screen."""
        return replace(self, phase=Asking(posed))

    def finish(self, reason: str) -> "Session":
        """End the sitting."""
        return replace(self, phase=Finished(reason))

    def grade(self, event: Reviewed, memory: Memory) -> "Session":
        """Book a grade that is in the log, and take the card off the agenda."""
        return Session(
            self.agenda.after(event.card, memory),
            Finished("between two cards"),
            (*self.steps, Graded(event, self)),
        )

    def set_aside(self, event: Marked) -> "Session":
        """Take a card off the agenda that is buried or suspended in the log."""
        return Session(
            self.agenda.without(event.card),
            Finished("between two cards"),
            (*self.steps, SetAside(event, self)),
        )

    def reopen(self, card: CardId, *, wanted: bool) -> "Session":
        """Ask a card next of which something was taken back, or not at all."""
        agenda = self.agenda.first(card) if wanted else self.agenda.without(card)
        return replace(self, agenda=agenda)

    def undo(self) -> "Session":
        """Return to the moment before the last step."""
        return self.steps[-1].before if self.steps else self

    @property
    def graded(self) -> tuple[Graded, ...]:
        """The grades that were given, in order."""
        return tuple(step for step in self.steps if isinstance(step, Graded))

    @property
    def done(self) -> int:
        """How many grades were given."""
        return len(self.graded)


class Undone(Struct, frozen=True):
    """A fact that was taken back."""

    fact: Fact


class Earlier(Struct, frozen=True):
    """A fact of an earlier sitting: to be asked for once more before it goes."""

    fact: Fact
