"""Speech: an open answer, given aloud or typed, then compared with the rubric.

The rubric is not on the screen before the user has answered. After that it takes the
keys: Space or digits tick points, Enter accepts.
"""

import re
from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult, RenderResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from quizapp.core.judging.rubric import Rubric
from quizapp.core.kinds.mentions import mentioned
from quizapp.core.session.phases import Posed
from quizapp.core.terminal.sanitize import sanitize, sanitize_line
from quizapp.core.values.misread import Misread
from quizapp.tui.keys import keys, widget_keys
from quizapp.tui.look.prose import UNBOUNDED, hung, inline
from quizapp.tui.widgets.answers.responder import Responder
from quizapp.tui.widgets.answers.text_field import TextField
from quizapp.tui.widgets.cursor import cursor_sign
from quizapp.tui.widgets.steady_scroll import page_of

_TICKS = re.compile(r"[\d, ]+|none|")
"""How ticked points are written."""


class Points(Widget, can_focus=True):
    """The points of a rubric, ticked by their numbers."""

    class Accepted(Message):
        """The user has ticked their points."""

        def __init__(self, numbers: frozenset[int]) -> None:
            super().__init__()
            self.numbers = numbers

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(widget_keys.TICKS_KEYS)
    TABLES = (widget_keys.TICKS_KEYS,)

    rubric: reactive[Rubric | None] = reactive(None, layout=True)
    ticked: reactive[frozenset[int]] = reactive(frozenset[int]())
    found: reactive[Mapping[int, tuple[str, ...]]] = reactive(dict, layout=True)
    """The points whose words are in the answer, with these words."""
    cursor: reactive[int] = reactive(1)

    def watch_cursor(self, cursor: int) -> None:
        """Keep the point at the cursor on the screen."""
        points = self._points()
        above = 1 + sum(map(len, points[: cursor - 1]))  # below the heading
        for point in points[cursor - 1 : cursor]:
            if page := page_of(self):
                page.keep_rows_in_sight(self, above, len(point))

    def render(self) -> RenderResult:
        """Draw a line for each point; signs carry the meaning, color only helps."""
        head = Content.styled("Which of these points did you make?", "$quiet")
        lines = (line for point in self._points() for line in point)
        return Content("\n").join([head, *lines])

    def on_click(self, event: Click) -> None:
        """Tick or untick the point that was clicked."""
        event.prevent_default()  # two quick clicks select no text
        offset = event.get_content_offset(self)
        numbers = [n for n, lines in enumerate(self._points(), 1) for _ in lines]
        if offset is not None and self.has_focus and 0 < offset.y <= len(numbers):
            self.action_tick(numbers[offset.y - 1])

    def action_tick(self, number: int) -> None:
        """Tick or untick a point."""
        if self.rubric is not None and number <= len(self.rubric.points):
            self.cursor = number
            self.ticked = self.ticked ^ {number}

    def action_tick_here(self) -> None:
        """Tick or untick the point at the cursor."""
        self.action_tick(self.cursor)

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        count = 1 if self.rubric is None else len(self.rubric.points)
        self.cursor = (self.cursor - 1 + step) % count + 1

    def action_accept(self) -> None:
        """Submit the ticks."""
        self.post_message(self.Accepted(self.ticked))

    def _points(self) -> list[list[Content]]:
        points = () if self.rubric is None else self.rubric.points
        return [
            self._lines(number, point.point) for number, point in enumerate(points, 1)
        ]

    def _lines(self, number: int, point: str) -> list[Content]:
        at_cursor = self.has_focus and number == self.cursor
        ticked = number in self.ticked
        sign = Content.assemble(
            cursor_sign(at_cursor=at_cursor),
            ("■ ", "$success") if ticked else ("□ ", "$quiet"),
            (f"{number}  ", "$quiet"),
        )
        words = "; ".join(self.found.get(number, ()))
        text = Content.assemble(
            inline(sanitize_line(point)),
            (f"  found: {sanitize_line(words)}" if words else "", "$quiet"),
        )
        return hung(sign, text, self.size.width or UNBOUNDED)


class Speech(Responder):
    """A field for notes, then the points."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(widget_keys.SPEECH_KEYS)
    TABLES = (widget_keys.SPEECH_KEYS,)

    is_work = True
    is_blank_asked_first = False  # said aloud
    _rubric: Rubric | None = None
    _assessing = False
    _original = ""

    @property
    def footer(self) -> tuple[tuple[str, str], ...]:  # type: ignore[override]
        """The keys that work now."""
        if self._assessing:
            return (
                ("ticks.tick", "tick"),
                ("ticks.answer", "accept"),
                ("study.leave-field", "skip ticking"),
            )
        return (
            ("speech.commit", "reveal the points"),
            ("study.hint-typing", "hint"),
            ("study.leave-field", "shortcuts"),
            ("study.interrupt", "end"),
        )

    def compose(self) -> ComposeResult:
        """Lay out field and points."""
        yield TextField(id="speech")
        yield Points(id="points")

    def pose(self, posed: Posed) -> None:
        """Start with an empty field."""
        super().pose(posed)
        self._rubric, self._assessing = posed.card.kind.scored_by, False
        points = self.query_one(Points)
        points.display, points.ticked, points.cursor = False, frozenset(), 1
        points.found = {}
        self._field.display, self._field.read_only = True, False
        self._field.can_focus = True
        self._start("")

    def refill(self, text: str) -> None:
        """Go on with the notes that were submitted; ticks are none."""
        self._start("" if _TICKS.fullmatch(text) else text)

    def take_focus(self) -> None:
        """Put the cursor in the field."""
        self.screen.set_focus(self._field)

    def is_untouched(self) -> bool:
        """Return whether nothing is typed."""
        return self._field.text == self._original

    def undo_typing(self) -> bool:
        """Undo what was typed last."""
        if not self._field.has_focus or not self._field.history.undo_stack:
            return False
        self._field.undo()
        return True

    def keeps_from_leaving(self, key: str, what: str) -> bool:
        """Copy what is selected; warn once before notes are lost."""
        if self._field.has_focus and self._field.selected_text:
            self._field.action_copy()
            return True
        return super().keeps_from_leaving(key, what)

    def correct(self, misread: Misread) -> None:
        """Explain what is missing."""
        self.notify(sanitize_line(misread.message), markup=False)

    def close(self, text: str) -> None:
        """Show the points, and what was typed, read-only."""
        super().close(text)
        points = self.query_one(Points)
        if not self._field.text and _TICKS.fullmatch(text):  # after an undo
            points.ticked = frozenset(int(word) for word in re.findall(r"\d+", text))
        elif self._rubric is not None and not self._field.read_only:
            points.found = mentioned(self._rubric.points, text)
            points.ticked = frozenset(points.found)
        points.rubric = self._rubric
        points.display = True
        self._assessing = False
        self._field.read_only = True
        self._field.can_focus = False
        self._field.display = bool(self._field.text)

    def assess(self) -> bool:
        """Let the user tick their points."""
        self._assessing = True
        self.screen.set_focus(self.query_one(Points))
        return True

    def on_text_field_committed(self, event: TextField.Committed) -> None:
        """Reveal at Enter in the empty field."""
        event.stop()
        self.action_commit()

    def on_points_accepted(self, event: Points.Accepted) -> None:
        """Submit the numbers of the ticked points."""
        event.stop()
        numbers = ", ".join(map(str, sorted(event.numbers)))
        self.post_message(self.Assessed(numbers or "none"))

    def action_commit(self) -> None:
        """Submit what was said or typed."""
        if not self._field.read_only:
            self.post_message(self.Submitted(self._field.text))

    def _start(self, text: str) -> None:
        self._original = sanitize(text)
        self._field.load_text(self._original)

    @property
    def _field(self) -> TextField:
        return self.query_one(TextField)
