"""`quizapp doctor`: whether all parts work, and what protects this machine."""

import json
import platform
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import asdict

from quizapp.commands.notices import LOADING, WaitingLine
from quizapp.core.basics.english import quantity
from quizapp.core.runs.outcome import Completed, Program, sentence
from quizapp.core.scheduling.memory import fold
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode, QuizError
from quizapp.grammar.options import DoctorOptions
from quizapp.wiring.assembly import Assembly, assembled
from quizapp.wiring.installed import versions
from quizapp.wiring.log_place import place_warning, sqlite_in_use


class Finding(Struct, frozen=True):
    """The result of one check."""

    topic: str
    ok: bool
    text: str


def run(options: DoctorOptions) -> ExitCode:
    """Check everything, even after a failure; exit 3 if anything but a deck failed."""
    if options.reset_terminal:
        from quizapp.tui.endings import reset_terminal

        reset_terminal()
        return ExitCode.FINE
    findings = []
    with assembled(options.flags, recheck=True) as assembly:
        for finding in _examine(assembly):
            findings.append(finding)
            _print_json(finding) if options.json else _print_line(finding)
    bad = {finding.topic for finding in findings if not finding.ok}
    if bad - {"decks"}:
        return ExitCode.ENVIRONMENT
    return ExitCode.PROBLEMS if bad else ExitCode.FINE


def _examine(assembly: Assembly) -> Iterator[Finding]:
    app, torch = versions()
    text = f"quizapp {app}, torch {torch}, Python {platform.python_version()}"
    yield Finding("versions", ok=True, text=text)
    yield Finding("versions", ok=True, text=sqlite_in_use())
    parts = (_folders, _disk, _decks, _weights, _log, _backups, _sync, _runner)
    for examine in parts:
        try:
            yield from examine(assembly)
        except QuizError as error:
            yield Finding(examine.__name__.strip("_"), ok=False, text=str(error))


def _folders(assembly: Assembly) -> Iterator[Finding]:
    config = assembly.config
    yield Finding("config", ok=True, text=str(config.config_file))
    yield Finding("data", ok=True, text=str(config.log.parent))
    if (warning := place_warning(config)) is not None:
        yield Finding("data", ok=True, text=warning)
    text = f"{config.cache}, safe to delete at any time"
    yield Finding("cache", ok=True, text=text)


def _decks(assembly: Assembly) -> Iterator[Finding]:
    library = assembly.library
    decks, cards = len(library.decks), len(library.cards)
    text = f"{quantity(decks, 'deck')}, {quantity(cards, 'card')}"
    yield Finding("decks", ok=True, text=text)
    for problem in library.problems:
        yield Finding("decks", ok=False, text=str(problem))


def _weights(assembly: Assembly) -> Iterator[Finding]:
    retention = f"retention {assembly.config.retention:.0%}"
    fitted = assembly.fitted
    if fitted is None:
        text = "FSRS's defaults"
    else:
        trained = f"trained on {quantity(fitted.reviews, 'review')}"
        text = f"your own, {trained} until {fitted.until:%Y-%m-%d}"
    yield Finding("weights", ok=True, text=f"{text}; {retention}")


def _disk(assembly: Assembly) -> Iterator[Finding]:
    free = assembly.maintenance.free_bytes()
    yield Finding("disk", ok=True, text=f"{free / 1e9:.1f} GB free, writable")


def _log(assembly: Assembly) -> Iterator[Finding]:
    if not assembly.has_log:
        yield Finding("log", ok=True, text="none yet: the first practice starts it")
        return
    assembly.maintenance.check()
    events = tuple(assembly.log.events())
    cards = quantity(len(assembly.memories.by_card), "card")
    text = f"{quantity(len(events), 'event')}, {cards} reviewed, sound"
    yield Finding("log", ok=True, text=f"{text}, device {assembly.log.device}")
    if assembly.memories != fold(events, assembly.schedule):
        text = f"the cached schedule does not match; delete {assembly.config.cache}"
        yield Finding("log", ok=False, text=text)
    if ignored := assembly.implausible_events():
        text = f"{quantity(ignored, 'event')} with an impossible date left out"
        yield Finding("log", ok=True, text=text)
    for text in assembly.cautions():
        yield Finding("log", ok=True, text=text)


def _backups(assembly: Assembly) -> Iterator[Finding]:
    backups = assembly.maintenance.backups()
    if not backups:
        yield Finding("backups", ok=True, text="none yet: practice makes one a day")
        return
    latest = max(backup.when for backup in backups).astimezone()
    count = quantity(len(backups), "backup")
    text = f"{count}, the latest from {latest:%Y-%m-%d at %H:%M}"
    yield Finding("backups", ok=True, text=text)
    for backup in backups:
        if not backup.sound and not backup.set_aside:
            text = f"{backup.name} is damaged; delete it"
            yield Finding("backups", ok=False, text=text)


def _sync(assembly: Assembly) -> Iterator[Finding]:
    if assembly.config.sync is None:
        yield Finding("sync", ok=True, text="off; see `quizapp sync --help`")
        return
    from quizapp.wiring.syncing import syncing_with

    status = syncing_with(assembly.config, None, git=False).status()
    devices = quantity(len(status.status.devices), "device")
    waiting = quantity(status.status.waiting, "event")
    text = f"{status.folder}, {devices}, {waiting} to send"
    yield Finding("sync", ok=True, text=text)
    for problem in status.status.problems:
        yield Finding("sync", ok=False, text=problem)


def _runner(assembly: Assembly) -> Iterator[Finding]:
    runner = assembly.runner
    program = Program("import torch", "torch.ones(2).sum()")
    with WaitingLine(LOADING):
        outcomes = [runner.run(program) for _ in range(2)]
    ok = all(isinstance(outcome, Completed) for outcome in outcomes)
    yield Finding("snippets", ok=ok, text=sentence(outcomes[-1]))
    protection = runner.protection
    yield Finding("protection", ok=True, text=protection.sentence)


def _print_line(finding: Finding) -> None:
    mark = "ok " if finding.ok else "BAD"
    print(f"{mark} {finding.topic:10} {sanitize_line(finding.text)}")


def _print_json(finding: Finding) -> None:
    print(json.dumps(asdict(finding)))
