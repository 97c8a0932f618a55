"""Lines are put in order and indented; what is nearly right counts for its share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.judging.verdict import (
    Correct,
    Partial,
    Verdict,
    Wrong,
    feedback,
    score_of,
)
from quizapp.core.kinds.order import Order
from quizapp.core.values.misread import Misread

COUNT = Order(
    ("for x in xs:", "    if x:", "        n += 1", "    else:", "        n += 1", "n"),
    extra=("while x:",),
)
STEP = Order(("zero_grad()", "loss = f()", "backward()"), also=((2, 1, 3),))


def judge(kind: Order, text: str) -> Verdict:
    """Read a response that is one, and judge it."""
    response = kind.read(text)
    assert not isinstance(response, Misread)
    return response.judge(None)


def test_the_right_order_is_correct_however_it_is_written():
    """Spaces with `@`, levels with `>`."""
    assert judge(COUNT, "1@0 2@4 3@8 4@4 5@8 6@0") == Correct()
    assert judge(COUNT, "1 2>1 3>2, 4>1; 5>2 6") == Correct()


def test_lines_of_the_same_text_are_interchangeable():
    """Nothing distinguishes them."""
    assert judge(COUNT, "1@0 2@4 5@8 4@4 3@8 6@0") == Correct()


def test_another_right_order_is_correct():
    """If its author says so."""
    assert judge(STEP, "2 1 3") == judge(STEP, "1 2 3") == Correct()
    assert isinstance(judge(STEP, "3 2 1"), Partial)


def test_one_line_out_of_place_costs_one_line():
    """The first place that differs is named."""
    verdict = judge(STEP, "2 3 1")
    assert score_of(verdict) == pytest.approx(2 / 3)
    (reason,) = feedback(verdict)
    assert reason == "line 1 should be `zero_grad()`, you have `loss = f()`"


def test_wrong_indentation_costs_half_a_line():
    """And is reported in spaces."""
    verdict = judge(COUNT, "1@0 2@4 3@4 4@4 5@8 6@0")
    assert score_of(verdict) == pytest.approx(11 / 12)
    assert feedback(verdict) == ("`n += 1` is indented by 8, not by 4",)


def test_a_line_that_does_not_belong_lowers_the_whole():
    """And a missing one is named."""
    verdict = judge(COUNT, "1@0 2@4 3@8 4@4 5@8 6@0 7@0")
    assert score_of(verdict) == pytest.approx(6 / 7)
    assert feedback(verdict) == ("`while x:` does not belong",)
    assert feedback(judge(STEP, "1 2")) == ("`backward()` is missing",)
    assert isinstance(judge(COUNT, "7"), Wrong)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "nothing was typed"),
        ("1 1", "a line is used twice; use each once"),
        ("9", "there is no line 9: type 1 to 7"),
        ("zero_grad()", "type the numbers of the lines in order, such as 3 1>1 2>1"),
        ("1@99", "too deep: at most 80 spaces"),
    ],
)
def test_what_is_no_order_is_reported(text, message):
    """Never judged."""
    assert COUNT.read(text) == Misread(message)


def test_lines_without_indentation_are_asked_for_without_it():
    """In the form and in what is said about other text."""
    kind = Order(("a", "b", "c"))
    message = "type the numbers of the lines in order, such as 3 1 2"
    assert kind.read("c, b") == Misread(message)
    assert ">" not in kind.form


@pytest.mark.parametrize(
    ("kind", "path", "message"),
    [
        (Order(("a",)), ("lines",), "at least two different lines"),
        (Order(("a", " a")), ("lines",), "at least two different lines"),
        (Order(("a", "b", "")), ("lines", 2), "is empty"),
        (Order(("a", "b\nc")), ("lines", 1), "must be one line"),
        (Order(("a", "\tb")), ("lines", 1), "indented by spaces"),
        (Order(("a", "b"), ("a",)), ("extra", 0), "repeats another line"),
        (Order(("a", "b"), ("c", "c")), ("extra", 1), "repeats another line"),
        (
            Order(("a", "b"), also=((1, 1),)),
            ("also", 0),
            "each line from 1 to 2 exactly once",
        ),
        (Order(("a", "b"), also=((1, 2),)), ("also", 0), "is the order of `lines`"),
    ],
)
def test_what_an_author_has_to_change_is_said(kind, path, message):
    """At its place."""
    (flaw,) = kind.flaws()
    assert flaw.path == path
    assert message in flaw.message


@given(st.integers(0, 2**32), st.sampled_from([COUNT, STEP, Order(("a", "b"))]))
def test_no_shuffle_gives_a_right_order_away(seed, kind):
    """With the lines that do not belong left out of sight."""
    shown = [n for n in kind.display_order(seed) if n <= len(kind.lines)]
    texts = [kind.texts[number - 1] for number in shown]
    orders = [[line.text for line in order] for order in kind.right_orders]
    assert texts not in orders
    assert sorted(kind.display_order(seed)) == list(range(1, len(kind.texts) + 1))


@given(st.integers(0, 2**32))
def test_numbers_of_the_listing_mean_the_same_in_any_order(seed):
    """The log keeps those of the file."""
    places = {number: at for at, number in enumerate(COUNT.display_order(seed), 1)}
    typed = " ".join(f"{places[n]}>{level}" for n, level in enumerate((0, 1, 2), 1))
    response = COUNT.read(COUNT.from_listing(typed, seed))
    assert not isinstance(response, Misread)
    assert response.text == "1@0 2@4 3@8"


CODE = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["a", "b", "c", "d", "e = 1"])),
    min_size=2,
    max_size=7,
).map(lambda lines: tuple(" " * (4 * level) + text for level, text in lines))


@given(CODE, st.data())
def test_the_truth_is_correct_and_nothing_else_is(lines, data):
    """Any other program has a score below 1, but not below 0."""
    kind = Order(lines)
    assert judge(kind, kind.key(None) or "") == Correct()
    numbers = data.draw(st.permutations(range(1, len(lines) + 1)))
    kept = numbers[: data.draw(st.integers(1, len(numbers)))]
    indents = [4 * data.draw(st.integers(0, 3)) for _ in kept]
    text = " ".join(f"{n}@{i}" for n, i in zip(kept, indents, strict=True))
    built = tuple(
        " " * i + lines[n - 1].strip() for n, i in zip(kept, indents, strict=True)
    )
    verdict = judge(kind, text)
    assert (verdict == Correct()) is (built == lines)
    assert 0 <= (score_of(verdict) or 0) <= 1
    assert verdict == Correct() or (score_of(verdict) or 0) < 1
