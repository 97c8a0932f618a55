"""Fitted: content laid out for the width of its widget, again whenever that changes."""

from collections.abc import Callable
from typing import TypeAlias

from textual.content import Content
from textual.widgets import Static

from quizapp.tui.look.prose import UNBOUNDED

Layout: TypeAlias = Callable[[int], Content]
"""Lays content out for a width in cells."""


class Fitted(Static):
    """A text whose lines depend on the width."""

    _layout: Layout | None = None
    _laid_for = 0

    def fit(self, layout: Layout) -> None:
        """Show what this layout returns for the width."""
        self._layout = layout
        self._laid_for = self.room
        self.update(layout(self._laid_for))

    def refit(self) -> None:
        """Lay the content out again, because more than the width has changed."""
        if self._layout is not None:
            self.fit(self._layout)

    def on_resize(self) -> None:
        """Lay the content out again if the width has changed."""
        if self.size.width != self._laid_for:
            self.refit()

    @property
    def room(self) -> int:
        """Cells of a line; before the first layout there is no limit."""
        return self.size.width or UNBOUNDED
