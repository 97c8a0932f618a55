"""Samples of right answers as people type them, each with the kind that reads it."""

import pytest

from quizapp.core.cards.variant import Variant
from quizapp.core.judging.verdict import Correct
from quizapp.core.kinds.numeric import Numeric
from quizapp.core.kinds.predict import Predict
from quizapp.core.values.misread import Misread
from quizapp.core.values.value import Array, Dtype, Value, scalar
from support.cards import card
from support.outcomes import completed, vector

PREDICT, NUMERIC = Predict(ask="x"), Numeric(ask="x")
MIB = Numeric(answer=12, unit="MiB")
SHAPE, DTYPE = Predict(ask="x", expect="shape"), Predict(ask="x", expect="dtype")
BOOLEANS = vector(True, False, False, False)
LIST = vector(1.25, 0.0, 3.75, 5.0, 6.25)
TENSOR = Array((2, 4, 3, 5), (0.0,) * 120)
DRAWN = Variant((("p", 0.2), ("n", 3), ("g", (3.0, 4.0))))


@pytest.mark.parametrize(
    ("kind", "text", "true"),
    [
        *[(PREDICT, text, BOOLEANS) for text in ("T F F F", "TFFF", "yes no no no")],
        *[
            (PREDICT, text, BOOLEANS)
            for text in ("y n n n", "t, f, f, f", "yes, no, no, no")
        ],
        *[
            (NUMERIC, text, scalar(10 / 9))
            for text in ("$10/9$", r"\frac{10}{9}", "111%")
        ],
        *[(NUMERIC, text, scalar(1 / 3)) for text in ("√(1/9)", "1/3", "3⁻¹", "⅓")],
        *[(kind, "≈0.57", scalar(0.571)) for kind in (NUMERIC, PREDICT)],
        *[(kind, "6.55 epochs", scalar(6.5536)) for kind in (NUMERIC, PREDICT)],
        *[(kind, "512x", scalar(512)) for kind in (NUMERIC, PREDICT)],
        *[(kind, "2⁸", scalar(256)) for kind in (NUMERIC, PREDICT)],
        *[(kind, "p = 0.3", scalar(0.3)) for kind in (NUMERIC, PREDICT)],
        *[(kind, "nn.Dropout(0.3)", scalar(0.3)) for kind in (NUMERIC, PREDICT)],
        *[(kind, "1/(1-p)", scalar(1.25)) for kind in (NUMERIC, PREDICT)],
        *[(kind, "n(1 − p)²", scalar(3 * 0.8**2)) for kind in (NUMERIC, PREDICT)],
        *[(MIB, text, scalar(12)) for text in ("12 MiB", "12MiB", "12288 KiB", "12")],
        *[(PREDICT, text, LIST) for text in ("1.25*[1,0,3,4,5]", "[1,0,3,4,5]/(1-p)")],
        *[(PREDICT, "g", vector(3, 4)), (PREDICT, "[n, p]", vector(3, 0.2))],
        *[
            (SHAPE, text, TENSOR)
            for text in ("2x4x3x5", "2 × 4 × 3 × 5", "(2, 4, n, 5)")
        ],
        *[(DTYPE, text, Dtype("float32")) for text in ("f32", "FloatTensor", "fp32")],
        *[(PREDICT, text, Dtype("float32")) for text in ("f32", "torch.FloatTensor")],
    ],
)
def test_a_right_answer_is_right_however_it_is_typed(kind, text, true: Value):
    """Read by a card that was drawn, as in a session."""
    response = card(kind=kind, drawn=DRAWN).read(text)
    assert not isinstance(response, Misread), response
    assert isinstance(response.judge(completed(true)), Correct)


@pytest.mark.parametrize(
    ("kind", "text", "hint"),
    [
        *[
            (kind, "1 - q", "'q' is unknown; type its value")
            for kind in (NUMERIC, PREDICT)
        ],
        *[(kind, "²", "type a power as 3^2") for kind in (NUMERIC, PREDICT, SHAPE)],
        *[
            (MIB, "12 MB", "type the number of MiB"),
            (MIB, "12 epochs", "number of MiB"),
        ],
        *[
            (kind, "1, " * 2**19, "too long")
            for kind in (NUMERIC, PREDICT, SHAPE, DTYPE)
        ],
    ],
)
def test_what_is_not_read_says_what_to_type(kind, text, hint):
    """And never that text goes in quotes."""
    response = card(kind=kind, drawn=DRAWN).read(text)
    assert isinstance(response, Misread)
    assert hint in response.message
    assert "quotes" not in response.message
