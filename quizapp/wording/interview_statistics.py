"""Interviews over time, in the sections of statistics: signal, whole, ticks."""

from collections.abc import Iterator, Sequence

from quizapp.core.basics.english import quantity
from quizapp.core.basics.moment import StudyDay, day_name
from quizapp.core.interview.assessment import TickGap, retest
from quizapp.core.interview.comparison import InterviewPoint
from quizapp.core.terminal import plot
from quizapp.core.terminal.cells import fit_text
from quizapp.wording.scorecard import SIGNALS, agreement_sentence
from quizapp.wording.statistics import MAX_LIST_ROWS, QuietLine, Section

BAR = 20
"""Cells of a bar; left out where there is no room."""
ROOM = 80
"""Cells of a line that has room for bars."""
TICKS_NOTE = "Ticks: points you ticked, and points whose words were found."


def interviews_within(
    points: Sequence[InterviewPoint], last: StudyDay, days: int
) -> tuple[InterviewPoint, ...]:
    """Return the interviews of a period of study days."""
    return tuple(p for p in points if last - days < p.moment.day <= last)


def interviews_section(points: Sequence[InterviewPoint], width: int) -> Section | None:
    """Return a line for each of the latest interviews; None without any."""
    if not points:
        return None
    again = agreement_sentence(retest(point.record for point in points))
    rows = [
        *_rows(points[-MAX_LIST_ROWS:], width),
        QuietLine(TICKS_NOTE),
        *([QuietLine(again)] if again else []),
    ]
    lines = tuple(type(row)(fit_text(row, width).rstrip()) for row in rows)
    shown = min(MAX_LIST_ROWS, len(points))
    latest = f"the latest {shown} of {len(points)}"
    aside = latest if shown < len(points) else quantity(shown, "interview")
    return Section("Interviews", aside, lines)


def _rows(points: Sequence[InterviewPoint], width: int) -> Iterator[str]:
    for point in points:
        bar = f"{plot.draw_bar((point.whole or 0.0) * BAR):{BAR}}  "
        room = bar if width >= ROOM else ""
        yield f"{_result(point)}  {room}{_ticks(point.gap)}"


def _result(point: InterviewPoint) -> str:
    signal = "No signal" if point.signal is None else SIGNALS[point.signal]
    whole = "   –" if point.whole is None else f"{point.whole:4.0%}"
    return f"{day_name(point.moment.day)}  {signal:10} {whole}"


def _ticks(gap: TickGap) -> str:
    if not gap.points:
        return "no ticks to compare"
    counts = f"ticks {gap.ticked}, words {gap.found} of {gap.points}"
    return counts if gap.surplus is None else f"{counts}: {gap.reading}"
