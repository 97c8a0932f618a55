"""Every row of the tables of notations in the guide for authors does what it says."""

import re

import pytest

from quizapp.core.judging.verdict import Correct
from quizapp.core.kinds import Kind
from quizapp.core.kinds.numeric import Numeric
from quizapp.core.kinds.predict import Predict
from quizapp.core.values.answer_context import AnswerContext
from quizapp.core.values.misread import Misread
from quizapp.core.values.value import Array, Dtype, Text, Value, scalar
from support.outcomes import completed
from support.paths import CONTENT

GUIDE = (CONTENT / "README.md").read_text("utf-8")
SECTION = GUIDE.partition("### Notations\n")[2].partition("\n### ")[0]
ROWS = [
    tuple(cell.strip() for cell in line.strip("| ").split(" | "))
    for line in SECTION.splitlines()
    if line.startswith("| a ") or line.startswith(("| bool", "| text"))
    if "asked for" not in line
]


def typed(cell: str) -> list[str]:
    """Return what is between backticks."""
    return re.findall(r"`([^`]+)`", cell)


RIGHT = [
    (row[0], row[1], text) for row in ROWS if len(row) == 3 for text in typed(row[2])
]
ASKED = [(row[0], text) for row in ROWS if len(row) == 2 for text in typed(row[1])]


def kinds_for(asked: str) -> list[Kind]:
    """Return the cards that ask for such an answer."""
    match asked:
        case "a shape":
            return [Predict(ask="x", expect="shape")]
        case "a dtype":
            return [Predict(ask="x", expect="dtype"), Predict(ask="x")]
        case "a number of MB" | "a number of %":
            return [Numeric(ask="x", unit=asked.rpartition(" ")[2])]
        case number if number.startswith("a number"):
            return [Numeric(ask="x"), Predict(ask="x")]
        case _:
            return [Predict(ask="x")]


def value_of(cell: str) -> Value:
    """Return the true value of a row, as it arrives from a run."""
    (source,) = typed(cell)
    if source.startswith("torch."):
        return Dtype(source.removeprefix("torch."))
    value = eval(source)  # noqa: S307  # our own table
    match value:
        case str():
            return Text(value)
        case tuple() | list():
            return Array((len(value),), tuple(value))
        case _:
            return scalar(value)


def context_of(asked: str) -> AnswerContext:
    """Return the drawn values of a row."""
    drawn = re.search(r"(\w) = ([\d.]+)", asked)
    return AnswerContext(((drawn[1], scalar(float(drawn[2]))),) if drawn else ())


@pytest.mark.parametrize(("asked", "true", "text"), RIGHT)
def test_what_is_in_the_table_is_right(asked, true, text):
    """On each kind of card that asks for it."""
    for kind in kinds_for(asked):
        response = kind.read_in(text, context_of(asked))
        assert not isinstance(response, Misread), response
        value = value_of(true)
        if asked == "a shape" and isinstance(value, Array):
            value = Array(
                tuple(map(int, value.elements)), (0,) * 6
            )  # a tensor of this shape
        assert isinstance(response.judge(completed(value)), Correct), response


@pytest.mark.parametrize(("asked", "text"), ASKED)
def test_what_the_guide_says_is_asked_about_is(asked, text):
    """With a hint in one line."""
    response = kinds_for(asked)[0].read_in(text, context_of(asked))
    assert isinstance(response, Misread), response
    assert 0 < len(response.message) < 200


def test_the_tables_have_their_rows():
    """A change of the guide's layout does not go unnoticed."""
    assert len(RIGHT) > 80
    assert len(ASKED) > 15
