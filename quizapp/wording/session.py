"""Session in words: sentences on sessions, verdicts, checks and tries.

Text from decks and users is not sanitized here, but where it is shown.
"""

from collections.abc import Iterator, Mapping

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.english import quantity
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.remark import REPORT_FILE, Note, Remark, Report, Star
from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.cards.card import Card
from quizapp.core.judging.verdict import Partial, Verdict, feedback, name_of
from quizapp.core.kinds.coding import result_line, trace
from quizapp.core.runs.checks import Result
from quizapp.core.runs.outcome import Completed
from quizapp.core.scheduling.review import Fact, Marked, Remarked, Reviewed
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
from quizapp.core.values.writer import write

_VERDICTS: Mapping[VerdictName | None, str] = {
    VerdictName.CORRECT: "✓ Correct",
    VerdictName.PARTIAL: "◐ Partly right",
    VerdictName.WRONG: "✗ Wrong",
    None: "○ Your call",
}


def verdict_words(name: VerdictName | None) -> str:
    """Return the sign and the word of a verdict by its name in the log."""
    return _VERDICTS[name]


def verdict_heading(verdict: Verdict) -> str:
    """Return a verdict as a sign and a word, with its share if it is partial."""
    share = f", {verdict.score:.0%}" if isinstance(verdict, Partial) else ""
    return verdict_words(name_of(verdict)) + share


def ending_sentence(ending: Ending) -> str:
    """Say why a session asks nothing more."""
    match ending:
        case Stopped():
            return "Session ended."
        case TimeUp():
            return "Time is up."
        case LimitReached(left=left, locked=locked):
            return f"Session limit reached. {quantity(left, 'more card')} today." + (
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
    are = "is" if cards == 1 else "are"
    locked = f"{quantity(cards, 'new card')} {are} locked"
    return f" {locked} until you know the prerequisites."


def fact_in_words(fact: Fact) -> str:
    """Say what was done to which card."""
    match fact:
        case Reviewed(grade=grade, card=card):
            return f"{grade.label} on {card}"
        case Marked(mark=mark, card=card):
            return f"{card} {mark.value}"
        case Remarked(remark=remark, card=card):
            return f"{card} {remark_in_words(remark)}"


def remark_in_words(remark: Remark) -> str:
    """Say what was done: `starred`, `noted`, `reported`."""
    match remark:
        case Star(on=on):
            return "starred" if on else "unstarred"
        case Note(text=text):
            return "noted" if text else "without its note"
        case Report():
            return "reported as wrong"


def following(count: int | None) -> str:
    """Say how many follow-ups come next; None if no points are ticked."""
    if count is None:
        return "Only an open question has follow-ups, once its points are ticked."
    if not count:
        return "No card follows up on this answer."
    come = "comes" if count == 1 else "come"
    return f"{quantity(count, 'follow-up')} {come} next."


def remark_saved(remark: Remark) -> str:
    """Confirm a remark in a sentence."""
    match remark:
        case Star(on=on):
            return "★ Starred. is:starred finds it." if on else "The star is removed."
        case Note(text=text):
            return "Note saved. has:note finds it." if text else "The note is removed."
        case Report():
            return f"Reported. {REPORT_FILE} in the data folder has it, ready to send."


def undone(undone: Undone | Earlier | None) -> str:
    """Say what was undone, or what a second press would undo."""
    match undone:
        case None:
            return "Nothing to undo."
        case Undone(fact=fact):
            return f"Undone: {fact_in_words(fact)}."
        case Earlier(fact=fact):
            when = fact.moment.date.isoformat()
            return (
                f"That was in an earlier session ({when}): {fact_in_words(fact)}."
                " Press again to undo it."
            )


def because(revealed: Revealed) -> str | None:
    """Return the author's reason why this answer is wrong, None without one."""
    return f"why: {revealed.because}" if revealed.because else None


def leech(revealed: Revealed) -> str | None:
    """Suggest what to do if another Again makes the card a leech."""
    if not revealed.makes_leech:
        return None
    lapses = revealed.futures[Grade.AGAIN].lapses
    return (
        f"Leech: with Again you have missed this {lapses} times."
        " Reword it or suspend it."
    )


def reasons(revealed: Revealed) -> Iterator[str]:
    """Yield the results of all checks, or else the feedback of the verdict."""
    if not revealed.results or revealed.overridden:
        yield from feedback(revealed.verdict)
        return
    for result in revealed.results:
        yield checked(result)
        for number, line in trace(result, revealed.response.text):
            yield f"  {number:3} | {line}"


def checked(result: Result) -> str:
    """Return the result of a check, with a sign."""
    return f"{'✓' if result.passed else '✗'} {result_line(result)}"


def tried_lines(try_: Tried) -> Iterator[str]:
    """Yield the value of a try and the results of its checks."""
    value = try_.outcome.value if isinstance(try_.outcome, Completed) else None
    if value is not None:
        yield f"value: {write(value)}"
    yield from map(checked, try_.results)


def follow_ups(card: Card) -> tuple[str, ...]:
    """Return the questions an interviewer would ask next; a card may ask it in full."""
    rubric = card.kind.scored_by
    questions = () if rubric is None else rubric.follow_up
    return tuple(
        f"{question.ask} (card {CardId.within(card.id.deck, question.card)})"
        if question.card
        else question.ask
        for question in questions
    )
