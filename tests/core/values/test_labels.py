"""Labels: a list whose items the question names, answered with those names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.judging.verdict import Correct
from quizapp.core.kinds.predict import Predict
from quizapp.core.values.answer_context import AnswerContext
from quizapp.core.values.labels import asked_names, in_asked_order
from quizapp.core.values.misread import Misread
from quizapp.core.values.sequences import joined
from quizapp.core.values.value import scalar
from support.outcomes import completed

QUESTION = "How many positions carry a loss? Give `[masked, causal]`."
TRUE = completed(joined([scalar(3), scalar(19)]))
PREDICT = Predict(ask="x")


def is_right(typed: str, question: str = QUESTION, outcome=TRUE) -> bool:
    """Return whether a typed answer is read and right."""
    response = PREDICT.read_in(typed, AnswerContext(about=question))
    assert not isinstance(response, Misread), response
    return isinstance(response.judge(outcome), Correct)


@pytest.mark.parametrize(
    "typed",
    [
        *("causal: 19, masked: 3", "masked = 3; causal = 19", "causal 19 and masked 3"),
        *("[Causal: 19, Masked: 3]", "{'causal': 19, 'masked': 3}"),
        *(
            "19 causal, 3 masked",
            "3 (masked), 19 (causal)",
            "causal is 19, masked 3",
        ),
    ],
)
def test_labeled_items_are_right_in_any_order(typed):
    """Before the number or after it, in the brackets of a list or a dict."""
    assert is_right(typed)


@pytest.mark.parametrize(
    "typed",
    ["causal: 3, masked: 19", "3 causal, 19 masked", "masked = 19, causal = 3"],
)
def test_a_label_at_the_wrong_number_is_wrong(typed):
    """Whatever the order of the numbers."""
    assert not is_right(typed)


NAMES = st.text("abcdefgh_", min_size=1, max_size=6).filter(
    lambda name: name.strip("_") == name and "__" not in name
)


@given(st.lists(NAMES, min_size=2, max_size=5, unique=True), st.randoms())
def test_labels_are_taken_off_and_the_order_is_that_of_the_question(names, chance):
    """For any names in any order."""
    items = [*enumerate(names)]
    chance.shuffle(items)
    typed = ", ".join(f"{name}: {number}" for number, name in items)
    question = f"Give `[{', '.join(names)}]`."
    assert in_asked_order(typed, question) == ", ".join(map(str, range(len(names))))


@pytest.mark.parametrize(
    "typed",
    [
        "3, 19",
        "masked: 3",
        "masked: 3, other: 19",
        "masked: 3, masked: 19",
        "",
        "masked",
    ],
)
def test_other_text_stays_as_it_is(typed):
    """Without labels, without all of them, or with one twice."""
    assert in_asked_order(typed, QUESTION) == typed


def test_a_list_of_numbers_names_nothing():
    """It is an example, not the names that are asked for."""
    assert asked_names("ALiBi adds `[-1.5, -1]` to `[1, 2]`.") == ()
    assert asked_names("p = `[0.5, 0.5]`. Give `[KL(p, q), KL(q, p)]`") != (
        "0.5",
        "0.5",
    )


def test_labels_in_another_order_than_the_question_mentions_them_are_asked_about():
    """It asks for no list, so only the order of the values could be right."""
    question = "What are the mean and the variance?"
    context = AnswerContext(about=question)
    assert isinstance(PREDICT.read_in("variance: 19, mean: 3", context), Misread)
    assert is_right("mean: 3, variance: 19", question)


@pytest.mark.parametrize(
    "typed",
    [
        "16,640, 33,088, 256",
        "[16,640, 33,088, 256]",
        "16,640 and 33,088 and 256",
        "16640 / 33088 / 256",
    ],
)
def test_a_list_may_have_thousands_or_other_separators(typed):
    """If it has as many numbers then as the true list."""
    true = completed(joined([scalar(16640), scalar(33088), scalar(256)]))
    assert is_right(typed, "", true)
    assert not is_right(typed.replace("256", "255"), "", true)
    assert not is_right(typed.replace("256", "256, 1"), "", true)


@pytest.mark.parametrize(
    ("typed", "true"),
    [
        *(("24 squared", 576), ("2 cubed", 8), ("24 squared = 576", 576)),
        *(("288 doubled", 576), ("(1 + 2) squared", 9), ("2 to the power of 10", 1024)),
    ],
)
def test_words_that_change_a_number_count(typed, true):
    """They are no unit that could be left out."""
    assert is_right(typed, "", completed(scalar(true)))
    assert not is_right("576 squared", "", completed(scalar(576)))
