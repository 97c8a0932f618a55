"""The composition root: the only place that builds adapters, clock and chance.

Adapters are built when first asked for and closed together, so a command pays
only for what it uses.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from secrets import randbits
from typing import TYPE_CHECKING

from quizapp.config import Config, Flags, environment, load_config
from quizapp.core.agenda import Agenda, Rules, begun_last, crammed, plan
from quizapp.core.card import Card, CardId, Deck, Library
from quizapp.core.cost import habits
from quizapp.core.deadline import Misdated, capped, placed, read
from quizapp.core.grade import FOUR, TWO
from quizapp.core.interview import Plan, Situation, lay_out
from quizapp.core.memory import Memories
from quizapp.core.moment import Moment
from quizapp.core.ports import Approvals, ReviewLog, Runner
from quizapp.core.review import Fact, standing
from quizapp.core.schedule import Settings
from quizapp.core.selection import Unknown, select
from quizapp.core.trust import Ruling, digest, rule, runs_code
from quizapp.editor import Editor, editor_of
from quizapp.errors import RunnerError, UsageError
from quizapp.ledger import Ledger
from quizapp.study import Ports, Study, Terms

if TYPE_CHECKING:
    from quizapp.proof import Proof
    from quizapp.store import SqliteLog


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


def versions() -> tuple[str, str]:
    """Return the versions of quizapp and torch, without importing torch."""
    return _version("quizapp"), _version("torch")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def shipped_content() -> Path:
    """Return the folder of the shipped decks: in the wheel, else in the checkout."""
    package = Path(str(files("quizapp")))
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
    _plans: dict[tuple[tuple[CardId, ...], float | None], Plan] = field(
        default_factory=dict
    )

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
    def collection(self) -> Library:
        """The shipped decks and those of the user."""
        return self.load((shipped_content(), *self.config.decks))

    def load(self, paths: tuple[Path, ...]) -> Library:
        """Load the decks of these files and folders."""
        from quizapp.decks import load

        return load(paths)

    @cached_property
    def log(self) -> ReviewLog:
        """The user's review log."""
        return self._database

    @property
    def has_log(self) -> bool:
        """Tell whether there is a log, so that to look creates none."""
        return "_database" in vars(self) or self.config.log.exists()

    @cached_property
    def approvals(self) -> Approvals:
        """The strangers' decks the user knows."""
        return self._database

    @cached_property
    def _database(self) -> "SqliteLog":
        from quizapp.store import open_log

        log = open_log(self.config.log, randbits)
        self._stack.callback(log.close)
        return log

    @cached_property
    def runner(self) -> Runner:
        """The runner of this platform.

        Raises RunnerError as root, who is asked first: the sandbox takes root's
        powers away, but a hole in it would matter more.
        """
        return self._new_runner()

    def proofs(self, cards: tuple[Card, ...]) -> "Iterator[Proof]":
        """Prove cards on the cores there are; few cards do not warm many runners."""
        from quizapp.parallel import prove_all

        count = max(1, min(MOST_RUNNERS, cores(), len(cards) // CARDS_A_RUNNER))
        return prove_all(cards, [self._new_runner() for _ in range(count)])

    def _new_runner(self) -> Runner:
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

    def ruling(self, deck: Deck) -> Ruling:
        """Say what has to happen before this deck's code runs here."""
        shipped = Path(deck.file).resolve().is_relative_to(shipped_content().resolve())
        if shipped or not runs_code(deck):
            return Ruling.RUN
        known = self._is_known(deck)
        return rule(self.runner.protection.shield, shipped=shipped, known=known)

    def _is_known(self, deck: Deck) -> bool:
        return self.has_log and self.approvals.knows(fingerprint(deck))

    @property
    def editor(self) -> Editor | None:
        """The user's editor, if there is one."""
        return editor_of(environment())

    @cached_property
    def schedule(self) -> Settings:
        """FSRS with the user's retention, and with what an interview asks for."""
        settings = Settings(retention=self.config.retention)
        return capped(settings, self.interview, clock().day)

    @cached_property
    def interview(self) -> int | None:
        """The study day of the interview ahead, None if there is none.

        Raises UsageError for a date that cannot be planned for; one of the config
        file that has passed is none.
        """
        text = vars(self.options).get("until")
        set_, today = self.config.interview, clock().day
        if text is not None:
            day = read(text, today)
        elif set_ is None or set_.toordinal() <= today:
            return None
        else:
            day = placed(set_.toordinal(), today)
        if isinstance(day, Misdated):
            raise UsageError(day.message)
        return day

    @property
    def memories(self) -> Memories:
        """The fold of the log; to look at it creates none."""
        return self.ledger.memories if self.has_log else Memories()

    @cached_property
    def ledger(self) -> Ledger:
        """The log in use."""
        return Ledger(self.log, clock, randbits, self.schedule)

    def agenda(self, cards: tuple[Card, ...]) -> Agenda:
        """Lay out a sitting over these cards."""
        now, ids = clock(), [card.id for card in cards]
        aside = self.memories.aside(now.day)
        recent = begun_last(self._facts_of(now.day), now.day)
        return plan(ids, self.memories, now, self._rules(cards), aside, recent)

    def _facts_of(self, day: int) -> Iterator[Fact]:
        """Yield what stands of the cards that were reviewed on a study day."""
        for card, memory in self.memories.by_card.items():
            if memory.day == day:
                yield from self.ledger.history(card)

    def _rules(self, cards: tuple[Card, ...]) -> Rules:
        config, given = self.config, vars(self.options)
        rules = Rules(
            new=config.new_per_day,
            reviews=config.reviews_per_day,
            limit=config.limit,
            requires={card.id: card.requires for card in cards if card.requires},
            mixed=config.new_order == "mixed",
            seed=given.get("seed", 0),
            interview=self.interview,
            schedule=self.schedule,
        )
        if given.get("cram") or (ahead := self.outlook(cards)) is None:
            return rules
        day, share = clock().day, ahead.today
        new = self.memories.introduced_on(day) + share.new
        reviews = self.memories.reviews_on(day) + share.reviews
        if given.get("new") is not None:
            new = rules.new
        return replace(rules, new=new, reviews=reviews, looks=share.looks)

    def outlook(
        self, cards: tuple[Card, ...], minutes: float | None = None
    ) -> Plan | None:
        """Plan the days up to the interview, None if there is none."""
        if self.interview is None:
            return None
        ids = tuple(card.id for card in cards)
        if (ids, minutes) not in self._plans:
            situation = self._situation(cards, self.interview)
            minutes_a_day = minutes or self.config.minutes_per_day
            made = lay_out(replace(situation, minutes=minutes_a_day))
            self._plans[ids, minutes] = made
        return self._plans[ids, minutes]

    def _situation(self, cards: tuple[Card, ...], interview: int) -> Situation:
        now, memories = clock(), self.memories
        reviews = standing(self.log.events()) if self.has_log else ()
        usual = habits(reviews, {card.id: card.kind.name for card in cards})
        return Situation(
            tuple(card.id for card in cards if card.id not in memories.suspended),
            memories,
            now,
            interview,
            {card.id: usual.cost(card.kind.name) for card in cards},
            spent=usual.spent(reviews, now.day),
            schedule=self.schedule,
            requires={card.id: card.requires for card in cards if card.requires},
            seed=vars(self.options).get("seed", 0),
            aside=memories.aside(now.day),
        )

    def study(self, cards: tuple[Card, ...], *, cram: bool) -> Study:
        """Begin a sitting; the runner warms up while the first question is read."""
        self.runner.warm()
        ledger, agenda = self._sitting(cards, cram=cram)
        terms = Terms(
            self.options.minutes or self._minutes_left(cards, cram=cram),
            self.options.seed,
            versions(),
            self.config.confidence,
            TWO if self.config.grades == 2 else FOUR,
        )
        return Study(Ports(self.runner, ledger, clock), cards, agenda, terms)

    def _minutes_left(self, cards: tuple[Card, ...], *, cram: bool) -> float | None:
        """Return what a plan leaves of today, None for no end."""
        ahead = None if cram else self.outlook(cards)
        return ahead.minutes_left or None if ahead else None

    def _sitting(self, cards: tuple[Card, ...], *, cram: bool) -> tuple[Ledger, Agenda]:
        if not cram:
            return self.ledger, self.agenda(cards)
        from quizapp.store import TransientLog

        ids = [card.id for card in cards]
        queue = crammed(ids, self.memories.by_card, self._rules(cards))
        return Ledger(TransientLog(), clock, randbits, self.schedule), Agenda(queue)


@contextmanager
def assembled(options: Namespace) -> Iterator[Assembly]:
    """Join the parts for one command, and close them after it."""
    with ExitStack() as stack:
        yield Assembly(options, stack)


def chosen(assembly: Assembly, words: list[str]) -> tuple[Library, tuple[Card, ...]]:
    """Return the cards the words mean; with paths alone, only these are loaded.

    Raises UsageError for a word that means nothing.
    """
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


def fingerprint(deck: Deck) -> str:
    """Return what the user's consent to a deck's code is remembered by."""
    return digest(deck, str(Path(deck.file).resolve()))


def _is_under(paths: tuple[Path, ...], deck: Deck) -> bool:
    file = Path(deck.file).resolve()
    return any(file.is_relative_to(path.resolve()) for path in paths)


def hint_for(unknown: Unknown) -> str:
    """Say what was probably meant."""
    if unknown.nearest is None:
        return "`quizapp decks` lists what there is"
    return f"did you mean {unknown.nearest}?"


def _is_path(assembly: Assembly, word: str) -> bool:
    """Tell a path from a name; a name that is known wins over a folder called so."""
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
    assembly: Assembly, study: Study, library: Library, told: tuple[str, ...]
) -> None:
    """Hand the sitting to the screens, with what the user should be told first."""
    from quizapp.tui.app import QuizApp

    QuizApp(study, library, assembly.config.theme, assembly.editor, told).run()
