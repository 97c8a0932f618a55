"""Options: what a command line asks for, as one frozen value per command.

argparse has checked the words by then; `read_options` is the only reader of what it
gives. Loaded only when a command is called: `--help` has no time to load msgspec.
"""

from argparse import Namespace
from pathlib import Path

from msgspec import Struct, convert
from msgspec.structs import replace

from quizapp.wiring.assembly import Flags


class CommonOptions(Struct, frozen=True, kw_only=True):
    """The options of all commands. None or empty: the user gave nothing."""

    home: Path | None = None
    decks: tuple[Path, ...] = ()
    allow_root: bool = False

    @property
    def flags(self) -> Flags:
        """Those that change the settings or the session, for wiring."""
        return Flags(home=self.home, decks=self.decks, allow_root=self.allow_root)


class JsonOptions(CommonOptions, frozen=True, kw_only=True):
    """The options of a command that can print JSON."""

    json: bool = False


class DoctorOptions(JsonOptions, frozen=True, kw_only=True):
    """`quizapp doctor`."""

    reset_terminal: bool = False


class ServeOptions(CommonOptions, frozen=True, kw_only=True):
    """`quizapp serve`."""

    port: int | None = None
    open: bool = False
    lan: bool = False


class HomeOptions(CommonOptions, frozen=True, kw_only=True):
    """`quizapp home`: how many cards a session asks, and how it asks them."""

    new: int | None = None
    limit: int | None = None
    minutes: float | None = None
    until: str | None = None
    seed: int = 0
    confidence: bool | None = None
    grades: int | None = None

    @property
    def flags(self) -> Flags:
        """Those that change the settings or the session, for wiring."""
        return replace(
            super().flags,
            new_per_day=self.new,
            limit=self.limit,
            minutes=self.minutes,
            until=self.until,
            seed=self.seed,
            confidence=self.confidence,
            grades=self.grades,
        )


class PracticeOptions(HomeOptions, frozen=True, kw_only=True):
    """`quizapp practice`: as for home, and which cards."""

    what: tuple[str, ...] = ()
    cram: bool = False
    plain: bool = False
    watch: bool = False


class PlanOptions(JsonOptions, frozen=True, kw_only=True):
    """`quizapp plan`."""

    what: tuple[str, ...] = ()
    until: str | None = None
    minutes: float | None = None

    @property
    def flags(self) -> Flags:
        """Those that change the settings or the session, for wiring."""
        return replace(super().flags, until=self.until)


class MockOptions(JsonOptions, frozen=True, kw_only=True):
    """`quizapp interview`: a new one, or with list or show the earlier ones."""

    what: tuple[str, ...] = ()
    minutes: float = 30.0
    level: str = "onsite"
    seed: int | None = None
    plain: bool = False
    report: Path | None = None
    list: bool = False
    show: str | None = None
    second_look: bool = False


class CheckOptions(JsonOptions, frozen=True, kw_only=True):
    """`quizapp check`."""

    paths: tuple[Path, ...] = ()
    only: tuple[str, ...] = ()
    changed: bool = False
    watch: bool = False
    explain: bool = False


class TryOptions(JsonOptions, frozen=True, kw_only=True):
    """`quizapp try`; a response of None or `-` is read from standard input."""

    card: str
    response: str | None = None
    seed: int = 0


class RunOptions(JsonOptions, frozen=True, kw_only=True):
    """`quizapp run`; the limit is in seconds."""

    file: str
    ask: str | None = None
    limit: float | None = None


class DecksOptions(JsonOptions, frozen=True, kw_only=True):
    """`quizapp decks`."""

    figures: bool = False


class NewOptions(CommonOptions, frozen=True, kw_only=True):
    """`quizapp new`."""

    deck: Path
    origin: str | None = None
    edit: str | None = None


class ApproveOptions(CommonOptions, frozen=True, kw_only=True):
    """`quizapp approve`."""

    paths: tuple[Path, ...]
    yes: bool = False


class CardsOptions(JsonOptions, frozen=True, kw_only=True):
    """`quizapp suspend` and `quizapp resume`; suspend lists without a card."""

    cards: tuple[str, ...] = ()


class UndoOptions(JsonOptions, frozen=True, kw_only=True):
    """`quizapp undo`."""

    yes: bool = False


class StatsOptions(JsonOptions, frozen=True, kw_only=True):
    """`quizapp stats`."""

    what: tuple[str, ...] = ()
    days: int = 365


class SheetOptions(CommonOptions, frozen=True, kw_only=True):
    """`quizapp sheet`; days only with missed, and no output is standard output."""

    what: tuple[str, ...] = ()
    missed: bool = False
    days: int | None = None
    html: bool = False
    output: Path | None = None


class ImportOptions(JsonOptions, frozen=True, kw_only=True):
    """`quizapp import`."""

    file: Path
    folder: Path | None = None
    deck: str | None = None
    topic: str | None = None
    history: bool = False
    dry_run: bool = False


class ExportOptions(CommonOptions, frozen=True, kw_only=True):
    """`quizapp export`."""

    file: Path
    what: tuple[str, ...] = ()
    history: bool = False


class OptimizeOptions(JsonOptions, frozen=True, kw_only=True):
    """`quizapp optimize`; at most one of the two is set."""

    dry_run: bool = False
    reset: bool = False


class RestoreOptions(JsonOptions, frozen=True, kw_only=True):
    """`quizapp restore`; without a name, it lists."""

    name: str | None = None
    yes: bool = False


class SyncOptions(JsonOptions, frozen=True, kw_only=True):
    """`quizapp sync`; without a folder, the setting names it."""

    folder: Path | None = None
    git: bool = False
    status: bool = False


class CompletionOptions(CommonOptions, frozen=True, kw_only=True):
    """`quizapp completion`: a shell, or the kind of words its script asks for."""

    shell: str | None = None
    words: str | None = None


class HelpOptions(CommonOptions, frozen=True, kw_only=True):
    """`quizapp help`."""

    command: str | None = None


OPTIONS: dict[str, type[CommonOptions]] = {
    "home": HomeOptions,
    "practice": PracticeOptions,
    "plan": PlanOptions,
    "interview": MockOptions,
    "check": CheckOptions,
    "try_": TryOptions,
    "run": RunOptions,
    "new": NewOptions,
    "schema": CommonOptions,
    "approve": ApproveOptions,
    "decks": DecksOptions,
    "topics": JsonOptions,
    "due": JsonOptions,
    "suspend": CardsOptions,
    "resume": CardsOptions,
    "undo": UndoOptions,
    "stats": StatsOptions,
    "sheet": SheetOptions,
    "import_": ImportOptions,
    "export": ExportOptions,
    "optimize": OptimizeOptions,
    "restore": RestoreOptions,
    "serve": ServeOptions,
    "sync": SyncOptions,
    "doctor": DoctorOptions,
    "completion": CompletionOptions,
    "help": HelpOptions,
}
"""By the module of the command."""


def read_options(namespace: Namespace) -> CommonOptions:
    """Return what the parser of a command read, with types."""
    return convert(vars(namespace), OPTIONS[namespace.module])
