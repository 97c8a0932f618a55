"""Answering: answers in more than one step, for the study screen.

Code is tried before it is handed in, an open answer is held against its points
after the reveal, and an answered card's code may be explored.
"""

from textual.message import Message

from quizapp.core.judging.verdict import Unsettled
from quizapp.core.runs.outcome import Outcome
from quizapp.core.session.phases import Asking, Revealed
from quizapp.core.values.misread import Misread
from quizapp.flow.study import Study
from quizapp.tui.running import RunningScreen
from quizapp.tui.widgets.answers.responder import Responder
from quizapp.tui.widgets.bars import GradeBar


class AnsweringScreen(RunningScreen):
    """A screen over a study, with the responder of the card it shows."""

    class ExploreWanted(Message):
        """The code should be edited and run again."""

    _responder: Responder

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study

    @property
    def is_beside(self) -> bool:
        """Tell whether keys are commands, and nobody types.

        Nothing has the focus then. The page could have it, and all that stands on it
        would be styled anew whenever it gets or loses it.
        """
        return self.focused is None

    async def show_phase(self) -> None:
        """Render the phase the study is in."""
        raise NotImplementedError

    def must_assess(self, revealed: Revealed) -> bool:
        """Tell whether the user has points to tick before the verdict."""
        scored = revealed.posed.card.kind.scored_by is not None
        return scored and isinstance(revealed.judged, Unsettled)

    def leave_points(self, revealed: Revealed) -> None:
        """Grade an open answer without ticking, or go back to its points."""
        if self.must_assess(revealed):
            if self.is_beside:
                self._responder.assess()
            else:
                self.set_focus(None)
                self.query_one(GradeBar).show_grades(revealed)

    def on_responder_tried(self, event: Responder.Tried) -> None:
        """Run code that is not handed in yet."""
        event.stop()
        program = self._study.rehearsal(event.text)
        if isinstance(program, Misread):
            self._responder.correct(program)
        elif program is not None and not self.busy:
            self._responder.show_running("running …")
            runner, text = self._study.runner, event.text

            async def judge(outcome: Outcome) -> None:
                self._study.rehearsed(text, outcome)
                if isinstance(self._study.phase, Asking):
                    self._responder.show_trial(outcome)
                else:
                    await self.show_phase()

            self.start_run(lambda tell: runner.run(program, tell), judge)

    async def on_responder_assessed(self, event: Responder.Assessed) -> None:
        """Judge by the points that were ticked."""
        event.stop()
        self._study.assess(event.text)
        await self.show_phase()

    def action_explore(self) -> None:
        """Edit the code of an answered card and run it again."""
        if isinstance(self._study.phase, Revealed) and not self.busy:
            if self._study.exploration() is None:
                self.notify("This card has no code to explore.")
            else:
                self.post_message(self.ExploreWanted())
