"""Every kind reads the characters that people's keyboards and clipboards give them."""

import pytest

from quizapp.core.judging.rubric import Point
from quizapp.core.judging.verdict import Correct, Wrong
from quizapp.core.kinds import Kind
from quizapp.core.kinds.choice import Choice, Option
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.match import Match, Pair
from quizapp.core.kinds.open import Open
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.predict import Predict
from quizapp.core.kinds.text import FreeText
from quizapp.core.values.misread import Misread
from quizapp.core.values.value import Text
from support.outcomes import completed

CHOICE = Choice((Option("a", correct=True), Option("b", correct=True)), pick="all")
ORDER = Order(("for x in y:", "    f(x)"))
MATCH = Match((Pair("l", "r"), Pair("m", "s")))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *[(CHOICE, "１，２"), (CHOICE, "𝟏\u00a0𝟐"), (CHOICE, "1\u200b, 2")],
        *[(ORDER, "１ ２＠４"), (ORDER, "1\u00a02＞1")],
        *[(MATCH, "１ａ ２ｂ"), (MATCH, "𝐚 𝐛")],
        *[(Open("a", (Point("p"), Point("q"))), "１、２")],
        *[(FreeText(("fine-tuning",)), "ﬁne‑tuning"), (FreeText(("don't",)), "don’t")],
        *[(FreeText(("café",)), "cafe\u0301"), (FreeText(("/a.?b/",)), "ａ\u2011ｂ")],
        *[(Cloze("[[drop-path]]"), "drop–path"), (Cloze("[[12]]"), "１２")],
    ],
)
def test_the_form_of_a_character_does_not_matter(kind: Kind, text):
    """Full width, fonts, dashes, quotes, accents and invisible characters."""
    response = kind.read(text)
    assert not isinstance(response, Misread)
    assert response.judge(None) == Correct()


@pytest.mark.parametrize("text", ["３²", "2²", "½"])
def test_a_superscript_is_no_digit(text):
    """It is not read as another number."""
    for kind in (CHOICE, ORDER, MATCH):
        assert isinstance(kind.read(text), Misread)


def test_a_listing_is_answered_in_any_form():
    """Places are turned into numbers of the file in full width, too."""
    assert ORDER.from_listing("２　１", 1) == ORDER.from_listing("2 1", 1)
    assert MATCH.from_listing("１ｂ", 1) == MATCH.from_listing("1b", 1)


@pytest.mark.parametrize(
    ("true", "text"),
    [
        *[("a–b", "a-b"), ("a–b", "'a–b'"), ("a–b", "“a–b”"), ("don’t", "don't")],
        *[
            ("café", "'cafe\u0301'"),
            ("16 × 2…", "'16 ✕ 2...'"),
            ("m²", "m²"),
            ("½", "'½'"),
        ],
    ],
)
def test_text_is_right_whatever_the_form_of_its_characters(true, text):
    """As a value in quotes or without, and as printed output."""
    kinds = [Predict(expect="printed")] if text[0] not in "'“" else []
    for kind in (Predict(ask="x"), *kinds):
        response = kind.read(text)
        assert not isinstance(response, Misread)
        assert isinstance(response.judge(completed(Text(true), true)), Correct)


def test_a_superscript_is_another_text_than_its_digit():
    """It means something else."""
    response = Predict(ask="x").read("'m2'")
    assert not isinstance(response, Misread)
    assert isinstance(response.judge(completed(Text("m²"))), Wrong)
