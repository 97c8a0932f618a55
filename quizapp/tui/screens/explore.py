"""The explore screen: edit the code, run it again, compare.

Nothing is recorded: the screen knows an exploration and the runner, but neither the
study nor the log.
"""

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static, TextArea

from quizapp.core.runs.outcome import Outcome
from quizapp.core.session.exploration import Exploration, Tried
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.flow.ports import Runner
from quizapp.tui.background_run import BackgroundRun
from quizapp.tui.keys import keys
from quizapp.tui.widgets.answers.code_area import CodeArea
from quizapp.tui.widgets.bars import Footer
from quizapp.tui.widgets.region import Region
from quizapp.tui.widgets.reveal.comparison import goal_line, run_column
from quizapp.tui.widgets.reveal.results import marked_lines, progress


class ExploreScreen(Screen[None]):
    """The code, and below it the result before the edit and the result now."""

    CSS_PATH = "explore.tcss"
    BINDINGS = keys.bindings(keys.EXPLORE_KEYS)
    TABLES = (keys.EXPLORE_KEYS,)
    AUTO_FOCUS = "#code"

    def __init__(self, exploration: Exploration, runner: Runner) -> None:
        super().__init__()
        self.run = BackgroundRun(self, self._show_progress)
        self._exploration = exploration
        self._runner = runner
        self._old: Tried | None = None
        self._new: Tried | None = None

    def compose(self) -> ComposeResult:
        """Lay out title, goal, code and the two columns."""
        yield Static(self._title(), id="title", markup=False)
        yield Static(id="goal", markup=False)
        with Container(id="main"):
            with Region("Code", id="editor"):
                yield CodeArea(id="code")
            with Container(id="columns"):
                with Region("Original", id="left"):
                    yield Static(id="old", markup=False)
                with Region("Yours", id="right"):
                    yield Static(id="new", markup=False)
        yield Footer(id="footer", classes="docked", markup=False)

    def on_mount(self) -> None:
        """Run the original code, as the result to compare with."""
        self.query_one("#goal").display = bool(self._exploration.goal)
        self.query_one(CodeArea).show_code(self._exploration.original)
        self._show()
        code = self.query_one(CodeArea).text
        program = self._exploration.program(code)

        async def show(outcome: Outcome) -> None:
            self._old = self._exploration.read(code, outcome)
            self._show()

        self.run.start(lambda listen: self._runner.run(program, listen), show)

    def on_resize(self) -> None:
        """Lay the columns out for the new width."""
        self.call_after_refresh(self._show)

    def action_run(self) -> None:
        """Run the code as it is now."""
        if self.run.is_active:
            return
        code = self.query_one(CodeArea).text
        program = self._exploration.program(code)

        async def show(outcome: Outcome) -> None:
            self._new = self._exploration.read(code, outcome)
            outcome, results = self._new.outcome, self._new.results
            self.query_one(CodeArea).mark(marked_lines(outcome, results, code))
            self._show()

        self.run.start(lambda listen: self._runner.run(program, listen), show)

    def action_original(self) -> None:
        """Show the original code, or the solution instead; Ctrl+_ restores edits."""
        area = self.query_one(CodeArea)
        code = self._exploration.other_than(area.text)
        if area.text != code:
            area.replace(code, (0, 0), area.document.end)

    def action_back(self) -> None:
        """Stop a run, or go back to the verdict."""
        if self.run.is_active:
            self._runner.stop()
        else:
            self.dismiss()

    def action_interrupt(self) -> None:
        """Stop a run; else copy what is selected."""
        if self.run.is_active:
            self._runner.stop()
        elif (area := self.query_one(CodeArea)).selected_text:
            area.action_copy()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Show the keys that work now."""
        event.stop()
        self._show_footer()

    def _show_progress(self, printed: str, note: str) -> None:
        """Show a run that takes a while."""
        place = "#old" if self._old is None else "#new"
        self.query_one(place, Static).update(progress(printed, note, self._width))

    def _title(self) -> Content:
        name = sanitize_line(str(self._exploration.card.id))
        return Content.assemble(
            ("Explore  ", "$primary bold"),
            (f"{name}  ·  nothing here is recorded", "$quiet"),
        )

    def _show(self) -> None:
        latest = self._new or self._old
        self.query_one("#goal", Static).update(
            goal_line(self._exploration.goal, latest)
        )
        for place, head, run in (
            ("#old", "Original", self._old),
            ("#new", "Yours", self._new),
        ):
            column = run_column("" if self._has_borders else head, run, self._width)
            self.query_one(place, Static).update(column)
        self._show_footer()

    @property
    def _width(self) -> int:
        """Cells of a column; before the first layout, about half of the screen."""
        width = self.query_one("#left").size.width
        return width or self.app.size.width // 2 - 4

    @property
    def _has_borders(self) -> bool:
        """Return whether the titles are in the borders."""
        return self.query_one("#left").gutter.top > 0

    def _show_footer(self) -> None:
        code = self.query_one(CodeArea).text
        other = self._exploration.other_than(code)
        edited = code not in {self._exploration.original, self._exploration.solution}
        undo = (("Ctrl+_", "undo"),) if edited else ()
        word = "solution" if other == self._exploration.solution else "original"
        turn = (("explore.original", word),) if other != code else ()
        names = (("explore.run", "run it"), *undo, *turn, ("explore.back", "back"))
        self.query_one(Footer).show_keys(names)
