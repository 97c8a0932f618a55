"""The summary screen: the result of a session, and the last chance to undo."""

from collections.abc import Callable, Iterator
from functools import partial

from msgspec import Struct
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.session.ending import Ending, NothingDue
from quizapp.core.session.summary import SessionSummary
from quizapp.flow.workspace import Gains
from quizapp.tui.base import shown_key
from quizapp.tui.keys import keys
from quizapp.tui.widgets.bars import Footer
from quizapp.wording import session as wording
from quizapp.wording import today
from quizapp.wording.tour import TOUR_ENDED, after_the_tour

MAX_MISSED = 8
COUNT_BAR_CELLS = 24
LINE_CELLS = 72
NOTEWORTHY = 0.005
"""The least gain that is shown: half a percent of all cards."""


class SessionEnd(Struct, frozen=True):
    """How a session came to its end, and what can follow."""

    ending: Ending
    can_undo: bool
    goes_home: bool
    coached: bool
    """Whether the session was the tour."""


class SummaryScreen(Screen[None]):
    """Shown when a session is over."""

    CSS_PATH = "summary.tcss"
    BINDINGS = keys.bindings(keys.SUMMARY_KEYS)
    TABLES = (keys.SUMMARY_KEYS,)

    class UndoWanted(Message):
        """The last step should be undone."""

    class MissedWanted(Message):
        """The missed cards should be studied again."""

        def __init__(self, cards: tuple[CardId, ...]) -> None:
            super().__init__()
            self.cards = cards

    class Left(Message):
        """The user leaves the summary."""

    def __init__(
        self,
        end: SessionEnd,
        summary: SessionSummary,
        progress: Callable[[], Gains],
        first_line: Callable[[CardId], str],
    ) -> None:
        super().__init__()
        self._end = end
        self._summary = summary
        self._progress = progress
        self._first_line = first_line

    def compose(self) -> ComposeResult:
        """Lay out the figures and the keys."""
        with VerticalScroll(id="summary", classes="region", can_focus=False):
            yield Static(Content("\n").join(self._lines()), markup=False)
            yield Static(id="progress", markup=False)
            yield Static(Content("\n").join(self._missed()), markup=False)
        yield Footer(id="footer", classes="docked", markup=False)

    def on_mount(self) -> None:
        """Show the keys that work here."""
        undo = (("summary.undo", "undo the last step"),) if self._end.can_undo else ()
        missed = (("summary.missed", "study missed"),) if self._summary.missed else ()
        leave = ("summary.leave", "home" if self._end.goes_home else "quit")
        self.query_one(Footer).show_keys((*missed, *undo, leave))
        self.query_one("#summary").border_title = "Session"
        if self._summary.reviews:
            self.call_after_refresh(self._show_progress)  # it may need a plan

    def _show_progress(self) -> None:
        lines = [*_progress_lines(self._progress())]
        if self._end.goes_home and self._end.coached:
            text = after_the_tour(partial(shown_key, self))
            lines.append(Content.styled(text, "$primary"))
        self.query_one("#progress", Static).update(Content("\n").join(lines))

    def action_missed(self) -> None:
        """Ask for the missed cards."""
        if self._summary.missed:
            self.post_message(self.MissedWanted(self._summary.missed))

    def action_undo(self) -> None:
        """Ask for the last step to be undone."""
        if self._end.can_undo:
            self.post_message(self.UndoWanted())

    def action_leave(self) -> None:
        """Leave the summary."""
        self.post_message(self.Left())

    def _lines(self) -> Iterator[Content]:
        ending = self._end.ending
        toured = self._end.coached and isinstance(ending, NothingDue)
        sentence = TOUR_ENDED if toured else wording.ending_sentence(ending)
        yield Content.styled(sentence, "$primary bold")
        yield Content("")
        if not self._summary.reviews:
            yield Content("Nothing graded this session.")
            return
        yield from self._figures()
        yield Content("")
        yield from self._grades()

    def _figures(self) -> Iterator[Content]:
        summary = self._summary
        yield _figure("graded", summary.graded)
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
            yield Content(f"  {self._first_line(card)}").truncate(
                LINE_CELLS, ellipsis=True
            )
        if len(missed) > MAX_MISSED:
            yield Content.styled(f"  and {len(missed) - MAX_MISSED} more", "$quiet")


def _progress_lines(progress: Gains) -> Iterator[Content]:
    yield Content("")
    gained = f", {progress.gained:+.0%} by this session"
    shown = gained if abs(progress.gained) >= NOTEWORTHY else ""
    yield _figure("ready", f"{progress.ready:.0%} of all cards{shown}")
    if progress.streak > 1:
        yield _figure("streak", f"{progress.streak} days")
    yield Content("")
    yield Content.styled(today.headline_of(progress.today, progress.done), "bold")
    yield Content(today.tomorrow(progress.tomorrow))


def _figure(name: str, text: str) -> Content:
    return Content.assemble((f"{name.capitalize():10}", "$quiet"), text)
