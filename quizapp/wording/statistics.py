"""Report: statistics as sections of text lines, for the command and for screens.

Whatever a deck or the log brought is sanitized here, since it is measured here.
Every figure stands with the count it comes from; too few give no percentage.
"""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from msgspec import Struct

from quizapp.core.basics.english import quantity
from quizapp.core.basics.moment import day_name
from quizapp.core.basics.share import Share
from quizapp.core.stats.calibration import Calibration
from quizapp.core.stats.misconceptions import Made
from quizapp.core.stats.readiness import READINESS_NOTE
from quizapp.core.stats.statistics import By, GroupStatistics, Statistics
from quizapp.core.terminal import plot
from quizapp.core.terminal.sanitize import sanitize_line

MOST_ROWS = 10
"""Rows of a list that has no end; the rest is counted."""
MINUTES_DAYS = 60

NAME = 24
"""Cells that a name gets in a table, if columns can be left out for it."""

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


class Section(Struct, frozen=True):
    """A title, what is told beside it, and lines no wider than asked for."""

    title: str
    aside: str
    lines: tuple[str, ...]


def sections(told: Statistics, width: int) -> Iterator[Section]:
    """Yield the sections that have something to say, the tables last."""
    yield _section("Reviews", _period(told), _reviews(told, width), width)
    yield _section("Retention", _target(told), _retention(told), width)
    yield _section("Forecast", _coming(told), _forecast(told, width), width)
    yield _section("Readiness", _asked(told), _readiness(told, width), width)
    if answers := told.calibration.answers:
        aside = f"{quantity(answers, 'answer')}, a card's first of a day"
        yield _section("Calibration", aside, _calibration(told, width), width)
    if every := told.sure_and_wrong:
        aside = f"{sum(not each.right_since for each in every)} of"
        aside += f" {quantity(len(every), 'card')} still open"
        yield _section("Sure and wrong", aside, _sure_and_wrong(told, width), width)
    if errors := _errors(told):
        aside = f"in {told.misconceptions.foreseen} of"
        aside += f" {quantity(errors, 'wrong answer')}"
        yield _section("Misconceptions", aside, _misconceptions(told, width), width)
    for by, title in _TITLES.items():
        if rows := _worth_telling(told.by(by), by):
            table = _Table.within(width)
            yield _section(title, table.head, _groups(rows, by, table), width)


def heading(section: Section, width: int) -> tuple[str, ...]:
    """Return title and aside: in one line if there is room, else in two."""
    room = width - plot.cells(section.aside) - 1
    if room >= plot.cells(section.title):
        return (f"{plot.fit(section.title, room)} {section.aside}".rstrip(),)
    return section.title, plot.fit(section.aside, width).rstrip()


def _section(title: str, aside: str, lines: Iterable[str], width: int) -> Section:
    cut = (plot.fit(line, width).rstrip() for line in lines)
    return Section(title, aside, tuple(cut))


def percent(share: Share) -> str:
    """Return a share as a percentage, `–` from too few."""
    return "–" if share.value is None else f"{share.value:.0%}"


def duration(seconds: float) -> str:
    """Return a time in its two largest units: `3 h 12 min`."""
    minutes = round(seconds / 60)
    if seconds and not minutes:
        return "< 1 min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _period(told: Statistics) -> str:
    return f"{day_name(told.activity.first)} to {day_name(told.activity.last)}"


def _reviews(told: Statistics, width: int) -> Iterator[str]:
    done = told.activity
    studied = f"{len(done.days)} of {quantity(done.length, 'day')}"
    unloaded = f"; {told.unloaded} of cards no longer loaded" if told.unloaded else ""
    yield from wrap(
        f"{quantity(done.reviews, 'review')} of {quantity(done.cards, 'card')}"
        f" on {studied}, {duration(done.seconds)}{unloaded}",
        width,
    )
    yield ""
    yield from plot.calendar(done.counts, done.first, done.last, width)
    minutes = done.minutes(min(MINUTES_DAYS, max(1, width - 31)))
    if any(minutes):
        spark = plot.sparkline(minutes, len(minutes))
        yield ""
        yield f"time a day  {spark}  at most {duration(60 * max(minutes))}"


def _target(told: Statistics) -> str:
    return f"target {told.retention.target:.0%}"


def _retention(told: Statistics) -> Iterator[str]:
    for span in told.retention.spans:
        share = span.share
        low, high = share.interval
        likely = "" if share.value is None else f"({low:.0%} to {high:.0%})"
        known = f"{share.hits:.0f} of {share.of}"
        yield (
            f"last {quantity(span.days, 'day'):9}{percent(share):>4}  {likely:14}"
            f" {known:>12}  {told.retention.reading(span)}"
        )
    yield "Still known at the first review of a day, learning steps left out."


def _coming(told: Statistics) -> str:
    return f"{sum(told.forecast.due)} due in {len(told.forecast.due)} days"


def _forecast(told: Statistics, width: int) -> Iterator[str]:
    ahead = told.forecast
    total, days = sum(ahead.due), len(ahead.due)
    overdue = f", {ahead.overdue} of them overdue" if ahead.overdue else ""
    today = f"today {ahead.due[0]}{overdue}; tomorrow {ahead.due[1]}"
    yield from wrap(f"{today}; {total / days:.1f} a day on average", width)
    if total:
        yield ""
        yield from plot.columns(ahead.due, ahead.first, width)
    rest = f"{ahead.later} due later, {ahead.new} not yet begun"
    yield ""
    yield from wrap(f"{rest}; what comes back twice is not in it", width)


def _asked(told: Statistics) -> str:
    return f"if asked on {day_name(told.frame.exam)}"


def _readiness(told: Statistics, width: int) -> Iterator[str]:
    yield from plot.bars([_bar(group) for group in told.by("topic")], width)
    yield from wrap(READINESS_NOTE, width)


def _bar(group: GroupStatistics) -> plot.Bar:
    share, seen = group.readiness.share, group.readiness.seen
    cards = quantity(group.readiness.cards, "card")
    return plot.Bar(
        sanitize_line(group.name), share, f"{share:4.0%}  {seen} of {cards} seen"
    )


def _calibration(told: Statistics, width: int) -> Iterator[str]:
    whole = told.calibration
    yield from plot.calibration(tuple(_marks(whole)), width)
    key = "◇ what the words stand for  ● how often you were right  ├┤ 95%"
    yield from wrap(key, width)
    if whole.brier is not None:
        best = "0 is perfect, 0.25 is to say 50% always"
        yield from wrap(f"Brier score {whole.brier:.3f} ({best})", width)
    yield ""
    yield _reading("all", whole, width)
    for by in _COMPARED:
        if len(told.by(by)) > 1:
            groups = (g for g in told.by(by) if g.calibration.over is not None)
            for group in groups:
                yield _reading(group.name, group.calibration, width)


def _marks(calibration: Calibration) -> Iterator[plot.Mark]:
    for step, share in calibration.steps.items():
        rate = share.hits / share.of if share.of else None
        note = f"{percent(share):>4}  {share.hits:g} of {share.of}"
        yield plot.Mark(step.label, step.stated, rate, *share.interval, note)


def _reading(name: str, calibration: Calibration, width: int) -> str:
    label = plot.fit(sanitize_line(name), max(8, min(24, width - 56)))
    if calibration.over is None or calibration.stated is None:
        return f"{label} too few answers to tell"
    points = abs(round(100 * calibration.over))
    reading = calibration.reading
    by = f", {points} points" if reading.endswith("confident") else ""
    sure = f"{calibration.stated:.0%} sure, {percent(calibration.right)} right"
    return f"{label} {sure} of {calibration.answers}: {reading}{by}"


def _sure_and_wrong(told: Statistics, width: int) -> Iterator[str]:
    every = told.sure_and_wrong
    for each in every[:MOST_ROWS]:
        sure = each.last.confidence
        label = "" if sure is None else sure.label
        name = plot.fit(sanitize_line(str(each.last.card)), max(12, width - 43))
        times = f"{each.times}×" if each.times > 1 else ""
        state = "✓ right since" if each.right_since else "✗ open"
        yield (
            f"{day_name(each.last.moment.day)}  {name} {label:11} {times:>3}  {state}"
        )
    yield from _and_more(len(every) - MOST_ROWS, "card")


def _errors(told: Statistics) -> int:
    found = told.misconceptions
    return found.foreseen + found.unforeseen + found.edited


def _misconceptions(told: Statistics, width: int) -> Iterator[str]:
    found = told.misconceptions
    for made in found.made[:MOST_ROWS]:
        yield from _made(made, width)
    yield from _and_more(len(found.made) - MOST_ROWS, "mistake")
    rest = [f"{found.unforeseen} that no author foresaw"] if found.unforeseen else []
    if found.edited:
        rest.append(f"{found.edited} to cards that were changed since, not looked at")
    if rest:
        yield from wrap(f"Besides: {', '.join(rest)}.", width)


def _made(made: Made, width: int) -> Iterator[str]:
    given = sanitize_line(" ".join(made.mistake.given.split()))
    yield f"{made.times:3}×  {sanitize_line(str(made.card))}  “{given}”"
    because = sanitize_line(" ".join(made.mistake.because.split()))
    for line in wrap(because, max(20, width - 6))[:3]:
        yield f"      {line}"


def _and_more(left: int, noun: str) -> Iterator[str]:
    if left > 0:
        yield f"… and {quantity(left, noun)} more: see --json"


# Tables


def _worth_telling(
    groups: Sequence[GroupStatistics], by: By
) -> tuple[GroupStatistics, ...]:
    """Leave out what says nothing new: a single topic, and what was never seen."""
    if by == "topic" and len(groups) == 1:
        return ()
    return tuple(group for group in groups if group.reviews or group.readiness.seen)


class _Table(Struct, frozen=True):
    """The columns that there is room for beside the names."""

    name: int
    columns: tuple[tuple[str, int], ...]

    @classmethod
    def within(cls, width: int) -> "_Table":
        """Leave columns out, the least telling first, until names can be read."""
        columns = dict(_COLUMNS)
        for spare in ("time", "due", "reviews", "retained"):
            if width - sum(columns.values()) < NAME:
                del columns[spare]
        return cls(max(1, width - sum(columns.values())), tuple(columns.items()))

    @property
    def head(self) -> str:
        return "".join(f"{name:>{room}}" for name, room in self.columns)

    def row(self, group: GroupStatistics) -> str:
        told = {
            "seen": f"{group.readiness.seen}/{group.readiness.cards}",
            "due": str(group.due),
            "reviews": str(group.reviews),
            "time": duration(group.seconds),
            "retained": percent(group.retained),
            "ready": f"{group.readiness.share:.0%}",
        }
        name = plot.fit(sanitize_line(group.name), self.name)
        return name + "".join(f"{told[name]:>{room}}" for name, room in self.columns)


def _groups(rows: Sequence[GroupStatistics], by: By, table: _Table) -> Iterator[str]:
    if by != "tag":
        yield from map(table.row, rows)
        return
    often = sorted(rows, key=lambda group: -group.reviews)
    yield from map(table.row, often[:MOST_ROWS])
    yield from _and_more(len(often) - MOST_ROWS, "tag")
