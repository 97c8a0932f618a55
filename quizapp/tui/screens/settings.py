"""The settings screen: a row for every setting, saved as soon as it is changed.

It knows the file only by a protocol. If a value is invalid or cannot be written, the
reason is shown, and the row shows what the file has.
"""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Input, Static

from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.deadline import Misdated
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import QuizError
from quizapp.tui.base import BaseApp
from quizapp.tui.keys import footers, keys
from quizapp.tui.setting_forms import FutureDate, OneOf
from quizapp.tui.settings_table import GROUPS, SettingsFile
from quizapp.tui.widgets.bars import Footer
from quizapp.tui.widgets.setting_row import SettingRow

_TITLE = Content.assemble(("quizapp", "$primary bold"), ("  Settings", "$quiet"))


class _Rows(VerticalScroll, inherit_bindings=False):
    """Rows that scroll with the cursor; arrows move it even while a value is typed."""


class SettingsScreen(Screen[frozenset[str]]):
    """Returns the names of the settings that were changed."""

    CSS_PATH = "settings.tcss"
    BINDINGS = keys.bindings(keys.SETTINGS_KEYS)
    TABLES = (keys.SETTINGS_KEYS,)
    AUTO_FOCUS = ""

    def __init__(self, file: SettingsFile, today: StudyDay) -> None:
        super().__init__()
        self._file, self._today = file, today
        self._cursor = 0
        self._changed: set[str] = set()

    def compose(self) -> ComposeResult:
        """Lay out the groups, help for the row at the cursor, and the keys."""
        yield Static(_TITLE, id="title", markup=False)
        place = sanitize_line(f"Changes save automatically to {self._file.place}")
        yield Static(place, id="place", markup=False)
        with _Rows(id="rows", can_focus=False):
            for group in GROUPS:
                yield Static(group.title, classes="group", markup=False)
                yield from map(SettingRow, group.settings)
        with Vertical(id="bottom"):
            yield Static(id="about", markup=False)
            yield Static(id="news", markup=False)
            yield Footer(id="footer", markup=False)

    def on_mount(self) -> None:
        """Show the settings of the file."""
        self._show()

    def action_move(self, step: int) -> None:
        """Move the cursor, after saving what was typed."""
        if not self._row.typing or self._save_typed():
            self._cursor = (self._cursor + step) % len(self._rows)
            self._show()
            self._row.scroll_visible(animate=False)

    def action_leap(self, step: int) -> None:
        """Move the cursor by several settings, and stop at the ends."""
        last = len(self._rows) - 1
        self.action_move(max(0, min(self._cursor + step, last)) - self._cursor)

    def action_step(self, step: int) -> None:
        """Go to the previous or next value."""
        setting = self._row.setting
        self._set(setting.form.stepped(self._row.value, step, self._today))

    def action_change(self) -> None:
        """Go to the next of a few values, or start typing a value."""
        form, value = self._row.setting.form, self._row.value
        if isinstance(form, OneOf):
            self.action_step(1)
        else:
            text = "" if value is None else form.text(value)
            self._row.begin(text.removesuffix("%"), replace=True)
            self._show_footer()

    def action_default(self) -> None:
        """Restore the default."""
        self._set(None)

    def action_back(self) -> None:
        """Cancel typing, or leave the screen."""
        if self._row.typing:
            self._row.end()
            self._show()
        else:
            self.dismiss(frozenset(self._changed))

    def on_setting_row_clicked(self, event: SettingRow.Clicked) -> None:
        """Go to the row that was clicked; step, choose or type as the place says."""
        if self._row.typing and not self._save_typed():
            return
        self._cursor = self._rows.index(event.row)
        self._show()
        form = event.row.setting.form
        if event.step:
            self.action_step(event.step)
        elif event.option is not None and isinstance(form, OneOf):
            self._set(form.options[event.option][0])
        elif event.on_value:
            self.action_change()

    def on_key(self, event: Key) -> None:
        """Start typing at the first digit, or the `+` of a date."""
        form, typed = self._row.setting.form, event.character or ""
        begins = typed.isdigit() or (typed == "+" and isinstance(form, FutureDate))
        if begins and not self._row.typing and not isinstance(form, OneOf):
            event.stop()
            self._row.begin(typed)
            self._show_footer()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save what was typed."""
        event.stop()
        self._save_typed()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Clear the message once the user reacts to it."""
        event.stop()
        self._show_message("")

    @property
    def _rows(self) -> list[SettingRow]:
        return list(self.query(SettingRow))

    @property
    def _row(self) -> SettingRow:
        return self._rows[self._cursor]

    def _save_typed(self) -> bool:
        """Save what was typed; if it is invalid, it stays, to be fixed."""
        setting = self._row.setting
        value = setting.form.parsed(self._row.text, self._today)
        if isinstance(value, Misdated):
            self._show_message(f"✗ {setting.label}: {value.message}")
        elif self._set(value):
            self._row.end()
            self._show_footer()
            return True
        return False

    def _set(self, value: object) -> bool:
        """Write a value, None for the default; return whether that worked."""
        setting, before = self._row.setting, self._row.value
        key = setting.key
        try:
            if value is None:
                self._file.reset(key)
            else:
                self._file.set(key, value)
        except QuizError as error:
            named = str(error).replace(repr(key), setting.label)
            self._show_message(f"✗ {named}")
            return False
        self._show()
        if self._row.value != before:
            self._changed.add(key)
            self._apply(key)
        return True

    def _apply(self, key: str) -> None:
        if key == "theme" and isinstance(self.app, BaseApp):
            self.app.use_theme(str(self._row.value))

    def _show(self) -> None:
        """Show every setting as the file has it."""
        news = ""
        try:
            values = self._file.values()
        except QuizError as error:
            values, news = self._file.defaults, f"✗ {error}"
        for number, row in enumerate(self._rows):
            value = values[row.setting.key]
            row.show(value, at_cursor=number == self._cursor)
        self._show_about()
        self._show_message(news)
        self._show_footer()

    def _show_about(self) -> None:
        setting = self._row.setting
        name = Content.styled(f"  {setting.key}", "$quiet")
        about = Content.assemble(setting.help, name)
        self.query_one("#about", Static).update(about)

    def _show_message(self, news: str) -> None:
        """Show a problem, or else the default if the value differs from it."""
        setting, value = self._row.setting, self._row.value
        default = self._file.defaults[setting.key]
        line = Content.styled(sanitize_line(news), "$error")
        if not news and value != default:
            text = f"Default: {setting.form.text(default)}"
            line = Content.styled(text, "$quiet")
        self.query_one("#news", Static).update(line)

    def _show_footer(self) -> None:
        self.query_one(Footer).show_keys(self._keys_now())

    def _keys_now(self) -> footers.FooterKeys:
        if self._row.typing:
            return (("Enter", "save"), ("settings.back", "cancel"))
        number = not isinstance(self._row.setting.form, OneOf)
        return (
            ("settings.up settings.down", "move"),
            ("settings.less settings.more", "change"),
            *((("settings.change", "type"),) if number else ()),
            ("settings.default", "default"),
            ("settings.help", "help"),
            ("settings.back", "back"),
        )
