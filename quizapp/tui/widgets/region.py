"""Region: a part of a screen with a border and a title, lit while the focus is in it.

See `.region` and `.field` in base.tcss: small screens have no borders. A change of the
focus styles the region alone again, and nothing in it.
"""

from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget


def style_as(widget: Widget, name: str, *, on: bool) -> None:
    """Add or remove a class that concerns no widget inside this one."""
    if widget.has_class(name) != on:
        widget.set_class(on, name, update=False)
        widget.app.stylesheet.update_nodes([widget])


class Region(VerticalScroll, can_focus=False):
    """A bordered part of a screen, which may scroll."""

    def __init__(self, title: str, *, id: str) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id, classes="region")
        self.border_title = title

    def on_descendant_focus(self) -> None:
        """Light the border."""
        style_as(self, "-lit", on=True)

    def on_descendant_blur(self) -> None:
        """Dim the border."""
        style_as(self, "-lit", on=False)


class FieldRow(Horizontal):
    """The row of an input after its sign."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id, classes="field")

    def on_descendant_focus(self) -> None:
        """Light the row and its sign."""
        self._light(on=True)

    def on_descendant_blur(self) -> None:
        """Dim the row and its sign."""
        self._light(on=False)

    def _light(self, *, on: bool) -> None:
        for part in (self, self.children[0]):
            style_as(part, "-lit", on=on)
