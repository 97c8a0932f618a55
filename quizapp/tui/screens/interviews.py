"""The interviews screen: set one up, go on with one, or read the debrief of one."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.style import Style
from textual.widgets import Static

from quizapp.core.basics.english import quantity
from quizapp.core.cards.card import Level
from quizapp.core.interview.comparison import over_time
from quizapp.core.interview.facts import InterviewOptions
from quizapp.core.interview.record import InterviewRecord
from quizapp.core.interview.timing import planned_threads
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.tui.base import BaseScreen
from quizapp.tui.keys import keys
from quizapp.tui.keys.interview_keys import INTERVIEWS_KEYS
from quizapp.tui.widgets.bars import Footer, Header
from quizapp.tui.widgets.fitted import Fitted
from quizapp.tui.widgets.plan_field import PlanField
from quizapp.tui.widgets.region import Region
from quizapp.wording.interview import interview_in_a_line
from quizapp.wording.scorecard import SIGNALS

LENGTHS = (10, 15, 20, 30, 45, 60)
LEVELS = ("screen", "onsite", "expert")
ALL = "my topics"
"""All, or those of the settings."""
CONDITIONS = (
    "Timed and silent: no verdict, truth or hint before the end. One question leads to"
    " the next. Type your answers, or say them aloud; afterwards there is a debrief and"
    " a scorecard. It does not change when your cards are due."
)
_UNDONE = "An interview was interrupted. Enter resumes it; x ends it as it is."


_PLACE = "place"
"""The name under which a style keeps the number of an earlier interview."""


class _Past(Static):
    """The earlier interviews; two quick clicks open one, and select no text."""

    ALLOW_SELECT = False


class InterviewsScreen(BaseScreen):
    """Three choices, a start, and what was before."""

    CSS_PATH = "interviews.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(INTERVIEWS_KEYS)
    TABLES = (INTERVIEWS_KEYS,)
    AUTO_FOCUS = ""

    class BeginWanted(Message):
        """An interview should begin."""

        def __init__(self, options: InterviewOptions) -> None:
            super().__init__()
            self.options = options

    class ResumeWanted(Message):
        """The interrupted interview should go on, or end as it is."""

        def __init__(self, record: InterviewRecord, *, ends: bool) -> None:
            super().__init__()
            self.record, self.ends = record, ends

    class ShowWanted(Message):
        """The debrief of an interview should be shown."""

        def __init__(self, record: InterviewRecord) -> None:
            super().__init__()
            self.record = record

    def __init__(
        self,
        subjects: tuple[str, ...],
        records: tuple[InterviewRecord, ...],
        unfinished: InterviewRecord | None,
    ) -> None:
        super().__init__()
        self._subjects = ("", *subjects)
        self._unfinished = unfinished
        self._past = tuple(reversed(over_time(records)))
        self._chosen = {"what": 0, "minutes": 3, "level": 1}
        self._row = 0
        self._header = Header(id="header", markup=False)
        self._fields = {
            "what": PlanField("Topic", id="what"),
            "minutes": PlanField("Minutes", id="minutes"),
            "level": PlanField("Level", id="level"),
        }
        self._list = _Past(id="past", markup=False)
        self._footer = self.message_line = Footer(id="footer", markup=False)

    def compose(self) -> ComposeResult:
        """Lay out the choices and the list."""
        yield self._header
        with Region("Mock interview", id="setup"):
            yield Fitted(id="about", markup=False)
            yield from self._fields.values()
            yield Static(id="then", markup=False)
        with Region("Your interviews", id="earlier"):
            yield self._list
        with Vertical(id="bottom"):
            yield self._footer

    def on_mount(self) -> None:
        """Show the choices."""
        text = _UNDONE if self._unfinished is not None else CONDITIONS
        style = "$warning" if self._unfinished is not None else "$quiet"
        about = self.query_one("#about", Fitted)
        about.update(Content.styled(text, style))
        start = "resume" if self._unfinished is not None else "start, or open"
        self._footer.show_keys(
            (
                ("interviews.up interviews.down", "move"),
                ("interviews.less interviews.more", "change"),
                ("interviews.start", start),
                *((("interviews.finish", "end it"),) if self._unfinished else ()),
                ("interviews.help", "help"),
                ("interviews.leave", "back"),
            )
        )
        self._show()

    def on_resize(self) -> None:
        """Fit the header."""
        self._show()

    @property
    def options(self) -> InterviewOptions:
        """What is chosen."""
        what = self._subjects[self._chosen["what"]]
        return InterviewOptions(
            (what,) if what else (),
            float(LENGTHS[self._chosen["minutes"]]),
            LEVELS[self._chosen["level"]],
        )

    def _show(self) -> None:
        self._header.show_count("Interview", quantity(len(self._past), "interview"))
        options = self.options
        values = {
            "what": sanitize_line(options.what[0]) if options.what else ALL,
            "minutes": f"{options.minutes:g}",
            "level": Level(options.level).label,
        }
        for row, (name, field) in enumerate(self._fields.items()):
            field.show(values[name], at_cursor=row == self._row)
        threads = quantity(planned_threads(options.minutes), "topic")
        then = f"About {threads}: a question, its follow-ups, and code."
        self.query_one("#then", Static).update(Content.styled(then, "$quiet"))
        self._list.update(Content("\n").join(self._listed()))

    def _listed(self) -> list[Content]:
        if not self._past:
            return [Content.styled("None yet.", "$quiet")]
        return [self._line(row) for row in range(len(self._past))]

    def _line(self, row: int) -> Content:
        point = self._past[row]
        here = self._row == len(self._fields) + row
        when = f"{point.moment.at + point.moment.offset:%Y-%m-%d %H:%M}"
        whole = "    " if point.whole is None else f"{point.whole:4.0%}"
        signal = "no signal" if point.signal is None else SIGNALS[point.signal]
        about = sanitize_line(interview_in_a_line(point.record))
        return Content.assemble(
            ("› " if here else "  ", "$primary bold"),
            (f"{when}  {whole}  {signal:10}  ", "bold" if here else ""),
            (about, "$quiet"),
        ).stylize(Style.from_meta({_PLACE: row}))

    def on_click(self, event: Click) -> None:
        """Go to the earlier interview that was clicked; there, open it."""
        place = event.style.meta.get(_PLACE)
        if not isinstance(place, int):
            return
        before, self._row = self._row, len(self._fields) + place
        self.action_start() if self._row == before else self._show()

    def on_plan_field_clicked(self, event: PlanField.Clicked) -> None:
        """Choose a row, or press one of its arrows."""
        event.stop()
        self._row = list(self._fields.values()).index(event.field)
        self.action_step(event.step)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        last = len(self._fields) + len(self._past) - 1
        self._row = max(0, min(self._row + by, last))
        self._show()

    def action_step(self, by: int) -> None:
        """Choose another value."""
        sizes = {"what": self._subjects, "minutes": LENGTHS, "level": LEVELS}
        if self._row < len(self._fields):
            name = list(self._fields)[self._row]
            last = len(sizes[name]) - 1
            self._chosen[name] = max(0, min(self._chosen[name] + by, last))
            self._show()

    def action_start(self) -> None:
        """Start, go on, or open the interview at the cursor."""
        past = self._row - len(self._fields)
        if past >= 0:
            self.post_message(self.ShowWanted(self._past[past].record))
        elif self._unfinished is not None:
            self.post_message(self.ResumeWanted(self._unfinished, ends=False))
        else:
            self.post_message(self.BeginWanted(self.options))

    def action_finish(self) -> None:
        """End the interrupted interview with what was answered."""
        if self._unfinished is not None:
            self.post_message(self.ResumeWanted(self._unfinished, ends=True))

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()
