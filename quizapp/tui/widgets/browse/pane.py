"""Pane: the card at the cursor or its history, next to the table or below it."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from quizapp.core.cards.card import Card
from quizapp.core.session.exploration import Tried
from quizapp.tui.base import by_key, shown_key
from quizapp.tui.widgets.browse.card_history import card_history
from quizapp.tui.widgets.browse.catalog import Catalog
from quizapp.tui.widgets.browse.found import first_line_of, highlighted
from quizapp.tui.widgets.browse.preview import card_heading, card_preview, problem_list
from quizapp.tui.widgets.reveal.comparison import run_column
from quizapp.tui.widgets.reveal.results import progress
from quizapp.tui.widgets.scrolled_page import ScrolledPage

Shows: TypeAlias = Literal["card", "history"]


class Pane(Vertical):
    """The card or its history, and below it the last run of its code."""

    BORDER_TITLE = "Card"

    shows: Shows = "card"
    _shown: object = None

    def compose(self) -> ComposeResult:
        """Lay out the part that scrolls and the part that stays."""
        with ScrolledPage(id="scroll"):
            yield Static(id="about", markup=False)
        yield Static(id="ran", markup=False)

    def show_card(self, catalog: Catalog, card: Card, tried: Tried | None) -> None:
        """Show a card or its history, and the run of its code if there was one."""
        words = catalog.words
        blocks = [card_heading(card, catalog.deck(card), catalog.card_states)]
        if problems := catalog.problems(card):
            opens = by_key(self, "browse.open", "opens the line")
            blocks.append(problem_list(problems, opens))
        if self.shows == "history":
            blocks.append(card_history(catalog.history(card), self._room))
        else:
            key = shown_key(self, "browse.run")
            blocks.append(card_preview(card, tried, self._room, key))
        what = (card.id, self.shows, words)
        content = highlighted(Content("\n\n").join(blocks), words)
        if self._show(content, what, tried):
            self.call_after_refresh(self._show_word, content, words)

    def _show_word(self, content: Content, words: Sequence[str]) -> None:
        """Show the first word that was searched for, if it is out of sight."""
        line = first_line_of(content, words, self._room)
        scroll = self.query_one("#scroll")
        if line is not None and line >= scroll.size.height:
            scroll.scroll_to(y=line - scroll.size.height // 3, animate=False)

    def show_nothing(self, why: str) -> None:
        """Say why no card is shown."""
        advice = by_key(self, "browse.search", "changes the search")
        self._show(Content.styled(f"{why}\n\n{advice.strip()}", "$quiet"), why)

    def show_progress(self, printed: str, note: str) -> None:
        """Show a run that has not ended yet."""
        self._show_run(progress(printed, note, self._room))

    def _show(self, content: Content, what: object, tried: Tried | None = None) -> bool:
        """Show content, from its top if it is new; return whether it is."""
        self.query_one("#about", Static).update(content)
        self._show_run(
            Content("") if tried is None else run_column("Run", tried, self._room)
        )
        if self._shown == what:
            return False
        self._shown = what
        self.query_one("#scroll").scroll_home(animate=False)
        return True

    @property
    def _room(self) -> int:
        region = self.query_one("#scroll").scrollable_content_region
        return max(20, region.width - 1)

    def _show_run(self, run: Content) -> None:
        place = self.query_one("#ran", Static)
        place.display = bool(run)
        place.update(run)
