"""The summary screen: the result of a session, and the last chance to undo."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from quizapp.core.basics.english import quantity
from quizapp.core.basics.grade import Grade
from quizapp.core.session.ending import Ending
from quizapp.core.session.summary import SessionSummary
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.tui.keys import keys
from quizapp.tui.widgets.bars import Footer
from quizapp.wording import session as wording

MAX_MISSED = 8
COUNT_BAR_CELLS = 24


class SummaryScreen(Screen[None]):
    """Shown when a session is over."""

    CSS_PATH = "summary.tcss"
    BINDINGS = keys.bindings(keys.SUMMARY_KEYS)
    TABLES = (keys.SUMMARY_KEYS,)

    class UndoWanted(Message):
        """The last step should be undone."""

    class Left(Message):
        """The user leaves the summary."""

    def __init__(
        self,
        ending: Ending,
        summary: SessionSummary,
        *,
        can_undo: bool,
        goes_home: bool,
    ) -> None:
        super().__init__()
        self._ending = ending
        self._summary = summary
        self._can_undo = can_undo
        self._goes_home = goes_home

    def compose(self) -> ComposeResult:
        """Lay out the figures and the keys."""
        yield Static(Content("\n").join(self._lines()), id="summary", markup=False)
        yield Footer(id="keys", markup=False)

    def on_mount(self) -> None:
        """Show the keys that work here."""
        undo = (("summary.undo", "undo the last step"),) if self._can_undo else ()
        leave = ("summary.leave", "home" if self._goes_home else "quit")
        self.query_one(Footer).show_keys((*undo, leave))

    def action_undo(self) -> None:
        """Ask for the last step to be undone."""
        if self._can_undo:
            self.post_message(self.UndoWanted())

    def action_leave(self) -> None:
        """Leave the summary."""
        self.post_message(self.Left())

    def _lines(self) -> Iterator[Content]:
        yield Content.styled(wording.ending_sentence(self._ending), "$primary bold")
        yield Content("")
        if not self._summary.reviews:
            yield Content("Nothing graded this session.")
            return
        yield from self._figures()
        yield Content("")
        yield from self._grades()
        yield from self._missed()
        yield Content("")
        yield Content.styled("Every grade is saved.", "$quiet")

    def _figures(self) -> Iterator[Content]:
        summary = self._summary
        cards = quantity(summary.cards, "card")
        yield _figure("graded", f"{quantity(summary.reviews, 'review')}, {cards}")
        if summary.judged:
            share = summary.correct / summary.judged
            text = f"{summary.correct} of {summary.judged} judged ({share:.0%})"
            yield _figure("correct", text)
        yield _figure("thinking", summary.time)

    def _grades(self) -> Iterator[Content]:
        most = max(1, *self._summary.grades.values())
        for grade in Grade:
            count = self._summary.grades[grade]
            cells = round(COUNT_BAR_CELLS * count / most)
            yield Content.assemble(
                (f"{grade.label:10}", "$quiet"),
                ("━" * cells, "$primary"),
                (" " if cells else "", ""),
                str(count),
            )

    def _missed(self) -> Iterator[Content]:
        missed = self._summary.missed
        if missed:
            yield Content("")
            yield Content.styled("Missed", "$quiet")
        for card in missed[:MAX_MISSED]:
            yield Content(f"  {sanitize_line(str(card))}")
        if len(missed) > MAX_MISSED:
            yield Content.styled(f"  and {len(missed) - MAX_MISSED} more", "$quiet")


def _figure(name: str, text: str) -> Content:
    return Content.assemble((f"{name.capitalize():10}", "$quiet"), text)
