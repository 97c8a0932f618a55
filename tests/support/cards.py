"""Cards of each kind, and libraries of them."""

from typing import Any

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card, Level, Misconception, Position
from quizapp.core.cards.library import Deck, Library
from quizapp.core.judging.rubric import Point
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.kinds import Kind
from quizapp.core.kinds.choice import Choice, Option
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.fix import Fix
from quizapp.core.kinds.flashcard import Flashcard
from quizapp.core.kinds.implement import Implement
from quizapp.core.kinds.match import Match, Pair
from quizapp.core.kinds.open import Open
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.predict import Predict


def card(name: str = "one", kind: Kind | None = None, **fields: Any) -> Card:
    """Return a card of deck `deck`; a flashcard unless a kind is given."""
    by_default = {"level": Level.SCREEN, "prompt": f"What is {name}?", "content": name}
    return Card(
        id=CardId("deck", name),
        kind=kind or Flashcard("an answer"),
        position=Position("deck.toml", 10),
        **{**by_default, **fields},
    )


def dropout_card(name: str = "scaling", **fields: Any) -> Card:
    """Return a predict card; the default outcome of `FakeRunner` is that of its run."""
    by_default = {
        "snippet": "import torch\noutput = torch.tensor([1.25, 0.0, 3.75])",
        "wrong": (Misconception("[1, 0, 3]", "that forgets the factor 1/(1-p)"),),
        "explain": "Survivors are scaled by 1/(1-p).",
        "hints": ("What is the mean?", "Divide by 1 - p."),
    }
    kind = Predict(ask="output", tolerance=Tolerance(abs=0.01))
    return card(name, kind, **{**by_default, **fields})


def choice_card(name: str = "pick", **fields: Any) -> Card:
    """Return a choice card: one of three options is right."""
    options = (
        Option("right one", correct=True),
        Option("wrong one", because="it is not"),
        Option("other wrong one", because="nor is this"),
    )
    return card(name, Choice(options), **fields)


def cloze_card(name: str = "rule", **fields: Any) -> Card:
    """Return a cloze card with two blanks."""
    kind = Cloze("Keep with [[1 - p|keep]]; in eval mode it is the [[identity]].")
    return card(name, kind, **fields)


def match_card(name: str = "norms", **fields: Any) -> Card:
    """Return a match card with two pairs, and one right side that is not used."""
    pairs = (Pair("layer", "the features"), Pair("batch", "the batch"))
    return card(name, Match(pairs, ("the rows",)), **fields)


def order_card(name: str = "loop", **fields: Any) -> Card:
    """Return an order card: three lines, two of them indented, and one not used."""
    lines = ("for x in xs:", "    y = f(x)", "    show(y)")
    return card(name, Order(lines, ("while x:",)), **fields)


HALVED = "def half(x):\n    return x / 2\n"


BROKEN = "def half(x):\n    return x\n"


CHECKS = """
assert half(4) == 2, "halves"
assert half(0) == 0
"""


def fix_card(name: str = "fix", **fields: Any) -> Card:
    """Return a fix card whose snippet passes one of two checks."""
    return card(name, Fix(CHECKS, HALVED), **{"snippet": BROKEN, **fields})


def implement_card(name: str = "write", **fields: Any) -> Card:
    """Return an implement card that starts with an empty function."""
    kind = Implement("def half(x):\n    ...\n", CHECKS, HALVED, mutants=(BROKEN,))
    return card(name, kind, **fields)


def open_card(name: str = "talk", **fields: Any) -> Card:
    """Return an open card with three points, the second worth two."""
    points = (Point("the first"), Point("the second", 2), Point("the third"))
    return card(
        name, Open("a model answer", points, ("And then?",), passing=0.9), **fields
    )


def library_of(*cards: Card, problems=()) -> Library:
    """Return the library of one deck of these cards."""
    deck = Deck("deck", "A deck", "A topic", "", cards, "deck.toml")
    return Library((deck,), problems)
