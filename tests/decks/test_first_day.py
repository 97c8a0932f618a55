"""The first day of the topic Regularization: a small course of its own.

Run as a script, it prints the day.
"""

from quizapp.core.cards.card import Card, Level
from quizapp.core.cards.course import study_order
from quizapp.core.scheduling.layout import Rules, lay_out
from quizapp.core.scheduling.memory import Memories
from quizapp.decks.loader import load_decks
from support.paths import CONTENT
from support.reviews import NOW


def first_day() -> list[Card]:
    """Return what a newcomer is asked on the first day, in order."""
    library = load_decks([CONTENT / "regularization"])
    cards = study_order(library.cards.values(), library.decks)
    requires = {card.id: card.requires for card in cards}
    ids = [card.id for card in cards]
    agenda = lay_out(ids, Memories(), NOW, Rules(requires=requires))
    return [library.cards[id_] for id_ in agenda.queue]


def test_the_first_day_is_the_opening_of_the_course():
    """All of it and nothing else, in its order: no card waits for another."""
    assert [card.order for card in first_day()] == list(range(1, 21))


def test_it_begins_with_the_question_and_the_definition():
    """What is asked most, then what dropout is, computed by hand."""
    question, definition = first_day()[:2]
    assert "role of dropout in training LLMs" in question.prompt
    assert definition.id.deck == "dropout"
    assert definition.kind.settled_by_run


def test_it_is_for_a_screen_and_runs_code():
    """At least six cards are settled by a run, and the kinds are mixed."""
    day = first_day()
    assert sum(card.level is Level.SCREEN for card in day) >= 17
    assert not any(card.level is Level.EXPERT for card in day)
    assert sum(card.kind.settled_by_run for card in day) >= 6
    assert len({card.kind.name for card in day}) >= 7
    names = [card.kind.name for card in day]
    assert all(len(set(names[n : n + 4])) > 1 for n in range(len(names) - 3))


def test_it_says_what_why_where_and_when():
    """Definition, modes, reasons, sites, rates, and the answer as a whole."""
    decks = {card.id.deck for card in first_day()}
    assert {
        "q18",
        "dropout",
        "train-and-eval",
        "why-dropout-works",
        "dropout-in-transformers",
        "attention-dropout",
        "dropout-rates",
    } <= decks


if __name__ == "__main__":
    for card in first_day():
        print(f"{card.order:3}  {card.kind.name:10} {card.level.value:7} {card.id}")  # noqa: T201
