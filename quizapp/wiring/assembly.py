"""The composition root: the only place that builds adapters, clock and random bits.

Adapters are built on first use and closed together, so a command pays only for what
it uses.
"""

import os
import sys
from collections.abc import Hashable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from quizapp.core.basics.moment import Moment, StudyDay, days_after
from quizapp.errors import QuizError, RunnerError, UsageError
from quizapp.settings.config import Config, environment, load_config
from quizapp.settings.config import Flags as Flags  # noqa: PLC0414  # for the commands
from quizapp.settings.served import lent_zygote
from quizapp.wiring.display import is_served
from quizapp.wiring.shipped import shipped_content as shipped_content  # noqa: PLC0414

if TYPE_CHECKING:  # each is imported where it is built: see above
    from quizapp.core.basics.former_ids import FormerIds
    from quizapp.core.cards.card import Card
    from quizapp.core.cards.library import Deck, Library
    from quizapp.core.cards.trust import Ruling
    from quizapp.core.scheduling.fitting import Fitted, Train
    from quizapp.core.scheduling.intervals import SchedulerSettings
    from quizapp.core.scheduling.memory import Memories
    from quizapp.core.scheduling.plan import PlannedDays
    from quizapp.core.search.states import CardStates
    from quizapp.decks.deck_cache import DeckCache
    from quizapp.decks.names import Names
    from quizapp.external.editor import Editor
    from quizapp.flow.ledger import Ledger
    from quizapp.flow.ports import Approvals, ReviewLog, Runner, WholeLog
    from quizapp.flow.proof import Proof
    from quizapp.store.backups import Backup as Backup  # noqa: PLC0414  # for the commands
    from quizapp.store.backups import BackupJob
    from quizapp.store.log import SqliteLog
    from quizapp.store.maintenance import Maintenance as Maintenance  # noqa: PLC0414
    from quizapp.store.restoring import Restored as Restored  # noqa: PLC0414
    from quizapp.store.weights import WeightsFile


_CLOCK_YEARS = (2020, 2199)
"""Years that a clock can show."""
MOST_RUNNERS = 4
"""Each takes a core and, with torch loaded, much memory."""
CARDS_A_RUNNER = 8
"""As many as are worth the second that a runner takes to load torch."""


FROM_THE_FUTURE = (
    "the latest review is {} days in the future. Your clock seems wrong, or was."
    " Cards graded then will come back late"
)


def is_root() -> bool:
    """Return whether the process belongs to root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def clock() -> Moment:
    """Return the time in UTC, with the offset of the user's time zone."""
    local = datetime.now(UTC).astimezone()
    return Moment(local.astimezone(UTC), local.utcoffset() or timedelta(0))


def nanoseconds() -> int:
    """Return the time since 1970, as files have it."""
    return int(clock().at.timestamp() * 10**6) * 1000


def ensure_plausible(now: Moment) -> None:
    """Raise QuizError if the clock is so wrong that no date could be trusted."""
    if not _CLOCK_YEARS[0] <= now.at.year <= _CLOCK_YEARS[1]:
        raise QuizError(
            f"the clock of this machine says {now.at:%Y-%m-%d}",
            "set its date, then start again",
        )


def randbits(count: int) -> int:
    """Draw `count` random bits, as `secrets` does; that module takes long to load."""
    return int.from_bytes(os.urandom((count + 7) // 8)) >> (-count % 8)


class Assembly(Struct, dict=True):
    """The parts of the program, for one command."""

    flags: Flags
    _stack: ExitStack
    recheck: bool = False
    """Whether to check every deck again, even one that was found good before."""
    plans: "dict[Hashable, PlannedDays]" = field(default_factory=dict)
    """Plans by their inputs; each takes a while to compute."""
    topics: dict[str, str] = field(default_factory=dict)
    """The topic of each deck that was loaded."""
    _more_runners: "list[Runner]" = field(default_factory=list)
    """Those that work beside the first."""
    arrived: list[tuple[str, str]] = field(default_factory=list)
    """Table and id of events that a sync added to the log meanwhile."""
    _former: "dict[bool, FormerIds]" = field(default_factory=dict)
    """Those of what was loaded last, with the shipped decks (True) and without."""

    @cached_property
    def config(self) -> Config:
        """The settings of this invocation."""
        return load_config(environment(), self.flags)

    @property
    def rollover(self) -> timedelta:
        """The time after midnight at which a study day begins."""
        return timedelta(hours=self.config.rollover)

    def clock(self) -> Moment:
        """Return the time, and with it the study day."""
        now = clock()
        return Moment(now.at, now.offset, self.rollover)

    @cached_property
    def library(self) -> "Library":
        """The shipped decks and those of the user."""
        return self.load((shipped_content(), *self.config.decks))

    def load(self, paths: tuple[Path, ...]) -> "Library":
        """Load the decks of these files and folders."""
        from quizapp.decks.loader import load_decks

        elsewhere = (shipped_content(), *self.config.decks)
        cache = None if self.recheck else self._deck_cache
        library = load_decks(paths, cache, elsewhere)
        former, whole = library.former, shipped_content() in paths
        if library.problems and whole in self._former:  # while a deck is being edited
            former = self._former[whole].joined(former)
        self._former[whole] = former
        self.topics.update((deck.id, deck.topic) for deck in library.decks)
        if "ledger" in vars(self):
            self.ledger.rename(self.former)
        return library

    @property
    def former(self) -> "FormerIds":
        """What the cards of all decks were called before."""
        whole = self._former.get(True) or self.library.former
        named = self._former.get(False)
        return whole if named is None else whole.joined(named)

    @cached_property
    def _deck_cache(self) -> "DeckCache":
        """The decks that passed the checks before."""
        from quizapp.decks.deck_cache import DeckCache

        deck_cache = DeckCache(self.config.cache, nanoseconds)

        def save() -> None:
            if self.has_log:  # commands that only read leave no files behind
                deck_cache.save()

        self._stack.callback(save)
        return deck_cache

    def names(self) -> "Names":
        """Return the names of decks and cards, without checking them."""
        from quizapp.decks.names import read_names

        return read_names((shipped_content(), *self.config.decks))

    @cached_property
    def log(self) -> "WholeLog":
        """The user's review log; its cards have their current ids."""
        self._database.former = self.former
        self._database.rollover = self.rollover
        return self._database

    @property
    def has_log(self) -> bool:
        """Whether there is a log, so that commands that only read create none."""
        return "_database" in vars(self) or self.config.log.exists()

    @cached_property
    def approvals(self) -> "Approvals":
        """The untrusted decks that the user knows."""
        return self._database

    @cached_property
    def _database(self) -> "SqliteLog":
        from quizapp.store.log import open_log

        log = open_log(self.config.log, randbits)
        self._stack.callback(log.close)
        return log

    @cached_property
    def maintenance(self) -> "Maintenance":
        """The backups and checks of the log."""
        from quizapp.store.maintenance import Maintenance

        return Maintenance(self.config.log)

    def keep_backup(self) -> "BackupJob":
        """Start today's backup, if one is needed; it ends with the command.

        Raises LogError if nothing could be graded.
        """
        self._database.ensure_writable()
        job = self.maintenance.start_backup(self.clock().date)
        self._stack.callback(job.ended)
        return job

    def implausible_events(self) -> int:
        """Count the events of the log that have an impossible date."""
        return self._database.implausible()

    def cautions(self) -> tuple[str, ...]:
        """Return warnings about the log, to be shown before grading."""
        from quizapp.core.stats.deck_counts import days_in_the_future

        days = days_in_the_future(self.memories.days, self.clock().day)
        warnings = [] if self._database.news is None else [self._database.news]
        if days > 1:
            warnings.append(FROM_THE_FUTURE.format(days))
        return tuple(warnings)

    def new_warnings(self) -> tuple[str, ...]:
        """Return the cautions, and those that are shown only once."""
        from quizapp.wiring.log_place import new_place_warning

        place = new_place_warning(self.config)
        return (*self.cautions(), *(() if place is None else (place,)))

    @cached_property
    def runner(self) -> "Runner":
        """The runner of this platform.

        Raises RunnerError for root without --allow-root: the sandbox drops root's
        privileges, but a hole in it would do more harm.
        """
        return self._new_runner(lent_zygote(environment()))

    def proofs(self, cards: "tuple[Card, ...]") -> "Iterator[Proof]":
        """Verify cards on the available cores; few cards start few runners."""
        from quizapp.flow.parallel import prove_all

        return prove_all(cards, self.runners_for(len(cards)))

    def runners_for(self, cards: int) -> "list[Runner]":
        """Return the runners for so many cards; they are used again."""
        count = max(1, min(MOST_RUNNERS, cores(), cards // CARDS_A_RUNNER))
        while len(self._more_runners) < count - 1:
            self._more_runners.append(self._new_runner())
        return [self.runner, *self._more_runners[: count - 1]]

    def _new_runner(self, lent: int | None = None) -> "Runner":
        from quizapp.runner import runner_for

        if is_root() and not self.config.allow_root:
            raise RunnerError(
                "snippets do not run as root",
                "use another account, --allow-root or QUIZAPP_ALLOW_ROOT=1",
            )
        runner = runner_for(sys.platform, environment(), lent)
        self._stack.callback(runner.close)
        return runner

    def ruling(self, deck: "Deck") -> "Ruling":
        """Return what has to happen before this deck's code runs here."""
        from quizapp.core.cards.trust import Ruling, rule
        from quizapp.wiring.consent import is_known

        if is_known(deck, self.approvals if self.has_log else None):
            return Ruling.RUN  # without starting a runner to probe the kernel
        return rule(self.runner.protection.level, shipped=False, known=False)

    @property
    def editor(self) -> "Editor | None":
        """The user's editor, if there is one; it needs the terminal of the screens."""
        from quizapp.external.editor import editor_of

        return None if is_served() else editor_of(environment())

    @property
    def weights(self) -> "WeightsFile":
        """The file for the user's own weights."""
        from quizapp.store.weights import WeightsFile

        return WeightsFile(self.config.weights_file)

    @cached_property
    def fitted(self) -> "Fitted | None":
        """The user's own weights; None for FSRS's defaults."""
        return self.weights.read()

    def trainer(self) -> "Train":
        """Return a function that trains weights. Raises QuizError without the extra."""
        from quizapp.external.optimizer import trainer

        return trainer()

    @cached_property
    def schedule(self) -> "SchedulerSettings":
        """FSRS with the user's retention and weights, capped by an interview."""
        from quizapp.core.scheduling.deadline import capped
        from quizapp.core.scheduling.fsrs import DEFAULT_WEIGHTS
        from quizapp.core.scheduling.intervals import SchedulerSettings

        weights = self.fitted.weights if self.fitted else DEFAULT_WEIGHTS
        settings = SchedulerSettings(self.config.retention, weights)
        return capped(settings, self.deadline, self.clock().day)

    @cached_property
    def interview(self) -> StudyDay | None:
        """The study day of the interview; None without one that is still ahead.

        Raises UsageError for a date that cannot be planned for.
        """
        from quizapp.core.scheduling.deadline import Misdated, placed, read_date

        text = self.flags.until
        set_, today = self.config.interview, self.clock().day
        if text is not None:
            day = read_date(text, today)
        elif set_ is None or set_.toordinal() <= today:
            return None
        else:
            day = placed(StudyDay(set_.toordinal()), today)
        if isinstance(day, Misdated):
            raise UsageError(day.message)
        return day

    @property
    def deadline(self) -> StudyDay | None:
        """The day after the last study day before the interview; None without one."""
        if self.interview is None:
            return None
        last = self.config.study_time.last_before(self.interview, self.clock().day)
        return days_after(last, 1)

    @property
    def memories(self) -> "Memories":
        """The fold of the log; reading it creates no log."""
        from quizapp.core.scheduling.memory import Memories

        return self.ledger.memories if self.has_log else Memories()

    @cached_property
    def ledger(self) -> "Ledger":
        """The log in use."""
        from quizapp.core.basics.remark import REPORT_FILE
        from quizapp.flow.ledger import Ledger
        from quizapp.store.memory_index import MemoryIndex
        from quizapp.store.reports import ReportFile
        from quizapp.wiring.reading_line import ReadingLine

        log = self.log
        self._database.inserted = [*self.arrived]  # what an index cannot know of
        progress = ReadingLine()
        index = MemoryIndex(self.config.cache, self._database, progress=progress)
        reports = ReportFile(self.config.log.with_name(REPORT_FILE))
        ledger = Ledger(log, self.clock, randbits, self.schedule, index, reports)
        self._stack.callback(ledger.close)
        return ledger

    def card_states(self) -> "CardStates":
        """Return the state of every card now."""
        from quizapp.core.search.states import CardStates

        lists = self.ledger.lists if self.has_log else None
        return CardStates(self.memories, self.clock(), lists)

    def transient_log(self) -> "ReviewLog":
        """Return a log for a session that records nothing."""
        from quizapp.store.transient import TransientLog

        return TransientLog()


@contextmanager
def assembled(flags: Flags, *, recheck: bool = False) -> Iterator[Assembly]:
    """Provide the parts for one command, and close them afterwards."""
    ensure_plausible(clock())
    with ExitStack() as stack:
        yield Assembly(flags, stack, recheck)
