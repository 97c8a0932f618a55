"""Text without quotes inside brackets is read where it cannot be anything else."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizapp.core.judging.comparison import compare
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.judging.verdict import Correct, Wrong
from quizapp.core.values.answer_context import NO_CONTEXT, AnswerContext
from quizapp.core.values.answers import read_answer
from quizapp.core.values.misread import Misread
from quizapp.core.values.notation import read_value
from quizapp.core.values.value import Items, Text, scalar

NAMES = st.from_regex(r"[a-z]{2,8}_[a-z]{1,5}", fullmatch=True)


@pytest.mark.parametrize(
    ("true", "text"),
    [
        ("['weight', 'bias']", "[weight, bias]"),
        ("('a', 'b')", "(a, b)"),
        ("{'a': 1, 'b': 2}", "{a: 1, b: 2}"),
        ("{'a': None, 'b': ['c']}", "{a: None, b: [c]}"),
        ("{'relu', 'gelu'}", "{gelu, relu}"),
        ("[('a', 'b'), ('c',)]", "[(a, b), (c,)]"),
        ("['fc.weight']", "[fc.weight]"),
        ("['Adam']", "[adam]"),
    ],
)
def test_quotes_inside_brackets_may_be_left_out(true, text):
    """As at the top level; case does not count then."""
    right, given_ = read_value(true), read_answer(text, NO_CONTEXT)
    assert not isinstance(right, Misread)
    assert not isinstance(given_, Misread)
    assert compare(right, given_, Tolerance()) == Correct()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[1, p, 3]",
            "'p' is unknown; type its value, such as 0.25, or text in quotes",
        ),
        ("(q, 2)", "'q' is unknown"),
        ("{a: b, c: 1}", "'a' is unknown"),
        ("[[x, 1], [2, 3]]", "'x' is unknown"),
        ("[a, [1, b]]", "'a' is unknown"),
        ("[nann, a]", "did you mean nan?"),
        ("[1/(1-p)]", "'p' is unknown"),
    ],
)
def test_a_name_next_to_numbers_is_asked_about(text, expected):
    """It may be one of them; nor is a misspelled constant taken as text."""
    result = read_answer(text, NO_CONTEXT)
    assert isinstance(result, Misread)
    assert expected in result.message


def test_the_name_of_a_drawn_value_is_its_value():
    """Names of the card come before words."""
    context = AnswerContext((("p", scalar(0.25)), ("q", scalar(0.75))))
    result = read_answer("[p, q]", context)
    assert result == read_value("[0.25, 0.75]")


@pytest.mark.slow
@given(st.lists(NAMES, min_size=1, max_size=5), st.data())
def test_a_list_of_words_is_right_and_with_another_word_wrong(words, data):
    """Whatever the words are."""
    true = Items(tuple(map(Text, words)))
    typed = read_answer(f"[{', '.join(words)}]", NO_CONTEXT)
    assert not isinstance(typed, Misread)
    assert compare(true, typed, Tolerance()) == Correct()
    place = data.draw(st.integers(0, len(words) - 1))
    other = data.draw(NAMES)
    assume(other != words[place])
    changed = [*words[:place], other, *words[place + 1 :]]
    mutated = read_answer(f"[{', '.join(changed)}]", NO_CONTEXT)
    assert not isinstance(mutated, Misread)
    assert isinstance(compare(true, mutated, Tolerance()), Wrong)
