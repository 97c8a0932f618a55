"""The stylesheet of the app: each source is parsed once, and only changes are applied.

Textual parses all sources again when a screen adds its own, and when the theme is set.
Here they stay valid until the theme's variables change. It also sets every rule of a
widget whose styles may have changed; here, only those with another value.
"""

from textual.cache import LRUCache
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

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

    @classmethod
    def replace_rules(
        cls,
        node: DOMNode,
        rules: RulesMap,
        animate: bool = False,  # noqa: FBT001, FBT002  # as Textual declares it
    ) -> None:
        """Set the rules that differ from those of the widget, and remove others."""
        if animate:
            super().replace_rules(node, rules, animate=animate)
            return
        base = node.styles.base
        before = base.get_rules()
        for name in before.keys() | rules.keys():
            value = rules.get(name)
            if before.get(name) != value:
                setattr(base, name, value)
        node.notify_style_update()
