"""Region: a part of a screen with a border and a title, lit while the focus is in it.

See `.region` and `.field` in base.tcss: small screens have no borders. A change of the
focus styles the region alone again, and nothing in it.
"""

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static


def style_as(widget: Widget, name: str, *, on: bool) -> None:
    """Add or remove a class of a border; it concerns no widget inside this one.

    Without a border the style is not looked up; a larger screen looks all of them up.
    """
    if widget.has_class(name) == on:
        return
    widget.set_class(on, name, update=False)
    if widget.gutter.top:
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


class FieldSign(Static):
    """The sign before an input. Its text has the color: no style is looked up."""

    def __init__(self, text: str = "", *, id: str) -> None:  # noqa: A002
        super().__init__(text, id=id, classes="sign", markup=False)
        self._text, self._lit = text, False

    def write(self, text: str) -> None:
        """Show another sign."""
        self._text = text
        self.update(self._colored())

    def light(self, *, on: bool) -> None:
        """Light or dim it."""
        self._lit = on
        self.update(self._colored(), layout=False)

    def _colored(self) -> Content:
        return Content.styled(self._text, "$primary" if self._lit else "")


class FieldRow(Horizontal):
    """The row of an input after its sign."""

    def __init__(self, sign: FieldSign, field: Widget, *, id: str) -> None:  # noqa: A002
        super().__init__(sign, field, id=id, classes="field")
        self._sign = sign

    def on_descendant_focus(self) -> None:
        """Light the row and its sign."""
        self._light(on=True)

    def on_descendant_blur(self) -> None:
        """Dim the row and its sign."""
        self._light(on=False)

    def _light(self, *, on: bool) -> None:
        style_as(self, "-lit", on=on)
        self._sign.light(on=on)
