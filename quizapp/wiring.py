"""The composition root: the only place that builds adapters, clock and chance.

Adapters are built when first asked for and closed together, so a command pays
only for what it uses.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.config import Config, Flags, environment, load_config
from quizapp.core.moment import Moment
from quizapp.errors import RunnerError, UsageError

if TYPE_CHECKING:  # each is imported where it is built: see above
    from quizapp.core.agenda import Agenda
    from quizapp.core.card import Card, Deck, Library, Position
    from quizapp.core.memory import Memories
    from quizapp.core.ports import Approvals, ReviewLog, Runner
    from quizapp.core.schedule import Settings
    from quizapp.core.selection import Unknown
    from quizapp.core.trust import Ruling
    from quizapp.ledger import Ledger
    from quizapp.names import Names
    from quizapp.proof import Proof
    from quizapp.store import SqliteLog
    from quizapp.study import Study


MOST_RUNNERS = 4
"""Each takes a core and, with torch loaded, a good part of the memory."""
CARDS_A_RUNNER = 8
"""So many make up for the second that a runner takes to load torch."""


def is_root() -> bool:
    """Tell whether the process belongs to root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def clock() -> Moment:
    """Tell the time in UTC, with the offset of the user's zone."""
    local = datetime.now(UTC).astimezone()
    return Moment(local.astimezone(UTC), local.utcoffset() or timedelta(0))


def randbits(count: int) -> int:
    """Draw that many random bits, as `secrets` does, which takes long to load."""
    return int.from_bytes(os.urandom((count + 7) // 8)) >> (-count % 8)


def versions() -> tuple[str, str]:
    """Return the versions of quizapp and torch, without importing torch."""
    return _version("quizapp"), _version("torch")


def _version(package: str) -> str:
    """Read a version off the name of what its installer wrote.

    `importlib.metadata` gives the same, and loads the email package for it.
    """
    head, tail = f"{package}-", ".dist-info"
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder or ".") as entries:
            for entry in entries:
                if entry.name.startswith(head) and entry.name.endswith(tail):
                    return entry.name[len(head) : -len(tail)]
    return "unknown"


def shipped_content() -> Path:
    """Return the folder of the shipped decks: in the wheel, else in the checkout."""
    package = Path(__file__).parent
    installed = package / "_content"
    return installed if installed.is_dir() else package.parent / "content"


def deck_schema() -> dict[str, object]:
    """Return the JSON Schema of a deck file."""
    from quizapp.decks import schema

    return schema()


@dataclass
class Assembly:
    """Everything joined, for one command."""

    options: Namespace
    _stack: ExitStack

    @cached_property
    def config(self) -> Config:
        """The settings of this invocation."""
        given = vars(self.options)
        flags = Flags(
            home=given.get("home"),
            decks=tuple(given.get("decks") or ()),
            new_per_day=given.get("new"),
            limit=given.get("limit"),
            allow_root=bool(given.get("allow_root")),
            confidence=given.get("confidence"),
            grades=given.get("grades"),
        )
        return load_config(environment(), flags)

    @cached_property
    def collection(self) -> "Library":
        """The shipped decks and those of the user."""
        return self.load((shipped_content(), *self.config.decks))

    def load(self, paths: tuple[Path, ...]) -> "Library":
        """Load the decks of these files and folders."""
        from quizapp.decks import load

        return load(paths)

    def names(self) -> "Names":
        """What decks and cards are called, without a check of any."""
        from quizapp.names import names

        return names((shipped_content(), *self.config.decks))

    @cached_property
    def log(self) -> "ReviewLog":
        """The user's review log."""
        return self._database

    @property
    def has_log(self) -> bool:
        """Tell whether there is a log, so that to look creates none."""
        return "_database" in vars(self) or self.config.log.exists()

    @cached_property
    def approvals(self) -> "Approvals":
        """The strangers' decks the user knows."""
        return self._database

    @cached_property
    def _database(self) -> "SqliteLog":
        from quizapp.store import open_log

        log = open_log(self.config.log, randbits)
        self._stack.callback(log.close)
        return log

    @cached_property
    def runner(self) -> "Runner":
        """The runner of this platform.

        Raises RunnerError as root, who is asked first: the sandbox takes root's
        powers away, but a hole in it would matter more.
        """
        return self._new_runner()

    def proofs(self, cards: "tuple[Card, ...]") -> "Iterator[Proof]":
        """Prove cards on the cores there are; few cards do not warm many runners."""
        from quizapp.parallel import prove_all

        count = max(1, min(MOST_RUNNERS, cores(), len(cards) // CARDS_A_RUNNER))
        return prove_all(cards, [self._new_runner() for _ in range(count)])

    def _new_runner(self) -> "Runner":
        from quizapp.runner import runner_for

        if is_root() and not self.config.allow_root:
            raise RunnerError(
                "snippets are not run as root",
                "use another account, or allow it with --allow-root or"
                " QUIZAPP_ALLOW_ROOT=1",
            )
        runner = runner_for(sys.platform, environment())
        self._stack.callback(runner.close)
        return runner

    def ruling(self, deck: "Deck") -> "Ruling":
        """Say what has to happen before this deck's code runs here."""
        from quizapp.core.trust import Ruling, rule, runs_code

        shipped = Path(deck.file).resolve().is_relative_to(shipped_content().resolve())
        if shipped or not runs_code(deck) or self._is_known(deck):
            return Ruling.RUN  # without waiting for the kernel's word
        return rule(self.runner.protection.shield, shipped=False, known=False)

    def _is_known(self, deck: "Deck") -> bool:
        return self.has_log and self.approvals.knows(fingerprint(deck))

    @property
    def editor(self) -> "Editor | None":
        """The user's editor, if there is one."""
        return editor_of(environment())

    @cached_property
    def schedule(self) -> "Settings":
        """FSRS with the user's retention."""
        from quizapp.core.schedule import Settings

        return Settings(retention=self.config.retention)

    @property
    def memories(self) -> "Memories":
        """The fold of the log; to look at it creates none."""
        from quizapp.core.memory import Memories

        return self.ledger.memories if self.has_log else Memories()

    @cached_property
    def ledger(self) -> "Ledger":
        """The log in use."""
        from quizapp.ledger import Ledger

        return Ledger(self.log, clock, randbits, self.schedule)

    def agenda(self, cards: "tuple[Card, ...]") -> "Agenda":
        """Lay out a sitting over these cards."""
        from quizapp.core.agenda import plan

        new, limit = self.config.new_per_day, self.config.limit
        aside = self.memories.aside(clock().day)
        ids = [card.id for card in cards if card.id not in aside]
        ground = {card.id: card.requires for card in cards if card.requires}
        return plan(ids, self.memories, clock(), new, limit, ground)

    def study(self, cards: "tuple[Card, ...]", *, cram: bool) -> "Study":
        """Begin a sitting; whoever shows it warms the runner up."""
        from quizapp.core.grade import FOUR, TWO
        from quizapp.study import Ports, Study, Terms

        ledger, agenda = self._sitting(cards, cram=cram)
        terms = Terms(
            self.options.minutes,
            self.options.seed,
            versions(),
            self.config.confidence,
            TWO if self.config.grades == 2 else FOUR,
        )
        return Study(Ports(self.runner, ledger, clock), cards, agenda, terms)

    def _sitting(
        self, cards: "tuple[Card, ...]", *, cram: bool
    ) -> "tuple[Ledger, Agenda]":
        if not cram:
            return self.ledger, self.agenda(cards)
        from quizapp.core.agenda import Agenda
        from quizapp.ledger import Ledger
        from quizapp.store import TransientLog

        queue = tuple(card.id for card in cards)[: self.config.limit]
        return Ledger(TransientLog(), clock, randbits, self.schedule), Agenda(queue)


@contextmanager
def assembled(options: Namespace) -> Iterator[Assembly]:
    """Join the parts for one command, and close them after it."""
    with ExitStack() as stack:
        yield Assembly(options, stack)


def chosen(assembly: Assembly, words: list[str]) -> "tuple[Library, tuple[Card, ...]]":
    """Return the cards the words mean; with paths alone, only these are loaded.

    Raises UsageError for a word that means nothing.
    """
    from quizapp.core.selection import Unknown, select

    paths = tuple(Path(word) for word in words if _is_path(assembly, word))
    names = [word for word in words if Path(word) not in paths]
    if paths:
        base = (shipped_content(), *assembly.config.decks) if names else ()
        library = assembly.load((*base, *paths, *assembly.options.decks))
    else:
        library = assembly.collection
    cards = select(library, names)
    if isinstance(cards, Unknown):
        raise UsageError(f"nothing is called {cards.word!r}", hint_for(cards))
    if paths and names:
        named = {card.id for card in cards}
        own = (deck for deck in library.decks if _is_under(paths, deck))
        every = (card for deck in own for card in deck.cards)
        cards = (*cards, *(card for card in every if card.id not in named))
    return library, cards


def fingerprint(deck: "Deck") -> str:
    """Return what the user's consent to a deck's code is remembered by."""
    from quizapp.core.trust import digest

    return digest(deck, str(Path(deck.file).resolve()))


def _is_under(paths: tuple[Path, ...], deck: "Deck") -> bool:
    file = Path(deck.file).resolve()
    return any(file.is_relative_to(path.resolve()) for path in paths)


def hint_for(unknown: "Unknown") -> str:
    """Say what was probably meant."""
    if unknown.nearest is None:
        return "`quizapp decks` lists what there is"
    return f"did you mean {unknown.nearest}?"


def _is_path(assembly: Assembly, word: str) -> bool:
    """Tell a path from a name; a name that is known wins over a folder called so."""
    from quizapp.core.selection import Unknown, select

    if word.startswith("tag:"):
        return False
    if word.endswith(".toml"):
        return True
    try:
        exists = Path(word).exists()
    except OSError:  # no file could have that name
        return False
    return exists and isinstance(select(assembly.collection, [word]), Unknown)


def study_on_screen(
    assembly: Assembly, study: "Study", library: "Library", told: tuple[str, ...]
) -> None:
    """Hand the sitting to the screens, with what the user should be told first."""
    from quizapp.tui.app import QuizApp

    QuizApp(study, library, assembly.config.theme, assembly.editor, told).run()


def editor_of(environ: Mapping[str, str]) -> "Editor | None":
    """Return what opens a deck at a card's line, if the user has an editor."""
    command = environ.get("VISUAL") or environ.get("EDITOR")
    return Editor(command) if command else None


@dataclass(frozen=True)
class Editor:
    """The user's editor."""

    command: str

    def __call__(self, position: "Position") -> bool:
        """Open a file at its line; vi, nano, emacs and most others know `+N`.

        False if the editor could not be started.
        """
        import shlex
        import subprocess

        with suppress(OSError, ValueError):
            words = [*shlex.split(self.command), f"+{position.line}", position.file]
            subprocess.run(words, check=False)
            return True
        return False

    def edit(self, text: str) -> str:
        """Let the user change a text; it comes back as they leave it.

        Where no editor could be started, that is unchanged.
        """
        import shlex
        import subprocess
        from tempfile import TemporaryDirectory

        with TemporaryDirectory(prefix="quizapp-") as folder:
            file = Path(folder) / "code.py"
            file.write_text(text, "utf-8")
            with suppress(OSError, ValueError):
                subprocess.run([*shlex.split(self.command), str(file)], check=False)
                return file.read_text("utf-8", errors="replace")
            return text
