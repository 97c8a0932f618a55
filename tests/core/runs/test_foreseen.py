"""What sort of value an answer has, as far as the code shows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.cards.variant import Variant
from quizapp.core.kinds.numeric import Numeric
from quizapp.core.kinds.predict import Predict
from quizapp.core.runs.foreseen import foreseen
from support.cards import card
from support.strategies import TEXTS

FUNCTION = "def same(i):\n    y = x > i\n    return y.any()\n"


@pytest.mark.parametrize(
    ("ask", "snippet", "sort"),
    [
        *[("a == b", "", "boolean"), ("[a == b, torch.equal(a, b)]", "", "boolean")],
        *[("r", "r = torch.allclose(a, b)", "boolean"), ("m.training", "", "boolean")],
        *[
            ("[same(i) for i in range(3)]", FUNCTION, "boolean"),
            ("not a", "", "boolean"),
        ],
        *[("r", "q = (x == 0)\nr = [q.any().item(), True]", "boolean")],
        *[
            ("(x == 0).sum()", "", "whole"),
            ("len(x)", "", "whole"),
            ("n * 2", "n = 3", "whole"),
        ],
        *[
            ("x.shape[0]", "", "whole"),
            ("[True, 0]", "", "whole"),
            ("-n", "n = 3", "whole"),
        ],
        *[
            ("f'{x}'", "", "text"),
            ("type(x).__name__", "", "text"),
            ("str(x)", "", "text"),
        ],
        *[
            ("x.shape", "", "shape"),
            ("x.dtype", "", "dtype"),
            ("[x.dtype]", "", "dtype"),
        ],
        *[
            ("x", "", None),
            ("n / 2", "n = 3", None),
            ("x.mean()", "", "number"),
            ("(", "", None),
        ],
        *[("x", "x = 1\nfor i in y:\n    x = x * 0.5", None), ("x", "x = x", None)],
        *[("torch.tensor([1., 2.])", "", "number"), ("[a == b, 0.5]", "", "number")],
    ],
)
def test_the_sort_of_a_value_is_read_off_its_code(ask, snippet, sort):
    """Through names, functions and lists; unknown where the code does not show it."""
    assert foreseen(ask, snippet) == sort


@given(TEXTS, TEXTS | st.just("x = " + "(" * 300))
def test_no_code_makes_it_raise(ask, snippet):
    """Code that is no Python shows nothing."""
    assert foreseen(ask, snippet) in {
        None,
        "boolean",
        "whole",
        "number",
        "text",
        "shape",
        "dtype",
    }


def test_the_work_is_bounded():
    """Lists of lists are looked at once, or not at all."""
    row = ", ".join(["x0"] * 99)
    levels = "\n".join(f"x{n + 1} = [{row.replace('0', str(n))}]" for n in range(9))
    assert foreseen("x9", f"x0 = 1\n{levels}") is None


@pytest.mark.parametrize("ask", ["a == b", "len(x)", "str(x)", "x.shape", "x.dtype"])
def test_rounding_is_not_mentioned_where_there_are_no_decimals(ask):
    """Nor on a card whose answer is a whole number."""
    assert "decimals" not in card(kind=Predict(ask=ask), snippet="x = 1").task
    assert "decimals" not in card(kind=Numeric(ask=ask), snippet="x = 1").task
    assert "decimals" not in card(kind=Numeric(answer=512.0)).task


def test_rounding_is_mentioned_where_there_may_be_decimals():
    """The drawn values are part of the code."""
    posed = card(kind=Predict(ask="x"), snippet="x = p / 2")
    assert "two decimals are enough" in posed.task
    assert "two decimals are enough" in card(kind=Numeric(answer=0.5)).task
    drawn = Variant((("n", 3),))
    assert foreseen("n", drawn.code) == "whole"
