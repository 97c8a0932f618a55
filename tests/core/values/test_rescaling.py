"""A right answer in another scale is right, and a wrong one in that spelling is not."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.judging.verdict import Correct
from quizapp.core.kinds import Kind
from quizapp.core.kinds.numeric import Numeric
from quizapp.core.kinds.predict import Predict
from quizapp.core.values.answer_context import AnswerContext
from quizapp.core.values.misread import Misread
from quizapp.core.values.value import Array, Value, scalar
from support.outcomes import completed

SHARES = st.fractions(Fraction(2, 100), Fraction(98, 100), max_denominator=500)


def judged(kind: Kind, true: Value, typed: str, about: str = "") -> str:
    """Return `right`, `wrong`, or what is asked about the typed answer."""
    names = (("p", scalar(4)), ("m", scalar(8)))
    response = kind.read_in(typed, AnswerContext(names, about=about))
    if isinstance(response, Misread):
        return response.message
    right = isinstance(response.judge(completed(true)), Correct)
    return "right" if right else "wrong"


def in_percent(true: float, typed: str, unit: str = "%") -> str:
    """Judge an answer to a question about percent."""
    tolerance = Tolerance(0.06)
    return judged(Numeric(ask="x", unit=unit, tolerance=tolerance), scalar(true), typed)


@given(SHARES)
def test_a_worked_share_is_right_where_percent_are_asked_for(share):
    """As an expression or an equation, with its complement or a tenth of it wrong."""
    above, below, percent = share.numerator, share.denominator, 100.0 * float(share)
    assume(abs(percent - 50) > 1)
    assert in_percent(percent, f"{above}/{below}") == "right"
    assert in_percent(percent, f"1 - {below - above}/{below}") == "right"
    assert in_percent(percent, f"{above}/{below} = {percent:.2f}%") == "right"
    assert in_percent(percent, f"{above}/{below} = {percent:.2f}") == "right"
    assert in_percent(percent, f"{below - above}/{below}") == "wrong"
    assert in_percent(percent, f"{above}/{below * 10}") == "wrong"
    assert in_percent(percent, f"{percent:.2f}/100 %") == "wrong"
    assert in_percent(percent, f"{float(share):.4f}") == "wrong"


@given(st.integers(1, 99), st.integers(1, 99), st.integers(1, 99))
def test_every_percentage_in_an_expression_is_a_share(one, other, third):
    """Sums, products, and what is left of a whole."""
    assert in_percent(one + other, f"{one}% + {other}%") == "right"
    assert in_percent(one * other / 100, f"{one}% * {other}%") == "right"
    assert in_percent(100 - one, f"100% - {one}%") == "right"
    assert in_percent(100 - one, f"1 - {one}%") == "right"
    mixed = (one * other + (100 - one) * third) / 100
    assert in_percent(mixed, f"{one}%*{other}% + {100 - one}%*{third}%") == "right"
    assert in_percent(mixed, f"{one}%*{other}% + {100 - one}%*{third + 20}%") != "right"
    assert in_percent(one + other, f"{one / 10}% + {other / 10}%") == "wrong"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *[("(p-1)/(m+p-1)", "right"), ("27.3 = 3/11", "right"), ("27.3", "right")],
        *[("3/11 = 0.273 = 27.3%", "right"), ("27.3% = 0.273", "right")],
        *[("3/11 = 0.273", "right"), ("3/11*100%", "right"), ("100*3/11", "right")],
        *[("0.273", "wrong"), ("x = 0.273%", "wrong"), ("3/11%", "wrong")],
        *[("0.273 = 0.273", "wrong"), ("3/11 = 0.273%", "wrong"), ("3/8", "wrong")],
        *[("3/11 = 2.73%", "not equal"), ("3/11 = 72.7%", "not equal")],
        *[("3/11 = 27.3 MB", "is in %"), ("30/11 = 27.3%", "not equal")],
    ],
)
def test_a_share_counts_as_it_was_worked_out(typed, expected):
    """A plain number, or one with a unit, is what it says."""
    assert expected in in_percent(300 / 11, typed)


BILLIONS = "About how many **billion** parameters is that?"


@given(st.integers(10**8, 10**12), st.sampled_from(["", "{:,}", "2*{}/2", "{}.0"]))
def test_a_plain_count_is_right_where_billions_are_asked_for(count, spelling):
    """And another count is wrong in the same spelling."""
    kind, true = Numeric(ask="x", tolerance=Tolerance(0.0, 0.01)), scalar(count / 1e9)
    typed = (spelling or "{}").format
    for unit, about in (("", BILLIONS), ("billion", ""), ("billion parameters", "")):
        asked = Numeric(ask="x", unit=unit, tolerance=kind.tolerance)
        assert judged(asked, true, typed(count), about) == "right"
        assert judged(asked, true, typed(count * 10), about) == "wrong"
        assert judged(asked, true, typed(count * 1024), about) == "wrong"
        assert judged(asked, true, typed(count // 1000), about) == "wrong"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *[("174e9", "right"), ("12*96*12288^2 parameters", "right"), ("174B", "right")],
        *[("12*96*12288^2 = 174B", "right"), ("0.174T", "right"), ("174", "right")],
        *[("12*96*12288^2 = 1.74e11 = 174 billion", "right"), ("174000M", "right")],
        *[("12*96*12288^2/1e9", "right"), ("12*96*12288^2/2^30", "wrong")],
        *[("174e9 billion", "wrong"), ("174M", "wrong"), ("8*96*12288^2", "wrong")],
        *[("174T", "wrong"), ("12*96*12288^2 = 17.4B", "not equal")],
    ],
)
def test_a_count_in_billions_keeps_the_scale_that_is_typed(typed, expected):
    """With a scale, in an equation, or in plain digits."""
    kind, true = Numeric(ask="x", tolerance=Tolerance(0.0, 0.01)), scalar(173.946)
    assert expected in judged(kind, true, typed, BILLIONS)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *[("2*2*4096*2 = 32768 bytes", "right"), ("2*2*4096*2 = 32.8 kB", "right")],
        *[("2*2*4096*2 bytes = 32.8 kB", "right"), ("2*2*4096*2 bytes", "right")],
        *[("2*2*4096*2", "wrong"), ("2*2*4096 = 16384 bytes", "wrong")],
        *[("2*2*4096*2 = 16384 bytes", "not equal"), ("32768 = 32 KiB", "1024s")],
        *[("32768 bytes = 32.8 MB", "not equal")],
    ],
)
def test_an_equation_may_end_in_another_unit(typed, expected):
    """What was worked out has none."""
    kind = Numeric(ask="x", unit="kB", tolerance=Tolerance(0.0, 0.01))
    assert expected in judged(kind, scalar(32.768), typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *[("0.525B", "right"), ("0.525 B", "right"), ("525M", "right")],
        *[
            ("525,000K", "right"),
            ("0.000525T", "right"),
            ("0.525B parameters", "right"),
        ],
        *[("128256*4096 = 0.525B", "right"), ("525B", "wrong"), ("0.525T", "wrong")],
        *[("0.525M", "wrong"), ("0.525", "wrong"), ("128256*4096 = 525B", "not equal")],
    ],
)
def test_a_letter_is_a_scale_where_a_count_is_asked_for(typed, expected):
    """`B` is no byte there."""
    kind = Numeric(ask="x", tolerance=Tolerance(0.0, 0.005))
    about = "A model of 7B in 2 bytes each: how many parameters would tying save?"
    assert expected in judged(kind, scalar(525336576.0), typed, about)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *[("±7.7", "right"), ("+/- 7.7", "right"), ("± 7.7%", "right")],
        *[("7.7%", "right"), ("7.7 pp", "right"), ("7.7 percent", "right")],
        *[("7.7 percentage points", "right"), ("7.7 points", "right")],
        *[("1.96*sqrt(0.25/164) = 7.7%", "right"), ("7.7", "right")],
        *[("-7.7", "wrong"), ("±15.3", "wrong"), ("0.77 pp", "wrong")],
        *[("77%", "wrong"), ("0.077", "wrong"), ("1.96*sqrt(0.5/164)", "wrong")],
        *[("7.7 ms", "is in percentage points")],
    ],
)
def test_percentage_points_are_percent(typed, expected):
    """With either sign before a half width."""
    assert expected in in_percent(7.65, typed, unit="percentage points")


def test_either_sign_is_read_only_before_percentage_points():
    """Of any other number, the sign matters."""
    assert in_percent(7.65, "±7.65") not in {"right", "wrong"}


SCORES = Array((3,), (0.1074, 0.3487, 0.5987), "float64")
COUNTS = Array((2,), (45.097, 11.274))


@pytest.mark.parametrize(
    ("true", "typed", "expected"),
    [
        *[(SCORES, "11, 35 and 60%", "right"), (SCORES, "11, 35, 60 %", "right")],
        *[(SCORES, "[11, 35, 60%]", "right"), (SCORES, "11%, 35%, 60%", "right")],
        *[(SCORES, "11, 35, 60", "wrong"), (SCORES, "1.1, 3.5, 6%", "wrong")],
        *[(SCORES, "89, 65 and 40%", "wrong"), (SCORES, "60, 35 and 11%", "wrong")],
        *[(COUNTS, "45.1e9, 11.3e9", "right"), (COUNTS, "45.1B and 11.3B", "right")],
        *[(COUNTS, "[45.1e9, 11.3e9]", "right"), (COUNTS, "45.1, 11.3", "right")],
        *[(COUNTS, "45.1e9, 1.13e9", "wrong"), (COUNTS, "45.1e6, 11.3e6", "wrong")],
        *[(COUNTS, "11.3e9, 45.1e9", "wrong"), (COUNTS, "45.1e9, 11.3", "wrong")],
    ],
)
def test_a_list_is_in_one_scale(true, typed, expected):
    """A percent sign at its end, or plain counts for billions."""
    kind = Predict(ask="x", tolerance=Tolerance(0.006, 0.01))
    about = BILLIONS if true is COUNTS else ""
    assert judged(kind, true, typed, about) == expected
