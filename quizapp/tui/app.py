"""The app: moves between screens.

Screens talk to the app by messages. Workspace and study are the only state. Screens
that few sessions open are loaded when they are needed.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from textual.app import SystemCommand
from textual.markup import escape
from textual.screen import Screen

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card, Position
from quizapp.core.cards.library import Deck
from quizapp.core.cards.reload import changes
from quizapp.core.session.phases import Finished, Revealed
from quizapp.core.session.session import Undone
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import LogError, QuizError
from quizapp.flow.study import Study
from quizapp.flow.workspace import Scope, Workspace
from quizapp.tui.base import THEME
from quizapp.tui.interview_moves import InterviewMoves
from quizapp.tui.keys.help_sections import help_sections
from quizapp.tui.look.theme import THEME_NAMES
from quizapp.tui.pause import PAUSE_SECONDS
from quizapp.tui.screens.notice import NoticeScreen
from quizapp.tui.screens.study import StudyScreen
from quizapp.tui.screens.summary import SessionEnd, SummaryScreen
from quizapp.tui.setting_moves import SettingMoves
from quizapp.wording import session as wording

if TYPE_CHECKING:
    from quizapp.flow.interview import MockInterview
    from quizapp.flow.interviews import InterviewDesk
    from quizapp.tui.screens.browse import BrowseScreen
    from quizapp.tui.screens.home import HomeScreen
    from quizapp.tui.settings_table import SettingsFile

NOTICE_SECONDS = 12
"""How long important notices are shown."""

WATCH_SECONDS = 0.5
"""How often deck files are checked for changes while they are being written."""

OpenEditor = Callable[[Position], bool]
"""Opens a card's file; returns whether the editor started."""


class AppOptions(Struct, frozen=True):
    """Everything the app needs in addition to a workspace."""

    theme: str = "dark"
    open_editor: OpenEditor | None = None
    settings: "SettingsFile | None" = None
    notices: tuple[str, ...] = ()
    """Messages to show first."""
    watching: bool = False
    """Whether decks are reloaded whenever they are saved."""
    desk: "Callable[[], InterviewDesk] | None" = None
    """Returns where interviews come from."""
    interview: "MockInterview | None" = None
    """The interview to begin with."""
    pause_seconds: float = PAUSE_SECONDS
    """How long a new question or verdict ignores keys that move on."""


class QuizApp(SettingMoves, InterviewMoves):
    """A workspace on screens: home, or one session."""

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
        self._has_home = study is None and app_options.interview is None
        self._home: HomeScreen | None = None
        self._app_options = app_options
        self.desk = app_options.desk
        self.choices = workspace, app_options.settings

    def on_mount(self) -> None:
        """Start at home, or with the session that was asked for."""
        if self._app_options.interview is not None:
            self.open_interview(self._app_options.interview)
        elif self._study is None:
            from quizapp.tui.screens.home import HomeScreen

            self._home = HomeScreen(self._workspace)
            self.push_screen(self._home)
            self.call_after_refresh(self.ask_topics)
        else:
            self._open_study(self._study)
        if self._app_options.watching:
            self.set_interval(WATCH_SECONDS, self._check_files)
        for text in self._app_options.notices:
            self.notify(sanitize_line(text), timeout=NOTICE_SECONDS, markup=False)

    def on_home_screen_study_wanted(self, event: "HomeScreen.StudyWanted") -> None:
        """Start the session that was asked for."""
        self._start(event.cards, event.scope)

    def _start(self, cards: Sequence[Card], scope: Scope) -> None:
        """Start a session, or report why there is nothing to ask."""
        study = self._workspace.begin(cards, scope)
        if isinstance(study.phase, Finished):
            self._report(wording.ending_sentence(study.phase.ending))
        else:
            if self._workspace.is_day_off:
                self._report("Today is a day off: this session is extra.")
            self._open_study(study)

    def on_browse_screen_study_wanted(self, event: "BrowseScreen.StudyWanted") -> None:
        """Study these cards now; if none of them is due, nothing is recorded."""
        cards = tuple(self._workspace.library.cards[card] for card in event.cards)
        study = self._workspace.begin(cards, Scope.DUE)
        if isinstance(study.phase, Finished):
            study = self._workspace.begin(cards, Scope.CRAM)
            self._report("None of these cards is due, so this session is not recorded.")
        self._open_study(study)

    def action_browse(self) -> None:
        """Search and preview cards."""
        from quizapp.tui.screens.browse import BrowseScreen

        self.push_screen(BrowseScreen(self._workspace, self._app_options.open_editor))

    def action_statistics(self) -> None:
        """Show the user's progress."""
        from quizapp.tui.screens.statistics import StatisticsScreen

        self.push_screen(StatisticsScreen(self._workspace, self.past_interviews()))

    def action_plan(self) -> None:
        """Plan the days up to the interview."""
        from quizapp.tui.screens.plan import PlanScreen

        if self._app_options.settings is not None:
            screen = PlanScreen(self._workspace.planner(), self._app_options.settings)
            self.push_screen(screen, self._use_choice)

    def action_settings(self) -> None:
        """Change settings; they are used when the screen closes."""
        from quizapp.tui.screens.settings import SettingsScreen

        if self._app_options.settings is not None:
            today = self._workspace.now().day
            screen = SettingsScreen(self._app_options.settings, today)
            self.push_screen(screen, self._use_choice)

    def _open_study(self, study: Study) -> None:
        self._study = study
        self.push_screen(self._study_screen(study))

    def _report(self, text: str) -> None:
        self.notify(sanitize_line(text), markup=False)

    async def on_study_screen_edited(self) -> None:
        """Reload what the user changed in their editor."""
        await self._reload()

    async def _check_files(self) -> None:
        """Check whether an author has saved a deck."""
        if self._workspace.is_stale():
            await self._reload()

    async def _reload(self) -> None:
        """Reload the decks, and report their problems on the screen that is open."""
        before = self._workspace.library
        library = self._workspace.reload()
        for problem in library.problems:
            if problem not in before.problems:
                self.warn(str(problem))
        different = changes(before, library)
        if different:
            self.notify(f"Decks reloaded: {different}.", markup=False)
        if self._study is not None:
            wanted = (*different.changed, *different.retouched, *different.added)
            self._study.renew(library.cards[card] for card in wanted)
        if isinstance(self.screen, StudyScreen):
            await self.screen.show_phase()
        elif self._home is not None and self.screen is self._home:
            self._home.show_workspace()

    def warn(self, text: str) -> None:
        """Show an error for some time."""
        self.notify(
            sanitize_line(text), severity="error", timeout=NOTICE_SECONDS, markup=False
        )

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer the commands of this screen."""
        if self._home is not None and screen is self._home:
            yield SystemCommand(
                "Study what is due", "Due cards, then new ones", self._home.action_study
            )
            for deck in self._workspace.library.decks:
                study = partial(self._study_deck, deck)
                title = escape(sanitize_line(f"Study: {deck.title}"))
                about = escape(sanitize_line(deck.about))
                yield SystemCommand(title, about, study)
            yield SystemCommand("Plan", "Days up to the interview", self.action_plan)
            about = "Timed and silent, with a scorecard"
            yield SystemCommand("Mock interview", about, self.action_interviews)
            yield SystemCommand("Statistics", "Your progress", self.action_statistics)
            yield SystemCommand("Topics", "What to study", self.action_topics)
            about = "Search and preview cards"
            yield SystemCommand("Browse", about, self.action_browse)
        if isinstance(screen, StudyScreen):
            yield SystemCommand(
                "End", "End the session and show its summary", screen.action_finish
            )
        if self._app_options.settings is not None:
            yield SystemCommand("Settings", "Change settings", self.action_settings)
        for theme in THEME_NAMES:
            choose = partial(self._choose_theme, theme)
            yield SystemCommand(f"{THEME}{theme}", "Shown while you move", choose)
        yield SystemCommand("Keys", "Show the keys of this screen", self.action_help)
        yield SystemCommand("Quit", "Quit quizapp", self.exit)

    def _choose_theme(self, name: str) -> None:
        """Use a theme from now on; save it if there are settings."""
        self.use_theme(name)
        if self._app_options.settings is not None:
            try:
                self._app_options.settings.set("theme", name)
            except QuizError as error:
                self.warn(str(error))

    def _study_deck(self, deck: Deck) -> None:
        self._start(deck.cards, Scope.DUE)

    def on_study_screen_over(self) -> None:
        """Show the summary."""
        study = self._study
        if study is None or isinstance(self.screen, SummaryScreen):
            return
        if isinstance(study.phase, Finished):
            can_undo = bool(study.session.steps)
            reviews = tuple(graded.event for graded in study.session.graded)
            ending, coached = study.phase.ending, study.coached
            self.switch_screen(
                SummaryScreen(
                    SessionEnd(ending, can_undo, self._has_home, coached),
                    study.summary(),
                    partial(self._workspace.progress, reviews),
                    self.first_line,
                )
            )

    def first_line(self, card: CardId) -> str:
        """Return the beginning of a card's prompt."""
        from quizapp.tui.widgets.browse.card_rows import first_line

        shown = self._workspace.library.cards.get(card)
        return str(card) if shown is None else first_line(shown)

    def topics(self) -> tuple[str, ...]:
        """Return what an interview can be about: topics, then decks."""
        decks = self._workspace.library.decks
        topics = dict.fromkeys(deck.topic for deck in decks)
        return (*topics, *(deck.id for deck in decks))

    def study_now(self, cards: tuple[CardId, ...]) -> None:
        """Study these cards, each of them once."""
        known = self._workspace.library.cards
        self._start(tuple(known[card] for card in cards if card in known), Scope.ALL)

    def leave_interview(self) -> None:
        """Go home, or quit."""
        self.pop_screen() if self._has_home else self.exit()

    def on_summary_screen_missed_wanted(
        self, event: "SummaryScreen.MissedWanted"
    ) -> None:
        """Study the missed cards again; nothing is recorded."""
        cards = (self._workspace.library.cards[card] for card in event.cards)
        study = self._workspace.begin(cards, Scope.CRAM)
        self._study = study
        self.switch_screen(self._study_screen(study))

    def on_summary_screen_left(self) -> None:
        """Go home, or quit."""
        if self._has_home:
            self.pop_screen()
            self._renew()
        else:
            self.exit()

    def on_study_screen_explore_wanted(self) -> None:
        """Edit and run the card's code; nothing is recorded."""
        from quizapp.tui.screens.explore import ExploreScreen  # with its editor

        exploration = self._study.exploration() if self._study else None
        if self._study is not None and exploration is not None:
            self.push_screen(ExploreScreen(exploration, self._study.runner))

    def on_summary_screen_undo_wanted(self) -> None:
        """Undo the last step, and open the session at its card."""
        if self._study is None:
            return
        try:
            undone = self._study.undo()
        except LogError as error:
            self.notify(sanitize_line(str(error)), title="Not saved", markup=False)
        else:
            if isinstance(undone, Undone):
                self.switch_screen(self._study_screen(self._study))

    async def action_quit(self) -> None:
        """End a session with its summary, whichever key was pressed."""
        if isinstance(self.screen, StudyScreen):
            self.screen.action_finish()
        else:
            await super().action_quit()

    def action_help(self) -> None:
        """Show the keys of this screen, first those that work now."""
        from quizapp.tui.help import key_groups

        groups = key_groups(self.screen, self._study.phase if self._study else None)
        sections = tuple(help_sections(groups, self.own_keys))
        self.push_screen(NoticeScreen("Keys", sections))

    def action_info(self) -> None:
        """Show details of the card; its id, which may tell too much, once revealed."""
        from quizapp.tui.help import card_details

        facts = card_details(self._study) if self._study else ()
        if facts:
            self.push_screen(NoticeScreen("Card details", (("", facts),)))

    def action_follow_up(self) -> None:
        """Ask next what an interviewer would ask next."""
        if self._study is not None:
            from quizapp.flow.follow_on import follow_on

            count = follow_on(self._study, self._workspace.library.cards)
            self.screen.notify(wording.following(count))

    def action_copy(self) -> None:
        """Copy what to say in the interview, once the card is revealed."""
        if self._study is not None and isinstance(self._study.phase, Revealed):
            from quizapp.tui.copying import copy_explanation

            explain = self._study.phase.posed.card.explain
            self.screen.notify(copy_explanation(self, explain))

    def _study_screen(self, study: Study) -> StudyScreen:
        options = self._app_options
        return StudyScreen(
            study, self._title_of, options.open_editor, options.pause_seconds
        )

    def _title_of(self, card: Card) -> str:
        deck = self._workspace.library.deck_of(card.id)
        return f"{deck.topic}  ·  {deck.title}"
