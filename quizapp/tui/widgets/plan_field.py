"""Plan field: a value of a plan, with arrows that the mouse may press as well."""

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from quizapp.tui.widgets.cursor import cursor_sign

_LABEL = 18


class PlanField(Static):
    """A label and its value."""

    ALLOW_SELECT = False  # two quick clicks are two steps

    class Clicked(Message):
        """The mouse chose a field, or pressed one of its arrows: step -1 or 1."""

        def __init__(self, field: "PlanField", step: int) -> None:
            super().__init__()
            self.field, self.step = field, step

    def __init__(self, label: str, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, markup=False)
        self._label, self._value = label, ""

    def show(self, value: str, *, at_cursor: bool) -> None:
        """Show a value, and whether the cursor is here."""
        self._value = value
        style = "$primary bold" if at_cursor else "bold"
        self.update(
            Content.assemble(
                cursor_sign(at_cursor=at_cursor),
                (f"{self._label:{_LABEL}}", "bold" if at_cursor else ""),
                ("‹ ", "$quiet"),
                (value, style),
                (" ›", "$quiet"),
            ),
            layout=False,
        )

    def on_click(self, event: Click) -> None:
        """Report the arrow at the mouse, or the field."""
        less = 2 + _LABEL
        more = less + 2 + len(self._value)
        x = event.x - self.gutter.left
        step = -1 if less <= x <= less + 1 else 1 if more <= x <= more + 2 else 0
        self.post_message(self.Clicked(self, step))
