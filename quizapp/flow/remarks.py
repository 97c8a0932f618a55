"""Remarks on the card on the screen: what keys and commands do about them."""

from msgspec import Struct

from quizapp.core.basics.remark import LONGEST_ANSWER, Note, Report, Star, cut
from quizapp.core.judging.verdict import name_of
from quizapp.core.scheduling.review import Remarked
from quizapp.core.session.phases import Finished, Revealed
from quizapp.flow.study import Study


class ScreenRemarks(Struct, frozen=True):
    """The star and the note of the card that a study asks now."""

    study: Study

    @property
    def is_starred(self) -> bool:
        """Whether the card has a star."""
        phase = self.study.phase
        if isinstance(phase, Finished):
            return False
        return phase.posed.card.id in self.study.remarks.memories.starred

    @property
    def note(self) -> str:
        """The user's note; empty without one."""
        phase = self.study.phase
        if isinstance(phase, Finished):
            return ""
        return self.study.remarks.memories.notes.get(phase.posed.card.id, "")

    def star(self) -> Remarked | None:
        """Add a star, or remove it. Raises LogError."""
        return self.study.remark(Star(on=not self.is_starred))

    def write_note(self, text: str) -> Remarked | None:
        """Replace the note; None if it is the same. Raises LogError."""
        note = Note(cut(text))
        return None if note.text == self.note else self.study.remark(note)

    def report(self, reason: str) -> Remarked | None:
        """Report the card as wrong, with the answer; None without a reason.

        Raises LogError.
        """
        phase = self.study.phase
        if isinstance(phase, Finished) or not cut(reason):
            return None
        card = phase.posed.card
        answer = verdict = ""
        if isinstance(phase, Revealed):
            name = name_of(phase.judged)
            answer, verdict = phase.response.text, "" if name is None else name.value
        variant, versions = card.drawn.json, self.study.versions
        return self.study.remark(
            Report(
                cut(reason),
                card.content,
                variant,
                cut(answer, LONGEST_ANSWER),
                verdict,
                *versions,
            )
        )
