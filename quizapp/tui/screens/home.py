"""The home screen: what to do today, the decks, and one key to start.

It shows counts and starts sessions. They are read again whenever it is shown: those of
a large log in a thread, which ends when the screen is left.
"""

from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from quizapp.core.basics.moment import days_after, days_through
from quizapp.core.cards.card import Card
from quizapp.core.stats.streak import streak
from quizapp.core.terminal.plot import sparkline
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import LogError
from quizapp.flow.overview import Overview
from quizapp.flow.workspace import Scope, Workspace
from quizapp.tui.base import load_runner, shown_key
from quizapp.tui.keys import footers, keys
from quizapp.tui.keys.home_keys import HOME_KEYS
from quizapp.tui.widgets.bars import Footer
from quizapp.tui.widgets.outlook import Outlook
from quizapp.tui.widgets.shelves import Shelves
from quizapp.wording import today as wording

STRIP_DAYS = 28
"""Days of the strip below the headline."""

WELCOME = (
    "Welcome.",
    "Predict first: a number, a tensor, a line of code. quizapp then runs the code and"
    " checks you. You grade how well you knew it, and the card returns just before you"
    " would forget it.",
)


class HomeScreen(Screen[None]):
    """Topics and decks, each with its counts."""

    CSS_PATH = "home.tcss"
    BINDINGS = keys.bindings(HOME_KEYS)
    TABLES = (HOME_KEYS,)
    AUTO_FOCUS = "Shelves"

    class StudyWanted(Message):
        """The user wants to study these cards."""

        def __init__(self, cards: Sequence[Card], scope: Scope = Scope.DUE) -> None:
            super().__init__()
            self.cards = cards
            self.scope = scope

    class Counted(Message):
        """Figures are known, or why they cannot be read."""

        def __init__(self, number: int, found: Overview | str) -> None:
            super().__init__()
            self.number = number
            self.found = found

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._is_side_awaited = False
        self._overview: Overview | None = None
        """The figures of the last time they were known."""
        self._asked = 0
        """How often they were asked for."""

    def compose(self) -> ComposeResult:
        """Lay out the places; their content comes when the screen is shown."""
        yield Static(id="title", markup=False)
        with VerticalScroll(id="body", can_focus=False):
            yield Static(id="today", markup=False)
            with Horizontal(id="main"):
                with Vertical(id="decks", classes="region"):
                    yield Shelves(id="shelves")
                yield Outlook(id="side")
            yield Static(id="problems", markup=False)
        yield Footer(id="footer", classes="docked", markup=False)

    def on_mount(self) -> None:
        """Name the region of the decks."""
        self.query_one("#decks").border_title = "Decks"

    def on_screen_resume(self) -> None:
        """Count again: a session, another program or midnight may have changed it."""
        self.show_workspace()
        self.call_after_refresh(self._show_top)  # the focus scrolls to its rows
        load_runner(self, self._workspace.runner)

    def on_resize(self) -> None:
        """Fit what is drawn to the width."""
        self._show_title()
        self.query_one(Shelves).fit()
        self._show_side_soon()

    def on_screen_suspend(self) -> None:
        """Read no more figures for a screen that is not seen."""
        self.workers.cancel_group(self, "figures")

    def show_workspace(self) -> None:
        """Show the decks at once, and their figures as soon as they are known.

        Those of a large log are read in a thread, and an interview is planned after the
        first paint. Until then, the figures of before stay, and the places of others
        are empty.
        """
        workspace = self._workspace
        self._show_title()
        self.query_one(Footer).show_keys(footers.whole_table(HOME_KEYS))
        problems = self.query_one("#problems", Static)
        problems.display = bool(workspace.library.problems)
        problems.update(_problems(workspace))
        self._asked += 1
        if workspace.is_large or workspace.interview is not None:
            self._show_figures()
            self.call_after_refresh(self._count, self._asked)
        else:
            self._count(self._asked)

    def _count(self, number: int) -> None:
        """Compute the figures, unless they were asked for again since."""
        if number != self._asked:
            return
        try:
            pieces = self._workspace.overviews()
            if self._workspace.is_large:
                self._read(number, pieces)
                return
            *_, self._overview = pieces()
        except LogError as error:
            self._fail(str(error))
        else:
            self._show_figures()

    @work(thread=True, exclusive=True, group="figures")
    def _read(self, number: int, pieces: Callable[[], Iterator[Overview]]) -> None:
        worker = get_current_worker()
        try:
            for overview in pieces():
                if worker.is_cancelled:
                    return
                self.post_message(self.Counted(number, overview))
        except LogError as error:
            self.post_message(self.Counted(number, str(error)))

    def on_home_screen_counted(self, event: Counted) -> None:
        """Show the figures, unless they were asked for again since."""
        if event.number != self._asked:
            return
        found, kept = event.found, self._overview
        if isinstance(found, str):
            self._fail(found)
            return
        if found.load is None and kept is not None:  # of the last time
            found = replace(kept, shelves=found.shelves, readiness=found.readiness)
        self._overview = found
        self._show_figures()

    def _fail(self, text: str) -> None:
        self.query_one("#today", Static).update(Content(sanitize_line(text)))

    def _show_figures(self) -> None:
        """Show what is known."""
        decks, known = self._workspace.wanted.decks, self._overview
        shelves = self.query_one(Shelves)
        if known is None:
            shelves.show_shelves(decks)
        else:
            shelves.show_shelves(decks, known.shelves, known.readiness)
        today = self._today(known) if self._has_history else self._welcome()
        self.query_one("#today", Static).update(today)
        self._show_side_soon()

    def _show_side_soon(self) -> None:
        """Show what is beside the decks once its width is known; at a start, once."""
        if not self._is_side_awaited:
            self._is_side_awaited = True
            self.call_after_refresh(self._show_side)

    def _show_top(self) -> None:
        if self.query_one(Shelves).cursor == 0:
            self.query_one("#body").scroll_home(animate=False)

    def _show_side(self) -> None:
        self._is_side_awaited = False
        known = self._overview
        coming = None if known is None else known.coming
        self.query_one(Outlook).show(self._workspace, coming)

    def action_study(self) -> None:
        """Study what is due; the first time, take the tour."""
        if self._has_history:
            self.post_message(self.StudyWanted(self._workspace.wanted.every))
        else:
            self.post_message(self.StudyWanted(self._workspace.tour(), Scope.ALL))

    def action_study_this(self) -> None:
        """Study the deck or topic at the cursor."""
        self.post_message(self.StudyWanted(self.query_one(Shelves).cards))

    def on_shelves_chosen(self) -> None:
        """Study what the mouse chose."""
        self.action_study_this()

    def action_leave(self) -> None:
        """Leave quizapp."""
        self.app.exit()

    @property
    def _has_history(self) -> bool:
        return bool(self._workspace.memories.by_card)

    def _show_title(self) -> None:
        date = self._workspace.now().date
        left = Content.styled("quizapp", "$primary bold")
        right = Content.styled(f"{date:%a %b} {date.day}", "$quiet")
        room = self.size.width - 4 - left.cell_length - right.cell_length
        title = Content.assemble(left, " " * max(1, room), right)
        self.query_one("#title", Static).update(title)

    def _welcome(self) -> Content:
        greeting, text = WELCOME
        head = Content.assemble((greeting, "bold"), " ", text)
        key = shown_key(self, "home.study")
        press = f"Press {key}" if key else "Study"
        start = f"{press} for a three-card tour. Its reviews are real."
        return Content("\n\n").join([head, Content.styled(start, "$primary")])

    def _today(self, known: Overview | None) -> Content:
        """Return the headline, the interview if there is one, and the streak."""
        workspace = self._workspace
        day, days = workspace.now().day, workspace.memories.days
        done = days.get(day, 0)
        lines = [Content.styled("Counting…", "$quiet")]
        if known is not None and known.load is not None:
            lines = [Content.styled(wording.headline_of(known.load, done), "bold")]
            if known.tomorrow is not None:
                next_day = wording.tomorrow(known.tomorrow)
                lines = [Content.assemble(lines[0], "  ", next_day)]
        if known is not None and known.plan is not None:
            lines.append(Content.styled(sanitize_line(known.plan), "$secondary"))
        elif workspace.interview is not None and (known is None or known.load is None):
            lines.append(Content.styled("Planning today…", "$quiet"))
        parts = [f"{done} done today"] if done else []
        if (in_row := streak(days, day)) > 1:
            parts.append(f"{in_row}-day streak")
        first = days_after(day, 1 - STRIP_DAYS)
        counts = [days.get(other, 0) for other in days_through(first, day)]
        strip = sparkline(counts, STRIP_DAYS)
        notes = "  ·  ".join([f" past {STRIP_DAYS} days", *parts])
        lines.append(Content.assemble((strip, "$primary"), (notes, "$quiet")))
        return Content("\n").join(lines)


def _problems(workspace: Workspace) -> Content:
    lines = [
        Content.assemble(("✗ ", "$error bold"), sanitize_line(str(problem)))
        for problem in workspace.library.problems
    ]
    head = Content.styled("Some decks have errors; these cards were skipped", "$quiet")
    return Content("\n").join([head, *lines])
