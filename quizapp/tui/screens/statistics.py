"""The statistics screen: how it goes, in the sections of `quizapp stats`.

The figures are computed in a thread, since a long log takes a while; what was
asked for last is what is shown.
"""

from collections.abc import Callable

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from quizapp.core.stats.statistics import Statistics
from quizapp.flow.workspace import Workspace
from quizapp.tui.keys import footers, keys
from quizapp.tui.widgets.bars import Footer
from quizapp.wording.statistics import Section, heading, sections

WINDOWS = {30: "a month", 90: "three months", 365: "a year"}
WIDEST = 100
"""Wider lines are harder to read."""

EMPTY = (
    "Nothing was reviewed in this time.\n\nOnce you have graded cards, here stands how"
    " well you keep what you learnt, what waits, how sure you may be of yourself, and"
    " which mistakes come back."
)


class StatisticsScreen(Screen[None]):
    """Sections of text and plots, to scroll through."""

    CSS_PATH = "statistics.tcss"
    BINDINGS = keys.bindings(keys.STATISTICS)
    TABLES = (keys.STATISTICS,)
    AUTO_FOCUS = "#body"

    class Computed(Message):
        """The figures are there."""

        def __init__(self, days: int, told: Statistics) -> None:
            super().__init__()
            self.days = days
            self.told = told

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._days = 365
        self._told: Statistics | None = None

    def compose(self) -> ComposeResult:
        """Lay out the title, the sections and the keys."""
        yield Static(id="title", markup=False)
        with VerticalScroll(id="body"):
            yield Static("counting …", id="sections", markup=False)
        yield Footer(id="keys", markup=False)

    def on_mount(self) -> None:
        """Begin to count."""
        self.query_one(Footer).show_keys(footers.whole_table(keys.STATISTICS))
        self._count()

    def on_resize(self) -> None:
        """Draw the plots anew at this width."""
        self._show()

    def action_window(self) -> None:
        """Look back further, or less far again."""
        every = [*WINDOWS]
        self._days = every[(every.index(self._days) + 1) % len(every)]
        self._count()

    def action_back(self) -> None:
        """Go back to where this was opened."""
        self.dismiss()

    def on_statistics_screen_computed(self, event: Computed) -> None:
        """Show the figures, unless others were asked for since."""
        if event.days == self._days:
            self._told = event.told
            self._show()

    def _count(self) -> None:
        self._title()
        self._compute(self._days, self._workspace.figures(self._days))

    @work(thread=True, exclusive=True, group="figures")
    def _compute(self, days: int, figures: Callable[[], Statistics]) -> None:
        self.post_message(self.Computed(days, figures()))

    def _title(self) -> None:
        title = Content.assemble(
            ("quizapp", "$primary bold"),
            ("  Statistics", "$quiet"),
            (f"  ·  {WINDOWS[self._days]}", "$quiet"),
        )
        self.query_one("#title", Static).update(title)

    def _show(self) -> None:
        if self._told is None:
            return
        place = self.query_one("#sections", Static)
        if not self._told.activity.reviews:
            place.update(EMPTY)
            return
        width = max(30, min(WIDEST, self.size.width - 5))
        every = [_shown(each, width) for each in sections(self._told, width)]
        place.update(Content("\n\n").join(every))


def _shown(section: Section, width: int) -> Content:
    head = Content("\n".join(heading(section, width))).stylize("$quiet")
    head = head.stylize("$primary bold", 0, len(section.title))
    return Content("\n").join([head, *map(Content, section.lines)])
