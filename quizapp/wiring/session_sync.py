"""Session sync: the folder of the setting `sync`, at the start and end of a session.

It runs in a thread and the session does not wait for it long: what arrives too late
for this start is there at the next.
"""

from contextlib import suppress
from threading import Thread

from msgspec import Struct

from quizapp.core.basics.english import quantity
from quizapp.errors import QuizError
from quizapp.wiring.assembly import Assembly
from quizapp.wiring.syncing import Syncing, SyncReport

AT_START, AT_END = 0.25, 15.0
"""The most seconds that a start and an end wait."""
MOST_NAMED = 5
"""Problems that are named; the status names all."""


class SessionSync:
    """The syncs of one session."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._thread, self._result = _started(assembly)
        self._is_shown = False
        """Whether the user knows what became of the sync at the start."""

    def arrived(self) -> tuple[str, ...]:
        """Wait a moment for what other machines did; return what the user must know.

        Settings that they changed are used from now on. Raises QuizError for a
        config file that is not valid.
        """
        self._thread.join(AT_START)
        if self._thread.is_alive():
            return ()
        self._is_shown = True
        report = self._result.report
        if report is not None and report.settings:
            from quizapp.wiring.renewal import use_settings

            use_settings(self._assembly)
        return self._result.notices

    def finish(self) -> tuple[str, ...]:
        """Sync again, since the session has added events; return what went wrong.

        Also what the sync at the start reported too late to be shown then.
        """
        self._thread.join(AT_END)
        late: tuple[str, ...] = ()
        if not self._thread.is_alive():
            late = () if self._is_shown else self._result.notices
            report = self._result.report
            online = report is None or report.unreachable is None
            self._thread, self._result = _started(self._assembly, online=online)
            self._thread.join(AT_END)
        if self._thread.is_alive():
            stopped = (
                "the sync took too long and was stopped; every grade is saved here"
            )
            return (*late, stopped)
        return tuple(dict.fromkeys((*late, *self._result.notices)))


class _Result(Struct):
    """What became of a sync, once its thread has ended."""

    report: SyncReport | None = None
    notices: tuple[str, ...] = ()


def _started(assembly: Assembly, *, online: bool = True) -> tuple[Thread, _Result]:
    config, result = assembly.config, _Result()

    def sync() -> None:
        try:
            if config.sync is None:
                return
            result.report = Syncing(config, config.sync).run(online=online)
            _note(assembly, result.report)
            result.notices = important(result.report)
        except QuizError as error:
            from quizapp.sync.home import Busy

            if not isinstance(error, Busy):
                result.notices = (f"sync: {error}",)
        except Exception as error:  # noqa: BLE001  # the session goes on
            name = type(error).__name__
            result.notices = (f"sync: internal error ({name}: {error})",)

    thread = Thread(target=sync, name="sync", daemon=True)
    thread.start()
    return thread, result


def prepare_start(assembly: Assembly, report: SyncReport) -> None:
    """Fold what came in, so that the next start need not, if that is possible."""
    if report.arrivals.new and not report.settings:
        _note(assembly, report)
        with suppress(QuizError):
            _ = assembly.ledger


def _note(assembly: Assembly, report: SyncReport) -> None:
    """Note what came in, for an index of memories that is open or will be."""
    assembly.arrived.extend(report.inserted)
    if "ledger" in vars(assembly):
        vars(assembly)["_database"].inserted.extend(report.inserted)


def important(report: SyncReport) -> tuple[str, ...]:
    """Return what a user must know of a sync, in sentences."""
    shown, more = report.problems[:MOST_NAMED], len(report.problems) - MOST_NAMED
    lines = [f"sync: {line}" for line in (*report.settings, *shown)]
    if more > 0:
        lines.append(f"sync: {quantity(more, 'more problem')}: quizapp sync --status")
    if report.renamed is not None:
        lines.append(
            f"sync: this home was copied or moved, so it is device {report.device}"
            f" from now on, not {report.renamed}"
        )
    if ahead := report.arrivals.ahead:
        days = report.arrivals.most_ahead / 86_400_000_000
        events = quantity(ahead, "event")
        lines.append(
            f"sync: received {events} dated up to {days:.1f} days ahead of this clock:"
            " the clock of this machine or of another one is wrong"
        )
    return tuple(lines)
