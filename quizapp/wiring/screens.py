"""Screens: the app, and the workspace of decks, log and runner that it shows.

The workspace may reload decks at any time. A deck whose code needs approval is left
out until it is approved.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from shlex import join
from typing import TYPE_CHECKING

from msgspec import Struct

from quizapp.core.basics.moment import StudyDay
from quizapp.core.cards.card import Position
from quizapp.core.cards.card_list import CardList
from quizapp.core.cards.library import Deck, Library, Problem
from quizapp.core.cards.trust import Ruling
from quizapp.core.scheduling.workload import Workload
from quizapp.errors import Terminated
from quizapp.flow.overview import DaysAhead
from quizapp.flow.study import Study
from quizapp.flow.workspace import Planner, Scope, Workspace
from quizapp.wiring import sessions, topics
from quizapp.wiring.agendas import workload_today, workload_tomorrow
from quizapp.wiring.assembly import Assembly
from quizapp.wiring.consent import foreign_files
from quizapp.wiring.deck_files import stamp_of
from quizapp.wiring.display import is_served, terminal_type
from quizapp.wiring.interview_plans import interview_plan
from quizapp.wiring.openssl import load_without_openssl
from quizapp.wiring.situation import Situation, situation_of

if TYPE_CHECKING:
    from quizapp.core.stats.figure_lists import StudyFigures
    from quizapp.flow.interview import MockInterview
    from quizapp.flow.interviews import InterviewDesk
    from quizapp.flow.ports import Rebuild


def run_app(
    assembly: Assembly,
    workspace: Workspace,
    study: Study | None,
    notices: tuple[str, ...],
    *,
    watching: bool = False,
    interview: "MockInterview | None" = None,
) -> None:
    """Show home, a session or an interview, after notices on the log and the decks."""
    load_without_openssl("asyncio", "ssl")
    from quizapp.settings.settings_file import TomlSettings
    from quizapp.tui.app import AppOptions, QuizApp
    from quizapp.tui.endings import repair_modes

    app_options = AppOptions(
        assembly.config.theme,
        assembly.editor,
        TomlSettings(assembly.config.config_file),
        notices,
        watching,
        partial(_desk, assembly),
        interview,
    )
    app = QuizApp(workspace, study, app_options)
    app.terminal = terminal_type()
    app.follows_browser = assembly.config.follows_browser
    app.use_keys(assembly.config.keys, served=is_served())
    repair_modes()
    app.catch_signals()
    app.run()
    if app.crash is not None:
        raise app.crash
    if app.ended_by is not None:
        raise Terminated(app.ended_by)


def _desk(assembly: Assembly) -> "InterviewDesk":
    from quizapp.wiring.interviews import LogDesk

    return LogDesk(assembly)


def build_workspace(
    assembly: Assembly, library: Library, paths: tuple[Path, ...]
) -> Workspace:
    """Build the workspace over a library that was loaded from these paths."""
    return Workspace(
        library,
        assembly.ledger,
        assembly.runner,
        assembly.clock,
        DeckFiles(assembly, paths),
        ConfiguredSessions(assembly),
    )


class DeckFiles(Struct, frozen=True):
    """The deck files of a command line; see `workspace.DeckSource`."""

    assembly: Assembly
    paths: tuple[Path, ...]

    def load(self) -> Library:
        """Read the decks again, without those whose code is not approved."""
        return _approved_only(self.assembly, self.assembly.load(self.paths))

    def stamp(self, library: Library) -> tuple[tuple[int, int], ...]:
        """Return times and sizes of the files of these decks, and of their edits."""
        files = dict.fromkeys(file for deck in library.decks for file in deck.files)
        files |= dict.fromkeys(p.position.file for p in library.problems)
        return tuple(stamp_of(Path(file)) for file in files)


class ConfiguredSessions(Struct, frozen=True):
    """Sessions by config and flags; see `workspace.Sessions`."""

    assembly: Assembly

    @property
    def interview(self) -> StudyDay | None:
        """The study day of the interview; None if there is none ahead."""
        return self.assembly.interview

    def begin(self, cards: CardList, scope: Scope) -> Study:
        """Begin a session over these cards."""
        if scope is Scope.ALL:
            return sessions.start_whole_session(self.assembly, cards)
        return sessions.start_session(self.assembly, cards, cram=scope is Scope.CRAM)

    def may_run(self, deck: Deck) -> bool:
        """Return whether the code of a deck, if it has any, may run here."""
        return self.assembly.ruling(deck) is not Ruling.ASK

    @property
    def is_day_off(self) -> bool:
        """Whether nothing is planned today, though there is an interview ahead."""
        today = self.assembly.clock().day
        has_minutes = self.assembly.config.study_time.on(today) > 0
        return self.interview is not None and not has_minutes

    def of_topics(self, library: Library) -> Library:
        """Return the decks of the topics that the user chose."""
        return topics.of_topics(self.assembly, library)

    def planner(self, cards: CardList) -> Planner:
        """Return what plans by other settings than those in use."""
        from quizapp.wiring.planner import planner

        return planner(self.assembly, cards)

    def rebuild(self) -> "Rebuild | None":
        """Return what to do before changed settings are used; None if it is fast."""
        from quizapp.wiring.renewal import rebuild

        return rebuild(self.assembly)

    def use_settings(self) -> tuple[str, ...]:
        """Use the settings as they are now; return those that need a restart."""
        from quizapp.wiring.renewal import use_settings

        return use_settings(self.assembly)

    def workload(self, cards: CardList) -> Workload:
        """Return what a session over these cards asks now."""
        return self._now.workload(cards)

    def workload_tomorrow(self, cards: CardList) -> Workload:
        """Return what the next study day asks."""
        return self._now.workload_tomorrow(cards)

    def plan(self, cards: CardList) -> str | None:
        """Say in a line what the plan for the interview asks today; None for none."""
        return self._now.plan(cards)

    def apart(self) -> "Callable[[StudyFigures], DaysAhead]":
        """Return what says the same in another thread, from what is read there."""
        situation = situation_of(self.assembly).apart()
        return lambda study: SituationAhead(situation.read_from(study))

    @property
    def _now(self) -> DaysAhead:
        return SituationAhead(situation_of(self.assembly))


class SituationAhead(Struct, frozen=True):
    """What is asked in a situation; see `overview.DaysAhead`."""

    situation: Situation

    def workload(self, cards: CardList) -> Workload:
        """Return what a session over these cards asks now."""
        return workload_today(self.situation, cards)

    def workload_tomorrow(self, cards: CardList) -> Workload:
        """Return what the next study day asks."""
        return workload_tomorrow(self.situation, cards)

    def plan(self, cards: CardList) -> str | None:
        """Say in a line what the plan for the interview asks today; None for none."""
        plan = interview_plan(self.situation, cards)
        if plan is None:
            return None
        from quizapp.wording.plan import in_brief

        return in_brief(plan, "")


def _approved_only(assembly: Assembly, library: Library) -> Library:
    """Leave out decks whose code was changed since it was approved."""
    refused = [deck for deck in library.decks if assembly.ruling(deck) is Ruling.ASK]
    problems = tuple(
        Problem(
            Position(deck.file, 1, 1),
            "its code is not approved to run here; read it, then:"
            f" quizapp approve {join(foreign_files(deck))}",
        )
        for deck in refused
    )
    allowed = tuple(deck for deck in library.decks if deck not in refused)
    return Library(allowed, (*library.problems, *problems))
