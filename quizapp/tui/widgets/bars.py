"""Bars: the header with its progress, the grades, and the keys of the moment."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache

from textual.content import Content
from textual.events import Click
from textual.notifications import Notification
from textual.style import Style
from textual.widgets import Static

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import Grade
from quizapp.core.session.phases import Revealed
from quizapp.core.session.session import Session
from quizapp.tui.base import pressable, shown_key

PROGRESS_CELLS = 12
WIDE_GAP, NARROW_GAP = "   ", "  "
LEAST_NEEDED = ("study.info", "study.open", "study.undo", "study.run", "plan.date")
"""Keys that the footer leaves out where it has too little room; help lists them."""
MOST_MESSAGES = 3
"""Messages that are shown at once."""
_SEVERITIES = {
    "information": "$foreground",
    "warning": "$warning bold",
    "error": "$error bold",
}
_PRESSES = "presses"
"""The name under which a style keeps the key that a click presses."""
_ACTS = "acts"
"""The same for an action of the screen."""
_BUTTON = "$foreground on $panel"
_SUGGESTED = "$background on $primary bold"


class FixedLine(Static):
    """A line that keeps its place: a new text of one line needs no new layout."""

    ALLOW_SELECT = False  # two quick clicks are two presses

    def show(self, text: Content) -> None:
        """Show a text, if it is a new one."""
        before = self.content if isinstance(self.content, Content) else Content("")
        if not text.is_same(before):
            grows = text.plain.count("\n") != before.plain.count("\n")
            self.update(text, layout=grows)


class Header(FixedLine):
    """Name and place on the left, progress or a count on the right."""

    def show_progress(self, deck: str, session: Session) -> None:
        """Show the progress of a session."""
        done, left = session.done, len(session.agenda)
        share = round(PROGRESS_CELLS * done / max(1, done + left))
        right = Content.assemble(
            ("━" * share, "$primary"),
            ("━" * (PROGRESS_CELLS - share), "$faint"),
            (f"  {done} done, {left} left", "$quiet"),
        )
        self._show(deck, right)

    def show_count(self, place: str, count: str) -> None:
        """Show the name of the place, and a count."""
        self._show(place, Content.styled(count, "$quiet"))

    def _show(self, place: str, right: Content) -> None:
        left_side = Content.assemble(
            ("quizapp", "$primary bold"), ("  " + place, "$quiet")
        )
        space = max(8, self.size.width - right.cell_length - 2)
        left_side = left_side.truncate(space, ellipsis=True)
        room = max(1, self.size.width - left_side.cell_length - right.cell_length)
        self.show(Content.assemble(left_side, " " * room, right))


class GradeBar(FixedLine):
    """The grades with their intervals; before the reveal, “How sure?”.

    A line above them explains why grades that differ have one interval.
    """

    chosen: int | None = None
    """The step that was chosen by arrows; None for the suggested grade, or to skip."""
    _revealed: Revealed | None = None
    _steps: tuple[int, ...] = ()

    def show_grades(self, revealed: Revealed) -> None:
        """Show the buttons, the suggested one highlighted; none for another draw."""
        self._revealed, self.chosen, self._steps = revealed, None, ()
        if revealed.posed.owed is None:
            self._steps = tuple(grade.value for grade in revealed.posed.offered)
            self._show_buttons(revealed)
            return
        accept = shown_key(self, "study.accept")
        note = f"Not recorded. {accept} goes back to the grade that is still open."
        self.show(Content.styled(note, "$quiet").stylize(_acts("accept")))

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        content = self.content
        return 1 + (content.plain.count("\n") if isinstance(content, Content) else 0)

    def ask_confidence(self) -> None:
        """Ask how sure the user is, before anything is revealed."""
        self._revealed, self.chosen = None, None
        self._steps = tuple(step.value for step in Confidence)
        self._show_confidence()

    @property
    def _room(self) -> int:
        """How many cells a line has; before the first layout, about that."""
        return self.size.width or self.app.size.width - 4

    def turn(self, by: int) -> None:
        """Choose the next step, or the one before."""
        if not self._steps:
            return
        last = len(self._steps) - 1
        suggested = -1 if self._revealed is None else self._revealed.suggested.value
        now = self.chosen or suggested
        place = self._steps.index(now) if now in self._steps else -1
        self.chosen = self._steps[max(0, min(place + by, last))]
        if self._revealed is None:
            self._show_confidence()
        else:
            self._show_buttons(self._revealed)

    def _show_buttons(self, revealed: Revealed) -> None:
        taken = Grade(self.chosen or revealed.suggested)
        buttons = [
            self._button(grade, label, is_taken=grade is taken)
            for grade, label in revealed.labels().items()
        ]
        bar = Content(" ").join(buttons) + " "
        if bar.cell_length > self._room + 1:
            bar = Content("\n").join(_in_lines(buttons, self._room)) + " "
        accept = shown_key(self, "study.accept")
        notes = (f" {accept}: {taken.meaning}", f" {accept} accepts", accept)
        room = self.size.width - bar.cell_length
        note = next((note for note in notes if len(note) <= room), "")
        accepts = Content.styled(note, "$quiet").stylize(_acts("accept"))
        capped = Content.styled(f"{revealed.cap}\n" if revealed.cap else "", "$quiet")
        self.show(capped + bar + accepts)

    def _show_confidence(self) -> None:
        buttons = [
            self._button(step, step.label, is_taken=step == self.chosen)
            for step in Confidence
        ]
        word = "skips" if self.chosen is None else "accepts"
        skip = Content.styled(f"{shown_key(self, 'study.accept')} {word}", "$quiet")
        head = Content.styled("How sure?", "$foreground bold")
        parts = (head, *buttons, skip.stylize(_acts("accept")))
        self.show(Content("\n").join(_in_lines(parts, self._room)))

    def _button(
        self, step: Grade | Confidence, label: str, *, is_taken: bool
    ) -> Content:
        """Return a button; a sign marks the one that is taken, besides its color."""
        sign, style = ("›", _SUGGESTED) if is_taken else (" ", _BUTTON)
        key = shown_key(self, f"study.{Grade(step.value).name.lower()}")
        button = Content.styled(f"{sign}{key} {label} ", style)
        return button.stylize(_acts(f"grade({step.value})"))

    async def on_click(self, event: Click) -> None:
        """Do what the clicked button does."""
        if action := event.style.meta.get(_ACTS):
            event.stop()
            await self.run_action(f"screen.{action}")

    def clear_grades(self) -> None:
        """Clear the line, but keep its place: nothing jumps when the grades come."""
        self.chosen, self._steps = None, ()
        self.show(Content(""))


class Footer(FixedLine):
    """The keys that work now, or messages instead; both can be clicked."""

    _keys: tuple[tuple[str, str], ...] = ()
    _messages: tuple[Notification, ...] = ()

    def show_keys(self, keys: tuple[tuple[str, str], ...]) -> None:
        """Show keys, by their ids, and what they do; in little room, fewer of them."""
        self._keys = keys
        if not self._messages:
            self.show(self._hints())

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """The keys and words that were to be shown last."""
        return self._keys

    def show_messages(self, messages: Sequence[Notification]) -> None:
        """Show messages in the place of the keys, until there are none."""
        before, self._messages = self._messages, tuple(messages)
        if self._messages:
            self.update(_worded(self._messages))
        elif before:
            self.update(self._hints())

    def on_click(self, event: Click) -> None:
        """Press the key that was clicked; a message that was clicked is gone."""
        if self._messages:
            event.stop()
            self.app.clear_notifications()
        elif key := event.style.meta.get(_PRESSES):
            event.stop()
            self.app.simulate_key(key)

    def _hints(self) -> Content:
        hints = {
            name: hint
            for name, word in self._keys
            if (hint := _hint(pressable(self, name), word))
        }
        width = self.size.width or self.app.size.width - 4  # before the first layout
        for name in LEAST_NEEDED:
            if _cells(hints.values(), NARROW_GAP) <= width:
                break
            hints.pop(name, None)
        if _cells(hints.values(), WIDE_GAP) <= width:
            return Content(WIDE_GAP).join(hints.values())
        return Content("\n").join(_in_lines(hints.values(), width))


@cache
def _hint(parts: tuple[tuple[str, str], ...], word: str) -> Content:
    """Return keys and what they do; nothing for an action without a key."""
    if not parts:
        return Content("")
    keys = Content("").join(
        Content.styled(text, "$primary").stylize(_press(key)) for text, key in parts
    )
    own = parts[0][1] if len(parts) == 1 else ""
    return keys + Content.styled(f" {word}", "$quiet").stylize(_press(own))


def _acts(action: str) -> Style:
    """Return the style of what runs an action of the screen when it is clicked."""
    return Style.from_meta({_ACTS: action})


def _press(key: str) -> Style:
    """Return the style of what presses a key when it is clicked."""
    return Style.from_meta({_PRESSES: key}) if key else Style()


def _worded(messages: Sequence[Notification]) -> Content:
    """Return a line for each message, the last ones if there are too many."""
    shown = messages[-MOST_MESSAGES:]
    lines = [
        Content.styled(
            f"{message.title}: {message.message}" if message.title else message.message,
            _SEVERITIES[message.severity],
        )
        for message in shown
    ]
    if len(shown) < len(messages):
        lines[-1] += f"  (and {len(messages) - len(shown)} more)"
    return Content("\n").join(lines)


def _in_lines(hints: Iterable[Content], width: int) -> Iterator[Content]:
    """Yield as few lines as these fit in; none of them is divided."""
    line: list[Content] = []
    for hint in hints:
        if line and _cells((*line, hint), NARROW_GAP) > width:
            yield Content(NARROW_GAP).join(line)
            line = []
        line.append(hint)
    yield Content(NARROW_GAP).join(line)


def _cells(hints: Collection[Content], gap: str) -> int:
    return sum(hint.cell_length for hint in hints) + len(gap) * (len(hints) - 1)
