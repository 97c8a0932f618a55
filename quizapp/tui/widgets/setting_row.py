"""Setting row: a label and its value; a new one is typed in place, or clicked."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.style import Style
from textual.widgets import Input, Static

from quizapp.tui.setting_forms import OneOf
from quizapp.tui.settings_table import Setting
from quizapp.tui.widgets.cursor import cursor_sign

LABEL = 22
_STEPS, _CHOOSES, _CHANGES = "steps", "chooses", "changes"
"""The names under which styles keep what a click does."""


class _Cell(Static):
    """A text that two quick clicks do not select."""

    ALLOW_SELECT = False


class SettingRow(Horizontal):
    """One setting, and whether the cursor is on it."""

    class Clicked(Message):
        """The mouse chose a row, one of its arrows, one of its options or its value."""

        def __init__(
            self, row: "SettingRow", step: int, option: int | None, *, on_value: bool
        ) -> None:
            super().__init__()
            self.row, self.step, self.option = row, step, option
            self.on_value = on_value

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting
        self.value: object = None
        self._at_cursor = False

    def compose(self) -> ComposeResult:
        """Lay out label, value, and the field that replaces it."""
        yield _Cell(classes="label", markup=False)
        yield _Cell(classes="value", markup=False)
        yield Input(compact=True, select_on_focus=False, max_length=200)

    def on_mount(self) -> None:
        """Show the value, not the field."""
        self._field.display = False

    @property
    def typing(self) -> bool:
        """Return whether a value is being typed."""
        return self._field.display

    @property
    def text(self) -> str:
        """What is typed."""
        return self._field.value

    def show(self, value: object, *, at_cursor: bool) -> None:
        """Show a value; signs mark the cursor and the chosen option."""
        self.value, self._at_cursor = value, at_cursor
        pointer = cursor_sign(at_cursor=at_cursor)
        style = "bold" if at_cursor else ""
        label = Content.assemble(pointer, (f"{self.setting.label:{LABEL}}", style))
        self.query_one(".label", Static).update(label)
        self.query_one(".value", Static).update(self._value_content())

    def on_click(self, event: Click) -> None:
        """Report what is at the mouse, unless a value is being typed."""
        if self.typing:
            return
        event.stop()
        meta = event.style.meta
        step, option = meta.get(_STEPS, 0), meta.get(_CHOOSES)
        self.post_message(self.Clicked(self, step, option, on_value=_CHANGES in meta))

    def begin(self, text: str, *, replace: bool = False) -> None:
        """Start typing a value after this text, or in its place."""
        field = self._field
        field.value, field.cursor_position = text, len(text)
        if replace:
            field.select_all()
        field.display = True
        self.query_one(".value").display = False
        self.screen.set_focus(field)

    def end(self) -> None:
        """Show the value again."""
        self._field.display = False
        self.query_one(".value").display = True
        self.screen.set_focus(None)

    @property
    def _field(self) -> Input:
        return self.query_one(Input)

    def _value_content(self) -> Content:
        form = self.setting.form
        if isinstance(form, OneOf) and form.all_shown:
            options = (
                self._option(value, word).stylize(_does(_CHOOSES, number))
                for number, (value, word) in enumerate(form.options)
            )
            return Content("   ").join(options)
        text = form.text(self.value)
        if not self._at_cursor:
            return Content(f"  {text}")
        place = f"  {form.place(self.value)}" if isinstance(form, OneOf) else ""
        return Content.assemble(
            Content.styled("‹ ", "$quiet").stylize(_does(_STEPS, -1)),
            Content.styled(text, "$primary").stylize(_does(_CHANGES, 1)),
            Content.styled(" › ", "$quiet").stylize(_does(_STEPS, 1)),
            (place, "$quiet"),
        )

    def _option(self, value: object, word: str) -> Content:
        if value != self.value:
            return Content.styled(f"○ {word}", "$quiet")
        return Content.styled(f"● {word}", "$primary" if self._at_cursor else "")


def _does(name: str, what: int) -> Style:
    """Return the style of what steps, or chooses an option, when it is clicked."""
    return Style.from_meta({name: what})
