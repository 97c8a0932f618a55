"""Whatever is typed or pasted: a response that can be judged, or a misreading."""

import pytest

from quizapp.core.cards.variant import draw, filled
from quizapp.core.judging.rubric import Point
from quizapp.core.judging.verdict import feedback, score_of
from quizapp.core.kinds import Kind
from quizapp.core.kinds.choice import Choice, Option
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.fix import Fix
from quizapp.core.kinds.flashcard import Flashcard
from quizapp.core.kinds.implement import Implement
from quizapp.core.kinds.match import Match, Pair
from quizapp.core.kinds.numeric import Numeric
from quizapp.core.kinds.open import Open
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.predict import Predict
from quizapp.core.kinds.text import FreeText
from quizapp.core.values.misread import Misread
from quizapp.core.values.writer import write
from quizapp.decks.format import KINDS as ALL_KINDS
from support.fuzz import chance_of, damaged, in_time, noise, pasted, rounds, sampled
from support.outcomes import array, completed
from support.shipped import shipped_library

OUTCOMES = (None, completed(array(1.25, 0.0, 3.75)), completed(array(*range(256))))
OPTIONS = tuple(Option(f"o{n}", correct=n > 50, because="b") for n in range(100))
LINES = tuple(f"l{n % 70}" for n in range(100))
KINDS: tuple[Kind, ...] = (
    Choice(OPTIONS, pick="all"),
    Cloze("[[a|b]] " * 100),
    Fix(checks="assert x == 1", solution="x = 1"),
    Flashcard("answer"),
    FreeText(("softmax", "/log.?(softmax|sum).*/", "x" * 80)),
    Implement(starter="x", checks="assert x == 1", solution="x = 1"),
    Match(tuple(Pair(f"l{n}", f"r{n % 26}") for n in range(100))),
    Numeric(answer=2.5, unit="MB"),
    Numeric(ask="x"),
    Open("answer", tuple(Point("p") for _ in range(9))),
    Order(LINES, LINES, tuple(tuple(range(100, 0, -1)) for _ in range(20))),
    *(Predict(ask="x", expect=e) for e in ("value", "shape", "dtype", "printed")),
    Predict(ask="x", expect="raises"),
)


def answer(kind: Kind, text: str) -> None:
    """Read a text as a card does, and judge the response; each in time."""
    about = f"{kind.name}: {text!r:.80}"
    with in_time(about):
        responses = (
            kind.read(text),
            kind.read_before_reveal(text),
            kind.read(placed(kind, text)),
        )
    for response in responses:
        if isinstance(response, Misread):
            assert response.message
            assert "\n" not in response.message
            assert response.at is None or 0 <= response.at <= len(text)
            continue
        for outcome in OUTCOMES:
            with in_time(about):
                verdict = response.judge(outcome)
                assert isinstance(feedback(verdict), str | tuple | list)
                score_of(verdict)
        with in_time(about):
            response.agrees(response)
            again = kind.read(response.text)
            kind.mistakes(response)
        assert kind.name == "open" or not isinstance(again, Misread), again


def placed(kind: Kind, text: str) -> str:
    """Turn places of a listing into numbers of the file."""
    return kind.from_listing(text, 7)


def test_every_kind_is_here():
    """A kind to come joins the fuzzing."""
    assert {kind.name for kind in KINDS} == set(ALL_KINDS)


@pytest.mark.slow
@pytest.mark.parametrize("kind", sampled(KINDS, 4), ids=lambda kind: kind.name)
def test_a_megabyte_of_anything_is_answered_in_time(kind):
    """A paste into the answer line."""
    for text in pasted():
        answer(kind, text)


@pytest.mark.slow
@pytest.mark.parametrize("text", sampled(["#@0", "#>0", "#", "#a"], 2))
def test_an_answer_of_every_number_is_judged_in_time(text):
    """The largest arrangement that a card can have."""
    for kind in (each for each in KINDS if each.name in {"choice", "match", "order"}):
        most = 200 if kind.name == "order" else 100
        answer(kind, " ".join(text.replace("#", str(n)) for n in range(1, most + 1)))


@pytest.mark.slow
@pytest.mark.parametrize("text", ["9" * 5000, "0x" + "f" * 5000, "1e99999", "9**9**9"])
def test_huge_numbers_are_answered(text):
    """Python reads and prints no more than 4,300 digits."""
    for wrap in ("#", "-#", "[#]", "#/3", "1 + #", "tensor(#)", "#%"):
        for kind in KINDS:
            answer(kind, wrap.replace("#", text))


DEEP = ["()", "[]", "-", "tensor([])", "not ", "1+", "2**"]


@pytest.mark.slow
@pytest.mark.parametrize("unit", sampled(DEEP, 3))
def test_deep_expressions_are_answered(unit):
    """No depth raises RecursionError."""
    close = "".join(c for c in unit if c in ")]")
    opened = unit.removesuffix(close)
    for depth in (50, 450, 5_000):
        for kind in KINDS:
            answer(kind, opened * depth + "1" + close * depth)
            answer(kind, opened * depth)


@pytest.mark.parametrize("seeds", rounds(40, 10_000), ids=str)
def test_noise_is_answered(seeds):
    """Pieces that mean something to some kind, in any order."""
    for seed in seeds:
        with chance_of(seed) as chance:
            answer(chance.choice(KINDS), noise(chance))


@pytest.mark.parametrize("seeds", rounds(40, 10_000), ids=str)
def test_damaged_answers_to_shipped_cards_are_answered(seeds):
    """The right answer, or a typical wrong one, with pieces lost and put in."""
    cards = list(shipped_library().cards.values())
    for seed in seeds:
        with chance_of(seed) as chance:
            card = chance.choice(cards)
            kind = filled(card.kind, draw(card.vary, seed))
            truth = kind.key(None) or write(array(1.25, 0.0))
            texts = (truth, *(each.response for each in card.wrong))
            answer(kind, damaged(chance, chance.choice(texts)))
