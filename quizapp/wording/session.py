"""Lines: what sittings, checks and tries have to say, for whoever prints lines of text.

The text is foreign still: whoever shows it sanitizes it.
"""

from collections.abc import Iterator

from quizapp.core.basics.english import quantity
from quizapp.core.basics.grade import Grade
from quizapp.core.cards.card import Card
from quizapp.core.judging.verdict import feedback
from quizapp.core.kinds.coding import told, trace
from quizapp.core.runs.checks import Result
from quizapp.core.runs.outcome import Completed
from quizapp.core.scheduling.review import Fact, Marked, Reviewed
from quizapp.core.session.ending import (
    Ending,
    LimitReached,
    NothingDue,
    Stopped,
    TimeUp,
)
from quizapp.core.session.exploration import Tried
from quizapp.core.session.phases import Revealed
from quizapp.core.session.session import Earlier, Undone
from quizapp.core.values.notation import write


def ending_sentence(ending: Ending) -> str:
    """Say why a session asks nothing more."""
    match ending:
        case Stopped():
            return "Session ended."
        case TimeUp():
            return "Time is up."
        case LimitReached(left=left, locked=locked):
            return f"Session limit reached. {quantity(left, 'card')} more today." + (
                _locked(locked)
            )
        case NothingDue(reviewed=reviewed, returns=returns, locked=locked):
            done = "All done for now." if reviewed else "Nothing is due."
            later = "" if returns is None else f" The next card is due in {returns}."
            return done + later + _locked(locked)


def _locked(cards: int) -> str:
    """Say how many new cards are not asked until their prerequisites are known."""
    if not cards:
        return ""
    return f" {quantity(cards, 'new card')} locked until you know the prerequisites."


def done(fact: Fact) -> str:
    """Say what was done to which card."""
    match fact:
        case Reviewed(grade=grade, card=card):
            return f"{grade.label} on {card}"
        case Marked(mark=mark, card=card):
            return f"{card} {mark.value}"


def undone(undone: Undone | Earlier | None) -> str:
    """Say what was taken back, or what would be at the second press."""
    match undone:
        case None:
            return "There is nothing to undo."
        case Undone(fact=fact):
            return f"Taken back: {done(fact)}."
        case Earlier(fact=fact):
            when = fact.moment.date.isoformat()
            earlier = f"From an earlier sitting ({when}): {done(fact)}."
            return f"{earlier} Undo once more to take it back."


def because(revealed: Revealed) -> str | None:
    """Return the author's reason against just this answer."""
    return f"why: {revealed.because}" if revealed.because else None


def leech(revealed: Revealed) -> str | None:
    """Offer a way out where another Again makes a leech of a card."""
    if not revealed.makes_leech:
        return None
    lapses = revealed.futures[Grade.AGAIN].lapses
    return (
        f"With Again it would have been forgotten {lapses} times. Another"
        " wording may help, or a rest: suspend it."
    )


def reasons(revealed: Revealed) -> Iterator[str]:
    """Yield every check where there are any, else what the verdict has to say."""
    if not revealed.results or revealed.overridden:
        yield from feedback(revealed.verdict)
        return
    for each in revealed.results:
        yield checked(each)
        for number, line in trace(each, revealed.response.text):
            yield f"  {number:3} | {line}"


def checked(result: Result) -> str:
    """Return what came of a check, with a sign."""
    return f"{'✓' if result.passed else '✗'} {told(result)}"


def tried(try_: Tried) -> Iterator[str]:
    """Yield the value of a try, and its checks."""
    value = try_.outcome.value if isinstance(try_.outcome, Completed) else None
    if value is not None:
        yield f"value: {write(value)}"
    yield from map(checked, try_.results)


def follow_ups(card: Card) -> tuple[str, ...]:
    """Return what an interviewer would ask next."""
    rubric = card.kind.scored_by
    return () if rubric is None else rubric.follow_up
