"""The base of every app of quizapp: its themes and its keys.

Tests show a single screen on top of it.
"""

import gc
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import events
from textual.app import App, ScreenStackError
from textual.dom import DOMNode
from textual.geometry import Size
from textual.notifications import Notification
from textual.screen import Screen

from quizapp.tui.endings import Endings
from quizapp.tui.keys import keymap, keys
from quizapp.tui.keys.layouts import latin_at
from quizapp.tui.look import grid
from quizapp.tui.look.stylesheet import SteadyStylesheet
from quizapp.tui.look.theme import (
    FULL_COLOR_THEMES,
    SIXTEEN_COLOR_THEMES,
    theme_named,
)

if TYPE_CHECKING:
    from textual.command import CommandPalette

    from quizapp.flow.ports import Runner
    from quizapp.tui.served_driver import PageReturned, SchemeChanged

SIXTEEN_COLOR_SYSTEMS = {"standard", "windows"}
"""Rich's names for terminals of sixteen colors."""


THEME = "Theme: "
"""How the commands of the palette begin that choose a theme."""
GC_THRESHOLD = 10_000
"""New objects between two garbage collections, each of which then takes some 5 ms."""
PAINTED_SECONDS = 1.0
"""How long a browser on this machine may need to paint a screen."""
KEPT_SECONDS = 5.0
"""How long a warning or an error is shown at least, whatever is pressed."""


class MessageLine(Protocol):
    """A place on the screen where messages are shown."""

    def show_messages(self, messages: Sequence[Notification]) -> None:
        """Show these messages, and nothing of others; there may be none."""
        ...


class BaseScreen(Screen[None]):
    """A screen that shows messages in a line of its own instead of in boxes."""

    message_line: MessageLine

    def ignores_key(self, key: str, at: float) -> bool:
        """Return whether a key pressed at this time does nothing."""
        return False


class BaseApp(App[None]):
    """An app with quizapp's themes and keys."""

    CSS_PATH = "base.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = grid.WIDTHS
    VERTICAL_BREAKPOINTS = grid.HEIGHTS
    BINDINGS: ClassVar = keys.bindings(keys.APP_KEYS)
    TABLES = (keys.APP_KEYS,)

    def __init__(self, theme: str = "dark") -> None:
        sheet = Path(__file__).with_name("base.tcss")  # not next to a subclass
        super().__init__(css_path=sheet)
        self.stylesheet = SteadyStylesheet(variables=self.get_css_variables())
        self.terminal = ""
        """The type of the terminal, as `TERM` names it."""
        self.follows_browser = False
        """Whether the theme changes with the browser's color scheme."""
        self._keys: Mapping[str, str] = {}
        self._endings = Endings(self)
        for known in (*FULL_COLOR_THEMES.values(), *SIXTEEN_COLOR_THEMES.values()):
            self.register_theme(known)
        self.use_theme(theme)

    def use_theme(self, name: str) -> None:
        """Change the theme, by its name in the settings."""
        self._theme_name = name
        self.preview_theme(name)

    def preview_theme(self, name: str = "") -> None:
        """Show a theme without a change; without a name, the one in use again."""
        few = self.console.color_system in SIXTEEN_COLOR_SYSTEMS
        theme = theme_named(name or self._theme_name, few_colors=few)
        if theme.name != self.theme:
            self.register_theme(theme)
            self.theme = theme.name

    def on_command_palette_option_highlighted(
        self, event: "CommandPalette.OptionHighlighted"
    ) -> None:
        """Show a theme as soon as the cursor is on it."""
        hit = getattr(event.highlighted_event.option, "hit", None)
        title = str(hit.text) if hit else ""
        self.preview_theme(title.removeprefix(THEME) if title.startswith(THEME) else "")
        # A changed theme reaches every screen but the palette.
        self.call_later(self.stylesheet.update, self.screen)

    def on_command_palette_closed(self, event: "CommandPalette.Closed") -> None:
        """Restore the theme, if no other was chosen."""
        if not event.option_selected:
            self.preview_theme()

    def on_page_returned(self, event: "PageReturned") -> None:
        """Paint everything again, for a page that shows nothing yet."""
        self.refresh(layout=True)

    def on_scheme_changed(self, event: "SchemeChanged") -> None:
        """Be dark or light as the browser is, unless the user chose a theme."""
        if self.follows_browser:
            self.use_theme(event.scheme)

    def use_keys(self, keys: Mapping[str, str], *, served: bool = False) -> None:
        """Use the user's keys. Raises UsageError if one of them is not possible."""
        self._keys = keymap.read_keys(keys, served=served)
        self.set_keymap(keymap.textual_keymap(self._keys))

    def shown_key(self, name: str) -> str:
        """Return readable keys for a name: one or more ids, or a readable key."""
        return keymap.key_text(name, self._keys)

    def keys_of(self, *names: str) -> frozenset[str]:
        """Return the keys of these ids, as Textual names them."""
        return keymap.keys_of(names, self._keys)

    def pressable(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return the parts of a name in a footer, each with the key it presses."""
        return keymap.pressable(name, self._keys)

    @property
    def own_keys(self) -> Mapping[str, str]:
        """The keys that the user set, by ids."""
        return self._keys

    async def on_event(self, event: events.Event) -> None:
        """Let the screen ignore a key; else remove the messages that were read.

        In a browser, Textual says first that the focus is lost, which is not so: it
        would paint everything again, and once more at the first key.
        """
        if isinstance(event, events.AppBlur) and not getattr(
            self._driver, "has_lost_focus", True
        ):
            return
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._use_latin(event)
            screen = self.screen
            if isinstance(screen, BaseScreen):
                if screen.ignores_key(event.key, event.time):
                    return
                self._remove_read()
        await super().on_event(event)

    def _use_latin(self, event: events.Key) -> None:
        """Take a letter of another layout for its key, unless it is typed or mapped."""
        latin, focused = latin_at(event.key), self.focused
        if latin is None or (
            focused and focused.check_consume_key(event.key, event.character)
        ):
            return
        if event.key not in self.keys_of(*keys.ALL_KEYS):
            event.key = event.character = latin

    def _remove_read(self) -> None:
        """Remove messages at a key; warnings and errors stay for a while first."""
        read = [
            message
            for message in self._notifications
            if message.severity == "information"
            or message.timeout - message.time_left >= KEPT_SECONDS
        ]
        for message in read:
            self._unnotify(message, refresh=message is read[-1])

    def _refresh_notifications(self) -> None:
        """Show messages where the screen wants them, until each has had its time."""
        try:
            screen = self.screen
        except ScreenStackError:
            return
        if not isinstance(screen, BaseScreen):
            super()._refresh_notifications()
        elif screen.is_mounted:
            # `tuple` would ask for their number, which removes old ones meanwhile.
            messages = tuple(message for message in self._notifications)
            screen.message_line.show_messages(messages)
            if messages:
                first = min(message.time_left for message in messages)
                self.set_timer(max(0.05, first + 0.01), self._refresh_notifications)

    def on_ready(self) -> None:
        """The first frame is shown: collect garbage, and watch for a lost terminal."""
        gc.freeze()  # what the start made stays; a collection need not look at it
        gc.set_threshold(GC_THRESHOLD)
        self._endings.watch_terminal()
        if self.is_web:
            self.call_after_refresh(self._fit_page)

    def _fit_page(self) -> None:
        """Take the size that the page sent while the app started.

        Textual drops it: the first size replaces any that comes before.
        """
        sent: Size | None = getattr(self._driver, "page_size", None)
        if sent is not None:
            self.post_message(events.Resize(sent, sent))

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


def load_runner(screen: Screen[None], runner: "Runner") -> None:
    """Let a runner load torch while a screen is read, but not while it is painted."""
    if screen.app.is_web:
        screen.set_timer(PAINTED_SECONDS, runner.warm)
    else:
        screen.call_after_refresh(runner.warm)


def shown_key(node: DOMNode, name: str) -> str:
    """Return readable keys for a name, in the app of a widget or screen."""
    app = node.app
    return (
        app.shown_key(name) if isinstance(app, BaseApp) else keymap.key_text(name, {})
    )


def pressable(node: DOMNode, name: str) -> tuple[tuple[str, str], ...]:
    """Return the parts of a name in a footer, in the app of a widget or screen."""
    app = node.app
    return (
        app.pressable(name) if isinstance(app, BaseApp) else keymap.pressable(name, {})
    )


def by_key(node: DOMNode, name: str, what: str) -> str:
    """Return a sentence on what a key does, or nothing if no key does it."""
    key = shown_key(node, name)
    return f" {key} {what}." if key else ""
