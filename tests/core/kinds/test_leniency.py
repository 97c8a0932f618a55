"""What may differ between an accepted answer and a typed one, and what may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.kinds.leniency import accepts, remark, unreadable

WORDS = [
    (
        "sub-layer",
        ["sublayer", "sub layer", "Sub-Layer", "the sub-layer", "`sublayer`."],
    ),
    ("regularization", ["regularisation", "Regularization", '"regularization"']),
    ("mask", ["masks", "a mask", "the masks", "MASK!"]),
    ("the keep probability", ["keep probability", "keep-probability"]),
    ("float32", ["float 32", "`float32`"]),
    ("softmax", ["“softmax”", "'softmax'", "softmax.", "\u200bsoftmax"]),
]


@pytest.mark.parametrize(
    ("right", "typed"), [(right, typed) for right, forms in WORDS for typed in forms]
)
def test_the_same_words_are_right(right, typed):
    """Case, spaces, hyphens, articles, a plural, quotes, British spelling."""
    assert accepts(right, typed)


@pytest.mark.parametrize(
    ("right", "typed"),
    [
        *[("before", "after"), ("train", "eval"), ("float32", "float16")],
        *[("identity", "idnetity"), ("keep", "drop"), ("mean", "variance")],
    ],
)
def test_other_words_are_wrong(right, typed):
    """A misspelling too, which is pointed out."""
    assert not accepts(right, typed)


CODE = [
    (
        "model.eval()",
        ["net.eval()", ".eval()", "eval()", "model.eval", "model.eval( )"],
    ),
    ("model.eval()", ["model.eval() # off", "call model.eval()", "`model.eval()`;"]),
    (
        ".unscale_",
        ["scaler.unscale_(optimizer)", "unscale_", "unscale_()", ".unscale_"],
    ),
    ("dim=-1", ["dim = -1", "dim=−1", "(dim=-1)", "use dim=-1"]),
    ("torch.no_grad()", ["with torch.no_grad():", "no_grad()", "torch.no_grad"]),
]


@pytest.mark.parametrize(
    ("right", "typed"), [(right, typed) for right, forms in CODE for typed in forms]
)
def test_the_same_code_is_right(right, typed):
    """With another receiver, without brackets, with a comment or a verb."""
    assert accepts(right, typed)


@pytest.mark.parametrize(
    ("right", "typed"),
    [
        *[
            ("model.eval()", wrong)
            for wrong in ("model.train()", "evaluate", "eval(False)")
        ],
        *[("dim=-1", wrong) for wrong in ("dim=1", "dim", "axis=-1", "dim=-1, p=1")],
        *[("optimizer.step()", wrong) for wrong in ("scheduler.step()", "step(3)")],
    ],
)
def test_other_code_is_wrong(right, typed):
    """Another method, value, argument, or an object of another role."""
    assert not accepts(right, typed)


ORDERS = [
    ("A C B", ["A, C, B", "ACB", "a c b", "A -> C -> B", "A C B.", "[A, C, B]"]),
    ("3 1 2", ["3, 1, 2", "312", "3 1 2"]),
    ("A < C < B", ["A<C<B", "B > C > A", "A, C, B"]),
]


@pytest.mark.parametrize(
    ("right", "typed"), [(right, typed) for right, forms in ORDERS for typed in forms]
)
def test_the_same_order_is_right(right, typed):
    """Whatever is between the items."""
    assert accepts(right, typed)


@pytest.mark.parametrize("typed", ["A B C", "CAB", "B > C > A", "A C", "A C B B"])
def test_another_order_is_wrong(typed):
    """An order without a direction is not reversed by a sign."""
    assert not accepts("A C B", typed)


@pytest.mark.parametrize("typed", ["1 - p", "(1−p)", "-p+1", "q = 1-p"])
def test_a_formula_is_compared_by_value(typed):
    """An accepted formula needs no list of spellings."""
    assert accepts("1-p", typed)


def test_a_wrong_formula_is_not_called_a_spelling():
    """It is shown where it differs."""
    assert remark(["1 - p"], "1 + p") == (
        "not equal: at p = 0.3 it gives 1.3, the right formula 0.7"
    )
    assert remark(["identity"], "idnetity") == "close: check the spelling"
    assert remark(["identity"], "mean") is None
    assert remark(["model.eval()"], "model.eval(x)") is None


def test_a_formula_with_two_readings_is_asked_about():
    """Words are wrong instead; they are readable."""
    assert unreadable(["1/(2p)"], "1/2p")
    assert unreadable(["1 - p"], "the keep probability") is None


@given(st.text(max_size=60), st.sampled_from([r for r, _ in WORDS + CODE + ORDERS]))
def test_no_typed_text_breaks_the_comparison(typed, right):
    """It is right or wrong, and remarks are one line."""
    assert accepts(right, typed) in {True, False}
    assert "\n" not in (remark([right], typed) or "")
