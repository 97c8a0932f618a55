"""A study session, as a state machine of frozen values.

    Asking -> Weighing -> Running -> Revealed -> (graded) -> Asking ... -> Finished

Weighing (how sure?) is skipped where no verdict follows, or where it is switched off.

Every phase offers only its legal moves, and each move returns a new value; effects
are left to `flow.study`. A step keeps the session as it was before, so undo is exact.
"""

from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.scheduling.agenda import Agenda
from quizapp.core.scheduling.review import Fact, Marked, Remarked, Reviewed
from quizapp.core.session.phases import Phase


class Graded(Struct, frozen=True):
    """A grade that was recorded."""

    event: Reviewed
    before: "Session"
    """The session as it was when the grade was given."""


class SetAside(Struct, frozen=True):
    """A card that was buried or suspended."""

    event: Marked
    before: "Session"
    """The session as it was when the card was on the screen."""


class Commented(Struct, frozen=True):
    """A card that was starred, noted or reported: nothing else changed."""

    event: Remarked


UndoStep: TypeAlias = Graded | SetAside | Commented


class Session(Struct, frozen=True):
    """The cards that are left, the one on the screen, and the steps so far."""

    agenda: Agenda
    phase: Phase
    steps: tuple[UndoStep, ...] = ()
    """In order of time."""

    def enter(self, phase: Phase) -> "Session":
        """Change the phase."""
        return replace(self, phase=phase)

    def with_agenda(self, agenda: Agenda) -> "Session":
        """Change the cards that are left."""
        return replace(self, agenda=agenda)

    def grade(self, event: Reviewed, agenda: Agenda, then: Phase) -> "Session":
        """Add a grade that is in the log, and go on with the rest of the agenda."""
        return Session(agenda, then, (*self.steps, Graded(event, self)))

    def set_aside(self, event: Marked, agenda: Agenda, then: Phase) -> "Session":
        """Add a card that was buried or suspended, and go on with the rest."""
        return Session(agenda, then, (*self.steps, SetAside(event, self)))

    def undo(self) -> "Session":
        """Return to the moment before the last step."""
        if not self.steps:
            return self
        last = self.steps[-1]
        if isinstance(last, Commented):
            return replace(self, steps=self.steps[:-1])
        return last.before

    def comment(self, event: Remarked) -> "Session":
        """Add a remark on the card on the screen, which stays there."""
        return replace(self, steps=(*self.steps, Commented(event)))

    @property
    def graded(self) -> tuple[Graded, ...]:
        """The grades that were given, in order."""
        return tuple(step for step in self.steps if isinstance(step, Graded))

    @property
    def done(self) -> int:
        """The number of grades given."""
        return len(self.graded)


class Undone(Struct, frozen=True):
    """A fact that was retracted."""

    fact: Fact


class Earlier(Struct, frozen=True):
    """A fact of an earlier session: undo asks once more before it is retracted."""

    fact: Fact
