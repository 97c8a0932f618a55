"""Tour in words: the explanation at each step of a newcomer's first three cards."""

from collections.abc import Callable
from typing import TypeAlias

from quizapp.core.cards.card import Card
from quizapp.core.session.phases import Asking, Phase, Revealed, Weighing

TOUR_ENDED = "That was the tour. Its reviews are real: the cards come back."

KeyName: TypeAlias = Callable[[str], str]
"""Returns the readable key of an id."""


def coach(phase: Phase, key: KeyName) -> str:
    """Return a hint of one to three lines, empty where none is needed."""
    match phase:
        case Asking(posed=posed):
            return _question(posed.card, key)
        case Weighing():
            return (
                "Say how sure you are. Over time, quizapp shows how well your"
                " confidence matches your answers."
            )
        case Revealed(posed=posed):
            return _verdict(posed.card, key)
        case _:
            return ""


def after_the_tour(key: KeyName) -> str:
    """Say how the cards of today start, after the tour."""
    home, study = key("summary.leave"), key("home.study")
    return f"{home} goes home, where {study} starts the cards of today."


def _question(card: Card, key: KeyName) -> str:
    if card.kind.coding is not None:
        return (
            f"Edit the code. {key('code.try')} runs the hidden checks as often as you"
            f" like, {key('code.hand-in')} submits, {key('code.give-up')} shows the"
            " solution."
        )
    if card.kind.settled_by_run:
        return (
            "Type what you think, then press Enter: the code runs and checks you."
            " A guess is fine. A wrong prediction teaches more than a right one."
        )
    stuck = f" Stuck? {key('study.hint')} shows a hint."
    match card.kind.name:
        case "choice" | "match" | "order":
            return f"Move with the arrows, choose with Space, answer with Enter.{stuck}"
        case "flashcard":
            shows = f"{key('flashcard.reveal')} shows it, and you judge yourself."
            return f"Say the answer aloud, or think it. {shows}"
        case "open":
            return (
                "Say your answer aloud, as in an interview, or type it. Then tick the"
                " points that you made."
            )
        case _:
            return "Type your answer, then press Enter. A guess is fine."


def _verdict(card: Card, key: KeyName) -> str:
    if card.kind.coding is not None:
        return (
            "Grade this one too: it is the last of the tour. Missed cards come back"
            " today, the others later."
        )
    if card.kind.settled_by_run:
        return (
            "Now grade yourself: Again if you did not know it, Good if you did."
            " It is a real review: each button says when the card returns."
            f" {key('study.explore')} changes the code and runs it again."
        )
    return (
        f"{key('study.info')} shows details, {key('study.undo')} takes a step back."
        " Then grade: it is a real review, and the button says when the card returns."
    )
