"""Every row of the guide's table of accepted answers does what it says."""

import re

import pytest

from quizapp.core.judging.verdict import Correct
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.text import FreeText
from quizapp.core.values.misread import Misread
from support.paths import CONTENT

GUIDE = (CONTENT / "README.md").read_text("utf-8")
SECTION = GUIDE.partition("### Words, code, formulas and orders\n")[2]
ROWS = [
    [re.findall(r"`([^`]+)`", cell) for cell in line.strip("| ").split(" | ")]
    for line in SECTION.partition("\n### ")[0].splitlines()
    if line.startswith("| `")
]
RIGHT = [(row[0][0], text) for row in ROWS for text in row[1]]
WRONG = [(row[0][0], text) for row in ROWS for text in row[2]]
KINDS = [
    lambda accepted: FreeText((accepted,)),
    lambda accepted: Cloze(f"[[{accepted}]]"),
]


def test_the_table_is_read_whole():
    """A row that is not parsed would prove nothing."""
    assert len(ROWS) == 12
    assert all(len(row) == 3 and all(row) for row in ROWS)


@pytest.mark.parametrize("kind_of", KINDS, ids=["text", "cloze"])
@pytest.mark.parametrize(("accepted", "typed"), RIGHT)
def test_what_the_guide_calls_right_is_right(accepted, typed, kind_of):
    """In a text card and in a blank."""
    response = kind_of(accepted).read(typed)
    assert not isinstance(response, Misread)
    assert isinstance(response.judge(None), Correct)


@pytest.mark.parametrize("kind_of", KINDS, ids=["text", "cloze"])
@pytest.mark.parametrize(("accepted", "typed"), WRONG)
def test_what_the_guide_calls_wrong_is_wrong(accepted, typed, kind_of):
    """It is read, and judged."""
    response = kind_of(accepted).read(typed)
    assert not isinstance(response, Misread)
    assert not isinstance(response.judge(None), Correct)
