"""Bars: the header with its progress, the grades, and the keys of the moment."""

from textual.content import Content
from textual.widgets import Static

from quizapp.core.grade import Grade
from quizapp.core.session import Revealed, Session

PROGRESS_CELLS = 12


class Header(Static):
    """Name and deck to the left, progress to the right."""

    def show_progress(self, deck: str, session: Session) -> None:
        """Show how far the sitting is."""
        done, left = session.done, len(session.agenda)
        share = round(PROGRESS_CELLS * done / max(1, done + left))
        right = Content.assemble(
            ("━" * share, "$primary"),
            ("━" * (PROGRESS_CELLS - share), "$faint"),
            (f"  {done} done, {left} left", "$quiet"),
        )
        left_side = Content.assemble(
            ("quizapp", "$primary bold"), ("  " + deck, "$quiet")
        )
        room = max(1, self.size.width - left_side.cell_length - right.cell_length)
        self.update(Content.assemble(left_side, " " * room, right))


class GradeBar(Static):
    """The four grades, each with the interval it leads to."""

    def show_grades(self, revealed: Revealed) -> None:
        """Show the buttons, the suggested one highlighted."""
        intervals = revealed.intervals()
        parts: list[Content | tuple[str, str]] = []
        for grade in Grade:
            suggested = grade is revealed.suggested
            label = f" {grade.value} {grade.label} {intervals[grade]} "
            style = (
                "$background on $primary bold" if suggested else "$foreground on $panel"
            )
            parts += [(label, style), ("  ", "")]
        parts.append((" Space takes it", "$quiet"))
        self.update(Content.assemble(*parts))

    def clear_grades(self) -> None:
        """Leave the place empty: nothing jumps when the grades come."""
        self.update("")


class Footer(Static):
    """The keys that work now."""

    def show_keys(self, keys: tuple[tuple[str, str], ...]) -> None:
        """Show keys and what they do."""
        parts: list[tuple[str, str]] = []
        for key, word in keys:
            parts += [(key, "$primary"), (f" {word}   ", "$quiet")]
        self.update(Content.assemble(*parts))
