"""Steps: what keys write to the log, from grades to undo, and the words on it.

If a step cannot be saved, that is reported, and the card stays as it was.
"""

from collections.abc import Callable

from textual.screen import Screen

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.scheduling.review import Fact, Remarked
from quizapp.core.session.phases import Finished
from quizapp.core.session.session import Earlier
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import LogError
from quizapp.flow.study import Study
from quizapp.tui.base import by_key
from quizapp.wording import session as wording

LEAVING = {
    Mark.BURIED: ("study.bury", "buries this card"),
    Mark.SUSPENDED: ("study.suspend", "suspends this card"),
}
"""The keys that put a card aside, and what each does."""


class Steps:
    """The steps of one session, reported on its screen."""

    def __init__(self, study: Study, screen: Screen[None]) -> None:
        self._study = study
        self._screen = screen
        self._offered: Fact | None = None
        """The fact of an earlier session that the next undo retracts."""

    def grade(self, grade: Grade | None = None) -> None:
        """Grade the card, by default with the suggested grade."""
        self._record(lambda: self._study.grade(grade))

    def set_aside(self, mark: Mark) -> None:
        """Bury the card until tomorrow, or suspend it."""
        self._record(lambda: self._set_aside(mark))

    def undo(self) -> None:
        """Undo the last step; one of an earlier session at the second press."""
        self._record(self._undo)

    def undo_remark(self) -> bool:
        """Undo the last step if it is a remark on the card on the screen."""
        steps, phase = self._study.session.steps, self._study.phase
        last = steps[-1].event if steps else None
        if isinstance(phase, Finished) or not isinstance(last, Remarked):
            return False
        if last.card != phase.posed.card.id:
            return False
        self._record(self._undo)
        return True

    def _set_aside(self, mark: Mark) -> None:
        event = self._study.set_aside(mark)
        if event is not None:
            until = "until tomorrow" if mark is Mark.BURIED else "until you resume it"
            undo = by_key(self._screen, "study.undo-typing", "undoes that")
            self.report(f"{wording.fact_in_words(event)} {until}.{undo}")

    def _undo(self) -> None:
        last, self._offered = self._offered, None
        undone = self._study.undo()
        if isinstance(undone, Earlier):
            if undone.fact == last:
                undone = self._study.undo(earlier=True)
            else:
                self._offered = undone.fact
        self.report(wording.undone(undone))

    def _record(self, change: Callable[[], object]) -> None:
        try:
            change()
        except LogError as error:
            message = sanitize_line(str(error))
            self._screen.notify(
                message, title="Not saved", severity="error", markup=False
            )

    def report(self, text: str) -> None:
        """Show a sentence where messages are shown."""
        self._screen.notify(sanitize_line(text), markup=False)
