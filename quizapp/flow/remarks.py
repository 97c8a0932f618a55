"""Remarks on a card: what keys and commands do about its star, its note and its faults.

One card is at hand: the one that a study asks, or the one at the cursor of a list.
"""

from collections.abc import Callable

from msgspec import Struct

from quizapp.core.basics.remark import (
    LONGEST_ANSWER,
    Note,
    Remark,
    Report,
    Star,
    cut,
)
from quizapp.core.cards.card import Card
from quizapp.core.judging.verdict import name_of
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.review import Remarked
from quizapp.core.session.phases import Finished, Revealed
from quizapp.flow.study import Study
from quizapp.flow.workspace import Workspace


class CardRemarks(Struct, frozen=True):
    """The star and the note of one card, as the log has them now."""

    card: Card
    read: Callable[[], Memories]
    write: Callable[[Remark], Remarked | None]
    """Commits a remark on the card. Raises LogError."""
    versions: tuple[str, str] = ("", "")
    """The versions of quizapp and torch, for a report."""
    answer: str = ""
    verdict: str = ""

    @property
    def is_starred(self) -> bool:
        """Whether the card has a star."""
        return self.card.id in self.read().starred

    @property
    def note(self) -> str:
        """The user's note; empty without one."""
        return self.read().notes.get(self.card.id, "")

    def star(self) -> Remarked | None:
        """Add a star, or remove it. Raises LogError."""
        return self.write(Star(on=not self.is_starred))

    def write_note(self, text: str) -> Remarked | None:
        """Replace the note; None if it is the same. Raises LogError."""
        note = Note(cut(text))
        return None if note.text == self.note else self.write(note)

    def report(self, reason: str) -> Remarked | None:
        """Report the card as wrong, with the answer; None without a reason.

        Raises LogError.
        """
        if not cut(reason):
            return None
        card, answer = self.card, cut(self.answer, LONGEST_ANSWER)
        said = cut(reason), card.content, card.drawn.json, answer, self.verdict
        return self.write(Report(*said, *self.versions))


def of_question(study: Study) -> CardRemarks | None:
    """Return the remarks on the card that a study asks; None once it is over."""
    phase = study.phase
    if isinstance(phase, Finished):
        return None
    answer = verdict = ""
    if isinstance(phase, Revealed):
        name = name_of(phase.judged)
        answer, verdict = phase.response.text, "" if name is None else name.value
    return CardRemarks(
        phase.posed.card,
        lambda: study.remarks.memories,
        study.remark,
        study.versions,
        answer,
        verdict,
    )


def of_listed(workspace: Workspace, card: Card) -> CardRemarks:
    """Return the remarks on a card that is in a list."""
    return CardRemarks(
        card,
        lambda: workspace.memories,
        lambda remark: workspace.ledger.remark(card.id, remark),
    )
