"""`quizapp restore`: list the backups of the log, or put one in its place.

Reviews made since the backup stay: whatever is readable in the current log joins the
backup. The file itself is moved, not deleted.
"""

import json
import sys
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from quizapp.core.basics.english import quantity
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode, UsageError
from quizapp.grammar.options import RestoreOptions
from quizapp.wiring.assembly import assembled, clock

if TYPE_CHECKING:
    from quizapp.wiring.assembly import Backup, Maintenance, Restored


def run(options: RestoreOptions) -> ExitCode:
    """List the backups, or ask and restore one; exit 1 if the user declined."""
    with assembled(options.flags) as assembly:
        maintenance = assembly.maintenance
        if options.name is None:
            _list(maintenance, as_json=options.json)
            return ExitCode.FINE
        backup = maintenance.named(options.name)
        if not options.yes and not _has_consent(backup):
            print("nothing restored")
            return ExitCode.PROBLEMS
        restored = maintenance.restore(backup, clock().at)
    _print_json(backup, restored) if options.json else _print_lines(backup, restored)
    return ExitCode.FINE


def _list(maintenance: "Maintenance", *, as_json: bool) -> None:
    backups = maintenance.backups()
    for backup in backups:
        if as_json:
            print(json.dumps({**asdict(backup), "when": backup.when.isoformat()}))
        else:
            print(_line(backup))
    if as_json:
        return
    if backups:
        print("restore one with: quizapp restore NAME, or quizapp restore latest")
    else:
        print(sanitize_line(f"there are no backups in {maintenance.folder} yet"))


def _line(backup: "Backup") -> str:
    count = backup.events
    events = "unreadable" if count is None else quantity(count, "event")
    when = f"{backup.when.astimezone():%Y-%m-%d %H:%M}"
    sound = "sound" if backup.sound else "DAMAGED"
    name = sanitize_line(backup.name)
    return f"{name:32} {when}  {events:>14}  {_size(backup.bytes):>9}  {sound}"


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"


def _has_consent(backup: "Backup") -> bool:
    if not sys.stdin.isatty():
        raise UsageError("restore needs confirmation", "use --yes in scripts")
    print(_line(backup))
    print("Whatever is readable in the current log joins the backup; its file is kept.")
    try:
        return input("Type yes to restore this backup: ").strip() == "yes"
    except EOFError:
        print()
        return False


def _print_lines(backup: "Backup", restored: "Restored") -> None:
    joined = f", {restored.joined} of them newer" if restored.joined else ""
    print(f"restored {backup.name}: {quantity(restored.events, 'event')}{joined}")
    if restored.aside is not None:
        old = "old log" if restored.sound else "damaged log"
        print(sanitize_line(f"the {old} is now {restored.aside}"))
    if restored.left_out:
        print(f"left out: {quantity(restored.left_out, 'event')} with a wrong checksum")
    if restored.lost:
        print(f"not restored: {quantity(restored.lost, 'event')} that no file has")


def _print_json(backup: "Backup", restored: "Restored") -> None:
    aside = None if restored.aside is None else str(restored.aside)
    row = {"restored": backup.name, "events": restored.events}
    row |= {"joined": restored.joined, "left_out": restored.left_out}
    print(json.dumps({**row, "lost": restored.lost, "aside": aside}))
