"""The browse screen: search, preview, suspend and edit cards.

It knows a workspace, but neither the log nor any file. Keys act on the card at the
cursor; only the search changes which cards are in the table.
"""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card, Position
from quizapp.core.judging.response import Blank
from quizapp.core.runs.outcome import Outcome
from quizapp.core.search.texts import SEED
from quizapp.core.session.exploration import Tried, explore
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import QuizError
from quizapp.flow.workspace import Workspace
from quizapp.tui.background_run import BackgroundRun
from quizapp.tui.base import BaseScreen, shown_key
from quizapp.tui.card_marks import CardMarks
from quizapp.tui.keys import footers, keys, widget_keys
from quizapp.tui.remark_keys import RemarkKind
from quizapp.tui.widgets.bars import Footer, Header
from quizapp.tui.widgets.browse.card_table import CardTable
from quizapp.tui.widgets.browse.catalog import Catalog, IdleStep
from quizapp.tui.widgets.browse.found import found_line, nothing_found
from quizapp.tui.widgets.browse.listing import Listing
from quizapp.tui.widgets.browse.pane import Pane, Shows

WIDE = 120
"""Columns of the terminal from which on the preview is next to the list."""

PAUSE = 0.06
"""Seconds after which the preview follows the cursor: longer than a key repeat."""

SEARCH_EXAMPLES = 'words, "a phrase", tag:…, is:due, level:expert, -word'


class BrowseScreen(BaseScreen):
    """All cards in a table, and the one at the cursor in a preview."""

    CSS_PATH = "browse.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  # Textual's
    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.bindings(keys.BROWSE_KEYS),
        *keys.bindings(widget_keys.SEARCH_KEYS),
    ]
    TABLES = (keys.BROWSE_KEYS, widget_keys.SEARCH_KEYS)
    AUTO_FOCUS = "#search"

    class StudyWanted(Message):
        """These cards should be studied now."""

        def __init__(self, cards: tuple[CardId, ...]) -> None:
            super().__init__()
            self.cards = cards

    def __init__(
        self,
        workspace: Workspace,
        open_editor: Callable[[Position], bool] | None = None,
    ) -> None:
        super().__init__()
        self.run = BackgroundRun(self, self._show_progress)
        self._has_message = False
        self._workspace = workspace
        self._open_editor = open_editor
        self._catalog = Catalog(workspace)
        self._table = CardTable(self._catalog)
        self._ran: tuple[CardId, Tried] | None = None
        self._marks = CardMarks(
            self, workspace, self._show_message, self._refresh_states
        )

    def compose(self) -> ComposeResult:
        """Lay out search, table, preview, a line for messages, and the keys."""
        yield Header(id="title", markup=False)
        with Horizontal(id="search-row"):
            yield Static("/ ", id="search-sign", markup=False)
            yield Input(id="search", compact=True, placeholder=SEARCH_EXAMPLES)
        with Container(id="main"):
            yield self._table
            yield Pane(id="pane")
        with Vertical(id="bottom"):
            yield Static(id="status", markup=False)
            self.message_line = Footer(id="footer", markup=False)
            yield self.message_line

    def on_mount(self) -> None:
        """Show all cards."""
        self._has_paused = False
        self._pause = self.set_interval(PAUSE, self._catch_up)
        self._show_matches(None, 0)

    def _catch_up(self) -> None:
        """Do what is too slow for each step of a key that is held down."""
        if not self._has_paused:
            self._has_paused = True
            self._show_pane()
            return
        match self._catalog.go_on():
            case IdleStep.MORE:
                return
            case IdleStep.FOUND:
                self._show_matches(self.card, 0)
            case IdleStep.NOTHING_LEFT:
                self._pause.pause()

    def _wait(self) -> None:
        """Begin the pause again."""
        self._has_paused = False
        self._pause.reset()

    def on_screen_resume(self) -> None:
        """Show what changed elsewhere, for example in a session."""
        if self._catalog.is_stale:
            self._renew()
        self._refresh_states()

    def on_resize(self) -> None:
        """Fit everything that does not flow by itself."""
        self.call_after_refresh(self._fit)

    def on_descendant_focus(self) -> None:
        """Show the keys of the widget that has the focus now."""
        self._show_footer()

    @property
    def card(self) -> Card | None:
        """The card at the cursor."""
        return self._table.card

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while the user types, and stay on the card if it matches."""
        event.stop()
        card = self.card
        unclear = self._catalog.search(event.value)
        self._show_matches(card, 0)
        if unclear is None:
            self._show_message("")
        else:
            shown = f"Without it, {self._catalog.tally} match."
            self._show_message(f"{unclear}. {shown}", "$warning")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the list."""
        event.stop()
        self.set_focus(self._table.listing)

    def _show_matches(self, card: Card | None, otherwise: int) -> None:
        """Show the cards that match, the cursor on a card or on another row."""
        self._table.show_matches(card, otherwise)
        self._show_title()

    # What is shown

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Show the card at the new place of the cursor, after a pause."""
        event.stop()
        if self._marks.asks:
            self._show_message("")  # it asked about another card
        self._wait()

    def _fit(self) -> None:
        self._table.fit()
        self._show_title()
        self._show_footer()
        self._show_pane()

    def _show_title(self) -> None:
        self.query_one(Header).show_count("Browse", self._catalog.tally)

    def _show_pane(self) -> None:
        card, pane = self.card, self.query_one(Pane)
        self._show_found()
        if card is None:
            self._show_message(nothing_found(self._catalog))
        if not self._pane_is_open:
            return
        if card is None:
            pane.show_nothing(nothing_found(self._catalog))
        else:
            ran = self._ran if self._ran and self._ran[0] == card.id else None
            pane.show_card(self._catalog, card, ran and ran[1])

    @property
    def _pane_is_open(self) -> bool:
        return self.size.width >= WIDE or self.has_class("-open")

    def _show_footer(self) -> None:
        shown = footers.in_list(self.size.width - 4, partial(shown_key, self))
        if self.query_one("#search").has_focus:
            shown = footers.SEARCHING
        elif self.query_one("#scroll").has_focus:
            shown = footers.IN_PREVIEW
        self.query_one(Footer).show_keys(
            footers.RUNNING_IN_BROWSE if self.run.is_active else shown
        )

    def _show_message(self, text: str, style: str = "$foreground") -> None:
        self._marks.withdraw()
        self._has_message = bool(text)
        line = Content.styled(sanitize_line(text), style)
        self.query_one("#status", Static).update(line)

    def _show_found(self) -> None:
        """Show where the card has what was searched for, if it is not in sight."""
        if self._has_message:
            return
        found = None if self.card is None else self._catalog.found(self.card)
        line = found_line(found, self._catalog.words, self.size.width - 4)
        self.query_one("#status", Static).update(line)

    # What keys do

    def action_search(self) -> None:
        """Go to the search field."""
        self.set_focus(self.query_one("#search"))

    def action_rows(self, name: str, step: int) -> None:
        """Move through the table while the search has the focus."""
        cards = self._table.listing
        cards.action_page(step) if name == "page" else cards.action_move(step)

    def action_preview(self) -> None:
        """Show the card; if it is shown already, let the keys scroll it."""
        if self._pane_is_open:
            self.set_focus(self.query_one("#scroll"))
        else:
            self._open_pane("card")

    def action_history(self) -> None:
        """Show the card's history, or the card again."""
        self._open_pane("card" if self._is_shown("history") else "history")

    def _is_shown(self, what: Shows) -> bool:
        return self._pane_is_open and self.query_one(Pane).shows == what

    def _open_pane(self, shows: Shows) -> None:
        self.query_one(Pane).shows = shows
        self.add_class("-open")
        self.call_after_refresh(self._show_pane)  # it has no width before that

    def action_study(self) -> None:
        """Study the card at the cursor."""
        self._study(self.card)

    def action_study_all(self) -> None:
        """Study all cards that match."""
        self._study(*self._catalog.matches)

    def _study(self, *cards: Card | None) -> None:
        ids = tuple(card.id for card in cards if card is not None)
        if ids:
            self._marks.leave_to_session()
            self.post_message(self.StudyWanted(ids))

    def action_suspend(self) -> None:
        """Suspend the card, or resume it."""
        if self.card is not None:
            self._marks.suspend(self.card)

    def action_bury(self) -> None:
        """Bury the card until the next study day, or unbury it."""
        if self.card is not None:
            self._marks.bury(self.card)

    def action_remark(self, what: RemarkKind) -> None:
        """Star the card, write a note on it, or report it as wrong."""
        if self.card is not None:
            self._marks.remark(what, self.card)

    def action_reset(self) -> None:
        """Make the card new again, at the second press."""
        if self.card is not None:
            self._marks.reset(self.card)

    def action_undo(self) -> None:
        """Undo the last mark of this screen."""
        self._marks.undo()

    def action_leave(self) -> None:
        """Stop a run, or go back one step."""
        cards = self._table.listing
        if self._marks.asks:
            self._show_message("")
        elif self.run.is_active:
            self._workspace.runner.stop()
        elif self.focused is not cards:
            self.set_focus(self._table.listing)
        elif self._pane_is_open and not self._is_shown("card"):
            self._open_pane("card")
        elif self.has_class("-open") and self.size.width < WIDE:
            self.remove_class("-open")
        else:
            self.dismiss()

    def action_interrupt(self) -> None:
        """Stop a run; else leave."""
        if self.run.is_active:
            self._workspace.runner.stop()
        else:
            self.dismiss()

    def _refresh_states(self) -> None:
        self._catalog.refresh_states()
        self._table.listing.refresh()
        self._wait()

    # The run

    def action_run(self) -> None:
        """Run the card's code; nothing is recorded."""
        card = self.card
        if card is None or self.run.is_active:
            return
        exploration = explore(card.draw(SEED), SEED, Blank())
        if exploration is None:
            self._show_message("This card has nothing to run.")
            return
        if not self._workspace.may_run(card):
            self._show_message("This code is not approved. Run quizapp approve first.")
            return
        runner = self._workspace.runner
        code = exploration.original
        program = exploration.program(code)

        async def show(outcome: Outcome) -> None:
            self._ran = (card.id, exploration.read(code, outcome))
            self._show_message(runner.news() or "")
            self._show_pane()
            self._show_footer()

        self._open_pane("card")
        self.run.start(lambda listen: runner.run(program, listen), show)

    def _show_progress(self, printed: str, note: str) -> None:
        """Show a run that takes a while."""
        self.query_one(Pane).show_progress(printed, note)
        self._show_footer()

    # The editor

    def action_open(self) -> None:
        """Open the card in the user's editor, then reload the decks."""
        card = self.card
        if card is None or self._open_editor is None:
            self._show_message(
                "" if card is None else "Set VISUAL or EDITOR to open cards."
            )
            return
        with self.app.suspend():
            opened = self._open_editor(self._catalog.position(card))
        if opened:
            self._reload(card.position.file)
        else:
            self._show_message("Your editor did not start. Check VISUAL or EDITOR.")

    def _reload(self, file: str) -> None:
        """Reload the decks, and report what changed or what is wrong."""
        try:
            self._workspace.reload()
        except QuizError as error:
            self._show_message(str(error), "$error")
            return
        changed = self._renew()
        if problem := self._catalog.first_problem(file):
            self._show_message(f"✗ {problem}", "$error")
            self._open_pane("card")
        else:
            self._show_message(f"Reloaded: {changed or 'nothing changed'}.")

    def _renew(self) -> str:
        """Show the decks as they were loaded last; the cursor stays on its card."""
        row, card, self._ran = self._table.listing.cursor, self.card, None
        changed = self._catalog.reload()
        self._catalog.search(self.query_one("#search", Input).value)
        self._show_matches(card, row)
        return changed
