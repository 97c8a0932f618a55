"""Steady scroll: a page that keeps what matters in sight, whatever changes its layout.

There is nothing to scroll to before a widget has its place, and a run, a message or
another width gives it a new one. So the page scrolls again after each layout, until
the user scrolls.
"""

from collections.abc import Callable

from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget


class SteadyScroll(VerticalScroll, can_focus=False):
    """A page that scrolls to one place after each layout."""

    _scroll: Callable[[], object] | None = None

    def on_mount(self) -> None:
        """Scroll after each layout."""
        self.screen.screen_layout_refresh_signal.subscribe(self, self._scroll_again)

    def keep_in_sight(self, widget: Widget, *, top: bool = False) -> None:
        """Keep a widget on the page; with `top`, at its top."""
        self._keep(
            lambda: self.scroll_to_widget(widget, animate=False, top=top, force=True)
        )

    def keep_rows_in_sight(self, widget: Widget, row: int, count: int) -> None:
        """Keep rows of a widget on the page."""

        def scroll() -> None:
            for node in widget.ancestors[: widget.ancestors.index(self) + 1]:
                if isinstance(node, VerticalScroll):
                    above = node.region.y + node.gutter.top - node.scroll_offset.y
                    rows = Region(0, widget.region.y - above + row, 1, count)
                    node.scroll_to_region(rows, animate=False)

        self._keep(scroll)

    def let_go(self) -> None:
        """Stay where the user scrolls to."""
        self._scroll = None

    def on_mouse_scroll_down(self) -> None:
        """Leave scrolling to the user."""
        self.let_go()

    def on_mouse_scroll_up(self) -> None:
        """Leave scrolling to the user."""
        self.let_go()

    def _keep(self, scroll: Callable[[], object]) -> None:
        self._scroll = scroll
        self.call_after_refresh(self._scroll_again)

    def _scroll_again(self, _: Screen[object] | None = None) -> None:
        if self._scroll is not None:
            self._scroll()


def page_of(widget: Widget) -> SteadyScroll | None:
    """Return the page that a widget is on."""
    return next(
        (node for node in widget.ancestors if isinstance(node, SteadyScroll)), None
    )
