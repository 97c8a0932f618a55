"""A key: one row of the tables in `keys` and `widget_keys`."""

from msgspec import Struct
from msgspec.structs import replace
from textual.binding import Binding


class Key(Struct, frozen=True):
    """One thing that keys do on a screen."""

    id: str
    keys: str
    """Textual's names for the keys, separated by commas."""
    action: str
    short: str
    """For the footer."""
    help: str
    priority: bool = False
    """True if it must work while an input has the focus."""

    def binding(self) -> Binding:
        """Return the key as Textual's binding."""
        return Binding(
            self.keys, self.action, self.help, id=self.id, priority=self.priority
        )


def key_table(screen: str, *keys: Key) -> dict[str, Key]:
    """Return the keys of a screen or a widget, by ids without its name."""
    return {key.id: replace(key, id=f"{screen}.{key.id}") for key in keys}
