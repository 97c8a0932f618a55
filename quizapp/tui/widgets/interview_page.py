"""Interview page: a question of a mock interview and its answer, without a verdict.

Widgets stay for the whole interview and change their content. A pause hides all of it,
so that a pause is no time to think.
"""

from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from quizapp.core.basics.moment import Moment
from quizapp.core.interview.phases import (
    Answering,
    Checking,
    Ended,
    InterviewPhase,
    Paused,
    Rating,
    Ticking,
    WritingCode,
)
from quizapp.core.interview.question import Question
from quizapp.core.judging.rubric import Rubric
from quizapp.core.runs.outcome import Completed, Outcome
from quizapp.core.session.phases import Posed
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.tui.base import shown_key
from quizapp.tui.look.prose import inline, prose
from quizapp.tui.widgets.answers.responder import Responder
from quizapp.tui.widgets.answers.responders import RESPONDERS
from quizapp.tui.widgets.answers.speech import Points
from quizapp.tui.widgets.answers.text_field import TextField
from quizapp.tui.widgets.bars import GradeBar
from quizapp.tui.widgets.fitted import Fitted
from quizapp.tui.widgets.reveal.results import output_of, run_of
from quizapp.tui.widgets.reveal.snippet import numbered
from quizapp.tui.widgets.steady_scroll import SteadyScroll

PAUSED = "Paused. The clocks have stopped, and the question is hidden."
SAVING = "Saving your answer…"


class InterviewPage(SteadyScroll):
    """Everything between the clocks and the keys."""

    def __init__(self) -> None:
        super().__init__(id="body")
        self._question: Question | None = None
        self._responders: dict[type[Responder], Responder] = {}
        self.responder: Responder | None = None
        """What takes the answer to a card; None for one in free words."""
        self._ask = Fitted(id="ask", markup=False)
        self._prompt = Fitted(id="prompt", markup=False)
        self._snippet = Fitted(id="snippet", markup=False)
        self._instruction = Static(id="task", markup=False)
        self._answer = Vertical(id="responder")
        self.field = TextField(id="words")
        """Where answers in free words are typed."""
        self._note = Static(id="note", markup=False)
        self.confidence = GradeBar(id="confidence", markup=False)
        self.points = Points(id="points")
        self._whole = Vertical(id="question")
        self._paused = Static(id="paused", markup=False)

    def compose(self) -> ComposeResult:
        """Lay out the places; their content comes with the question."""
        with self._whole:
            yield from (
                self._ask,
                self._prompt,
                self._snippet,
                self._instruction,
            )
            with self._answer:
                yield self.field
            yield from (self._note, self.confidence, self.points)
        yield self._paused

    async def show(self, phase: InterviewPhase, now: Moment) -> None:
        """Show a phase, and move the focus to where its keys go."""
        self._whole.display = not isinstance(phase, Paused)
        self._paused.display = not self._whole.display
        self.confidence.clear_grades()
        self.points.display = False
        match phase:
            case Answering(question=question) | WritingCode(question=question):
                await self._pose(question, now)
                self._take_focus()
            case Rating(question=question):
                await self._pose(question, now)
                self._rate()
            case Checking():
                self._close(Content.styled(SAVING, "$quiet"))
            case Ticking(question=question):
                await self._pose(question, now)
                self._tick(question)
            case Paused():
                self._hide()
            case Ended():
                self._close()

    def _hide(self) -> None:
        self.screen.set_focus(None)
        key = shown_key(self, "interview.accept")
        text = f"{PAUSED}\n\n{key} goes on."
        self._paused.update(Content.styled(text, "$quiet"))

    @property
    def typed(self) -> str:
        """What is typed into the field for free words."""
        return self.field.text

    @property
    def is_untouched(self) -> bool:
        """Whether nothing is lost if the question is skipped."""
        if self.responder is None:
            return not self.field.text.strip()
        return self.responder.is_untouched()

    def show_note(self, note: Content) -> None:
        """Show a line below the answer; an empty one hides it."""
        if note or self._note.display:
            self._note.update(note)
            self._note.display = bool(note)
            if note:
                self.keep_in_sight(self._note)

    def show_trial(self, outcome: Outcome, code: str) -> None:
        """Show what code printed or raised; it says nothing about right or wrong."""
        width = self.size.width - 4
        if isinstance(outcome, Completed):
            ran = Content.styled(f"ran in {outcome.seconds * 1000:.0f} ms", "$quiet")
            self.show_note(Content("\n").join([ran, *output_of(outcome, width)]))
        else:
            self.show_note(run_of(outcome, (), code, width))

    def on_responder_reported(self, event: Responder.Reported) -> None:
        """Show what an editor says about its code."""
        event.stop()
        self.show_note(event.content)

    async def _pose(self, question: Question, now: Moment) -> None:
        """Show a question that is not on the page yet."""
        if self._question is not None and question.number == self._question.number:
            return
        self._question, card = question, question.card
        self._ask.fit(partial(prose, question.ask))
        self._prompt.display = bool(question.prompt)
        self._prompt.fit(partial(prose, question.prompt))
        code = "" if card is None or question.is_code else card.code
        self._snippet.display = bool(code)
        self._snippet.fit(partial(numbered, code, None))
        free = question.is_free or card is None
        task = "" if free or card is None else card.task
        self._instruction.update(inline(sanitize_line(task)))
        self._instruction.display = bool(task)
        self.show_note(Content(""))
        await self._show_answer(question, now)
        self.let_go()
        self.scroll_home(animate=False)

    async def _show_answer(self, question: Question, now: Moment) -> None:
        card, self.responder = question.card, None
        if card is not None and not question.is_free:
            self.responder = await self._mounted(RESPONDERS[card.kind.name])
            self.responder.pose(Posed(card, question.seed, now))
        for responder in self._responders.values():
            responder.display = responder is self.responder
        self.field.display = self.responder is None
        self.field.read_only, self.field.can_focus = False, True
        self.field.load_text("")
        commit = shown_key(self, "interview.submit")
        self.field.placeholder = f"Type it, or say it aloud; then press {commit}"

    async def _mounted(self, wanted: type[Responder]) -> Responder:
        if wanted not in self._responders:
            responder = self._responders[wanted] = wanted()
            responder.in_interview = True
            await self._answer.mount(responder)
        return self._responders[wanted]

    def _take_focus(self) -> None:
        if self.responder is None:
            self.screen.set_focus(self.field)
        else:
            self.responder.take_focus()

    def _rate(self) -> None:
        self._close()
        self.confidence.ask_confidence()
        self.keep_in_sight(self.confidence)

    def _close(self, note: Content = Content("")) -> None:
        """Keep the answer as it was given."""
        self.screen.set_focus(None)
        self.show_note(note)
        self.field.read_only, self.field.can_focus = True, False
        if self.responder is not None:
            self.responder.shut = True

    def _tick(self, question: Question) -> None:
        self._close()
        self.points.rubric = Rubric(question.points)
        self.points.found, self.points.ticked = {}, frozenset()
        self.points.cursor = 1
        self.points.display = True
        self.screen.set_focus(self.points)
        self.keep_in_sight(self.points)
