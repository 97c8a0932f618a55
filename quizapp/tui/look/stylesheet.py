"""The stylesheet of the app: each source of styles is parsed once.

Textual parses all of them again when a screen adds its own, and when the theme is set.
Here they stay valid until the theme's variables change.
"""

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

MOST_SOURCES = 1_000
"""More than the widgets and screens of the app have; Textual keeps 64."""


class SteadyStylesheet(Stylesheet):
    """A stylesheet that keeps what it has parsed."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(MOST_SOURCES)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Forget what was parsed with other variables."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parse what is new. If it has errors, the rules stay as they are."""
        self.parse()
