"""The statistics screen: the user's progress, in the sections of `quizapp stats`.

Statistics are computed in a thread, piece by piece: what is known at once is shown
first. If the time range changes or the screen is left meanwhile, the rest is not read.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from quizapp.core.cards.topics import topic_names
from quizapp.core.interview.comparison import over_time
from quizapp.core.interview.record import InterviewRecord
from quizapp.core.stats.statistics import Statistics
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import LogError
from quizapp.flow.workspace import Workspace
from quizapp.tui.keys import footers, keys
from quizapp.tui.look import grid
from quizapp.tui.widgets.bars import Footer
from quizapp.tui.widgets.scrolled_page import ScrolledPage
from quizapp.wording.interview_statistics import interviews_section, interviews_within
from quizapp.wording.statistics import QuietLine, Section, section_heading, sections

WINDOWS = {30: "past month", 90: "past quarter", 365: "past year"}
STEP = 0.05
"""The screen is drawn again when this much more was read."""
MAX_WIDTH = 100
"""Cells of a line: wider ones are harder to read."""
COLUMN_GAP = 4
"""Cells between two columns."""
_BARS = re.compile("[▁-▏░▒▓]+")

EMPTY = (
    "No reviews in this period.\n\nOnce you have graded some cards, you will see"
    " retention, workload, calibration and recurring mistakes here."
)


class StatisticsScreen(Screen[None]):
    """Sections of text and plots, to scroll through."""

    CSS_PATH = "statistics.tcss"
    BINDINGS = keys.bindings(keys.STATISTICS_KEYS)
    TABLES = (keys.STATISTICS_KEYS,)
    AUTO_FOCUS = "#body"

    class Computed(Message):
        """The statistics have been computed, as far as their share says."""

        def __init__(self, days: int, statistics: Statistics) -> None:
            super().__init__()
            self.days = days
            self.statistics = statistics

    def __init__(
        self, workspace: Workspace, records: tuple[InterviewRecord, ...] = ()
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self._held = over_time(records)
        self._days = 365
        self._statistics: Statistics | None = None

    def compose(self) -> ComposeResult:
        """Lay out the title, the sections and the keys."""
        yield Static(id="title", markup=False)
        with ScrolledPage(id="body"), Horizontal(id="columns"):
            yield Static("Computing…", id="sections", markup=False)
            yield Static(id="more", markup=False)
        yield Footer(id="footer", classes="docked", markup=False)

    def on_mount(self) -> None:
        """Start computing."""
        self.query_one(Footer).show_keys(footers.whole_table(keys.STATISTICS_KEYS))
        self._recompute()

    def on_resize(self) -> None:
        """Redraw the plots at the new width."""
        self._show()

    def action_window(self) -> None:
        """Change the time range."""
        ranges = [*WINDOWS]
        self._days = ranges[(ranges.index(self._days) + 1) % len(ranges)]
        self._recompute()

    def action_back(self) -> None:
        """Go back to where this was opened."""
        self.dismiss()

    class Failed(Message):
        """The statistics could not be read."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def on_statistics_screen_computed(self, event: Computed) -> None:
        """Show the statistics, unless the time range has changed since."""
        if event.days == self._days:
            self._statistics = event.statistics
            self._show()

    def on_statistics_screen_failed(self, event: Failed) -> None:
        """Say why there are none."""
        self.query_one("#sections", Static).update(Content(sanitize_line(event.text)))

    def _recompute(self) -> None:
        self._show_title()
        try:
            figures = self._workspace.figures(self._days)
        except LogError as error:
            self.post_message(self.Failed(str(error)))
            return
        self._compute(self._days, figures)

    @work(thread=True, exclusive=True, group="figures")
    def _compute(self, days: int, figures: Callable[[], Iterator[Statistics]]) -> None:
        worker, shown = get_current_worker(), 0.0
        try:
            for statistics in figures():
                if worker.is_cancelled:
                    return
                if statistics.share >= min(shown, 1.0):
                    self.post_message(self.Computed(days, statistics))
                    shown = statistics.share + STEP
        except LogError as error:
            self.post_message(self.Failed(str(error)))

    def _show_title(self) -> None:
        title = Content.assemble(
            ("quizapp", "$primary bold"),
            ("  Statistics", "$quiet"),
            (f"  ·  {WINDOWS[self._days]}", "$quiet"),
            (f"  ·  {_topics(self._workspace)}", "$quiet"),
        )
        self.query_one("#title", Static).update(title)

    def _show(self) -> None:
        if self._statistics is None:
            return
        first, second = (
            self.query_one(f"#{id_}", Static) for id_ in ("sections", "more")
        )
        beside = self.size.width >= grid.TWO_COLUMNS
        second.display = beside
        room = self.size.width - 5  # margins and the scrollbar
        width = max(30, min(MAX_WIDTH, (room - COLUMN_GAP) // 2 if beside else room))
        last = self._statistics.period.now.day
        held = interviews_section(
            interviews_within(self._held, last, self._days), width
        )
        below = [] if held is None else [_block(held, width)]
        if not self._statistics.activity.reviews:
            first.update(Content("\n\n").join([Content(EMPTY), *below]))
            second.update("")
            return
        parts = sections(self._statistics, width)
        blocks = [*(_block(part, width) for part in parts), *below]
        at = _half(blocks) if beside else len(blocks)
        first.update(Content("\n\n").join(blocks[:at]))
        second.update(Content("\n\n").join(blocks[at:]))


def _topics(workspace: Workspace) -> str:
    """Say which cards are looked at."""
    if workspace.wanted is workspace.library:
        return "all topics"
    names = ", ".join(topic_names(workspace.wanted.decks))
    return f"topics: {sanitize_line(names)}"


def _half(blocks: Sequence[Content]) -> int:
    """Return how many blocks make a first column about as long as the second."""
    ends = list(accumulate(block.plain.count("\n") + 3 for block in blocks))
    return 1 + min(range(len(ends)), key=lambda at: abs(2 * ends[at] - ends[-1]))


def _block(section: Section, width: int) -> Content:
    head = Content("\n".join(section_heading(section, width))).stylize("$quiet")
    head = head.stylize("$primary bold", 0, len(section.title))
    return Content("\n").join([head, *map(_line, section.lines)])


def _line(text: str) -> Content:
    line = Content(text)
    if isinstance(text, QuietLine):
        return line.stylize("$quiet")
    for bar in _BARS.finditer(text):
        line = line.stylize("$primary", *bar.span())
    return line
