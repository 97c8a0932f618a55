"""Card page: a card, its answer and its verdict, as one page that scrolls.

On a wide screen question and verdict are side by side, and each of them scrolls.
Widgets stay for the whole session and change their content, so nothing flickers.
The page shows a phase of a study and never changes it.
"""

from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quizapp.core.cards.card import Card
from quizapp.core.judging.verdict import Unsettled
from quizapp.core.runs.outcome import Raised
from quizapp.core.session.phases import (
    Asking,
    Posed,
    Revealed,
    Running,
    Weighing,
)
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.flow.remarks import CardRemarks
from quizapp.tui.base import shown_key
from quizapp.tui.look.prose import inline, prose
from quizapp.tui.widgets.answers.responder import Responder
from quizapp.tui.widgets.answers.responders import RESPONDERS
from quizapp.tui.widgets.bars import GradeBar
from quizapp.tui.widgets.fitted import Fitted
from quizapp.tui.widgets.region import Region
from quizapp.tui.widgets.reveal.snippet import numbered
from quizapp.tui.widgets.reveal.verdict import VerdictPanel
from quizapp.tui.widgets.steady_scroll import SteadyScroll


def has_open_points(revealed: Revealed) -> bool:
    """Return whether the user has rubric points to tick before the verdict."""
    scored = revealed.posed.card.kind.scored_by is not None
    return scored and isinstance(revealed.judged, Unsettled)


WAITING = "Answer first. The verdict and the reasons will be here."


class CardPage(SteadyScroll):
    """Everything between the header and the grades."""

    responder: Responder
    """The answer widget of the card that is shown."""

    def __init__(self, *, coached: bool = False) -> None:
        super().__init__(id="body")
        self._coach = Static(id="coach", markup=False) if coached else None
        """What explains each step of the tour, below everything that scrolls."""
        self._posed: Posed | None = None
        self._responders: dict[type[Responder], Responder] = {}
        self._label = Static(id="label", markup=False)
        self._prompt = Fitted(id="prompt", markup=False)
        self._snippet = Fitted(id="snippet", markup=False)
        self._hints = Static(id="hints", markup=False)
        self._instruction = Static(id="task", markup=False)
        self._answer = Vertical(id="responder")
        self.confidence = GradeBar(id="confidence", markup=False)
        """“How sure?”, below the answer."""
        self._waiting = Static(WAITING, id="waiting", markup=False)
        self._tried = Static(id="tried", markup=False)
        self._tried.display = False
        self._verdict = VerdictPanel(id="verdict", markup=False)
        self._note = Static(id="note", markup=False)
        self._note.display = False
        self._starred = False
        self.grades = GradeBar(id="grades-beside", markup=False)
        """The grades below the verdict, on a wide screen."""
        self._question = Region("Question", id="question")
        self._reveal = Region("Verdict", id="reveal")
        self._reveal_scroll = VerticalScroll(id="reveal-scroll", can_focus=False)

    def compose(self) -> ComposeResult:
        """Lay out the places; their content comes with the phase."""
        with self._question:
            yield from (self._label, self._prompt, self._snippet, self._hints)
            yield from (self._instruction, self._answer, self.confidence)
        with self._reveal:
            with self._reveal_scroll:
                yield from (self._waiting, self._tried, self._verdict, self._note)
            yield self.grades
        if self._coach is not None:
            yield self._coach

    async def show(self, phase: Asking | Weighing | Running | Revealed) -> None:
        """Show a phase, and move the focus to where its keys go."""
        if self._posed is not phase.posed:
            self._posed = phase.posed
            await self._show_question(phase.posed)
            self.responder.pose(phase.posed)
            if phase.posed.owed is not None and phase.posed.was_seen:
                self.responder.refill(phase.posed.owed.response.text)
        self.confidence.clear_grades()
        self._explain(phase)
        match phase:
            case Asking():
                self._show_asking(phase)
            case Weighing():  # the answer stays as it was given, open to be changed
                self.screen.set_focus(None)
                self.confidence.ask_confidence()
                self.keep_in_sight(self.confidence)
            case Running():
                self._show_running(phase)
            case Revealed():
                self._show_revealed(phase)

    def _explain(self, phase: Asking | Weighing | Running | Revealed) -> None:
        """Show what the tour says about a phase."""
        if self._coach is not None:
            from quizapp.wording.tour import coach

            self._coach.update(coach(phase, partial(shown_key, self)))

    def show_hints(self, card: Card, count: int) -> None:
        """Show the first hints of a card, `count` of them."""
        if not (count or self._hints.display):
            return  # the usual case, which needs no new layout
        self._hints.display = count > 0
        hints = [
            Content.assemble("Hint  ", inline(sanitize_line(hint)))
            for hint in card.hints[:count]
        ]
        self._hints.update(Content("\n").join(hints))

    def show_remarks(self, remarks: CardRemarks) -> None:
        """Show the star of the card, and its note once the answer is given."""
        if remarks.is_starred != self._starred and self._posed is not None:
            self._starred = remarks.is_starred
            self._show_label(self._posed, name=self._verdict.display)
        note = sanitize_line(remarks.note) if self._verdict.display else ""
        if note or self._note.display:
            self._note.display = bool(note)
            self._note.update(Content.assemble(("Your note  ", "$quiet"), note))

    def show_progress(self, printed: str, note: str) -> None:
        """Show a run of the card's code that takes a while."""
        self._verdict.show_run(printed, note)

    def on_resize(self) -> None:
        """Divide the side of the verdict again, once its new style is known."""
        self.call_after_refresh(self.fit_reveal)

    def fit_reveal(self) -> None:
        """Give the verdict all rows but those of the grades that are below it."""
        rows = self._reveal.content_size.height - self.grades.lines
        beside = self.grades.display and rows > 0
        self._reveal_scroll.styles.max_height = rows if beside else None

    def keep_focus_visible(self) -> None:
        """Scroll to the focused widget, which may have been pushed out of sight."""
        if self.screen.focused is not None:
            self.keep_in_sight(self.screen.focused)

    @property
    def scroller(self) -> VerticalScroll:
        """What the keys scroll: a side of a wide page that is too long, else all."""
        sides = (self._reveal_scroll, self._question)
        return next((side for side in sides if side.allow_vertical_scroll), self)

    def on_responder_reported(self, event: Responder.Reported) -> None:
        """Show what a try came to, below the code or beside it."""
        event.stop()
        if not (event.content or self._tried.display):
            return
        self._tried.update(event.content)
        self._tried.display = bool(event.content)
        if not self.responder.shut:
            self._show_reveal("Checks", on=bool(event.content))
        if event.content:
            self.keep_in_sight(self._tried)

    async def _show_question(self, posed: Posed) -> None:
        card = posed.card
        self.screen.set_class(card.kind.coding is not None, "-coding")
        self._show_label(posed)
        self._prompt.fit(partial(prose, card.prompt))
        self._snippet.display = bool(card.code) and card.kind.coding is None
        self._snippet.fit(partial(numbered, card.code, None))
        self._instruction.update(inline(sanitize_line(card.task)))
        await self._show_responder(RESPONDERS[card.kind.name])
        self.let_go()
        self.scroll_home(animate=False)

    def _show_label(self, posed: Posed, *, name: bool = False) -> None:
        """Show kind and level; a card's own name may give its answer away."""
        card = posed.card
        words = [card.kind.name, card.level.label]
        if name:
            words.insert(0, str(card.id))
        if posed.note:
            words.append(posed.note)
        star = ("★ ", "$warning") if self._starred else ""
        label = Content.assemble(star, sanitize_line("  ·  ".join(words)))
        self._label.update(label)
        self._question.border_title = label  # where it has a border

    async def _show_responder(self, wanted: type[Responder]) -> None:
        if wanted not in self._responders:
            self._responders[wanted] = wanted()
            await self._answer.mount(self._responders[wanted])
        for type_, responder in self._responders.items():
            responder.display = type_ is wanted
        self.responder = self._responders[wanted]

    def _show_asking(self, asking: Asking) -> None:
        self.show_hints(asking.posed.card, asking.hints)
        self._instruction.display = True
        self._verdict.display = False
        self._show_reveal("Verdict", on=self._tried.display)
        self.responder.take_focus()

    def _show_running(self, running: Running) -> None:
        self.responder.close(running.response.text)
        self._verdict.display = True
        self._show_reveal("Run", on=True)
        self._verdict.show_run("", "Running…")
        self.keep_in_sight(self._verdict)
        self.screen.set_focus(None)

    def _show_revealed(self, revealed: Revealed) -> None:
        card = revealed.posed.card
        self._show_label(revealed.posed, name=True)
        self.responder.close(revealed.response.text)
        self.show_hints(card, revealed.hints)
        if isinstance(revealed.outcome, Raised):
            self._snippet.fit(partial(numbered, card.code, revealed.outcome.line))
        self._verdict.display = True
        self._show_reveal("Verdict", on=True)
        self._verdict.show_verdict(revealed, truth=not self.responder.shows_truth)
        if has_open_points(revealed) and self.responder.assess():
            self._verdict.display = False
            self._show_reveal("Verdict", on=False)
            return
        self.screen.set_focus(None)
        self._reveal_scroll.scroll_home(animate=False)
        self._keep(self._scroll_to_verdict)

    def _scroll_to_verdict(self) -> None:
        """Scroll to its border, or without one, to the empty row above it."""
        has_border = self._reveal.gutter.top > 0
        top = self._reveal if has_border else self.confidence
        self.scroll_to_widget(top, animate=False, top=True, force=True)

    def _show_reveal(self, title: str, *, on: bool) -> None:
        """Show the side of the verdict; without content, only where it is beside."""
        self._reveal.border_title = title
        # None leaves it to the style sheet, which shows both if there is room beside.
        self._reveal.styles.display = "block" if on else None
        self._waiting.styles.display = "none" if on else None
