"""Interview room: moves between the screens of a mock interview, in the app.

It is loaded when the first interview is wanted. What cannot be read or saved is
reported, and the screen that is open stays.
"""

from collections.abc import Callable
from typing import TypeVar

from textual.screen import Screen

from quizapp.core.basics.card_id import CardId
from quizapp.core.interview.facts import InterviewOptions
from quizapp.core.interview.phases import Ended
from quizapp.core.interview.record import InterviewRecord
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import QuizError
from quizapp.flow.interview import MockInterview
from quizapp.flow.interviews import InterviewDesk
from quizapp.tui.base import BaseApp
from quizapp.tui.screens.debrief import DebriefScreen
from quizapp.tui.screens.interview import InterviewScreen
from quizapp.tui.screens.interviews import InterviewsScreen

_Made = TypeVar("_Made")


class InterviewRoom:
    """The interview that is on the screen, or the list of them."""

    def __init__(
        self, app: BaseApp, desk: InterviewDesk, first_line: Callable[[CardId], str]
    ) -> None:
        self._app = app
        self._desk = desk
        self._first_line = first_line
        self._interview: MockInterview | None = None

    def open_list(self, subjects: tuple[str, ...]) -> None:
        """Show what can be set up, and what was before."""
        desk = self._desk
        screen = self._made(
            lambda: InterviewsScreen(subjects, desk.records(), desk.unfinished())
        )
        if screen is not None:
            self._app.push_screen(screen)

    def begin(self, options: InterviewOptions) -> None:
        """Begin an interview."""
        interview = self._made(lambda: self._desk.begin(options))
        if interview is not None:
            self.open(interview)
        else:
            self._app.notify("There is no open question about that. Choose another.")

    def resume(self, record: InterviewRecord, *, ends: bool) -> None:
        """Go on with an interrupted interview, or end it as it is."""
        back = self._desk.finish if ends else self._desk.resume
        if (interview := self._made(lambda: back(record))) is not None:
            self.open(interview)

    def show(self, record: InterviewRecord) -> None:
        """Show the debrief of an interview."""
        if (interview := self._made(lambda: self._desk.show(record))) is not None:
            self._interview = interview
            self._enter(self._debrief(interview))

    def open(self, interview: MockInterview) -> None:
        """Show an interview, or its debrief if it is over and judged."""
        self._interview = interview
        over = isinstance(interview.phase, Ended) and interview.unjudged is None
        self._enter(self._debrief(interview) if over else InterviewScreen(interview))

    def end(self) -> None:
        """Show the debrief of the interview that is over."""
        if self._interview is not None:
            self._app.switch_screen(self._debrief(self._interview))

    def _debrief(self, interview: MockInterview) -> DebriefScreen:
        desk = self._desk
        return DebriefScreen(
            interview, desk.records(), self._first_line, desk.assessor()
        )

    def _enter(self, screen: Screen[None]) -> None:
        if isinstance(self._app.screen, InterviewsScreen):
            self._app.switch_screen(screen)
        else:
            self._app.push_screen(screen)

    def _made(self, make: Callable[[], _Made]) -> _Made | None:
        try:
            return make()
        except QuizError as error:
            text = sanitize_line(str(error))
            self._app.notify(text, severity="error", markup=False)
            return None
