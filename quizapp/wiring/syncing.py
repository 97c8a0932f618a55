"""Syncing: one run of a sync, from the folder to the log and back.

It opens the log for itself, so that it can run in a thread of its own. In this order:
git brings what others pushed; events come in; settings are agreed on, since those are
events too; events go out; git takes them along.
"""

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.moment import Moment
from quizapp.errors import LogError, QuizError, SyncError, UsageError
from quizapp.external.git import GitFolder, Unreachable
from quizapp.flow.ports import Bits, Clock
from quizapp.settings.config import Config, environment
from quizapp.settings.sync_folder import SyncFolder
from quizapp.store.journal import LogJournal
from quizapp.store.log import SqliteLog, open_log
from quizapp.store.rows import row_of_moment
from quizapp.sync.folder import is_of_a_device, sizes_in
from quizapp.sync.home import HomeFile, KeptState, path_as_text, place_of
from quizapp.sync.memo import MemoFile
from quizapp.sync.own import OwnEnd, WrittenSoFar, verified
from quizapp.sync.status import FolderStatus, status_of
from quizapp.sync.union import Arrivals, Union
from quizapp.wiring.agreeing import Agreement, agree
from quizapp.wiring.assembly import clock, randbits


class SyncReport(Struct, frozen=True):
    """What a sync did."""

    folder: str
    device: str
    arrivals: Arrivals = Arrivals()
    sent: int = 0
    inserted: tuple[tuple[str, str], ...] = ()
    """Table and id of the events that came in."""
    settings: tuple[str, ...] = ()
    """What was set here because it was set on another machine, in sentences."""
    renamed: str | None = None
    """The former name of this device, if it got a new one."""
    unreachable: str | None = None
    """Why the remote of the git work tree was not reached."""
    problems: tuple[str, ...] = ()
    """What is wrong; the damage of a file is reported once."""


class Syncing:
    """The syncs of one home with one folder."""

    def __init__(
        self,
        config: Config,
        where: SyncFolder,
        clock: Clock = clock,
        bits: Bits = randbits,
    ) -> None:
        self._config, self._clock, self._bits = config, clock, bits
        self._folder = _checked(where.folder)
        self._git = where.git
        self._home = HomeFile(config.log.with_name("sync.json"))

    def run(self, *, online: bool = True) -> SyncReport:
        """Sync. Raises SyncError and LogError; whatever was done stays done.

        Offline, what git has to carry is committed and waits for the next time.
        """
        log = open_log(self._config.log, self._bits)
        try:
            log.ensure_writable()
            log.inserted = []
            with self._home.alone():
                return self._run(log, online=online)
        finally:
            log.close()

    def status(self) -> "SyncStatus":
        """Return what is in the folder, without reading or writing it."""
        log = open_log(self._config.log, self._bits)
        try:
            state = LogJournal(self._config.log, log).state()
            device = log.device
        finally:
            log.close()
        home = self._home.read() or KeptState()
        reached = home.reached.get(self._key)
        status = status_of(self._folder, self._memo.read(), state)
        return SyncStatus(self._key, device, status, self._git, reached)

    @property
    def _key(self) -> str:
        return path_as_text(self._folder)

    @property
    def _memo(self) -> MemoFile:
        return MemoFile(self._config.cache, self._config.log, self._folder)

    def _run(self, log: SqliteLog, *, online: bool) -> SyncReport:
        git = self._open_git() if self._git else None
        remote = self._exchange(git) if online else _Exchanged()
        journal, now = LogJournal(self._config.log, log), self._clock()
        saved, end, renamed = self._ready(journal)
        memo, micros = self._memo, row_of_moment(now)[0]
        union = Union(self._folder, journal, memo.read(), micros)
        arrivals = union.arrive()
        memo.write(union.memo)
        agreement = self._agreement(log, saved, now)

        def keep(written: WrittenSoFar) -> None:
            nonlocal saved
            folders = {**saved.folders, self._key: written}
            home = replace(saved, folders=folders, settings=agreement.settings)
            if home != saved:
                self._home.write(home)
                saved = home

        keep(WrittenSoFar(end))
        month = f"{now.at + now.offset:%Y-%m}"
        _, sent = union.depart(month, end, keep)
        memo.write(union.memo)
        if sent and git is not None:
            is_there = online and remote.unreachable is None
            remote = self._exchange(git) if is_there else self._committed(git, remote)
        return SyncReport(
            self._key,
            journal.device,
            arrivals,
            sent,
            tuple(log.inserted or ()),
            agreement.news,
            renamed,
            remote.unreachable,
            (*arrivals.problems, *agreement.problems, *remote.problems),
        )

    def _agreement(self, log: SqliteLog, saved: KeptState, now: Moment) -> Agreement:
        """Agree on settings; events travel all the same if they cannot be read."""
        try:
            return agree(self._config, log, saved.settings, now, self._bits)
        except LogError:
            raise
        except QuizError as error:
            return Agreement(saved.settings, (), (str(error),))

    def _ready(self, journal: LogJournal) -> tuple[KeptState, OwnEnd, str | None]:
        """Return where to go on writing; under a new name if another home does too."""
        place, former = place_of(self._config.log.parent), journal.device
        home = self._home.read()
        end = None
        if home is not None and place.is_of(home.place):
            written = home.folders.get(self._key)
            written = written or _moved(home, former, self._folder)
            end = verified(self._folder, former, written or WrittenSoFar())
        elif home is None and not (self._folder / former).exists():
            end = OwnEnd()  # the first sync of this home
        home = replace(home or KeptState(), place=place)
        if end is not None:
            return home, end, None
        journal.rename(f"{self._bits(48):012x}")
        home = replace(home, folders={})
        self._home.write(home)
        return home, OwnEnd(), former

    def _open_git(self) -> GitFolder:
        return GitFolder(self._folder, environment(), is_of_a_device)

    def _exchange(self, git: GitFolder | None) -> "_Exchanged":
        """Exchange commits with the remote; a failure does not end the sync."""
        if git is None:
            return _Exchanged()
        try:
            result = git.exchange()
        except SyncError as error:
            return _Exchanged(problems=(str(error),))
        if isinstance(result, Unreachable):
            return _Exchanged(result.reason)
        if (home := self._home.read()) is not None:
            at = row_of_moment(self._clock())[0]
            reached = {**home.reached, self._key: at}
            self._home.write(replace(home, reached=reached))
        return _Exchanged()

    def _committed(self, git: GitFolder, before: "_Exchanged") -> "_Exchanged":
        """Commit what the next exchange has to push."""
        try:
            git.commit()
        except SyncError as error:
            return replace(before, problems=(*before.problems, str(error)))
        return before


class _Exchanged(Struct, frozen=True):
    """What became of an exchange with the remote."""

    unreachable: str | None = None
    problems: tuple[str, ...] = ()


class SyncStatus(Struct, frozen=True):
    """What is known of a synced folder."""

    folder: str
    device: str
    status: FolderStatus
    git: bool
    reached: int | None
    """When its remote was last reached, in microseconds since 1970."""


def syncing_with(config: Config, folder: Path | None, *, git: bool) -> Syncing:
    """Return what syncs with a folder, or with that of the settings.

    Raises UsageError if there is none, and SyncError.
    """
    if folder is not None:
        return Syncing(config, SyncFolder(folder, git))
    if config.sync is None:
        raise UsageError(
            "there is no folder to sync with",
            "name one: `quizapp sync FOLDER`, or set `sync` in the config file",
        )
    return Syncing(config, SyncFolder(config.sync.folder, config.sync.git or git))


def _checked(folder: Path) -> Path:
    """Return the real path of a folder to sync. Raises SyncError if it is none."""
    try:
        real = folder.expanduser().resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise SyncError(
            f"there is no folder {folder}", "create it, or check that it is mounted"
        ) from error
    if not real.is_dir():
        raise SyncError(f"{folder} is not a folder", "name a folder")
    return real


def _moved(home: KeptState, device: str, folder: Path) -> WrittenSoFar | None:
    """Return what is known of a folder that was synced under another path."""
    sizes = sizes_in(folder, device)
    for written in home.folders.values() if sizes else ():
        if written.end.files == sizes:
            return written
    return None
