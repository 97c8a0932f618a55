"""Interview moves: what the app does at the messages of the interview's screens.

The screens themselves are loaded when the first interview is wanted.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from quizapp.core.basics.card_id import CardId
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import QuizError
from quizapp.tui.base import BaseApp

if TYPE_CHECKING:
    from quizapp.core.interview.record import InterviewRecord
    from quizapp.flow.interview import MockInterview
    from quizapp.flow.interviews import InterviewDesk
    from quizapp.tui.interview_room import InterviewRoom
    from quizapp.tui.screens.debrief import DebriefScreen
    from quizapp.tui.screens.interviews import InterviewsScreen


class InterviewMoves(BaseApp):
    """An app that can hold mock interviews."""

    desk: "Callable[[], InterviewDesk] | None" = None
    """Returns where interviews come from; None if there are none."""
    _entered: "InterviewRoom | None" = None

    def topics(self) -> tuple[str, ...]:
        """Return what an interview can be about."""
        return ()

    def first_line(self, card: CardId) -> str:
        """Return the beginning of a card's prompt."""
        return str(card)

    def past_interviews(self) -> "tuple[InterviewRecord, ...]":
        """Return every interview in order of time."""
        try:
            return () if self.desk is None else self.desk().records()
        except QuizError as error:
            self.notify(sanitize_line(str(error)), severity="error", markup=False)
            return ()

    def study_now(self, cards: tuple[CardId, ...]) -> None:
        """Study these cards, each of them once."""

    def leave_interview(self) -> None:
        """Go where the interview began."""
        self.pop_screen()

    def open_interview(self, interview: "MockInterview") -> None:
        """Show an interview that has begun."""
        self._in_room(lambda room: room.open(interview))

    def action_interviews(self) -> None:
        """Set up a mock interview, or read an earlier one."""
        self._in_room(lambda room: room.open_list(self.topics()))

    def on_interviews_screen_begin_wanted(
        self, event: "InterviewsScreen.BeginWanted"
    ) -> None:
        """Begin an interview."""
        self._in_room(lambda room: room.begin(event.options))

    def on_interviews_screen_resume_wanted(
        self, event: "InterviewsScreen.ResumeWanted"
    ) -> None:
        """Go on with an interrupted interview, or end it."""
        self._in_room(lambda room: room.resume(event.record, ends=event.ends))

    def on_interviews_screen_show_wanted(
        self, event: "InterviewsScreen.ShowWanted"
    ) -> None:
        """Show the debrief of an interview."""
        self._in_room(lambda room: room.show(event.record))

    def on_interview_screen_over(self) -> None:
        """Show the debrief."""
        self._in_room(lambda room: room.end())

    def on_debrief_screen_study_wanted(
        self, event: "DebriefScreen.StudyWanted"
    ) -> None:
        """Study what was missed."""
        self.study_now(event.cards)

    def on_debrief_screen_left(self) -> None:
        """Leave the debrief."""
        self.leave_interview()

    def _in_room(self, act: "Callable[[InterviewRoom], None]") -> None:
        if self.desk is None:
            return
        if self._entered is None:
            from quizapp.tui.interview_room import InterviewRoom

            self._entered = InterviewRoom(self, self.desk(), self.first_line)
        act(self._entered)
