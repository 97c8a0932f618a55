"""The browse screen: find cards, look at them, put them aside, mend them.

It knows a desk, not the log nor any file. Whatever is pressed acts on the card at
the cursor; only typing in the search changes which cards there are.
"""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.english import quantity
from quizapp.core.basics.mark import Mark
from quizapp.core.cards.card import Card, Position
from quizapp.core.judging.response import Blank
from quizapp.core.runs.outcome import Outcome
from quizapp.core.session.exploration import Tried, explore
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import LogError, QuizError
from quizapp.flow.workspace import Workspace
from quizapp.tui.background_run import BackgroundRun
from quizapp.tui.base import by_key, shown_key
from quizapp.tui.keys import footers, keys
from quizapp.tui.widgets.bars import Footer, Header
from quizapp.tui.widgets.browse.card_table import CardTable
from quizapp.tui.widgets.browse.catalog import Catalog
from quizapp.tui.widgets.browse.listing import Listing
from quizapp.tui.widgets.browse.pane import Pane, Shows
from quizapp.tui.widgets.browse.past import DONE
from quizapp.tui.widgets.browse.preview import SEED

WIDE = 120
"""From so many columns on, the preview stands beside the list."""

PAUSE = 0.06
"""Seconds after which the preview follows the cursor: longer than a key repeats."""

HOW = 'words, "a phrase", tag:…, is:due, level:expert, -word'


class BrowseScreen(Screen[None]):
    """All cards in a table, and what is known of the one at the cursor."""

    CSS_PATH = "browse.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  # Textual's
    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.bindings(keys.BROWSE),
        Binding("up", "rows('row', -1)", "Up"),
        Binding("down", "rows('row', 1)", "Down"),
        Binding("pageup", "rows('page', -1)", "Page up"),
        Binding("pagedown", "rows('page', 1)", "Page down"),
    ]
    TABLES = (keys.BROWSE,)
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
        self._workspace = workspace
        self._open_editor = open_editor
        self._catalog = Catalog(workspace)
        self._table = CardTable(self._catalog)
        self._ran: tuple[CardId, Tried] | None = None
        self._to_reset: CardId | None = None
        self._done = 0
        """What was done here and can be undone."""

    def compose(self) -> ComposeResult:
        """Lay out search, table, preview, a line for messages, and the keys."""
        yield Header(id="title", markup=False)
        with Horizontal(id="search-row"):
            yield Static("/ ", id="search-sign", markup=False)
            yield Input(id="search", compact=True, placeholder=HOW)
        with Container(id="main"):
            yield self._table
            yield Pane(id="pane")
        with Vertical(id="bottom"):
            yield Static(id="status", markup=False)
            yield Footer(id="footer", markup=False)

    def on_mount(self) -> None:
        """Show all cards."""
        self._after_a_pause = self.set_interval(PAUSE, self._catch_up)
        self._show_matches(None, 0)

    def _catch_up(self) -> None:
        """Do what need not be done at each step of a held key."""
        self._after_a_pause.pause()
        self._show_pane()
        self._catalog.prepare()

    def on_screen_resume(self) -> None:
        """Take in what was done elsewhere, such as a sitting."""
        if self._catalog.is_stale:
            self._renew()
        self._take_stock()

    def on_resize(self) -> None:
        """Fit what does not flow by itself."""
        self.call_after_refresh(self._fit)

    def on_descendant_focus(self) -> None:
        """Say which keys hold for whoever has the focus now."""
        self._show_footer()

    @property
    def card(self) -> Card | None:
        """The card at the cursor."""
        return self._table.card

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while it is typed, and stay on the card if it is found."""
        event.stop()
        card = self.card
        unclear = self._catalog.search(event.value)
        if unclear is not None:
            self._say(str(unclear), "$warning")
            return
        self._say("")
        self._show_matches(card, 0)

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
        """Show the card that the cursor came to."""
        event.stop()
        if self._to_reset is not None:
            self._say("")  # the question was about another card
        self._after_a_pause.reset()

    def _fit(self) -> None:
        self._table.fit()
        self._show_title()
        self._show_footer()
        self._show_pane()

    def _show_title(self) -> None:
        self.query_one(Header).show_count("Browse", self._catalog.tally)

    def _show_pane(self) -> None:
        card, pane = self.card, self.query_one(Pane)
        if not self._pane_is_open:
            return
        if card is None:
            pane.show_nothing()
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

    def _say(self, text: str, style: str = "$foreground") -> None:
        self._to_reset = None
        line = Content.styled(sanitize_line(text), style)
        self.query_one("#status", Static).update(line)

    # What keys do

    def action_search(self) -> None:
        """Go to the search."""
        self.set_focus(self.query_one("#search"))

    def action_rows(self, name: str, step: int) -> None:
        """Move through the table while the search is typed."""
        cards = self._table.listing
        cards.action_page(step) if name == "page" else cards.action_move(step)

    def action_preview(self) -> None:
        """Show the card; where it is shown, let the keys scroll it."""
        if self._pane_is_open:
            self.set_focus(self.query_one("#scroll"))
        else:
            self._open_pane("card")

    def action_past(self) -> None:
        """Show the card's past, or the card again."""
        self._open_pane("card" if self._is_shown("past") else "past")

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
        self._study(*self._catalog.found)

    def _study(self, *cards: Card | None) -> None:
        ids = tuple(card.id for card in cards if card is not None)
        if ids:
            self._done = 0  # from here on, the session undoes
            self.post_message(self.StudyWanted(ids))

    def action_suspend(self) -> None:
        """Suspend the card, or resume it."""
        if self.card is not None:
            is_over = self._catalog.card_states.is_suspended(self.card.id)
            self._mark(self.card, Mark.RESUMED if is_over else Mark.SUSPENDED)

    def action_bury(self) -> None:
        """Bury the card until the next study day, or dig it up."""
        if self.card is None:
            return
        if self._catalog.card_states.is_suspended(self.card.id):
            resumes = by_key(self, "browse.suspend", "resumes it")
            self._say(f"It is suspended already.{resumes}")
        else:
            is_over = self._catalog.card_states.is_buried(self.card.id)
            self._mark(self.card, Mark.RESUMED if is_over else Mark.BURIED)

    def action_reset(self) -> None:
        """Make the card new again, once that was asked for twice."""
        card = self.card
        memories = self._workspace.memories.by_card
        memory = None if card is None else memories.get(card.id)
        if card is None or memory is None:
            self._say("This card is new: there is nothing to reset.")
        elif self._to_reset == card.id:
            self._mark(card, Mark.RESET)
        else:
            reviews = quantity(memory.reviews, "review")
            key = shown_key(self, "browse.reset")
            self._say(f"{key} again makes {card.id} new: {reviews} count no more.")
            self._to_reset = card.id

    def _mark(self, card: Card, mark: Mark) -> None:
        try:
            self._workspace.mark(card.id, mark)
        except LogError as error:
            self._say(f"Not saved: {error}", "$error")
            return
        self._done += 1
        self._take_stock()
        undoes = by_key(self, "browse.undo", "undoes it")
        self._say(f"{card.id} is {DONE[mark]}.{undoes}")

    def action_undo(self) -> None:
        """Take back what was last done on this screen."""
        if not self._done:  # what was done before, a sitting undoes
            self._say("There is nothing to undo here.")
            return
        try:
            card = self._workspace.undo()
        except LogError as error:
            self._say(f"Not saved: {error}", "$error")
            return
        self._done -= 1
        self._take_stock()
        self._say(f"Undone: {card} is as it was." if card else "Nothing to undo.")

    def action_leave(self) -> None:
        """Stop a run, or step back by one."""
        cards = self._table.listing
        if self.run.is_active:
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

    def _take_stock(self) -> None:
        self._catalog.take_stock()
        self._table.listing.refresh()
        self._after_a_pause.reset()

    # The run

    def action_run(self) -> None:
        """Run the card's code, off the record."""
        card = self.card
        if card is None or self.run.is_active:
            return
        exploration = explore(card.draw(SEED), SEED, Blank())
        if exploration is None:
            self._say("This card has nothing to run.")
            return
        if not self._workspace.may_run(card):
            self._say("Its code is not approved to run here: see quizapp approve.")
            return
        runner = self._workspace.runner
        code = exploration.original
        program = exploration.program(code)

        async def keep(outcome: Outcome) -> None:
            self._ran = (card.id, exploration.read(code, outcome))
            self._say(runner.news() or "")
            self._show_pane()
            self._show_footer()

        self._open_pane("card")
        self.run.start(lambda listen: runner.run(program, listen), keep)

    def _show_progress(self, printed: str, note: str) -> None:
        """Show a run that takes its time."""
        self.query_one(Pane).show_progress(printed, note)
        self._show_footer()

    # The editor

    def action_open(self) -> None:
        """Open the card in the user's editor, and read the decks anew after it."""
        card = self.card
        if card is None or self._open_editor is None:
            self._say("" if card is None else "Set VISUAL or EDITOR to open cards.")
            return
        with self.app.suspend():
            opened = self._open_editor(self._catalog.position(card))
        if opened:
            self._reload(card.position.file)
        else:
            self._say("Your editor could not be started; look at VISUAL or EDITOR.")

    def _reload(self, file: str) -> None:
        """Read the decks anew, and say what that changed or what is wrong."""
        try:
            self._workspace.reload()
        except QuizError as error:
            self._say(str(error), "$error")
            return
        changed = self._renew()
        if fault := self._catalog.fault(file):
            self._say(f"✗ {fault}", "$error")
            self._open_pane("card")
        else:
            self._say(f"Reloaded: {changed or 'nothing changed'}.")

    def _renew(self) -> str:
        """Show the decks as they were read last; the cursor keeps its card."""
        at, card, self._ran = self._table.listing.cursor, self.card, None
        changed = self._catalog.renew()
        self._catalog.search(self.query_one("#search", Input).value)
        self._show_matches(card, at)
        return changed
