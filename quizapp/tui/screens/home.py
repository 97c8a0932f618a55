"""The home screen: what is due, deck by deck, and one key to start.

It shows counts and starts sessions. It reads them from the workspace whenever it is
shown, so it is never out of date.
"""

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from quizapp.core.basics.english import quantity
from quizapp.core.basics.moment import StudyDay, days_after, days_through
from quizapp.core.cards.card import Card
from quizapp.core.stats.deck_counts import Shelf
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.flow.workspace import Scope, Workspace
from quizapp.tui.base import shown_key
from quizapp.tui.keys import footers, keys
from quizapp.tui.widgets.bars import Footer
from quizapp.tui.widgets.shelves import Shelves

DAYS_A_WEEK = 7
_BARS = " ▁▂▃▄▅▆▇█"

WELCOME = (
    "Welcome.",
    "Predict first: a number, a tensor, a line of code. quizapp then runs the code and"
    " checks you. You grade how well you knew it, and the card returns just before you"
    " would forget it.",
)


class HomeScreen(Screen[None]):
    """Topics and decks, each with its counts."""

    CSS_PATH = "home.tcss"
    BINDINGS = keys.bindings(keys.HOME_KEYS)
    TABLES = (keys.HOME_KEYS,)
    AUTO_FOCUS = "Shelves"

    class StudyWanted(Message):
        """The user wants to study these cards."""

        def __init__(self, cards: tuple[Card, ...], scope: Scope = Scope.DUE) -> None:
            super().__init__()
            self.cards = cards
            self.scope = scope

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace

    def compose(self) -> ComposeResult:
        """Lay out the places; their content comes when the screen is shown."""
        yield Static(id="title", markup=False)
        with VerticalScroll(id="body", can_focus=False):
            yield Static(id="today", markup=False)
            yield Shelves(id="shelves")
            yield Static(id="problems", markup=False)
        yield Footer(id="keys", markup=False)

    def on_screen_resume(self) -> None:
        """Count again: a session, another program or midnight may have changed it."""
        self.show_workspace()
        self.call_after_refresh(self._workspace.runner.warm)

    def on_resize(self) -> None:
        """Fit the title."""
        self._show_title()

    def show_workspace(self) -> None:
        """Show what is due now."""
        workspace = self._workspace
        shelves = workspace.shelves()
        self._show_title()
        self.query_one("#today", Static).update(
            self._today(shelves) if self._has_history else self._welcome()
        )
        self.query_one(Shelves).show_shelves(shelves)
        problems = self.query_one("#problems", Static)
        problems.display = bool(workspace.library.problems)
        problems.update(_problems(workspace))
        self.query_one(Footer).show_keys(footers.whole_table(keys.HOME_KEYS))

    def action_study(self) -> None:
        """Study what is due; the first time, take the tour."""
        if self._has_history:
            cards = tuple(self._workspace.library.cards.values())
            self.post_message(self.StudyWanted(cards))
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
        right = Content.styled(f"{date:%a} {date.day} {date:%b}", "$quiet")
        room = self.size.width - 4 - left.cell_length - right.cell_length
        title = Content.assemble(left, " " * max(1, room), right)
        self.query_one("#title", Static).update(title)

    def _welcome(self) -> Content:
        greeting, text = WELCOME
        head = Content.assemble((greeting, "bold"), " ", text)
        key = shown_key(self, "home.study")
        start = f"{f'Press {key}' if key else 'Study'} for a two-card tour."
        return Content("\n\n").join([head, Content.styled(start, "$primary")])

    def _today(self, shelves: Sequence[Shelf]) -> Content:
        workspace = self._workspace
        due = sum(shelf.counts.due for shelf in shelves)
        later = sum(shelf.counts.today for shelf in shelves)
        today = workspace.now().day
        done = workspace.memories.days.get(today, 0)
        headline = f"{quantity(due, 'card')} due" if due else "Nothing due"
        parts = [(headline, "bold"), (f"  ·  {done} done today", "$quiet")]
        if later:
            parts.append((f"  ·  {later} more later today", "$quiet"))
        week = _week(workspace.memories.days, today)
        counts = Content.assemble(
            *parts, "   ", (week, "$primary"), (" week", "$quiet")
        )
        plan = workspace.plan()
        lines = [Content.styled(sanitize_line(plan), "$secondary")] if plan else []
        return Content("\n").join([counts, *lines])


def _week(days: Mapping[StudyDay, int], today: StudyDay) -> str:
    """Draw the reviews of the last seven study days."""
    first = days_after(today, 1 - DAYS_A_WEEK)
    counts = [days.get(day, 0) for day in days_through(first, today)]
    most = max(1, *counts)
    cells = [-(-count * (len(_BARS) - 1) // most) for count in counts]
    return "".join(_BARS[max(cell, 1)] for cell in cells)


def _problems(workspace: Workspace) -> Content:
    lines = [
        Content.assemble(("✗ ", "$error bold"), sanitize_line(str(problem)))
        for problem in workspace.library.problems
    ]
    head = Content.styled("Some decks have errors; these cards were skipped", "$quiet")
    return Content("\n").join([head, *lines])
