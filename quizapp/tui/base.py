"""The base of every app of quizapp: its themes and its keys.

Tests show a single screen on top of it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode

from quizapp.tui.endings import Endings
from quizapp.tui.keys import keymap
from quizapp.tui.keys.keys import Key
from quizapp.tui.look.theme import FULL_COLOR_THEMES, SIXTEEN_COLOR_THEMES

SIXTEEN_COLOR_SYSTEMS = {"standard", "windows"}
"""Rich's names for terminals of sixteen colors."""


class BaseApp(App[None]):
    """An app with quizapp's themes and keys."""

    CSS_PATH = "base.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [
        Binding("ctrl+z", "suspend_process", "Suspend", show=False, priority=True)
    ]

    def __init__(self, theme: str = "dark") -> None:
        sheet = Path(__file__).with_name("base.tcss")  # not next to a subclass
        super().__init__(css_path=sheet)
        self._keys: Mapping[str, str] = {}
        self._endings = Endings(self)
        for known in (*FULL_COLOR_THEMES.values(), *SIXTEEN_COLOR_THEMES.values()):
            self.register_theme(known)
        self.use_theme(theme)

    def use_theme(self, name: str) -> None:
        """Change the theme, by its name in the settings."""
        few = self.console.color_system in SIXTEEN_COLOR_SYSTEMS
        self.theme = (SIXTEEN_COLOR_THEMES if few else FULL_COLOR_THEMES)[name].name

    def use_keys(self, keys: Mapping[str, str]) -> None:
        """Use the user's keys. Raises UsageError if one of them is not possible."""
        self._keys = keymap.read_keys(keys)
        self.set_keymap(keymap.textual_keymap(self._keys))

    def shown_key(self, name: str) -> str:
        """Return readable keys for a name: one or more ids, or a readable key."""
        return keymap.key_text(name, self._keys)

    def key_rows(self, *tables: Mapping[str, Key]) -> tuple[tuple[str, str], ...]:
        """Return every key of these tables and what it does, for help."""
        return tuple(keymap.help_rows(tables, self._keys))

    def on_ready(self) -> None:
        """Watch for a terminal that goes away."""
        self._endings.watch_terminal()

    def catch_signals(self) -> None:
        """Restore the terminal at a signal; see `endings`. Before `run`."""
        self._endings.catch_signals()

    @property
    def ended_by(self) -> int | None:
        """The signal that ended the app, if one did."""
        return self._endings.signal

    @property
    def crash(self) -> Exception | None:
        """The error that ended the app, if one did."""
        return self._exception

    def _fatal_error(self) -> None:
        """Close after an error without Textual's traceback; `cli` reports it."""
        if "debug" in self.features:  # textual run --dev
            super()._fatal_error()
        else:
            self._close_messages_no_wait()


def shown_key(node: DOMNode, name: str) -> str:
    """Return readable keys for a name, in the app of a widget or screen."""
    app = node.app
    return (
        app.shown_key(name) if isinstance(app, BaseApp) else keymap.key_text(name, {})
    )


def by_key(node: DOMNode, name: str, what: str) -> str:
    """Return a sentence on what a key does, or nothing if no key does it."""
    key = shown_key(node, name)
    return f" {key} {what}." if key else ""
