"""The study screen: a card, the answer, the verdict, the grade.

It renders `study.phase` and turns keys into calls of `study`. Widgets stay
where they are for the whole sitting and change their content, so nothing
flickers.
"""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from quizapp.core.cards.card import Card, Position
from quizapp.core.runs.outcome import Outcome, Raised
from quizapp.core.session.phases import Asking, Finished, Revealed, Running, Weighing
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.flow.study import Study
from quizapp.tui.keys import footers, keys
from quizapp.tui.look.prose import Prose, inline
from quizapp.tui.recording import RecordingScreen
from quizapp.tui.widgets.answers.responder import Responder
from quizapp.tui.widgets.answers.responders import RESPONDERS
from quizapp.tui.widgets.bars import Footer, GradeBar, Header
from quizapp.tui.widgets.reveal.snippet import Snippet
from quizapp.tui.widgets.reveal.verdict import VerdictPanel

SCROLLING = {
    "up": "scroll_up",
    "down": "scroll_down",
    "pageup": "page_up",
    "pagedown": "page_down",
    "home": "scroll_home",
    "end": "scroll_end",
}
"""How each key scrolls the page."""


class StudyScreen(RecordingScreen):
    """One card at a time."""

    CSS_PATH = "study.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.bindings(keys.STUDY),
        *(
            Binding(key, f"scroll_body('{how}')", show=False)
            for key, how in SCROLLING.items()
        ),
    ]
    TABLES = (keys.STUDY, keys.CODE)
    AUTO_FOCUS = ""

    class Over(Message):
        """The sitting is over."""

    class Edited(Message):
        """The user may have changed a deck in their editor."""

    def __init__(
        self,
        study: Study,
        deck_title: Callable[[Card], str],
        open_editor: Callable[[Position], bool] | None,
    ) -> None:
        super().__init__(study)
        self._deck_title = deck_title
        self._open_editor = open_editor
        self._responders: dict[type[Responder], Responder] = {}
        self._shown: object = None
        self._drawn: object = None
        self._header = Header(id="header", markup=False)
        self._body = VerticalScroll(id="body", can_focus=False)
        self._label = Static(id="label", markup=False)
        self._prompt = Prose(id="prompt", markup=False)
        self._snippet = Snippet(id="snippet", markup=False)
        self._hints = Static(id="hints", markup=False)
        self._instruction = Static(id="task", markup=False)
        self._answer = Vertical(id="responder")
        self._verdict = VerdictPanel(id="verdict", markup=False)
        self._grades = GradeBar(id="grades", markup=False)
        self._footer = Footer(id="footer", markup=False)

    def compose(self) -> ComposeResult:
        """Lay out the places; their content comes with the phase."""
        yield self._header
        with self._body, Vertical(id="column"):
            yield from (self._label, self._prompt, self._snippet, self._hints)
            yield from (self._instruction, self._answer, self._verdict)
        with Vertical(id="bottom"):
            yield from (self._grades, self._footer)

    async def on_screen_resume(self) -> None:
        """Begin, or come back from another screen; most leave the phase alone."""
        if self._drawn is not self._study.phase:
            await self.show_phase()
        # While the first question is read, but not while it is painted.
        self.call_after_refresh(self._study.runner.warm)

    def on_descendant_focus(self) -> None:
        """Say which keys hold for whoever has the focus now."""
        self._show_footer()

    def on_descendant_blur(self) -> None:
        """Say which keys hold while nobody has it, here and not in another window."""
        if self.app.app_focus:
            self._show_footer()

    def on_resize(self) -> None:
        """Fit the header; everything else flows by itself."""
        self._show_header()
        self._keep_in_sight()

    async def show_phase(self) -> None:
        """Render the phase the study is in."""
        phase = self._drawn = self._study.phase
        if isinstance(phase, Finished):
            self.post_message(self.Over())
            return
        card = phase.posed.card
        if self._shown is not phase.posed:
            self._shown = phase.posed
            await self._show_question(phase.posed.card)
            self._responder.pose(phase.posed)
        self._show_header()
        match phase:
            case Asking():
                self._show_asking(phase)
            case Weighing():
                self._show_weighing()
            case Running():
                self._show_running(phase)
            case Revealed():
                self._show_revealed(phase, card)

    # What is shown

    def _show_header(self) -> None:
        phase = self._study.phase
        if not isinstance(phase, Finished) and self.is_mounted:
            deck = sanitize_line(self._deck_title(phase.posed.card))
            self._header.show_progress(deck, self._study.session)

    async def _show_question(self, card: Card) -> None:
        label = f"{card.id}  ·  {card.kind.name}  ·  {card.level.value}"
        self._label.update(Content(sanitize_line(label)))
        self._prompt.show(card.prompt)
        self._snippet.display = bool(card.code) and card.kind.coding is None
        self._snippet.show_code(card.code)
        self._instruction.update(inline(sanitize_line(card.kind.task)))
        await self._show_responder(RESPONDERS[card.kind.name])
        self._body.scroll_home(animate=False)

    async def _show_responder(self, wanted: type[Responder]) -> None:
        if wanted not in self._responders:
            self._responders[wanted] = wanted()
            await self._answer.mount(self._responders[wanted])
        for type_, responder in self._responders.items():
            responder.display = type_ is wanted
        self._responder = self._responders[wanted]

    def _show_asking(self, asking: Asking) -> None:
        self._show_hints(asking.posed.card, asking.hints)
        self._instruction.display = True
        self._verdict.display = False
        self._grades.clear_grades()
        self._responder.take_focus()
        self._show_footer()

    def _show_hints(self, card: Card, count: int) -> None:
        if not (count or self._hints.display):
            return  # the usual case, which lays nothing out anew
        self._hints.display = count > 0
        shown = [
            Content.assemble("Hint  ", inline(sanitize_line(hint)))
            for hint in card.hints[:count]
        ]
        self._hints.update(Content("\n").join(shown))

    def _show_weighing(self) -> None:
        """Ask how sure; the answer stays as it was given, open to be changed."""
        self._grades.ask_confidence()
        self.set_focus(None)
        self._show_footer()

    def _show_running(self, running: Running) -> None:
        self._responder.close(running.response.text)
        self._verdict.display = True
        self._verdict.show_run("", "running …")
        self.call_after_refresh(self._verdict.scroll_visible, animate=False)
        self._grades.clear_grades()
        self.set_focus(None)
        self._show_footer()

    def _show_revealed(self, revealed: Revealed, card: Card) -> None:
        self._responder.close(revealed.response.text)
        self._show_hints(card, revealed.hints)
        if isinstance(revealed.outcome, Raised):
            self._snippet.show_code(card.code, revealed.outcome.line)
        self._verdict.display = True
        self._verdict.show_verdict(revealed, truth=not self._responder.shows_truth)
        if self.must_assess(revealed) and self._responder.assess():
            self._verdict.display = False
            self._grades.clear_grades()
            self._show_footer()
            return
        self._grades.show_grades(revealed)
        self.set_focus(None)
        # Behind the panel's own layout: before it, there is nowhere to scroll to.
        self.call_later(self.call_after_refresh, self._scroll_to_verdict)
        self._show_footer()

    def _scroll_to_verdict(self) -> None:
        self._body.scroll_to_widget(self._verdict, top=True, animate=False, force=True)

    def _keep_in_sight(self) -> None:
        """Scroll to whoever has the focus, where it may have been pushed away."""
        if self.focused is not None:
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    def _show_footer(self) -> None:
        self._footer.show_keys(self._keys_now())

    def _keys_now(self) -> footers.Shown:
        match self._study.phase:
            case Asking():
                return footers.BESIDE if self.is_beside else self._responder.footer
            case Weighing():
                return footers.WEIGHING
            case Running():
                return footers.RUNNING
            case Revealed() as revealed:
                if not self.is_beside and self.must_assess(revealed):
                    return self._responder.footer
                return footers.after_the_answer(
                    revealed,
                    can_edit=self._open_editor is not None,
                    can_explore=self._study.exploration() is not None,
                )
            case Finished():
                return ()

    # What keys do

    async def action_scroll_body(self, how: str) -> None:
        """Scroll the page, where nobody has the focus who would."""
        await self.app.run_action(how, self._body)

    async def on_responder_submitted(self, event: Responder.Submitted) -> None:
        """Take the answer; run what has to be run."""
        event.stop()
        if self.busy:
            return
        self._study.back()  # changed while it was weighed: it is read anew
        misread = self._study.respond(event.text)
        if misread is not None:
            self._responder.correct(misread)
            return
        await self.go_on()

    def action_hint(self) -> None:
        """Show one hint more."""
        if isinstance(self._study.phase, Asking):
            before = self._study.phase
            self._study.hint()
            if self._study.phase == before:
                self.notify("There are no more hints.")
            else:
                self._show_hints(before.posed.card, before.hints + 1)
                self._keep_in_sight()

    async def action_override(self) -> None:
        """I was right."""
        self._study.override()
        await self.show_phase()

    def action_prove(self) -> None:
        """Run the snippet of a card that was answered without a run."""
        phase = self._study.phase
        if not isinstance(phase, Revealed) or self.busy:
            return
        if phase.posed.card.program() is None:
            self.notify("This card has nothing to run.")
        else:
            self.start_run(self._study.run, self.settle)

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
            self.notify("Your editor could not be started; look at VISUAL or EDITOR.")

    async def action_leave_field(self) -> None:
        """Leave the answer field for the keys, go back to it, or stop a run."""
        if self.busy:
            self._study.runner.stop()
        elif isinstance(self._study.phase, Weighing):
            await self.back()
        elif isinstance(self._study.phase, Revealed):
            self.leave_points(self._study.phase)
        elif isinstance(self._study.phase, Asking):
            if self.is_beside:
                self._responder.take_focus()
            else:
                self.set_focus(None)

    def action_interrupt(self) -> None:
        """Stop a run; else end the sitting."""
        if self.busy:
            self._study.runner.stop()
        else:
            self.action_finish()

    def action_finish(self) -> None:
        """End the sitting with its summary; warn once before work is lost."""
        if not self.busy and not self._responder.keeps_from_leaving():
            self._study.finish()
            self.post_message(self.Over())

    # The run

    async def settle(self, outcome: Outcome) -> None:
        """Judge by the run."""
        if news := self._study.runner.news():
            self.notify(news, markup=False)
        if isinstance(self._study.phase, Running):
            self._study.settle(outcome)
        else:
            self._study.prove(outcome)
        await self.show_phase()
        if isinstance(self._study.phase, Asking):  # no result: mend the code
            self._responder.show_trial(outcome)

    def show_progress(self, printed: str, note: str) -> None:
        """Show a run that takes its time."""
        if isinstance(self._study.phase, Running):
            self._verdict.show_run(printed, note)
        elif isinstance(self._study.phase, Asking):
            self._responder.show_running(note)
