"""Bars: the header with its progress, the grades, and the keys of the moment."""

from collections.abc import Collection

from textual.content import Content
from textual.widgets import Static

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import Grade
from quizapp.core.session.phases import Revealed
from quizapp.core.session.session import Session
from quizapp.tui.base import shown_key

PROGRESS_CELLS = 12
WIDE_GAP, NARROW_GAP = "   ", "  "
LEAST_NEEDED = ("study.info", "study.open", "study.undo", "study.run")
"""Keys that the footer leaves out where it has too little room; help lists them."""
_BUTTON = "$foreground on $panel"
_SUGGESTED = "$background on $primary bold"


class FixedLine(Static):
    """A line that keeps its place: a new text in it needs no new layout."""

    def show(self, text: Content) -> None:
        """Show a text, if it is a new one."""
        if not (isinstance(self.content, Content) and text.is_same(self.content)):
            self.update(text, layout=False)


class Header(FixedLine):
    """Name and place on the left, progress or a count on the right."""

    def show_progress(self, deck: str, session: Session) -> None:
        """Show the progress of a session."""
        done, left = session.done, len(session.agenda)
        share = round(PROGRESS_CELLS * done / max(1, done + left))
        right = Content.assemble(
            ("━" * share, "$primary"),
            ("━" * (PROGRESS_CELLS - share), "$faint"),
            (f"  {done} done, {left} left", "$quiet"),
        )
        self._show(deck, right)

    def show_count(self, place: str, count: str) -> None:
        """Show the name of the place, and a count."""
        self._show(place, Content.styled(count, "$quiet"))

    def _show(self, place: str, right: Content) -> None:
        left_side = Content.assemble(
            ("quizapp", "$primary bold"), ("  " + place, "$quiet")
        )
        space = max(8, self.size.width - right.cell_length - 2)
        left_side = left_side.truncate(space, ellipsis=True)
        room = max(1, self.size.width - left_side.cell_length - right.cell_length)
        self.show(Content.assemble(left_side, " " * room, right))


class GradeBar(FixedLine):
    """The grades with their intervals; before the reveal, “How sure?”."""

    def show_grades(self, revealed: Revealed) -> None:
        """Show the buttons, the suggested one highlighted; none for another draw."""
        if revealed.posed.owed is not None:
            accept = shown_key(self, "study.accept")
            note = f"Not recorded. {accept} goes back to the grade that is still open."
            self.show(Content.styled(note, "$quiet"))
            return
        parts: list[tuple[str, str]] = []
        for grade, interval in revealed.intervals().items():
            suggested = grade is revealed.suggested
            style = _SUGGESTED if suggested else _BUTTON
            sign, key = "›" if suggested else " ", self._key(grade)
            parts += [(f"{sign}{key} {grade.label} {interval} ", style), (" ", "")]
        bar = Content.assemble(*parts)
        accept = shown_key(self, "study.accept")
        notes = (f" {accept} accepts", accept)
        room = self.size.width - bar.cell_length
        note = next((note for note in notes if len(note) <= room), "")
        self.show(Content.assemble(bar, (note, "$quiet")))

    def ask_confidence(self) -> None:
        """Ask how sure the user is, before anything is revealed."""
        parts: list[tuple[str, str]] = [("How sure?  ", "$foreground bold")]
        for step in Confidence:
            parts += [(f" {self._key(step)} {step.label} ", _BUTTON), ("  ", "")]
        skip = f"{shown_key(self, 'study.accept')} skips"
        self.show(Content.assemble(*parts, (skip, "$quiet")))

    def clear_grades(self) -> None:
        """Clear the line, but keep its place: nothing jumps when the grades come."""
        self.show(Content(""))

    def _key(self, step: Grade | Confidence) -> str:
        """Return the key of a grade; confidence has the same four."""
        return shown_key(self, f"study.{Grade(step.value).name.lower()}")


class Footer(FixedLine):
    """The keys that work now."""

    def show_keys(self, keys: tuple[tuple[str, str], ...]) -> None:
        """Show keys, by their ids, and what they do; in little room, fewer of them."""
        named = {name: (shown_key(self, name), word) for name, word in keys}
        hints = {
            name: Content.assemble((key, "$primary"), (f" {word}", "$quiet"))
            for name, (key, word) in named.items()
            if key
        }
        width = self.size.width or self.app.size.width - 4  # before the first layout
        for name in LEAST_NEEDED:
            if _cells(hints.values(), NARROW_GAP) <= width:
                break
            hints.pop(name, None)
        gap = WIDE_GAP if _cells(hints.values(), WIDE_GAP) <= width else NARROW_GAP
        self.show(Content(gap).join(hints.values()))


def _cells(hints: Collection[Content], gap: str) -> int:
    return sum(hint.cell_length for hint in hints) + len(gap) * (len(hints) - 1)
