"""The app: moves between screens, and owns nothing but the look.

Screens talk to the app by messages; the study is the only state.
"""

from collections.abc import Callable

from textual.app import App

from quizapp.core.card import Card, Library, Position
from quizapp.core.sanitise import sanitise_line
from quizapp.core.session import Finished
from quizapp.errors import LogError
from quizapp.study import Study
from quizapp.tui import keys
from quizapp.tui.screens.notice import NoticeScreen
from quizapp.tui.screens.study import StudyScreen
from quizapp.tui.screens.summary import SummaryScreen
from quizapp.tui.theme import THEMES

TOLD_SECONDS = 12
"""How long a stranger's deck is introduced."""

OpenEditor = Callable[[Position], bool]
"""Opens a card's file; false if that could not be."""


class QuizApp(App[None]):
    """One sitting on screens."""

    TITLE = "quizapp"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        study: Study,
        library: Library,
        theme: str = "dark",
        open_editor: OpenEditor | None = None,
        told: tuple[str, ...] = (),
    ) -> None:
        super().__init__()
        self._told = told
        self._study = study
        self._library = library
        self._open_editor = open_editor
        for known in THEMES.values():
            self.register_theme(known)
        self.theme = THEMES[theme].name

    def on_mount(self) -> None:
        """Begin with the first card, or with the reason why there is none."""
        self.push_screen(self._study_screen())
        for text in self._told:
            self.notify(sanitise_line(text), timeout=TOLD_SECONDS, markup=False)

    def on_study_screen_over(self) -> None:
        """Sum up."""
        phase = self._study.phase
        if isinstance(phase, Finished) and not isinstance(self.screen, SummaryScreen):
            can_undo = bool(self._study.session.steps)
            summary = self._study.summary()
            self.switch_screen(SummaryScreen(phase.reason, summary, can_undo=can_undo))

    def on_answering_screen_explore_wanted(self) -> None:
        """Edit and run the card's code, off the record."""
        from quizapp.tui.screens.explore import ExploreScreen  # with its editor

        exploration = self._study.exploration()
        if exploration is not None:
            self.push_screen(ExploreScreen(exploration, self._study.runner))

    def on_summary_screen_undo_wanted(self) -> None:
        """Open the sitting again at its last card."""
        try:
            undone = self._study.undo()
        except LogError as error:
            self.notify(sanitise_line(str(error)), title="Not saved", markup=False)
        else:
            if undone:
                self.switch_screen(self._study_screen())

    async def action_quit(self) -> None:
        """End a sitting with its summary, whatever key was pressed."""
        if isinstance(self.screen, StudyScreen):
            self.screen.action_finish()
        else:
            await super().action_quit()

    def action_help(self) -> None:
        """Show the keys of the study screen."""
        table = {**keys.STUDY, **keys.CODE}
        rows = tuple((key.shown, key.help) for key in table.values())
        self.push_screen(NoticeScreen("Keys", rows))

    def action_info(self) -> None:
        """Show what card this is."""
        phase = self._study.phase
        if not isinstance(phase, Finished):
            protection = self._study.runner.protection.sentence
            facts = (*_facts(phase.posed.card), ("Sandbox", protection))
            self.push_screen(NoticeScreen("This card", facts))

    def _study_screen(self) -> StudyScreen:
        return StudyScreen(self._study, self._title_of, self._open_editor)

    def _title_of(self, card: Card) -> str:
        deck = self._library.deck_of(card.id)
        return f"{deck.topic}  ·  {deck.title}"


def _facts(card: Card) -> tuple[tuple[str, str], ...]:
    facts = (
        ("Card", str(card.id)),
        ("Kind", card.kind.name),
        ("Level", card.level.value),
        ("Tags", ", ".join(card.tags)),
        ("Sources", "; ".join(card.sources)),
        ("File", str(card.position)),
    )
    return tuple((name, sanitise_line(text)) for name, text in facts if text)
