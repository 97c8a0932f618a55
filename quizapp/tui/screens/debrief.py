"""The debrief screen: question by question, then the scorecard.

An interview is what it was: only the points of an answer are ticked here, and only
those ticks are written. If one cannot be saved, that is reported.
"""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message

from quizapp.core.basics.card_id import CardId
from quizapp.core.interview.comparison import compared
from quizapp.core.interview.debrief import (
    DebriefEntry,
    debrief,
    second_look,
    study_next,
)
from quizapp.core.interview.facts import Occasion
from quizapp.core.interview.question import Question
from quizapp.core.interview.record import InterviewRecord
from quizapp.core.interview.scorecard import is_unticked, scorecard
from quizapp.core.judging.rubric import Point, Rubric
from quizapp.core.kinds.flashcard import Flashcard
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import LogError
from quizapp.flow.interview import MockInterview
from quizapp.flow.opinions import Assessor
from quizapp.tui.base import BaseScreen
from quizapp.tui.keys import keys, widget_keys
from quizapp.tui.keys.footers import FooterKeys
from quizapp.tui.keys.interview_keys import DEBRIEF_KEYS
from quizapp.tui.widgets.answers.speech import Points
from quizapp.tui.widgets.bars import Footer, Header
from quizapp.tui.widgets.debrief_text import (
    given_text,
    opinion_text,
    question_text,
    right_text,
    scorecard_text,
)
from quizapp.tui.widgets.fitted import Fitted
from quizapp.tui.widgets.opinion_line import OpinionLine
from quizapp.tui.widgets.region import Region
from quizapp.tui.widgets.steady_scroll import SteadyScroll
from quizapp.wording.debrief import debrief_question, opinion_words
from quizapp.wording.interview import points_found
from quizapp.wording.scorecard import (
    NOTHING_TO_LOOK_AT,
    change_lines,
    too_soon_sentence,
)

_ALL_OF_IT = "My answer said what matters of this."
_READING: FooterKeys = (
    ("debrief.previous debrief.next", "questions"),
    ("debrief.card", "scorecard"),
    ("debrief.tick", "tick"),
    ("debrief.help", "help"),
    ("debrief.leave", "leave"),
)
_TICKING: FooterKeys = (
    ("ticks.tick", "tick what you said"),
    ("ticks.answer", "accept, next"),
    ("debrief.previous debrief.next", "questions"),
    ("debrief.card", "scorecard"),
)
_AT_THE_END: FooterKeys = (
    ("debrief.study", "study these now"),
    ("debrief.previous", "questions"),
    ("debrief.second-look", "second look"),
    ("debrief.help", "help"),
    ("debrief.leave", "leave"),
)


def _to_tick(question: Question) -> tuple[Point, ...]:
    """Return the points; of a flashcard, whose one point is its answer, a sentence."""
    if question.card is not None and isinstance(question.card.kind, Flashcard):
        return (Point(_ALL_OF_IT),)
    return question.points


class DebriefScreen(BaseScreen):
    """An interview that is over."""

    CSS_PATH = "debrief.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.bindings(DEBRIEF_KEYS),
        *keys.bindings(widget_keys.PAGE_KEYS, through="scroll_page"),
    ]
    TABLES = (DEBRIEF_KEYS, widget_keys.PAGE_KEYS)
    AUTO_FOCUS = ""

    class StudyWanted(Message):
        """These cards should be studied now."""

        def __init__(self, cards: tuple[CardId, ...]) -> None:
            super().__init__()
            self.cards = cards

    class Left(Message):
        """The user leaves the debrief."""

    def __init__(
        self,
        interview: MockInterview,
        records: tuple[InterviewRecord, ...],
        first_line: Callable[[CardId], str],
        assessor: Assessor | None = None,
    ) -> None:
        super().__init__()
        self._interview = interview
        self._records = records
        self._first_line = first_line
        self._place = 0
        self._again: tuple[int, ...] = ()
        """The places of a second look; empty in the debrief."""
        self._header = Header(id="header", markup=False)
        self._asked = Fitted(id="asked", markup=False)
        self._given = Fitted(id="given-text", markup=False)
        self._right = Fitted(id="right-text", markup=False)
        self._points = Points(id="points")
        self._opinion = Fitted(id="opinion", markup=False)
        self._card = Fitted(id="card", markup=False)
        self._asking = OpinionLine(interview, assessor, "asking")
        self._page = SteadyScroll(id="body")
        self._answers = Vertical(id="answers")
        self._footer = self.message_line = Footer(id="footer", markup=False)

    def compose(self) -> ComposeResult:
        """Lay out the question, both answers and the points."""
        yield self._header
        with self._page:
            yield self._asked
            with self._answers:
                with Region("", id="given"):
                    yield self._given
                with Region("", id="right"):
                    yield self._right
            yield self._points
            yield self._opinion
            yield self._card
        with Vertical(id="bottom"):
            yield self._asking
            yield self._footer

    def on_mount(self) -> None:
        """Begin with the first answer that is not ticked, else with the scorecard."""
        answers = self._interview.record.answers
        unticked = (n for n, answer in enumerate(answers) if is_unticked(answer))
        self._place = next(unticked, len(answers))
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        """Fit the header."""
        self._show_header()

    @property
    def _entries(self) -> tuple[DebriefEntry, ...]:
        return debrief(self._interview.record, self._interview.setup.cards)

    def _show(self) -> None:
        """Show the answer at the place, or behind the last one the scorecard."""
        entries = self._entries
        at_end = self._place >= len(entries)
        for part in (self._asked, self._answers, self._points, self._opinion):
            part.display = not at_end
        self._card.display = at_end
        self._show_header()
        self._page.let_go()
        self._page.scroll_home(animate=False)
        self.set_focus(None)
        if at_end:
            self._show_scorecard()
        else:
            self._show_entry(entries[self._place])

    def _show_entry(self, entry: DebriefEntry) -> None:
        screen = self.app.size.width
        if self._again:
            entry = replace(entry, found={})
        self._asked.fit(partial(question_text, entry))
        self._given.fit(partial(given_text, entry, screen=screen))
        self._right.fit(partial(right_text, entry))
        question, points = entry.question, self._points
        points.display = question is not None and bool(question.points)
        if question is not None and points.display:
            answer = entry.answer
            points.rubric = Rubric(_to_tick(question))
            points.found = {n: (words,) for n, words in points_found(entry).items()}
            made = answer.ticked if answer.ticked is not None else answer.suggested
            made = frozenset() if self._again else made
            points.ticked, points.cursor = made or frozenset(), 1
            if is_unticked(answer) or self._again:
                self.set_focus(points)
        self._show_opinion(entry)
        self._show_keys()

    def _show_opinion(self, entry: DebriefEntry) -> None:
        """Show the second opinion once the answer is ticked, not to steer the ticks."""
        said = [opinion_words(row) for row in debrief_question(entry).points]
        hidden = is_unticked(entry.answer) or bool(self._again)
        self._opinion.display = any(said) and not hidden
        self._opinion.fit(partial(opinion_text, said))

    def on_opinion_line_recorded(self, event: OpinionLine.Recorded) -> None:
        """Show a second opinion that has just come, if its answer is on the screen."""
        event.stop()
        entries = self._entries
        if self._place < len(entries):
            entry = entries[self._place]
            if entry.answer.asked.number == event.number:
                self._show_opinion(entry)

    def _show_scorecard(self) -> None:
        record = self._interview.record
        cards = self._interview.setup.cards
        self._card.fit(
            partial(
                scorecard_text,
                record,
                scorecard(record),
                change_lines(compared(record, self._records)),
                [self._first_line(card) for card in study_next(record, cards)],
            )
        )
        self._show_keys()

    def _show_header(self) -> None:
        last = len(self._interview.record.answers)
        at = "scorecard" if self._place >= last else f"{self._place + 1} of {last}"
        if self._again:
            at = f"{self._again.index(self._place) + 1} of {len(self._again)}"
        self._header.show_count("Second look" if self._again else "Debrief", at)

    def _show_keys(self) -> None:
        if self._place >= len(self._interview.record.answers):
            self._footer.show_keys(_AT_THE_END)
        else:
            self._footer.show_keys(_TICKING if self._points.has_focus else _READING)

    def on_descendant_focus(self) -> None:
        """Show the keys of the points while they have the focus."""
        self._show_keys()

    def on_descendant_blur(self) -> None:
        """Show the keys of the page again."""
        self._show_keys()

    def on_points_accepted(self, event: Points.Accepted) -> None:
        """Write the ticks, and show the second opinion or go on."""
        event.stop()
        answer = self._interview.record.answers[self._place]
        occasion = Occasion.SECOND_LOOK if self._again else Occasion.DEBRIEF
        try:
            self._interview.tick_points(answer.asked.number, event.numbers, occasion)
        except LogError as error:
            message = sanitize_line(str(error))
            self.notify(message, title="Not saved", severity="error", markup=False)
            return
        if is_unticked(answer) and Occasion.OPINION in answer.ticks:
            self._show()
            self._page.keep_in_sight(self._opinion)
        else:
            self.action_turn(1)

    async def action_scroll_page(self, how: str) -> None:
        """Scroll the page, if no widget with the focus takes the key."""
        self._page.let_go()
        await self.app.run_action(how, self._page)

    def action_turn(self, by: int) -> None:
        """Show another answer, or the scorecard behind the last one."""
        last = len(self._interview.record.answers)
        places = (*(self._again or range(last)), last)
        at = max(0, min(places.index(self._place) + by, len(places) - 1))
        self._go(places[at])

    def action_scorecard(self) -> None:
        """Show the scorecard."""
        self._go(len(self._interview.record.answers))

    def _go(self, place: int) -> None:
        """Show an answer or the scorecard, which ends a second look."""
        self._place = place
        if place >= len(self._interview.record.answers):
            self._again = ()
        self._show()

    def action_second_look(self) -> None:
        """Begin a second look, or end the one that was begun."""
        if self._again:
            self.action_scorecard()
            return
        entries = self._entries
        again = {entry.answer.asked.number for entry in second_look(entries)}
        self._again = tuple(
            n for n, entry in enumerate(entries) if entry.answer.asked.number in again
        )
        if not self._again:
            self.notify(NOTHING_TO_LOOK_AT)
            return
        self._go(self._again[0])
        soon = too_soon_sentence(self._interview.record, self._interview.now())
        if soon:
            self.notify(soon)

    def action_tick_again(self) -> None:
        """Give the keys to the points."""
        if self._points.display:
            self.set_focus(self._points)
            self._page.keep_in_sight(self._points)

    def action_study(self) -> None:
        """Study what was missed; from an answer, first show the scorecard."""
        record, cards = self._interview.record, self._interview.setup.cards
        wanted = study_next(record, cards)
        if self._place < len(record.answers):
            self.action_turn(1)
        elif wanted:
            self.post_message(self.StudyWanted(wanted))
        else:
            self.notify("Nothing was missed.")

    def action_leave(self) -> None:
        """Leave; ticks that were not accepted are not written."""
        self.post_message(self.Left())
