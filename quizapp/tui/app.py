"""The app: moves between screens, and owns nothing but the look.

Screens talk to the app by messages; desk and study are the only state. Screens that
not every sitting opens are loaded when one does.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from textual.app import SystemCommand
from textual.markup import escape
from textual.screen import Screen

from quizapp.core.cards.card import Card, Position
from quizapp.core.cards.library import Deck
from quizapp.core.cards.reload import changes
from quizapp.core.session.phases import Finished
from quizapp.core.session.session import Undone
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import LogError
from quizapp.flow.study import Study
from quizapp.flow.workspace import Scope, Workspace
from quizapp.tui.base import BaseApp
from quizapp.tui.keys import keys
from quizapp.tui.look.theme import THEMES
from quizapp.tui.screens.notice import NoticeScreen
from quizapp.tui.screens.study import StudyScreen
from quizapp.tui.screens.summary import SummaryScreen
from quizapp.wording import session as wording

if TYPE_CHECKING:
    from quizapp.tui.screens.browse import BrowseScreen
    from quizapp.tui.screens.home import HomeScreen
    from quizapp.tui.settings_table import SettingsFile

TOLD_SECONDS = 12
"""How long a stranger's deck is introduced."""

LOOK_SECONDS = 0.5
"""How often the files of decks that are being written are looked at."""

OpenEditor = Callable[[Position], bool]
"""Opens a card's file; false if that could not be."""


class AppOptions(Struct, frozen=True):
    """What the app has around it besides the desk."""

    theme: str = "dark"
    open_editor: OpenEditor | None = None
    settings: "SettingsFile | None" = None
    told: tuple[str, ...] = ()
    """What the user should know first."""
    watching: bool = False
    """Whether decks are taken in whenever they are saved."""


class QuizApp(BaseApp):
    """A desk on screens: home, or one sitting."""

    TITLE = "quizapp"
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        workspace: Workspace,
        study: Study | None = None,
        app_options: AppOptions = AppOptions(),
    ) -> None:
        super().__init__(app_options.theme)
        self._workspace = workspace
        self._study = study
        self._has_home = study is None
        self._home: HomeScreen | None = None
        self._app_options = app_options

    def on_mount(self) -> None:
        """Begin at home, or with the sitting that was asked for."""
        if self._study is None:
            from quizapp.tui.screens.home import HomeScreen

            self._home = HomeScreen(self._workspace)
            self.push_screen(self._home)
        else:
            self.push_screen(self._screen_of(self._study))
        if self._app_options.watching:
            self.set_interval(LOOK_SECONDS, self._look)
        for text in self._app_options.told:
            self.notify(sanitize_line(text), timeout=TOLD_SECONDS, markup=False)

    def on_home_screen_study_wanted(self, event: "HomeScreen.StudyWanted") -> None:
        """Begin the sitting that was asked for."""
        self._sit(event.cards, event.asked)

    def _sit(self, cards: tuple[Card, ...], asked: Scope) -> None:
        """Begin a sitting, or say why there is nothing to ask."""
        study = self._workspace.begin(cards, asked)
        if isinstance(study.phase, Finished):
            self._say(wording.ending_sentence(study.phase.ending))
        else:
            self._begin(study)

    def on_browse_screen_study_wanted(self, event: "BrowseScreen.StudyWanted") -> None:
        """Study these cards now; where none of them is due, off the record."""
        cards = tuple(self._workspace.library.cards[card] for card in event.cards)
        study = self._workspace.begin(cards, Scope.DUE)
        if isinstance(study.phase, Finished):
            study = self._workspace.begin(cards, Scope.CRAM)
            self._say("None of these is due: nothing of this sitting is recorded.")
        self._begin(study)

    def action_browse(self) -> None:
        """Find cards and look at them."""
        from quizapp.tui.screens.browse import BrowseScreen

        self.push_screen(BrowseScreen(self._workspace, self._app_options.open_editor))

    def action_statistics(self) -> None:
        """Show how it goes."""
        from quizapp.tui.screens.statistics import StatisticsScreen

        self.push_screen(StatisticsScreen(self._workspace))

    def action_settings(self) -> None:
        """Change settings; the look changes at once."""
        from quizapp.tui.screens.settings import SettingsScreen

        if self._app_options.settings is not None:
            self.push_screen(
                SettingsScreen(self._app_options.settings), self._use_settings
            )

    def _use_settings(self, changed: frozenset[str] | None) -> None:
        if changed and changed - {"theme"}:
            self._say("Saved. The next start of quizapp goes by it.")

    def _begin(self, study: Study) -> None:
        self._study = study
        self.push_screen(self._screen_of(study))

    def _say(self, text: str) -> None:
        self.notify(sanitize_line(text), markup=False)

    async def on_study_screen_edited(self) -> None:
        """Take in what the user's editor left."""
        await self._take_in()

    async def _look(self) -> None:
        """See whether an author has saved a deck."""
        if self._workspace.is_stale():
            await self._take_in()

    async def _take_in(self) -> None:
        """Read the decks anew; what is wrong in them is told where one studies."""
        before = self._workspace.library
        library = self._workspace.reload()
        for problem in library.problems:
            if problem not in before.problems:
                self._warn(str(problem))
        different = changes(before, library)
        if different:
            self.notify(f"Decks were read again: {different}.", markup=False)
        if self._study is not None:
            wanted = (*different.changed, *different.retouched, *different.added)
            self._study.renew(library.cards[card] for card in wanted)
        if isinstance(self.screen, StudyScreen):
            await self.screen.show_phase()
        elif self._home is not None and self.screen is self._home:
            self._home.show_desk()

    def _warn(self, text: str) -> None:
        self.notify(
            sanitize_line(text), severity="error", timeout=TOLD_SECONDS, markup=False
        )

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer what can be done from this screen, by its words."""
        if self._home is not None and screen is self._home:
            yield SystemCommand(
                "Study what is due", "Due cards, then new ones", self._home.action_study
            )
            for deck in self._workspace.library.decks:
                begin = partial(self._study_deck, deck)
                title = escape(sanitize_line(f"Study: {deck.title}"))
                about = escape(sanitize_line(deck.about))
                yield SystemCommand(title, about, begin)
            yield SystemCommand("Statistics", "How it goes", self.action_statistics)
            yield SystemCommand("Browse", "Find and look at cards", self.action_browse)
        if isinstance(screen, StudyScreen):
            yield SystemCommand(
                "End", "End the sitting with its summary", screen.action_finish
            )
        if self._app_options.settings is not None:
            yield SystemCommand("Settings", "Change settings", self.action_settings)
        for theme in THEMES:
            use = partial(self.use_theme, theme)
            yield SystemCommand(f"Look: {theme}", "Only for this time", use)
        yield SystemCommand("Keys", "The keys of this screen", self.action_help)
        yield SystemCommand("Leave", "Leave quizapp", self.exit)

    def _study_deck(self, deck: Deck) -> None:
        self._sit(deck.cards, Scope.DUE)

    def on_study_screen_over(self) -> None:
        """Sum up."""
        study = self._study
        if study is None or isinstance(self.screen, SummaryScreen):
            return
        if isinstance(study.phase, Finished):
            self.switch_screen(
                SummaryScreen(
                    study.phase.ending,
                    study.summary(),
                    can_undo=bool(study.session.steps),
                    goes_home=self._has_home,
                )
            )

    def on_summary_screen_left(self) -> None:
        """Go home, or leave."""
        if self._has_home:
            self.pop_screen()
        else:
            self.exit()

    def on_study_screen_explore_wanted(self) -> None:
        """Edit and run the card's code, off the record."""
        from quizapp.tui.screens.explore import ExploreScreen  # with its editor

        exploration = self._study.exploration() if self._study else None
        if self._study is not None and exploration is not None:
            self.push_screen(ExploreScreen(exploration, self._study.runner))

    def on_summary_screen_undo_wanted(self) -> None:
        """Open the sitting again at its last card."""
        if self._study is None:
            return
        try:
            undone = self._study.undo()
        except LogError as error:
            self.notify(sanitize_line(str(error)), title="Not saved", markup=False)
        else:
            if isinstance(undone, Undone):
                self.switch_screen(self._screen_of(self._study))

    async def action_quit(self) -> None:
        """End a sitting with its summary, whatever key was pressed."""
        if isinstance(self.screen, StudyScreen):
            self.screen.action_finish()
        else:
            await super().action_quit()

    def action_help(self) -> None:
        """Show the keys of this screen."""
        tables: tuple[dict[str, keys.Key], ...] = getattr(self.screen, "TABLES", ())
        self.push_screen(NoticeScreen("Keys", self.key_rows(*tables)))

    def action_info(self) -> None:
        """Show what card this is."""
        if self._study is None or isinstance(self._study.phase, Finished):
            return
        protection = self._study.runner.protection.sentence
        facts = (*_facts(self._study.phase.posed.card), ("Sandbox", protection))
        self.push_screen(NoticeScreen("This card", facts))

    def _screen_of(self, study: Study) -> StudyScreen:
        return StudyScreen(study, self._title_of, self._app_options.open_editor)

    def _title_of(self, card: Card) -> str:
        deck = self._workspace.library.deck_of(card.id)
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
    return tuple((name, sanitize_line(text)) for name, text in facts if text)
