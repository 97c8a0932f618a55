"""The interview screen: keys become moves of a `MockInterview`, its phase is shown.

Two clocks and no other decoration. Nothing on it tells a verdict. If an answer cannot
be saved, that is reported, and the question stays with what was typed.
"""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from quizapp.core.basics.confidence import Confidence
from quizapp.core.interview.phases import (
    Answering,
    Checking,
    Ended,
    Paused,
    Rating,
    Ticking,
    WritingCode,
)
from quizapp.core.runs.outcome import Outcome, Program
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.core.values.misread import Misread
from quizapp.errors import LogError
from quizapp.flow.interview import MockInterview
from quizapp.tui.background_run import BackgroundRun
from quizapp.tui.base import BaseScreen, load_runner, shown_key
from quizapp.tui.keys import interview_footers, keys, widget_keys
from quizapp.tui.keys.interview_keys import INTERVIEW_KEYS
from quizapp.tui.widgets.answers.responder import Responder
from quizapp.tui.widgets.answers.speech import Points
from quizapp.tui.widgets.answers.text_field import TextField
from quizapp.tui.widgets.bars import Footer
from quizapp.tui.widgets.clocks import Clocks
from quizapp.tui.widgets.interview_page import InterviewPage
from quizapp.wording.interview import TIME_OVER

_KEPT = "What you answered is kept."


class InterviewScreen(BaseScreen):
    """One question at a time."""

    CSS_PATH = "interview.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.bindings(INTERVIEW_KEYS),
        *keys.bindings(widget_keys.PAGE_KEYS, through="scroll_page"),
    ]
    TABLES = (INTERVIEW_KEYS, widget_keys.PAGE_KEYS)
    AUTO_FOCUS = ""

    class Over(Message):
        """There are no more questions."""

    def __init__(self, interview: MockInterview) -> None:
        super().__init__()
        self._interview = interview
        self.run = BackgroundRun(self, self._show_progress)
        self._clocks = Clocks(id="header", markup=False)
        self._page = InterviewPage()
        self._footer = self.message_line = Footer(id="footer", markup=False)
        self._told_over = 0
        """The last question of which it was said that its time is over."""
        self._asked = ""
        """The key that acts at its next press."""

    def compose(self) -> ComposeResult:
        """Lay out clocks, page and keys."""
        yield self._clocks
        yield self._page
        with Vertical(id="bottom"):
            yield self._footer

    async def on_mount(self) -> None:
        """Begin, and let the clocks tick."""
        await self._show()
        self.set_interval(0.25, self._tick)
        load_runner(self, self._interview.runner)

    async def _show(self) -> None:
        """Show the phase that the interview is in, and run what has to be run."""
        self._asked = ""
        phase = self._interview.phase
        await self._page.show(phase, self._interview.now())
        self._show_footer()
        self._tick()
        if self._interview.unjudged is not None and not self.run.is_active:
            self.run.start(self._interview.run, self._settle)
        elif isinstance(phase, Ended):
            self.post_message(self.Over())

    async def _settle(self, outcome: Outcome) -> None:
        """Record the verdict, in silence."""
        await self._move(lambda: self._interview.settle(outcome))

    async def _move(self, move: Callable[[], object]) -> None:
        """Make a move and show what follows; report what cannot be saved."""
        try:
            refused = move()
        except LogError as error:
            message = sanitize_line(str(error))
            self.notify(message, title="Not saved", severity="error", markup=False)
            return
        if isinstance(refused, Misread):
            if self._page.responder is not None:
                self._page.responder.correct(refused)
            return
        await self._show()

    def _tick(self) -> None:
        """Show the time; say once that a question's time is over."""
        phase, now = self._interview.phase, self._interview.now()
        minutes = self._interview.record.begun.options.minutes
        self._clocks.show_time(phase, now, self._interview.record.elapsed, minutes)
        if isinstance(phase, Answering | WritingCode) and phase.is_over(now):
            if self._told_over != phase.question.number:
                self._told_over = phase.question.number
                self.notify(TIME_OVER, timeout=6)

    def _show_footer(self) -> None:
        responder = self._page.responder
        own = () if responder is None else responder.footer
        self._footer.show_keys(
            interview_footers.in_interview(self._interview.phase, own)
        )

    def _show_progress(self, printed: str, note: str) -> None:
        if isinstance(self._interview.phase, WritingCode):
            self._page.show_note(Content.styled(note, "$quiet"))

    def on_resize(self) -> None:
        """Fit the clocks."""
        self._tick()

    async def action_scroll_page(self, how: str) -> None:
        """Scroll the page, if no widget with the focus takes the key."""
        self._page.let_go()
        await self.app.run_action(how, self._page)

    # Answers

    async def action_commit(self) -> None:
        """Submit what is typed; with nothing typed, it was said aloud."""
        phase = self._interview.phase
        if isinstance(phase, Answering) and self._page.responder is None:
            text = self._page.typed
            said = not text.strip()
            await self._move(
                self._interview.said if said else lambda: self._interview.answer(text)
            )

    def on_text_field_committed(self, event: TextField.Committed) -> None:
        """Say how to go on at Enter in the empty field."""
        event.stop()
        said, skip = (shown_key(self, f"interview.{n}") for n in ("submit", "skip"))
        self.notify(f"{said}: I said it aloud. {skip}: I don't know.", markup=False)

    async def on_responder_submitted(self, event: Responder.Submitted) -> None:
        """Take an answer that is not in free words."""
        event.stop()
        responder = self._page.responder
        if responder is None or self.run.is_active or responder.asks_first(event.text):
            return
        await self._move(lambda: self._interview.answer(event.text))

    def on_responder_tried(self, event: Responder.Tried) -> None:
        """Run code as it is, without its checks."""
        event.stop()
        if self.run.is_active:
            return
        program = self._interview.try_out(event.text)
        if isinstance(program, Program):
            code, ready = event.text, program

            async def show(outcome: Outcome) -> None:
                self._page.show_trial(outcome, code)

            self.run.start(lambda listen: self._interview.run(listen, ready), show)
        elif program is not None and self._page.responder is not None:
            self._page.responder.correct(program)

    async def action_skip(self) -> None:
        """Answer `I don't know`; ask once if something is typed."""
        if not isinstance(self._interview.phase, Answering | WritingCode):
            return
        if self._page.is_untouched or self._asks("skip", "skips what you typed."):
            await self._move(self._interview.skip)

    # After an answer

    async def action_accept(self) -> None:
        """Go on: take the confidence that was chosen, or continue after a pause."""
        match self._interview.phase:
            case Paused():
                await self._move(self._interview.unpause)
            case Rating():
                await self.action_grade(self._page.confidence.chosen or 0)
            case _:
                pass

    async def action_grade(self, number: int) -> None:
        """Say how sure; 0 for nothing."""
        if isinstance(self._interview.phase, Rating):
            sure = Confidence(number) if number else None
            await self._move(lambda: self._interview.rate(sure))

    def action_turn(self, by: int) -> None:
        """Choose another step of confidence."""
        self._page.confidence.turn(by)

    async def on_points_accepted(self, event: Points.Accepted) -> None:
        """Take the ticks of a spoken answer."""
        event.stop()
        await self._move(lambda: self._interview.tick(event.numbers))

    async def action_skip_ticks(self) -> None:
        """Go on without ticks."""
        if isinstance(self._interview.phase, Ticking):
            await self._move(lambda: self._interview.tick(None))

    async def action_pause(self) -> None:
        """Stop the clocks, or let them go on."""
        if self.run.is_active:
            return
        paused = isinstance(self._interview.phase, Paused)
        await self._move(self._interview.unpause if paused else self._interview.pause)

    async def action_leave(self) -> None:
        """Stop a run, or end the interview at the second press."""
        if self.run.is_active:
            if not isinstance(self._interview.phase, Checking):
                self._interview.runner.stop()
        elif self._asks("leave", f"ends the interview. {_KEPT}"):
            await self._move(self._interview.leave)

    def _asks(self, key: str, what: str) -> bool:
        """Ask at the first press of a key; return whether this was the second."""
        if self._asked == key:
            return True
        self._asked = key
        again = f"{shown_key(self, f'interview.{key}')} again {what}"
        self.notify(again, markup=False)
        return False
