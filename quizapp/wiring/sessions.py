"""Sessions: a study over what is asked now."""

from msgspec.structs import replace

from quizapp.core.basics.grade import FOUR, TWO
from quizapp.core.cards.card_list import CardList
from quizapp.core.scheduling.agenda import Agenda
from quizapp.core.scheduling.layout import crammed
from quizapp.flow.ledger import Ledger
from quizapp.flow.session_options import Ports, SessionOptions
from quizapp.flow.study import Study
from quizapp.wiring.agendas import agenda_of, rules_of
from quizapp.wiring.assembly import Assembly, randbits
from quizapp.wiring.installed import versions
from quizapp.wiring.interview_plans import interview_plan
from quizapp.wiring.situation import situation_of


def start_session(assembly: Assembly, cards: CardList, *, cram: bool) -> Study:
    """Start a session; the front end warms up the runner."""
    ledger, agenda = _ledger_and_agenda(assembly, cards, cram=cram)
    minutes = assembly.flags.minutes or _minutes_left(assembly, cards, cram=cram)
    session_options = _session_options(assembly, minutes)
    ports = Ports(assembly.runner, ledger, assembly.clock, assembly.ledger)
    return Study(ports, cards, agenda, replace(session_options, recorded=not cram))


def start_whole_session(assembly: Assembly, cards: CardList) -> Study:
    """Start a session that asks each of its cards once, with explanations."""
    agenda = Agenda(cards.ids, once=True)
    ports = Ports(assembly.runner, assembly.ledger, assembly.clock)
    options = _session_options(assembly, assembly.flags.minutes)
    return Study(ports, cards, agenda, replace(options, coached=True))


def _session_options(assembly: Assembly, minutes: float | None) -> SessionOptions:
    return SessionOptions(
        minutes,
        assembly.flags.seed,
        versions(),
        assembly.config.confidence,
        TWO if assembly.config.grades == 2 else FOUR,
    )


def _minutes_left(assembly: Assembly, cards: CardList, *, cram: bool) -> float | None:
    """Return the minutes that a plan leaves for today, None for no limit."""
    plan = None if cram else interview_plan(situation_of(assembly), cards)
    return (plan.minutes_left or None) if plan else None


def _ledger_and_agenda(
    assembly: Assembly, cards: CardList, *, cram: bool
) -> tuple[Ledger, Agenda]:
    if not cram:
        return assembly.ledger, agenda_of(situation_of(assembly), cards)
    ids = cards.ids
    rules = rules_of(situation_of(assembly), cards, cram=True)
    queue = crammed(ids, assembly.memories.by_card, rules)
    log = assembly.transient_log()
    ledger = Ledger(log, assembly.clock, randbits, assembly.schedule)
    return ledger, Agenda(queue)
