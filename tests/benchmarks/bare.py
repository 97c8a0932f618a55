"""A bare Textual screen: the widgets and styles of the study screen, nothing else.

    python tests/benchmarks/bare.py CARDS.json [DATABASE]

What the study screen is measured against: no deck is loaded, nothing is judged
or remembered. Ctrl+N shows the next card's texts; with a database, it first commits a
row to it, as durably as a grade is saved.
"""

import json
import sqlite3
import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.highlight import highlight
from textual.screen import Screen
from textual.theme import Theme
from textual.widgets import Input, Static

STYLES = Path(__file__).parents[2] / "quizapp" / "tui"
QUIET = Theme(
    name="bare",
    primary="#e8b059",
    variables={"quiet": "#969dab", "faint": "#3a3f4b", "string": "#b5bd8f"},
)


class AnswerLine(Vertical):
    """An input behind a sign."""

    DEFAULT_CSS = "AnswerLine { height: auto; }"

    def compose(self) -> ComposeResult:
        with Horizontal(id="answer-row", classes="field"):
            yield Static("› ", id="answer-sign", classes="sign")
            yield Input(id="answer-input", compact=True, select_on_focus=False)
        yield Static("", id="answer-message")


class StudyScreen(Screen[None]):
    """The places of the study screen."""

    CSS_PATH = STYLES / "screens" / "study.tcss"
    BINDINGS = [("ctrl+n", "next", "next")]  # noqa: RUF012  # as its base declares it
    AUTO_FOCUS = ""

    def __init__(
        self, cards: list[dict[str, str]], saved: sqlite3.Connection | None
    ) -> None:
        super().__init__()
        self._cards, self._saved = cards, saved
        self._number = 0

    def compose(self) -> ComposeResult:
        yield Static(id="header")
        with VerticalScroll(id="body"):
            with VerticalScroll(id="question", classes="region", can_focus=False):
                for name in ("label", "prompt", "snippet", "hints", "task"):
                    yield Static(id=name, markup=False)
                yield Vertical(id="responder")
                yield Static(id="confidence")
            with VerticalScroll(id="reveal", classes="region", can_focus=False):
                with VerticalScroll(id="reveal-scroll", can_focus=False):
                    yield Static(id="verdict")
                yield Static(id="grades-beside")
        with Vertical(id="bottom"):
            yield Static(id="grades")
            yield Static(id="footer")

    async def on_mount(self) -> None:
        await self.query_one("#responder").mount(AnswerLine())
        self.query_one("#verdict").display = False
        self.query_one("#hints").display = False
        self._show()

    def action_next(self) -> None:
        self._number += 1
        if self._saved is not None:
            row = (self._number, self._cards[self._number]["code"])
            self._saved.execute("INSERT INTO rows VALUES (?, ?)", row)
        self._show()

    def _show(self) -> None:
        card = self._cards[self._number]
        for name in ("header", "label", "prompt", "task", "footer"):
            self.query_one(f"#{name}", Static).update(Content(card[name]))
        code = highlight(card["code"], language="python")
        self.query_one("#snippet", Static).update(code)
        field = self.query_one(Input)
        field.value = ""
        field.placeholder = "Type your answer, or press Enter for the solution"
        self.set_focus(field)


class Bare(App[None]):
    """One screen."""

    CSS_PATH = STYLES / "base.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow")]  # noqa: RUF012  # as its base declares it
    VERTICAL_BREAKPOINTS = [(0, "-short")]  # noqa: RUF012

    def __init__(
        self, cards: list[dict[str, str]], saved: sqlite3.Connection | None
    ) -> None:
        super().__init__()
        self._cards, self._saved = cards, saved
        self.register_theme(QUIET)
        self.theme = "bare"

    def on_mount(self) -> None:
        self.push_screen(StudyScreen(self._cards, self._saved))


def database(path: str) -> sqlite3.Connection:
    """Open a database whose statements are on the disk when they return."""
    saved = sqlite3.connect(path, isolation_level=None)
    saved.execute("PRAGMA journal_mode = WAL")
    saved.execute("PRAGMA synchronous = FULL")
    saved.execute("CREATE TABLE rows (number INTEGER, text TEXT)")
    return saved


if __name__ == "__main__":
    cards = json.loads(Path(sys.argv[1]).read_text())
    Bare(cards, database(sys.argv[2]) if sys.argv[2:] else None).run()
