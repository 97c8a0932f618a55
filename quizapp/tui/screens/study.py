"""The study screen: keys become calls of `study`, and its phase is shown.

The page shows everything between header and grades. If a grade cannot be saved, that
is reported, and the card stays as it was.
"""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.cards.card import Card, Position
from quizapp.core.runs.outcome import Outcome
from quizapp.core.session.phases import Asking, Finished, Revealed, Running, Weighing
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.core.values.misread import Misread
from quizapp.flow.remarks import of_question
from quizapp.flow.study import Study
from quizapp.tui.background_run import BackgroundRun
from quizapp.tui.base import BaseApp, BaseScreen, load_runner
from quizapp.tui.keys import footers, keys, widget_keys
from quizapp.tui.pause import PAUSE_SECONDS, Pause
from quizapp.tui.remark_keys import RemarkKeys, RemarkKind
from quizapp.tui.steps import LEAVING, Steps
from quizapp.tui.widgets.answers.responder import Responder
from quizapp.tui.widgets.bars import Footer, GradeBar, Header
from quizapp.tui.widgets.page import CardPage, has_open_points

MOVES = tuple(f"study.{name}" for name in ("accept", "again", "hard", "good", "easy"))
"""The keys that go on to the next question."""


class StudyScreen(BaseScreen):
    """One card at a time."""

    CSS_PATH = "study.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.bindings(keys.STUDY_KEYS),
        *keys.bindings(widget_keys.PAGE_KEYS, through="scroll_page"),
    ]
    TABLES = (keys.STUDY_KEYS, widget_keys.PAGE_KEYS)
    AUTO_FOCUS = ""

    class Over(Message):
        """The session is over."""

    class Edited(Message):
        """The user may have changed a deck in their editor."""

    class ExploreWanted(Message):
        """The code should be edited and run again."""

    def __init__(
        self,
        study: Study,
        deck_title: Callable[[Card], str],
        open_editor: Callable[[Position], bool] | None,
        pause_seconds: float = PAUSE_SECONDS,
    ) -> None:
        super().__init__()
        self._study = study
        self._deck_title = deck_title
        self._open_editor = open_editor
        self.run = BackgroundRun(self, self._show_progress)
        self._drawn: object = None
        """The phase that is on the screen."""
        self._steps = Steps(study, self)
        self._remarks = RemarkKeys(self, self._steps.report, self._show_remarks)
        self._header = Header(id="header", markup=False)
        self._page = CardPage(coached=study.coached)
        self._grades = GradeBar(id="grades", markup=False)
        self._bars = (self._page.confidence, self._page.grades, self._grades)
        """Those that do not ask ignore every step."""
        self._footer = self.message_line = Footer(id="footer", markup=False)
        self._pause = Pause(pause_seconds)

    def compose(self) -> ComposeResult:
        """Lay out the places; their content comes with the phase."""
        yield self._header
        yield self._page
        with Vertical(id="bottom"):
            yield from (self._grades, self._footer)

    async def on_screen_resume(self) -> None:
        """Begin, or come back from another screen; most of them change nothing."""
        if self._drawn is not self._study.phase:
            await self.show_phase()
        load_runner(self, self._study.runner)

    def on_descendant_focus(self) -> None:
        """Show the keys of the widget that has the focus now."""
        self._show_footer()

    def on_descendant_blur(self) -> None:
        """Show the keys that work without a focus, unless the window lost it."""
        if self.app.app_focus:
            self._show_footer()

    def on_resize(self) -> None:
        """Fit the header; everything else flows by itself."""
        self._show_header()
        self._page.keep_focus_visible()

    # What is shown

    async def show_phase(self) -> None:
        """Show the phase that the study is in."""
        phase = self._study.phase
        if phase is not self._drawn:
            is_read = isinstance(phase, Asking | Revealed)
            self._pause.begin(Message().time, is_read=is_read)
        self._drawn = phase
        if isinstance(phase, Finished):
            self.post_message(self.Over())
            return
        await self._page.show(phase)
        self._show_remarks()
        self._show_header()
        self._show_grades(phase)
        self._show_footer()

    def _show_grades(self, phase: Asking | Weighing | Running | Revealed) -> None:
        """Show the grades, once there is a verdict."""
        for bar in (self._grades, self._page.grades):
            if not isinstance(phase, Revealed) or (
                has_open_points(phase) and not self._is_command_mode
            ):
                bar.clear_grades()
            else:
                bar.show_grades(phase)
        self._page.fit_reveal()

    def _show_remarks(self, _: object = None) -> None:
        """Show the star and the note of the card."""
        remarks = of_question(self._study)
        if remarks is not None:
            self._page.show_remarks(remarks)

    def _show_header(self) -> None:
        phase = self._study.phase
        if not isinstance(phase, Finished) and self.is_mounted:
            deck = sanitize_line(self._deck_title(phase.posed.card))
            self._header.show_progress(deck, self._study.session)

    def _show_footer(self) -> None:
        phase = self._study.phase
        answers = isinstance(phase, Asking) or (
            isinstance(phase, Revealed) and has_open_points(phase)
        )
        typing = answers and not self._is_command_mode
        answering = self._page.responder.footer if typing else None
        can_edit = self._open_editor is not None
        shown = footers.in_session(self._study, answering, can_edit=can_edit)
        self._footer.show_keys(shown)

    def _show_progress(self, printed: str, note: str) -> None:
        if news := self._study.runner.news():  # at once: it says why this takes long
            self.notify(news, markup=False)
        if isinstance(self._study.phase, Running):
            self._page.show_progress(printed, note)
        elif isinstance(self._study.phase, Asking):
            self._page.responder.show_running(note)

    @property
    def _is_command_mode(self) -> bool:
        """Return whether keys are commands because nothing has the focus.

        The page could have it then, but everything on the page would be styled again
        whenever it gets or loses the focus.
        """
        return self.focused is None

    def ignores_key(self, key: str, at: float) -> bool:
        """Ignore what comes too soon after a change to be meant for what is shown."""
        ignored = self._pause.ignores(key, at, moves=self._moves_on(key))
        if not ignored and self.focused is not None:
            self._page.let_go()  # typing scrolls by itself
        return ignored

    def _moves_on(self, key: str) -> bool:
        """Return whether a key could leave the question, or grade the answer."""
        if self.focused is not None and self.focused.check_consume_key("1", "1"):
            return False  # it is typed, or answers
        mapped = self.app.keys_of(*MOVES) if isinstance(self.app, BaseApp) else ()
        return key in mapped or key in {"enter", "space"} or key.isdecimal()

    # How an answer is given

    async def on_responder_submitted(self, event: Responder.Submitted) -> None:
        """Take the answer, and run what has to be run."""
        event.stop()
        if self.run.is_active:
            return
        hasty = not event.text.strip() and self._pause.is_on(event.time)
        if hasty or self._page.responder.asks_first(event.text):
            return
        self._study.back()  # if it was changed at “How sure?”, it is read again
        misread = self._study.respond(event.text, event.draft)
        if misread is None:
            await self._go_on()
        else:
            self._page.responder.correct(misread)

    def on_responder_tried(self, event: Responder.Tried) -> None:
        """Run code that is not submitted yet."""
        event.stop()
        runner = self._study.runner
        program = self._study.trial_program(event.text)
        if isinstance(program, Misread):
            self._page.responder.correct(program)
        elif program is not None and not self.run.is_active:
            self._page.responder.show_running("Running…")

            async def show(outcome: Outcome) -> None:
                self._page.responder.show_trial(outcome)

            self.run.start(lambda listen: runner.run(program, listen), show)

    async def on_responder_assessed(self, event: Responder.Assessed) -> None:
        """Judge by the points that were ticked."""
        event.stop()
        self._study.assess(event.text)
        await self.show_phase()

    async def _go_on(self) -> None:
        """Show what follows an answer, and run what has to be run."""
        await self.show_phase()
        if isinstance(self._study.phase, Running) and not self.run.is_active:
            self.run.start(self._study.run, self._settle)

    async def _settle(self, outcome: Outcome) -> None:
        """Judge by the run."""
        if news := self._study.runner.news():
            self.notify(news, markup=False)
        if isinstance(self._study.phase, Running):
            self._study.settle(outcome)
        else:
            self._study.prove(outcome)
        await self.show_phase()
        if isinstance(self._study.phase, Asking):  # no result: the code can be fixed
            self._page.responder.show_trial(outcome)

    async def action_scroll_page(self, how: str) -> None:
        """Scroll the page, if no widget with the focus takes the key."""
        self._page.let_go()
        await self.app.run_action(how, self._page.scroller)

    def action_hint(self) -> None:
        """Show one more hint."""
        if isinstance(self._study.phase, Asking):
            before = self._study.phase
            self._study.hint()
            if self._study.phase == before:
                self.notify("There are no more hints.")
            else:
                self._page.show_hints(before.posed.card, before.hints + 1)
                self._page.keep_focus_visible()

    async def action_override(self) -> None:
        """Mark the answer correct in spite of the verdict, or go back to it."""
        self._study.override()
        await self.show_phase()

    def action_prove(self) -> None:
        """Run the snippet of a card that was answered without a run."""
        phase = self._study.phase
        if not isinstance(phase, Revealed) or self.run.is_active:
            return
        if not phase.posed.card.has_program:
            self.notify("This card has nothing to run.")
        else:
            self.run.start(self._study.run, self._settle)

    def action_explore(self) -> None:
        """Edit the code of an answered card and run it again."""
        if isinstance(self._study.phase, Revealed) and not self.run.is_active:
            if self._study.exploration() is None:
                self.notify("This card has no code to explore.")
            else:
                self.post_message(self.ExploreWanted())

    async def action_draw_again(self) -> None:
        """Ask an answered card with other numbers, off the record."""
        if not isinstance(self._study.phase, Revealed) or self.run.is_active:
            return
        if self._study.can_draw_again:
            self._study.draw_again()
            await self.show_phase()
        else:
            self.notify("This card has no other numbers.")

    def action_open(self) -> None:
        """Open the card in the user's editor."""
        phase = self._study.phase
        if self._open_editor is None or isinstance(phase, Finished):
            self.notify("Set VISUAL or EDITOR to open cards.")
            return
        with self.app.suspend():
            opened = self._open_editor(phase.posed.card.position)
        if opened:
            self.post_message(self.Edited())
        else:
            self.notify("Your editor did not start. Check VISUAL or EDITOR.")

    async def action_leave_field(self) -> None:
        """Leave the answer field for the keys, go back to it, or stop a run."""
        phase = self._study.phase
        if self.run.is_active:
            self._study.runner.stop()
        elif isinstance(phase, Weighing):
            self._study.back()
            await self.show_phase()
        elif isinstance(phase, Asking) or (
            isinstance(phase, Revealed) and has_open_points(phase)
        ):
            self._switch_focus(phase)

    def _switch_focus(self, phase: Asking | Revealed) -> None:
        """Move the focus from the answer to the commands, or back."""
        if not self._is_command_mode:
            self.set_focus(None)
            if isinstance(phase, Revealed):
                self._show_grades(phase)
            return
        back = self._page.responder
        back.assess() if isinstance(phase, Revealed) else back.take_focus()

    def action_interrupt(self) -> None:
        """Stop a run; else end the session."""
        if self.run.is_active:
            self._study.runner.stop()
        else:
            self.action_finish("interrupt")

    def action_finish(self, key: str = "quit") -> None:
        """End the session with its summary; warn once before work is lost."""
        if self._may_leave(f"study.{key}", "ends the session"):
            self._study.stop()
            self.post_message(self.Over())

    def _may_leave(self, key: str, what: str) -> bool:
        keeps = self._page.responder.keeps_from_leaving
        return not (self.run.is_active or keeps(key, what))

    async def action_accept(self) -> None:
        """Take the suggested grade, or go on without saying how sure."""
        await self._choose(next((b.chosen for b in self._bars if b.chosen), None))

    async def action_grade(self, number: int) -> None:
        """Grade; before the reveal, say how sure."""
        await self._choose(number)

    def action_turn(self, by: int) -> None:
        """Choose another grade, or another step of confidence."""
        for bar in self._bars:
            bar.turn(by)

    async def _choose(self, number: int | None) -> None:
        if isinstance(self._study.phase, Weighing):
            self._study.weigh(Confidence(number) if number else None)
            await self._go_on()
        elif isinstance(self._study.phase, Revealed) and not self.run.is_active:
            self._steps.grade(Grade(number) if number else None)
            await self.show_phase()

    async def action_set_aside(self, mark: str) -> None:
        """Bury the card until tomorrow, or suspend it."""
        if self._may_leave(*LEAVING[Mark(mark)]):
            self._steps.set_aside(Mark(mark))
            await self.show_phase()

    def action_remark(self, what: RemarkKind) -> None:
        """Star the card, write a note on it, or report it as wrong."""
        remarks = of_question(self._study)
        if remarks is not None and not self.run.is_active:
            self._remarks.take(what, remarks)

    async def action_undo(self) -> None:
        """Undo one thing: typing, an answer, the reveal, or the last step."""
        responder, phase = self._page.responder, self._study.phase
        if self.run.is_active or responder.undo_typing():
            return
        if self._steps.undo_remark():
            self._show_remarks()
            return
        if isinstance(phase, Weighing):
            self._study.back()
        elif isinstance(phase, Asking) and not responder.is_untouched():
            self.notify("Clear the answer first: undo goes to the previous card.")
            return
        elif not self._study.leave_reveal():
            self._steps.undo()
        await self.show_phase()
