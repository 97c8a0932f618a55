"""The topics screen: which of them home, practice and interviews draw from.

A new user is asked once, before the first review; nothing is written before Enter.
"""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from quizapp.core.basics.english import quantity
from quizapp.core.stats.topics import TopicCounts
from quizapp.core.terminal.cells import fit_text
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import QuizError
from quizapp.tui.keys import keys
from quizapp.tui.keys.home_keys import TOPICS_KEYS
from quizapp.tui.settings_table import SettingsFile
from quizapp.tui.widgets.bars import Footer
from quizapp.tui.widgets.cursor import cursor_sign, scroll_to_rows

KEY = "topics"
"""The setting."""
FIRST = "What do you want to study? You can change it at any time, with {key} at home."
LATER = "Home, practice and interviews draw from these. Other decks can still be named."
_TITLE = Content.assemble(("quizapp", "$primary bold"), ("  Topics", "$quiet"))
_NAME = 24
"""Cells."""
_FOOTER = (
    ("topics.up topics.down", "move"),
    ("topics.choose", "choose"),
    ("topics.only", "only this"),
    ("topics.all", "all"),
    ("topics.save", "save"),
    ("topics.help", "help"),
    ("topics.leave", "back"),
)


class _Rows(Static):
    """The rows; a click chooses one."""

    ALLOW_SELECT = False


class TopicsScreen(Screen[frozenset[str]]):
    """Returns the names of the settings that were changed."""

    CSS_PATH = "topics.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(TOPICS_KEYS)
    TABLES = (TOPICS_KEYS,)
    AUTO_FOCUS = ""

    def __init__(
        self,
        counted: tuple[TopicCounts, ...],
        wanted: frozenset[str],
        file: SettingsFile,
        about: str = LATER,
    ) -> None:
        super().__init__()
        self._topics, self._file, self._about = counted, file, about
        self._chosen = {topic.name for topic in counted if topic.name in wanted}
        self._row = 0

    def compose(self) -> ComposeResult:
        """Lay out the question, the topics and the keys."""
        yield Static(_TITLE, id="title", markup=False)
        yield Static(Content(self._about), id="about", markup=False)
        with VerticalScroll(id="body", can_focus=False):
            yield _Rows(id="topics", markup=False)
        with Vertical(id="bottom"):
            yield Static(id="news", markup=False)
            yield Footer(id="footer", markup=False)

    def on_mount(self) -> None:
        """Show the topics."""
        self.query_one(Footer).show_keys(_FOOTER)
        self._show()

    def on_resize(self) -> None:
        """Fit the rows to the width."""
        self._show()

    def on_click(self, event: Click) -> None:
        """Choose the topic at the mouse, or leave it out."""
        rows: Widget = self.query_one(_Rows)
        row = event.screen_y - rows.region.y
        if event.widget is rows and 0 <= row < len(self._topics):
            self._row = row
            self.action_choose()

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._row = max(0, min(self._row + step, len(self._topics) - 1))
        self._show()
        scroll_to_rows(self.query_one(_Rows), self._row, 1)

    def action_choose(self) -> None:
        """Choose the topic at the cursor, or leave it out."""
        self._chosen ^= {self._topics[self._row].name}
        self._show()

    def action_only(self) -> None:
        """Choose only the topic at the cursor."""
        self._chosen = {self._topics[self._row].name}
        self._show()

    def action_all(self) -> None:
        """Choose all topics."""
        self._chosen = {topic.name for topic in self._topics}
        self._show()

    def action_save(self) -> None:
        """Write the setting; all topics are an empty list, so new ones join them."""
        names = [topic.name for topic in self._topics if topic.name in self._chosen]
        if not names:
            self._show("Choose at least one topic.")
            return
        try:
            self._file.set(KEY, [] if len(names) == len(self._topics) else names)
        except QuizError as error:
            self._show(f"✗ {error}")
        else:
            self.dismiss(frozenset({KEY}))

    def action_leave(self) -> None:
        """Leave it as it was."""
        self.dismiss(frozenset())

    def _show(self, news: str = "") -> None:
        self.query_one(_Rows).update(Content("\n").join(self._lines()))
        left = [topic for topic in self._topics if topic.name in self._chosen]
        cards = sum(topic.readiness.cards for topic in left)
        total = f"{len(left)} of {quantity(len(self._topics), 'topic')}, {cards} cards"
        line = Content.styled(sanitize_line(news), "$error")
        shown = line if news else Content.styled(total, "$quiet")
        self.query_one("#news", Static).update(shown)

    def _lines(self) -> Iterator[Content]:
        wide = self.size.width >= 76
        for row, topic in enumerate(self._topics):
            at_cursor, chosen = row == self._row, topic.name in self._chosen
            name = fit_text(sanitize_line(topic.name), _NAME)
            yield Content.assemble(
                cursor_sign(at_cursor=at_cursor),
                ("■ ", "$primary") if chosen else ("□ ", "$quiet"),
                (name, "bold" if at_cursor else ("" if chosen else "$quiet")),
                (_figures(topic, wide=wide), "$quiet"),
            )


def _figures(topic: TopicCounts, *, wide: bool) -> str:
    counts, ready = topic.counts, topic.readiness
    cards = f" {ready.cards:4} cards"
    if not wide:
        return cards
    share = f"{ready.share:4.0%} ready" if ready.seen else ""
    return f"{quantity(topic.decks, 'deck'):>9}{cards}  {counts.due:4} due  {share}"
