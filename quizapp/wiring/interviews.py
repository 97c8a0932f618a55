"""Mock interviews: their ports, cards and log, from the parts of the program.

    if (record := unfinished_interview(assembly)) is not None:
        ask, then: resume_interview(assembly, record) or finish_interview(...)
    else:
        interview = start_interview(assembly, words, options, seed)

Each gives a `MockInterview`; the front end warms up `interview.runner` and drives it.
"""

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card
from quizapp.core.cards.trust import Ruling
from quizapp.core.interview.facts import InterviewOptions
from quizapp.core.interview.record import InterviewRecord
from quizapp.core.scheduling.intervals import retrievability
from quizapp.errors import UsageError
from quizapp.flow.interview import InterviewPorts, MockInterview
from quizapp.flow.interviews import (
    Pool,
    begin,
    end_interrupted,
    interrupted,
    past_interviews,
    reopen,
    resume,
)
from quizapp.flow.opinions import Assessor
from quizapp.wiring.assembly import Assembly, randbits
from quizapp.wiring.installed import versions
from quizapp.wiring.selection import Words
from quizapp.wiring.topics import to_study


def start_interview(
    assembly: Assembly, words: Words, options: InterviewOptions, seed: int | None = None
) -> MockInterview | None:
    """Begin an interview about WHAT; None if it has no open card.

    Without a seed one is drawn. Raises UsageError for words that mean nothing, and
    LogError if the beginning cannot be committed.
    """
    loaded, chosen_ids = _cards(assembly, words)
    day, memories = assembly.clock().day, assembly.memories
    recall = {
        card: retrievability(memory, day, assembly.schedule)
        for card, memory in memories.by_card.items()
    }
    cards = tuple(card for card in loaded if card.id not in memories.suspended)
    return begin(
        interview_ports(assembly),
        Pool(cards, chosen_ids, recall),
        options,
        seed=randbits(32) if seed is None else seed,
        versions=versions(),
    )


def unfinished_interview(assembly: Assembly) -> InterviewRecord | None:
    """Return the interview that was interrupted on this device, if any."""
    return interrupted(assembly.log) if assembly.has_log else None


def resume_interview(assembly: Assembly, record: InterviewRecord) -> MockInterview:
    """Go on with an interrupted interview. Raises LogError."""
    return resume(interview_ports(assembly), cards_of(assembly, record), record)


def finish_interview(assembly: Assembly, record: InterviewRecord) -> MockInterview:
    """End an interrupted interview with what was answered. Raises LogError."""
    return end_interrupted(
        interview_ports(assembly), cards_of(assembly, record), record
    )


def show_interview(assembly: Assembly, record: InterviewRecord) -> MockInterview:
    """Open an ended interview for its debrief or a second look."""
    return reopen(interview_ports(assembly), cards_of(assembly, record), record)


def all_interviews(assembly: Assembly) -> tuple[InterviewRecord, ...]:
    """Return every interview of the log in order of time; creates no log."""
    return past_interviews(assembly.log) if assembly.has_log else ()


class LogDesk(Struct, frozen=True):
    """Interviews over the decks and the log of an assembly; see `InterviewDesk`."""

    assembly: Assembly
    seed: int | None = None

    def begin(self, options: InterviewOptions) -> MockInterview | None:
        """Begin an interview; None if WHAT has no open card."""
        return start_interview(self.assembly, options.what, options, self.seed)

    def unfinished(self) -> InterviewRecord | None:
        """Return the interview that was interrupted on this device, if any."""
        return unfinished_interview(self.assembly)

    def resume(self, record: InterviewRecord) -> MockInterview:
        """Go on with an interrupted interview."""
        return resume_interview(self.assembly, record)

    def finish(self, record: InterviewRecord) -> MockInterview:
        """End an interrupted interview with what was answered."""
        return finish_interview(self.assembly, record)

    def show(self, record: InterviewRecord) -> MockInterview:
        """Open an ended interview for its debrief."""
        return show_interview(self.assembly, record)

    def records(self) -> tuple[InterviewRecord, ...]:
        """Return every interview in order of time."""
        return all_interviews(self.assembly)

    def assessor(self) -> Assessor | None:
        """Return the program that gives second opinions; None if there is none."""
        return assessor_of(self.assembly)


def assessor_of(assembly: Assembly) -> Assessor | None:
    """Return the program that gives second opinions; None if none is configured."""
    program = assembly.config.second_opinion
    if program is None:
        return None
    from quizapp.external.second_opinion import SecondOpinion

    return SecondOpinion(program.command, program.seconds)


def interview_ports(assembly: Assembly) -> InterviewPorts:
    """Return the ports of an interview."""
    return InterviewPorts(assembly.runner, assembly.log, assembly.clock, randbits)


def cards_of(assembly: Assembly, record: InterviewRecord) -> tuple[Card, ...]:
    """Return the cards of an earlier interview, as far as they are still there."""
    try:
        return _cards(assembly, record.begun.options.what)[0]
    except UsageError:  # a deck that was moved or renamed
        return _cards(assembly, ())[0]


def _cards(
    assembly: Assembly, words: Words
) -> tuple[tuple[Card, ...], frozenset[CardId] | None]:
    """Return all cards that may be asked, and those to lead: of WHAT, or of the topics.

    Follow-ups may be in any deck; a deck whose code is not approved stays out.
    """
    library, cards = to_study(assembly, words)
    decks = {deck.id: deck for deck in (*assembly.library.decks, *library.decks)}
    loaded = tuple(
        card
        for deck in decks.values()
        if assembly.ruling(deck) is not Ruling.ASK
        for card in deck.cards
    )
    chose = bool(words or assembly.config.topics)
    return loaded, frozenset(card.id for card in cards) if chose else None
