"""Remark keys: star a card, write a note on it, report it, from any screen.

A remark that cannot be saved is reported, and nothing changes.
"""

from collections.abc import Callable
from typing import Literal, TypeAlias

from textual.screen import Screen

from quizapp.core.scheduling.review import Remarked
from quizapp.errors import LogError
from quizapp.flow.remarks import CardRemarks
from quizapp.wording import session as wording

RemarkKind: TypeAlias = Literal["star", "note", "report"]
"""What the keys do."""


class RemarkKeys:
    """The remarks that are made on one screen."""

    def __init__(
        self,
        screen: Screen[None],
        report: Callable[[str], object],
        changed: Callable[[Remarked], object],
    ) -> None:
        self._screen = screen
        self._report = report
        self._changed = changed

    def take(self, what: RemarkKind, remarks: CardRemarks) -> None:
        """Change the star at once; ask for the text of a note or a report."""
        match what:
            case "star":
                self._save(remarks.star)
            case "note":
                about = "Shown after the answer. Leave it empty to remove the note."
                self._ask("Your note", about, remarks.write_note, remarks.note)
            case "report":
                about = "What is wrong? Saved with the card, your answer and the draw."
                self._ask("This card is wrong", about, remarks.report)

    def _ask(
        self,
        title: str,
        about: str,
        write: Callable[[str], Remarked | None],
        text: str = "",
    ) -> None:
        from quizapp.tui.remark_screen import RemarkScreen  # few sessions need it

        def save(written: str | None) -> None:
            if written is not None:
                self._save(lambda: write(written))

        self._screen.app.push_screen(RemarkScreen(title, about, text), save)

    def _save(self, write: Callable[[], Remarked | None]) -> None:
        try:
            fact = write()
        except LogError as error:
            self._report(f"Not saved: {error}")
            return
        if fact is not None:
            self._changed(fact)
            self._report(wording.remark_saved(fact.remark))
