"""The base of an app of ours, whichever screens it shows: its themes and its keys.

A screen that stands alone in a test stands over this.
"""

from collections.abc import Mapping
from pathlib import Path

from textual.app import App
from textual.dom import DOMNode

from quizapp.tui.keys import keymap
from quizapp.tui.keys.keys import Key
from quizapp.tui.look.theme import SIXTEEN, THEMES

FEW_COLOURS = {"standard", "windows"}
"""What Rich calls a terminal of sixteen colors."""


class BaseApp(App[None]):
    """An app with our look."""

    CSS_PATH = "base.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, theme: str = "dark") -> None:
        sheet = Path(__file__).with_name("base.tcss")  # not beside a subclass
        super().__init__(css_path=sheet)
        self._keys: Mapping[str, str] = {}
        for known in (*THEMES.values(), *SIXTEEN.values()):
            self.register_theme(known)
        self.use_theme(theme)

    def use_theme(self, name: str) -> None:
        """Change the look, by a name of the settings."""
        few = self.console.color_system in FEW_COLOURS
        self.theme = (SIXTEEN if few else THEMES)[name].name

    def use_keys(self, given: Mapping[str, str]) -> None:
        """Take keys of the user's; UsageError if one of them cannot be."""
        self._keys = keymap.read_keys(given)
        self.set_keymap(keymap.textual_keymap(self._keys))

    def shown_key(self, name: str) -> str:
        """Return how people read a key: `name` holds ids, or is a key already."""
        return keymap.shown(name, self._keys)

    def key_rows(self, *tables: Mapping[str, Key]) -> tuple[tuple[str, str], ...]:
        """Return every key of these tables and what it does, for help."""
        return tuple(keymap.rows(tables, self._keys))


def shown_key(node: DOMNode, name: str) -> str:
    """Return how people read a key in the app of a widget or screen."""
    app = node.app
    return app.shown_key(name) if isinstance(app, BaseApp) else keymap.shown(name, {})


def by_key(node: DOMNode, name: str, what: str) -> str:
    """Return a sentence more, of what a key does; nothing where no key does it."""
    key = shown_key(node, name)
    return f" {key} {what}." if key else ""
