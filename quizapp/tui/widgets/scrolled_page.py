"""Scrolled page: text that takes the focus, and scrolls by the keys of `page`."""

from textual.containers import VerticalScroll

from quizapp.tui.keys import keys, widget_keys


class ScrolledPage(VerticalScroll, inherit_bindings=False):
    """A page of text."""

    BINDINGS = keys.bindings(widget_keys.PAGE_KEYS)
    TABLES = (widget_keys.PAGE_KEYS,)
