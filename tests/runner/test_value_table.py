"""Every row of the table of values in the guide for authors does what it says."""

import json
import re
from collections import Counter, defaultdict, namedtuple
from enum import Enum
from fractions import Fraction
from typing import Any

import pytest

from quizapp.core.judging.verdict import Correct
from quizapp.core.kinds.predict import Predict
from quizapp.core.values.misread import Misread
from quizapp.core.values.writer import write
from quizapp.runner.app.decoding import decode
from quizapp.runner.child.encoding import encode
from support.outcomes import completed
from support.paths import ROOT

GUIDE = (ROOT / "content" / "README.md").read_text()
SECTION = GUIDE.partition("### Values\n")[2].partition("\n### ")[0]
ROWS = [
    tuple(re.findall(r"`([^`]*)`", cell) for cell in line.strip("|").split(" | "))
    for line in SECTION.splitlines()
    if line.startswith("| `")
]

NAMES: dict[str, Any] = {
    "Counter": Counter,
    "defaultdict": defaultdict,
    "Fraction": Fraction,
    "Point": namedtuple("Point", "x y"),  # as snippets make it
    "Color": Enum("Color", "RED"),
}


def value_of(expression: str):
    """Return the value that arrives after a run of an expression of the table."""
    names = dict(NAMES)
    if "torch" in expression:
        names["torch"] = pytest.importorskip("torch")
    value = eval(expression, names)  # noqa: S307  # our own table
    return decode(json.loads(json.dumps(encode(value))))


def test_the_table_has_a_row_for_each_sort_of_value():
    """Each row has a value, how it is shown, and other right answers."""
    assert len(ROWS) >= 20
    for (expression,), (shown,), others in ROWS:
        assert expression
        assert shown
        assert others


@pytest.mark.slow
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][0])
def test_what_is_in_the_table_is_right(row):
    """The value is shown as stated, and each other notation is judged right."""
    (expression,), (shown,), others = row
    value = value_of(expression)
    assert write(value) == shown
    for text in (shown, *others):
        response = Predict(ask="x").read(text)
        assert not isinstance(response, Misread), text
        assert isinstance(response.judge(completed(value)), Correct), text
