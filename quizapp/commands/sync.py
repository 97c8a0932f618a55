"""`quizapp sync`: exchange events with the other machines, through a shared folder."""

import json
from datetime import UTC, datetime

from quizapp.commands.notices import WaitingLine
from quizapp.core.basics.english import quantity
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode
from quizapp.grammar.options import SyncOptions
from quizapp.wiring.assembly import assembled
from quizapp.wiring.session_sync import important, prepare_start
from quizapp.wiring.syncing import SyncReport, SyncStatus, syncing_with


def run(options: SyncOptions) -> ExitCode:
    """Sync, or show the status; exit 1 if something is wrong with the folder."""
    with assembled(options.flags) as assembly:
        syncing = syncing_with(assembly.config, options.folder, git=options.git)
        if options.status:
            status = syncing.status()
            _print_status_json(status) if options.json else _print_status(status)
            problems = status.status.problems
        else:
            with WaitingLine("syncing"):
                report = syncing.run()
            _print_json(report) if options.json else _print_lines(report)
            problems = report.problems
            prepare_start(assembly, report)
    return ExitCode.PROBLEMS if problems else ExitCode.FINE


def _print_lines(report: SyncReport) -> None:
    came, sent = report.arrivals.new, report.sent
    print(f"received {quantity(came, 'event')}, sent {quantity(sent, 'event')}")
    for line in important(report):
        print(sanitize_line(line))
    if report.unreachable is not None:
        reason = sanitize_line(report.unreachable)
        print(f"the remote was not reached ({reason}); the next sync tries again")


def _print_json(report: SyncReport) -> None:
    row = {
        "folder": report.folder,
        "device": report.device,
        "new": report.arrivals.new,
        "sent": report.sent,
        "ahead": report.arrivals.ahead,
        "settings": report.settings,
        "renamed": report.renamed,
        "unreachable": report.unreachable,
        "problems": report.problems,
    }
    print(json.dumps(row))


def _print_status(status: SyncStatus) -> None:
    print(sanitize_line(f"{status.folder}, as of the last sync"))
    for each in status.status.devices:
        here = " (this one)" if each.device == status.device else ""
        notes = [f"latest {_when(each.latest)}"] if each.latest else []
        notes += [f"{quantity(each.unread, 'file')} to read"] if each.unread else []
        notes += [f"{quantity(each.torn, 'file')} incomplete"] if each.torn else []
        about = ", ".join([quantity(each.events, "event"), *notes])
        print(f"  {each.device}{here}: {about}")
    if status.status.waiting:
        print(f"{quantity(status.status.waiting, 'event')} not sent yet")
    if status.git:
        when = _when(status.reached) if status.reached else "never"
        print(f"the remote was last reached: {when}")
    for problem in status.status.problems:
        print(sanitize_line(problem))


def _print_status_json(status: SyncStatus) -> None:
    for each in status.status.devices:
        row = {
            "device": each.device,
            "here": each.device == status.device,
            "events": each.events,
            "latest": _iso(each.latest),
            "unread": each.unread,
            "incomplete": each.torn,
        }
        print(json.dumps(row))
    whole = {
        "folder": status.folder,
        "waiting": status.status.waiting,
        "reached": _iso(status.reached),
        "problems": status.status.problems,
    }
    print(json.dumps(whole))


def _when(micros: int) -> str:
    """Return an instant on the user's clock; it may be one that nobody has seen."""
    try:
        at = datetime.fromtimestamp(micros / 1e6, UTC).astimezone()
    except (ValueError, OverflowError, OSError):
        return "on an impossible date"
    return f"{at:%Y-%m-%d %H:%M}"


def _iso(micros: int | None) -> str | None:
    if not micros:
        return None
    try:
        return datetime.fromtimestamp(micros / 1e6, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return None
