"""The second look in lines of text: old answers are ticked again, without a clue.

What was ticked, found or said about them is not shown before the end.
"""

from quizapp.core.interview.assessment import retest
from quizapp.core.interview.debrief import DebriefEntry, debrief, second_look
from quizapp.core.interview.facts import Occasion
from quizapp.errors import LogError
from quizapp.flow.interview import MockInterview
from quizapp.plain import ticks
from quizapp.plain.debrief import show_question
from quizapp.plain.page import Ask, PlainPage
from quizapp.wording.debrief import blind, debrief_question
from quizapp.wording.scorecard import (
    NOTHING_TO_LOOK_AT,
    agreement_sentence,
    too_soon_sentence,
)


class PlainSecondLook:
    """Asks for the points of answers that were ticked in the debrief."""

    def __init__(self, interview: MockInterview, ask: Ask, page: PlainPage) -> None:
        self._interview = interview
        self._ask = ask
        self._page = page

    def hold(self) -> None:
        """Show each answer and ask for its points; `:later` leaves the rest."""
        record, cards = self._interview.record, self._interview.setup.cards
        entries = second_look(debrief(record, cards))
        if not entries:
            self._page.text(NOTHING_TO_LOOK_AT)
            return
        if soon := too_soon_sentence(record, self._interview.now()):
            self._page.text(soon)
        for entry in entries:
            show_question(self._page, blind(debrief_question(entry)))
            if not self._take_ticks(entry):
                break
        agreement = agreement_sentence(retest([self._interview.record]))
        self._page.text(f"\n{agreement}" if agreement else "Nothing was ticked again.")

    def _take_ticks(self, entry: DebriefEntry) -> bool:
        """Return whether to ask for the next ones."""
        asked = entry.answer.asked
        while True:
            line = self._ask(ticks.again_prompt(len(asked.weights)))
            if line is None or line.strip().lower() in {":later", ":q"}:
                return False
            made = ticks.read_ticks(line, len(asked.weights))
            if isinstance(made, str):
                self._page.text(made)
                continue
            try:
                self._interview.tick_points(asked.number, made, Occasion.SECOND_LOOK)
            except LogError as error:
                self._page.text(f"not saved: {error}")
                continue
            return True
