"""Answers that people typed and that were judged wrongly, each with its kind of fault.

The cards have changed since; what is asked and typed is as it was reported.
"""

import pytest

from quizapp.core.cards.card import Card
from quizapp.core.cards.variant import Vary
from quizapp.core.judging.verdict import Correct
from quizapp.core.kinds import Kind
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.numeric import Numeric
from quizapp.core.kinds.predict import Predict
from quizapp.core.kinds.text import FreeText
from quizapp.core.runs.outcome import Outcome
from quizapp.core.values.misread import Misread
from quizapp.core.values.value import Array, Dtype, Value, scalar
from support.cards import card
from support.outcomes import completed

BITS = Array((2,), (4.5, 4.1))
TRUTHS = Array((4,), (True, False, False, False))

RIGHT: list[tuple[str, Kind, Value | str | None, str]] = [
    *[
        ("a formula by its spelling", Cloze("[[1 - p]]"), None, typed)
        for typed in ("1 − p", "(1 - p)", "(1-p)", "1 -p", "1- p")
    ],
    *[
        ("a formula by its spelling", Cloze("[[1/(1 - p)]]"), None, typed)
        for typed in ("1 / (1-p)", "1/(1−p)", "(1-p)^-1", r"\frac{1}{1-p}")
    ],
    *[
        ("words by their spelling", Cloze(f"[[{accepted}]]"), None, typed)
        for accepted, typed in (
            ("the keep probability", "keep probability"),
            ("sublayer", "sub-layer"),
            ("inverted", "“inverted”"),
            ("mask", "masks"),
        )
    ],
    *[
        ("booleans by their letters", Predict(ask="x"), TRUTHS, typed)
        for typed in ("T F F F", "TFFF", "yes no no no", "y n n n", "t, f, f, f")
    ],
    *[
        ("an order by its separators", Predict(expect="printed"), "A C B", typed)
        for typed in ("A, C, B", "ACB", "a c b", "A < C < B")
    ],
    *[
        ("numbers one by one", Predict(ask="x"), Array((2,), (0.0, 1.5)), typed)
        for typed in ("zero and 1.5", "zero, 1.5", "0 and 1.5", "about 0, about 1.5")
    ],
    *[
        ("units behind each, or the last", Predict(ask="x"), BITS, typed)
        for typed in ("4.5 bits, 4.1 bits", "4.5 bits and 4.1 bits", "4.5 and 4.1 bits")
    ],
    *[
        ("an order of two letters", Predict(expect="printed"), "B A", typed)
        for typed in ("B, A", "b a", "B then A")
    ],
    *[
        ("a number by its function", Numeric(ask="x"), scalar(0.5403), typed)
        for typed in ("cos(1)", "math.cos(1)", "np.cos(1)", "sin(1 + pi/2)")
    ],
    *[
        ("a unit that is a scale", Numeric(ask="x", unit="million"), scalar(7.0), typed)
        for typed in ("7", "7 million", "7M", "0.007 billion", "7000 k")
    ],
    *[
        ("a unit with a hyphen", Numeric(ask="x", unit="GPU-hours"), scalar(7.0), typed)
        for typed in ("7 GPU-hours", "7 GPU hours", "7 gpu-hour")
    ],
    *[
        ("code by its receiver", FreeText(("model.eval()",)), None, typed)
        for typed in ("model.eval", ".eval()", "eval()", "net.eval()", "model.eval( )")
    ],
    *[
        ("code by what is around it", FreeText(("model.eval()",)), None, typed)
        for typed in ("model.eval() # comment", "call model.eval()")
    ],
    *[
        ("a number by its notation", Numeric(ask="x"), scalar(10 / 9), typed)
        for typed in (r"\frac{10}{9}", "$10/9$", "≈1.11", "10/9")
    ],
    (
        "a number by its unit",
        Numeric(ask="x", unit="epochs"),
        scalar(6.55),
        "6.55 epochs",
    ),
    ("a number by its unit", Numeric(ask="x"), scalar(512), "512x"),
    ("a number by its unit", Numeric(ask="x", unit="MB"), scalar(12), "12 MB"),
    ("a number by its notation", Numeric(ask="x"), scalar(2**0.5), "√(2)"),
    ("a number by its notation", Numeric(ask="x"), scalar(9), "3²"),
    ("a number by its notation", Numeric(ask="x"), scalar(10**8), "10⁸"),
    ("a number by its name", Numeric(ask="x"), scalar(0.3), "p = 0.3"),
    ("a number by its name", Numeric(ask="x"), scalar(0.3), "nn.Dropout(0.3)"),
    ("a dtype by its name", Predict(ask="x", expect="dtype"), Dtype("float32"), "f32"),
    (
        "a dtype by its name",
        Predict(ask="x", expect="dtype"),
        Dtype("float32"),
        "FloatTensor",
    ),
    (
        "arithmetic on a list",
        Predict(ask="x"),
        Array((5,), (1.25, 0.0, 3.75, 5.0, 6.25)),
        "1.25*[1,0,3,4,5]",
    ),
    ("a drawn value by its name", Numeric(ask="x"), scalar(1.25), "1/(1-p)"),
]


def outcome_of(value: Value | str | None) -> Outcome | None:
    """Return the outcome of a run with this value, or with this output."""
    if isinstance(value, str):
        return completed(stdout=f"{value}\n")
    return None if value is None else completed(value)


def drawn(kind: Kind) -> Card:
    """Return a card of this kind, drawn with p = 0.2."""
    return card(kind=kind, snippet="x = p", vary=(Vary("p", (0.2,)),)).draw(0)


@pytest.mark.parametrize(("fault", "kind", "value", "typed"), RIGHT)
def test_a_right_answer_that_was_refused_is_right(fault, kind, value, typed):
    """It is read, and judged right."""
    asked, outcome = drawn(kind), outcome_of(value)
    response = asked.read(typed)
    assert not isinstance(response, Misread), (fault, response)
    assert isinstance(asked.judge(response, outcome), Correct), fault


@pytest.mark.parametrize(("value", "typed"), [(32, "3²"), (12, "½"), (1, "½")])
def test_a_superscript_or_fraction_is_never_another_number(value, typed):
    """`3²` is 9, not 32, and `½` is no digits."""
    asked = drawn(Numeric(ask="x"))
    response = asked.read(typed)
    assert not isinstance(response, Misread)
    assert not isinstance(asked.judge(response, completed(scalar(value))), Correct)


@pytest.mark.parametrize(
    ("kind", "value", "typed"),
    [
        (Numeric(ask="x", unit="million"), scalar(7.0), "7 billion"),
        (Numeric(ask="x", unit="million"), scalar(7.0), "7 k"),
        (Predict(ask="x"), BITS, "4.5 and 4.2 bits"),
        (Predict(ask="x"), BITS, "4.1 bits, 4.5 bits"),
        (Predict(ask="x"), BITS, "4.5 bits"),
        (Predict(expect="printed"), "B A", "A, B"),
    ],
)
def test_another_number_in_the_same_spelling_is_not_right(kind, value, typed):
    """A wider reading takes no wrong answer."""
    asked = drawn(kind)
    response = asked.read(typed)
    assert isinstance(response, Misread) or not isinstance(
        asked.judge(response, outcome_of(value)), Correct
    )
