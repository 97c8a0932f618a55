"""Topic moves: the app opens the list of topics, and asks a new user for them.

The screen is loaded when it is wanted.
"""

from typing import TYPE_CHECKING

from quizapp.errors import QuizError
from quizapp.tui.base import BaseApp

if TYPE_CHECKING:
    from quizapp.flow.workspace import Workspace
    from quizapp.tui.settings_table import SettingsFile


class TopicMoves(BaseApp):
    """An app in which topics can be chosen."""

    choices: "tuple[Workspace | None, SettingsFile | None]" = (None, None)
    """The topics, and where the chosen ones are written; None if they are fixed."""

    def _use_choice(self, changed: frozenset[str] | None) -> None:
        """Use settings that were changed."""

    def action_topics(self) -> None:
        """Choose topics."""
        self._open_topics(is_first=False)

    def ask_topics(self) -> None:
        """Ask a new user, before the first review, unless the settings have topics."""
        workspace, file = self.choices
        if workspace is None or file is None:
            return
        is_new = not workspace.memories.by_card
        if not is_new or len({deck.topic for deck in workspace.library.decks}) < 2:
            return
        if _named(file) is None:
            self._open_topics(is_first=True)

    def _open_topics(self, *, is_first: bool) -> None:
        from quizapp.tui.screens.topics import FIRST, LATER, TopicsScreen

        workspace, file = self.choices
        if workspace is None or file is None:
            return
        counted = workspace.topics()
        named = {name.casefold() for name in _named(file) or ()}
        names = [topic.name for topic in counted if topic.name.casefold() in named]
        wanted = frozenset(names or [topic.name for topic in counted])
        about = FIRST.format(key=self.shown_key("home.topics")) if is_first else LATER
        self.push_screen(TopicsScreen(counted, wanted, file, about), self._use_choice)


def _named(file: "SettingsFile") -> tuple[str, ...] | None:
    """Return the topics of the settings; none if the file cannot be read."""
    try:
        names = file.values()["topics"]
    except QuizError:  # the settings screen reports it
        return ()
    return tuple(map(str, names)) if isinstance(names, tuple | list) else None
