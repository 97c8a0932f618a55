"""Statistics in words: sections of text lines, for the command and for screens.

Text from decks and the log is sanitized here, because its width is measured here.
Every figure comes with its count; with too few, there is no percentage.
"""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from msgspec import Struct

from quizapp.core.basics.english import quantity
from quizapp.core.basics.moment import day_name
from quizapp.core.basics.share import Share
from quizapp.core.stats.calibration import Calibration
from quizapp.core.stats.misconceptions import MistakeCount
from quizapp.core.stats.readiness import READINESS_NOTE
from quizapp.core.stats.statistics import By, GroupStatistics, Statistics
from quizapp.core.terminal import plot
from quizapp.core.terminal.cells import cell_count, fit_text
from quizapp.core.terminal.sanitize import sanitize_line

MAX_LIST_ROWS = 10
"""The most rows of a list; the rest are only counted."""
MINUTES_DAYS = 60

NAME = 24
"""The least cells of a name in a table, if columns can be left out for it."""

_COLUMNS = (
    *(("seen", 10), ("due", 6), ("reviews", 9)),
    *(("time", 12), ("retained", 10), ("ready", 7)),
)
_COMPARED: tuple[By, ...] = ("topic", "deck")

_TITLES: dict[By, str] = {
    "deck": "Decks",
    "topic": "Topics",
    "level": "Levels",
    "tag": "Tags",
}


class QuietLine(str):
    """A line that explains figures, and is quieter than they are."""

    __slots__ = ()


class Section(Struct, frozen=True):
    """A title with a note, and lines within a width."""

    title: str
    aside: str
    lines: tuple[str, ...]


def sections(statistics: Statistics, width: int) -> Iterator[Section]:
    """Yield the sections that have content, the tables last."""
    yield _section("Reviews", _period(statistics), _reviews(statistics, width), width)
    yield _section("Retention", _target(statistics), _retention(statistics), width)
    yield _section("Forecast", _coming(statistics), _forecast(statistics, width), width)
    yield _section(
        "Readiness", _asked(statistics), _readiness(statistics, width), width
    )
    if answers := statistics.calibration.answers:
        aside = f"{quantity(answers, 'answer')}, a card's first of a day"
        yield _section("Calibration", aside, _calibration(statistics, width), width)
    if confident := statistics.sure_and_wrong:
        aside = f"{sum(not error.last.right_since for error in confident)} of"
        aside += f" {quantity(len(confident), 'card')} still open"
        yield _section(
            "Sure and wrong", aside, _sure_and_wrong(statistics, width), width
        )
    if errors := _errors(statistics):
        aside = f"in {statistics.misconceptions.foreseen} of"
        aside += f" {quantity(errors, 'wrong answer')}"
        yield _section(
            "Misconceptions", aside, _misconceptions(statistics, width), width
        )
    for by, title in _TITLES.items():
        if rows := _worth_showing(statistics.by(by), by):
            table = _Table.within(width)
            yield _section(title, table.head, _groups(rows, by, table), width)
    if statistics.share < 1:
        yield _section(*still_read(statistics.share), width)


def still_read(share: float) -> tuple[str, str, tuple[str, ...]]:
    """Return title, note and lines of what is not known yet."""
    line = QuietLine("Levels, tags and misconceptions are still being read.")
    return "More", f"{share:.0%} read", (line,)


def section_heading(section: Section, width: int) -> tuple[str, ...]:
    """Return title and note: in one line if there is room, else in two."""
    room = width - cell_count(section.aside) - 1
    if room >= cell_count(section.title):
        return (f"{fit_text(section.title, room)} {section.aside}".rstrip(),)
    return section.title, fit_text(section.aside, width).rstrip()


def _notes(text: str, width: int) -> Iterator[QuietLine]:
    return map(QuietLine, wrap(text, width))


def _section(title: str, aside: str, lines: Iterable[str], width: int) -> Section:
    cut = (type(line)(fit_text(line, width).rstrip()) for line in lines)
    return Section(title, aside, tuple(cut))


def percent(share: Share) -> str:
    """Return a share as a percentage, `–` with too few."""
    return "–" if share.value is None else f"{share.value:.0%}"


def hits_of(share: Share) -> str:
    """Return `2 of 3`; a partly right answer counts as its part: `2.8 of 3`."""
    return f"{share.hits:.1f}".removesuffix(".0") + f" of {share.of}"


def duration(seconds: float) -> str:
    """Return a time in its two largest units: `3 h 12 min`."""
    minutes = round(seconds / 60)
    if seconds and not minutes:
        return "< 1 min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _period(statistics: Statistics) -> str:
    return (
        f"{day_name(statistics.activity.first)} to {day_name(statistics.activity.last)}"
    )


def _reviews(statistics: Statistics, width: int) -> Iterator[str]:
    done = statistics.activity
    studied = f"{len(done.days)} of {quantity(done.length, 'day')}"
    unloaded = (
        f"; {statistics.unloaded} of cards that are not loaded"
        if statistics.unloaded
        else ""
    )
    yield from wrap(
        f"{quantity(done.reviews, 'review')}, {quantity(done.cards, 'card')},"
        f" {studied}, {duration(done.seconds)}{unloaded}",
        width,
    )
    yield ""
    yield from plot.calendar(done.counts, done.first, done.last, width)
    minutes = done.minutes(min(MINUTES_DAYS, max(1, width - 31)))
    if any(minutes):
        spark = plot.sparkline(minutes, len(minutes))
        yield ""
        yield f"time per day  {spark}  at most {duration(60 * max(minutes))}"


def _target(statistics: Statistics) -> str:
    return f"target {statistics.retention.target:.0%}"


def _retention(statistics: Statistics) -> Iterator[str]:
    for span in statistics.retention.spans:
        share = span.share
        low, high = share.interval
        likely = "" if share.value is None else f"({low:.0%} to {high:.0%})"
        known = f"{share.hits:.0f} of {share.of}"
        yield (
            f"last {quantity(span.days, 'day'):9}{percent(share):>4}  {likely:14}"
            f" {known:>12}  {statistics.retention.reading(span)}"
        )
    yield QuietLine("First review of each day, learning steps excluded.")


def _coming(statistics: Statistics) -> str:
    return f"{sum(statistics.forecast.due)} due in {len(statistics.forecast.due)} days"


def _forecast(statistics: Statistics, width: int) -> Iterator[str]:
    ahead = statistics.forecast
    total, days = sum(ahead.due), len(ahead.due)
    overdue = f", {ahead.overdue} of them overdue" if ahead.overdue else ""
    today = f"today {ahead.due[0]}{overdue}; tomorrow {ahead.due[1]}"
    yield from wrap(f"{today}; {total / days:.1f} a day on average", width)
    if total:
        yield ""
        yield from plot.columns(ahead.due, ahead.first, width)
    rest = f"{ahead.later} due later, {ahead.new} not started"
    yield ""
    yield from _notes(f"{rest}; repeat reviews not counted", width)


def _asked(statistics: Statistics) -> str:
    return f"if asked on {day_name(statistics.period.recall_day)}"


def _readiness(statistics: Statistics, width: int) -> Iterator[str]:
    yield from plot.bars([_bar(group) for group in statistics.by("topic")], width)
    yield from _notes(READINESS_NOTE, width)


def _bar(group: GroupStatistics) -> plot.Bar:
    share, seen = group.readiness.share, group.readiness.seen
    cards = quantity(group.readiness.cards, "card")
    return plot.Bar(
        sanitize_line(group.name), share, f"{share:4.0%}  {seen} of {cards} seen"
    )


def _calibration(statistics: Statistics, width: int) -> Iterator[str]:
    whole = statistics.calibration
    yield from plot.calibration(tuple(_marks(whole)), width)
    key = "◇ what you claimed  ● how often you were right  ├┤ 95%"
    yield from _notes(key, width)
    if whole.brier is not None:
        best = "0 is perfect; always guessing 50% scores 0.25"
        yield from _notes(f"Brier score {whole.brier:.3f} ({best})", width)
    yield ""
    yield _reading("all", whole, width)
    for by in _COMPARED:
        if len(statistics.by(by)) > 1:
            groups = (g for g in statistics.by(by) if g.calibration.over is not None)
            for group in groups:
                yield _reading(group.name, group.calibration, width)


def _marks(calibration: Calibration) -> Iterator[plot.CalibrationRow]:
    for step, share in calibration.steps.items():
        rate = share.hits / share.of if share.of else None
        note = f"{percent(share):>4}  {hits_of(share)}"
        yield plot.CalibrationRow(step.label, step.stated, rate, *share.interval, note)


def _reading(name: str, calibration: Calibration, width: int) -> str:
    label = fit_text(sanitize_line(name), max(8, min(24, width - 56)))
    if calibration.over is None or calibration.stated is None:
        return f"{label} not enough data"
    points = abs(round(100 * calibration.over))
    reading = calibration.reading
    by = f", {points} points" if reading.endswith("confident") else ""
    sure = f"{calibration.stated:.0%} sure, {percent(calibration.right)} right"
    return f"{label} {sure} of {calibration.answers}: {reading}{by}"


def _sure_and_wrong(statistics: Statistics, width: int) -> Iterator[str]:
    errors = statistics.sure_and_wrong
    for error in errors[:MAX_LIST_ROWS]:
        last = error.last
        name = fit_text(sanitize_line(str(error.card)), max(12, width - 43))
        times = f"{error.times}×" if error.times > 1 else ""
        state = "✓ right since" if last.right_since else "✗ open"
        label = last.confidence.label
        yield f"{day_name(last.day)}  {name} {label:11} {times:>3}  {state}"
    yield from _and_more(len(errors) - MAX_LIST_ROWS, "card")


def _errors(statistics: Statistics) -> int:
    misconceptions = statistics.misconceptions
    return misconceptions.foreseen + misconceptions.unforeseen + misconceptions.edited


def _misconceptions(statistics: Statistics, width: int) -> Iterator[str]:
    misconceptions = statistics.misconceptions
    for made in misconceptions.made[:MAX_LIST_ROWS]:
        yield from _made(made, width)
    yield from _and_more(len(misconceptions.made) - MAX_LIST_ROWS, "mistake")
    rest = (
        [quantity(misconceptions.unforeseen, "other wrong answer")]
        if misconceptions.unforeseen
        else []
    )
    if misconceptions.edited:
        rest.append(f"{misconceptions.edited} on cards edited since")
    if rest:
        yield from wrap(f"Plus {', '.join(rest)}.", width)


def _made(made: MistakeCount, width: int) -> Iterator[str]:
    answer = sanitize_line(" ".join(made.mistake.given.split()))
    yield f"{made.times:3}×  {sanitize_line(str(made.card))}  “{answer}”"
    because = sanitize_line(" ".join(made.mistake.because.split()))
    for line in wrap(because, max(20, width - 6))[:3]:
        yield f"      {line}"


def _and_more(left: int, noun: str) -> Iterator[str]:
    if left > 0:
        yield f"… and {quantity(left, f'more {noun}')}: see quizapp stats --json"


# Tables


def _worth_showing(
    groups: Sequence[GroupStatistics], by: By
) -> tuple[GroupStatistics, ...]:
    """Leave out a single topic, and groups that were never seen."""
    if by == "topic" and len(groups) == 1:
        return ()
    return tuple(group for group in groups if group.reviews or group.readiness.seen)


class _Table(Struct, frozen=True):
    """The columns that fit next to the names."""

    name: int
    columns: tuple[tuple[str, int], ...]

    @classmethod
    def within(cls, width: int) -> "_Table":
        """Leave out columns, the least useful first, until the names fit."""
        columns = dict(_COLUMNS)
        for spare in ("time", "due", "reviews", "retained"):
            if width - sum(columns.values()) < NAME:
                del columns[spare]
        return cls(max(1, width - sum(columns.values())), tuple(columns.items()))

    @property
    def head(self) -> str:
        return "".join(f"{name:>{room}}" for name, room in self.columns)

    def row(self, group: GroupStatistics) -> str:
        cells = {
            "seen": f"{group.readiness.seen}/{group.readiness.cards}",
            "due": str(group.due),
            "reviews": str(group.reviews),
            "time": duration(group.seconds),
            "retained": percent(group.retained),
            "ready": f"{group.readiness.share:.0%}",
        }
        name = fit_text(sanitize_line(group.name), self.name)
        return name + "".join(f"{cells[name]:>{room}}" for name, room in self.columns)


def _groups(rows: Sequence[GroupStatistics], by: By, table: _Table) -> Iterator[str]:
    if by != "tag":
        yield from map(table.row, rows)
        return
    often = sorted(rows, key=lambda group: -group.reviews)
    yield from map(table.row, often[:MAX_LIST_ROWS])
    yield from _and_more(len(often) - MAX_LIST_ROWS, "tag")
