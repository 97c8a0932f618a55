"""Setting moves: the app uses settings that were changed in one of its screens.

With other settings, all of a large log may have to be folded again. A thread does that
first, and says how far it is; until then, the settings of before stay in use.
"""

from time import monotonic
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import QuizError
from quizapp.tui.screens.study import StudyScreen
from quizapp.tui.screens.summary import SummaryScreen
from quizapp.tui.topic_moves import TopicMoves

if TYPE_CHECKING:
    from quizapp.flow.ports import Rebuild
    from quizapp.tui.screens.home import HomeScreen

QUIET = 1.0
"""Seconds of reading before anything is said."""
BETWEEN = 10.0
"""Seconds from one message to the next."""
SHOWN = BETWEEN
"""Seconds that a message is shown."""


class Abandoned(Exception):
    """The app is being left."""


class SettingMoves(TopicMoves):
    """An app whose settings can be changed."""

    _home: "HomeScreen | None" = None
    _has_new_settings = False
    """Whether settings were changed that are not used yet."""

    class PartlyRead(Message):
        """A share of the log was read by the new settings."""

        def __init__(self, share: float) -> None:
            super().__init__()
            self.share = share

    class Rebuilt(Message):
        """The log was read by the new settings, or could not be."""

        def __init__(self, problem: str | None) -> None:
            super().__init__()
            self.problem = problem

    def _use_choice(self, changed: frozenset[str] | None) -> None:
        self._has_new_settings |= bool(changed and changed - {"theme"})
        self.call_later(self._renew)  # when the screen below is back

    def _renew(self, *, is_read: bool = False) -> None:
        """Use changed settings, but not in a session: it keeps those it began with.

        `is_read`: the log was just read by them, as far as that is possible.
        """
        in_session = (StudyScreen, SummaryScreen)
        workspace, _ = self.choices
        if not self._has_new_settings or workspace is None:
            return
        if any(isinstance(screen, in_session) for screen in self.screen_stack):
            return
        self._has_new_settings = False
        try:
            rebuild = None if is_read else workspace.rebuild()
            if rebuild is not None:
                self._rebuild(rebuild)
                return
            waiting = workspace.use_settings()
        except QuizError as error:
            self.warn(str(error))
            return
        if waiting:
            names = ", ".join(waiting)
            self.notify(f"Saved. After a restart: {names}.", markup=False)
        if self._home is not None and self.screen is self._home:
            self._home.show_workspace()

    @work(thread=True, exclusive=True, group="rebuild")
    def _rebuild(self, rebuild: "Rebuild") -> None:
        """Read the log by the new settings; other ones may be chosen meanwhile."""
        worker, said = get_current_worker(), monotonic() + QUIET - BETWEEN

        def progress(share: float) -> None:
            nonlocal said
            if worker.is_cancelled:
                raise Abandoned
            if share < 1 and monotonic() >= said + BETWEEN:
                said = monotonic()
                self.post_message(self.PartlyRead(share))

        try:
            rebuild(progress)
        except Abandoned:
            return
        except QuizError as error:
            self.post_message(self.Rebuilt(str(error)))
        else:
            self.post_message(self.Rebuilt(None))

    def on_setting_moves_partly_read(self, event: PartlyRead) -> None:
        """Say how far it is."""
        text = f"Reading your reviews with the new settings: {event.share:.0%}."
        self.notify(text, timeout=SHOWN, markup=False)

    def on_setting_moves_rebuilt(self, event: Rebuilt) -> None:
        """Use the settings now, or at the end of the session."""
        if event.problem is not None:
            self.warn(event.problem)
            return
        self._has_new_settings = True
        self._renew(is_read=True)

    def warn(self, text: str) -> None:
        """Show an error for some time."""
        self.notify(sanitize_line(text), severity="error", markup=False)
