"""Recording: the keys of the study screen that write to the log, or take back.

Whatever could not be saved is told, and the card stays as it was.
"""

from collections.abc import Callable

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.runs.outcome import Outcome
from quizapp.core.scheduling.review import Fact
from quizapp.core.session.phases import Asking, Revealed, Running, Weighing
from quizapp.core.session.session import Earlier
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import LogError
from quizapp.flow.study import Study
from quizapp.tui.answering import AnsweringScreen
from quizapp.tui.base import by_key
from quizapp.wording import session as wording


class RecordingScreen(AnsweringScreen):
    """A screen over a study that grades, sets cards aside and undoes."""

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        self._offered: Fact | None = None
        """The fact of an earlier sitting that the next undo takes back."""

    async def settle(self, outcome: Outcome) -> None:
        """Judge by the run."""
        raise NotImplementedError

    async def go_on(self) -> None:
        """Show what came of an answer, and run what has to be run."""
        await self.show_phase()
        if isinstance(self._study.phase, Running) and not self.busy:
            self.start_run(self._study.run, self.settle)

    async def back(self) -> None:
        """Take an answer back that nothing was revealed of."""
        self._study.back()
        await self.show_phase()

    async def action_accept(self) -> None:
        """Take the suggested grade, or go on without saying how sure."""
        if isinstance(self._study.phase, Weighing):
            self._study.weigh(None)
            await self.go_on()
        elif isinstance(self._study.phase, Revealed) and not self.busy:
            await self._record(self._study.grade)

    async def action_grade(self, number: int) -> None:
        """Grade; before the reveal, say how sure."""
        if isinstance(self._study.phase, Weighing):
            self._study.weigh(Confidence(number))
            await self.go_on()
        elif isinstance(self._study.phase, Revealed) and not self.busy:
            await self._record(lambda: self._study.grade(Grade(number)))

    async def action_set_aside(self, mark: str) -> None:
        """Bury the card until tomorrow, or suspend it."""
        if not self.busy and not self._responder.keeps_from_leaving():
            await self._record(lambda: self._set_aside(Mark(mark)))

    async def action_undo(self) -> None:
        """Take the last step back, or an answer that nothing was revealed of."""
        if self.busy or self._responder.undo_typing():
            return
        phase = self._study.phase
        if isinstance(phase, Weighing):
            await self.back()
        elif isinstance(phase, Asking) and not self._responder.is_untouched():
            self.notify("Empty the answer first: undo leaves this card.")
        else:
            await self._record(self._undo)

    def _set_aside(self, mark: Mark) -> None:
        event = self._study.set_aside(mark)
        if event is not None:
            until = "until tomorrow" if mark is Mark.BURIED else "until you resume it"
            undo = by_key(self, "study.undo", "takes that back")
            self._tell(f"{wording.done(event)} {until}.{undo}")

    def _undo(self) -> None:
        last, self._offered = self._offered, None
        undone = self._study.undo()
        if isinstance(undone, Earlier):
            if undone.fact == last:
                undone = self._study.undo(earlier=True)
            else:
                self._offered = undone.fact
        self._tell(wording.undone(undone))

    def _tell(self, text: str) -> None:
        self.notify(sanitize_line(text), markup=False)

    async def _record(self, change: Callable[[], object]) -> None:
        try:
            change()
        except LogError as error:
            self.notify(
                sanitize_line(str(error)),
                title="Not saved",
                severity="error",
                markup=False,
            )
        await self.show_phase()
