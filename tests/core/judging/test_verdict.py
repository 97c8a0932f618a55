"""What a verdict is called, counts and says."""

import pytest

from quizapp.core.judging.verdict import (
    Correct,
    Mismatch,
    Partial,
    Unsettled,
    Wrong,
    feedback,
    name_of,
    score_of,
)

MISMATCH = Mismatch((0, 1), "1.0", "2")


@pytest.mark.parametrize(
    ("verdict", "name_", "share", "lines"),
    [
        (Correct(("a note",)), "correct", 1.0, ("a note",)),
        (Partial(0.5, ("half",)), "partial", 0.5, ("half",)),
        (Wrong(("no",)), "wrong", 0.0, ("no",)),
        (Unsettled("nobody knows"), None, None, ("nobody knows",)),
    ],
)
def test_a_verdict_has_a_name_a_share_and_a_reason(verdict, name_, share, lines):
    """What nothing settled has neither name nor share."""
    assert (name_of(verdict), score_of(verdict), feedback(verdict)) == (
        name_,
        share,
        lines,
    )


def test_reasons_come_before_the_wrong_elements():
    """First what is wrong altogether, then each element."""
    assert feedback(Wrong(("no",), (MISMATCH,))) == ("no", str(MISMATCH))


def test_an_element_is_named_by_its_index():
    """A scalar has none."""
    assert str(MISMATCH) == "[0, 1] expected 1.0, you typed 2"
    assert str(Mismatch((), "1", "2")) == "expected 1, you typed 2"
