"""Machines: homes with a log each, and a carrier between their copies of a folder.

The carrier is as bad as real ones are: it brings files late, in part, in any order, and
makes a copy under another name where it thinks that two machines wrote one file.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from quizapp.core.basics.logged import Logged
from quizapp.core.basics.moment import Moment
from quizapp.core.scheduling.memory import Memories, fold
from quizapp.core.scheduling.review import EventId, event_id
from quizapp.settings.config import Config
from quizapp.settings.sync_folder import SyncFolder
from quizapp.store.journal import LogJournal
from quizapp.store.log import SqliteLog, open_log
from quizapp.sync.home import HomeFile, place_of
from quizapp.wiring.syncing import Syncing, SyncReport
from support.fakes import MORNING

COPY_NAMES = (
    "{stem}.sync-conflict-20261127-153000-ABCDEFG.jsonl",  # Syncthing
    "{stem} (laptop's conflicted copy 2026-11-27).jsonl",  # Dropbox
    "{stem} (1).jsonl",  # Google Drive, browsers
    "{stem}-LAPTOP.jsonl",  # OneDrive
    "{stem} (conflicted copy 2026-11-27 153000).jsonl",  # Nextcloud
    "{stem}.jsonl.orig",  # git, patch
)


@dataclass
class FakeMachine:
    """One home, its clock, and its own copy of the synced folder."""

    root: Path
    random: Random
    ahead: timedelta = timedelta(0)
    now: datetime = MORNING
    reports: list[SyncReport] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def folder(self) -> Path:
        return self.root / "folder"

    @property
    def config(self) -> Config:
        home = self.home
        return Config(home / "reviews.db", home / "config.toml", home / "cache")

    def clock(self) -> Moment:
        self.now += timedelta(seconds=7)
        return Moment(self.now + self.ahead)

    def bits(self, count: int) -> int:
        return self.random.getrandbits(count)

    def new_id(self) -> EventId:
        return event_id(int(self.clock().at.timestamp() * 1000), self.bits(74))

    @contextmanager
    def log(self) -> Iterator[SqliteLog]:
        with closing(open_log(self.config.log, self.bits)) as log:
            log.connection.execute("PRAGMA synchronous = OFF")
            yield log

    def sync(self) -> SyncReport:
        where = SyncFolder(self.folder)
        report = Syncing(self.config, where, self.clock, self.bits).run()
        self.reports.append(report)
        return report

    def events(self) -> frozenset[str]:
        """Return the ids of everything in the log, also of unknown kinds."""
        return frozenset(event.id for event in self.logged())

    def logged(self) -> tuple[Logged, ...]:
        from quizapp.core.basics.logged import LogState

        with self.log() as log:
            return tuple(LogJournal(self.config.log, log).newer(LogState()))

    def memories(self) -> Memories:
        with self.log() as log:
            return fold(log.events())

    def copy_to(self, root: Path, *, unnoticed: bool = False) -> "FakeMachine":
        """Copy the home, as with a new laptop; unnoticed like a virtual machine."""
        other = FakeMachine(root, Random(self.bits(32)), self.ahead, self.now)  # noqa: S311  # chance that repeats
        shutil.copytree(self.home, other.home)
        shutil.copytree(self.folder, other.folder, dirs_exist_ok=True)
        file = HomeFile(other.home / "sync.json")
        state = file.read()
        if unnoticed and state is not None:
            from msgspec.structs import replace

            folders = {str(other.folder): end for end in state.folders.values()}
            place = place_of(other.home)
            file.write(replace(state, place=place, folders=folders))
        return other


def carry(
    source: Path, target: Path, path: str, random: Random, *, whole: bool = False
) -> None:
    """Bring one file from one copy of the folder to another, as carriers do."""
    data, there = (source / path).read_bytes(), target / path
    there.parent.mkdir(parents=True, exist_ok=True)
    before = there.read_bytes() if there.exists() else b""
    if before.startswith(data):
        return
    if data.startswith(before):
        cut = len(data) if whole else random.randint(len(before), len(data))
        write(there, data[:cut])
        return
    stem = there.name.removesuffix(".jsonl")
    names = [name.format(stem=stem) for name in random.sample(COPY_NAMES, 6)]
    loser, winner = sorted((before, data), key=lambda _: random.random())
    for name in names:
        copy = there.with_name(name)
        if not copy.exists() or copy.read_bytes() == loser:
            write(copy, loser)
            break
    else:
        write(there.with_name(f"{stem} ({random.random()}).jsonl"), loser)
    write(there, winner)


def write(path: Path, data: bytes) -> None:
    """Write a file as carriers do: beside it, then in its place."""
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_bytes(data)
    draft.replace(path)


def files_in(folder: Path) -> list[str]:
    """Return the files of all devices, relative to the folder."""
    return sorted(
        os.path.relpath(path, folder) for path in folder.glob("*/*") if path.is_file()
    )


def deliver(machines: "list[FakeMachine]", random: Random) -> None:
    """Bring every content of every file to every machine, in whole."""
    for target in machines:
        for source in machines:
            for path in files_in(source.folder) if source is not target else ():
                if not _has(target.folder, path, (source.folder / path).read_bytes()):
                    carry(source.folder, target.folder, path, random, whole=True)


def _has(folder: Path, path: str, data: bytes) -> bool:
    """Return whether any file of a device holds all of this."""
    siblings = (folder / path).parent.glob("*")
    return any(other.read_bytes().startswith(data) for other in siblings)
