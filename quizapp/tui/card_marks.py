"""Card marks: what keys of a list write to the log about the card at the cursor.

Suspend, bury, reset, star, note and report; undo takes back what was done here, never
what a session did. If a mark cannot be saved, that is reported, and nothing changes.
"""

from collections.abc import Callable

from textual.screen import Screen

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.english import quantity
from quizapp.core.basics.mark import Mark
from quizapp.core.cards.card import Card
from quizapp.core.search.states import CardStates
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import LogError
from quizapp.flow.remarks import of_listed
from quizapp.flow.workspace import Workspace
from quizapp.tui.base import by_key, shown_key
from quizapp.tui.remark_keys import RemarkKeys, RemarkKind
from quizapp.tui.widgets.browse.card_history import MARKED_AS


class CardMarks:
    """The marks that were made on one screen, which shows a sentence on each."""

    def __init__(
        self,
        screen: Screen[None],
        workspace: Workspace,
        show: Callable[[str, str], None],
        refresh: Callable[[], object],
    ) -> None:
        self._screen = screen
        self._workspace = workspace
        self._show = show
        """Shows a sentence in a style."""
        self._refresh = refresh
        """Shows the new states of the cards."""
        self._undoable = 0
        """How many marks of this screen can be undone."""
        self._to_reset: CardId | None = None
        self._remarks = RemarkKeys(screen, self._say, self._count)

    @property
    def asks(self) -> bool:
        """Whether a question is open that another key withdraws."""
        return self._to_reset is not None

    def withdraw(self) -> None:
        """Withdraw the question whether to reset a card."""
        self._to_reset = None

    def leave_to_session(self) -> None:
        """From here on, the session undoes."""
        self._undoable = 0

    def remark(self, what: RemarkKind, card: Card) -> None:
        """Star the card, write a note on it, or report it as wrong."""
        self._remarks.take(what, of_listed(self._workspace, card))

    def suspend(self, card: Card) -> None:
        """Suspend the card, or resume it."""
        is_marked = self._states.is_suspended(card.id)
        self._mark(card, Mark.RESUMED if is_marked else Mark.SUSPENDED)

    def bury(self, card: Card) -> None:
        """Bury the card until the next study day, or unbury it."""
        if self._states.is_suspended(card.id):
            resumes = by_key(self._screen, "browse.suspend", "resumes it")
            self._say(f"This card is suspended.{resumes}")
        else:
            is_marked = self._states.is_buried(card.id)
            self._mark(card, Mark.RESUMED if is_marked else Mark.BURIED)

    def reset(self, card: Card) -> None:
        """Make the card new again, at the second press."""
        memory = self._workspace.memories.by_card.get(card.id)
        if memory is None:
            self._say("This card is new: nothing to reset.")
        elif self._to_reset == card.id:
            self._mark(card, Mark.RESET)
        else:
            reviews = quantity(memory.reviews, "review")
            key = shown_key(self._screen, "browse.reset")
            question = f"Press {key} again to reset and ignore {reviews}: {card.id}"
            self._say(question)
            self._to_reset = card.id

    def undo(self) -> None:
        """Undo the last mark of this screen."""
        if not self._undoable:  # earlier steps are undone in a session
            self._say("Nothing to undo here.")
            return
        try:
            card = self._workspace.undo()
        except LogError as error:
            self._show(f"Not saved: {error}", "$error")
            return
        self._undoable -= 1
        self._refresh()
        self._say(f"Undone: {card}" if card else "Nothing to undo.")

    @property
    def _states(self) -> CardStates:
        return self._workspace.card_states()

    def _mark(self, card: Card, mark: Mark) -> None:
        try:
            self._workspace.mark(card.id, mark)
        except LogError as error:
            self._show(f"Not saved: {error}", "$error")
            return
        self._count()
        undoes = by_key(self._screen, "browse.undo", "undoes it")
        self._say(f"{card.id} is {MARKED_AS[mark]}.{undoes}")

    def _count(self, _: object = None) -> None:
        self._undoable += 1
        self._refresh()

    def _say(self, text: str) -> None:
        self._to_reset = None
        self._show(sanitize_line(text), "$foreground")
