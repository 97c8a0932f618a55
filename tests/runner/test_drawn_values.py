"""Values to draw: reported in addition to the value that is judged."""

import pytest

from quizapp.core.runs.outcome import Completed, Program, Show
from quizapp.core.values.value import Array, Items, TensorSummary, Text
from support.zygotes import lent_runner

pytestmark = pytest.mark.torch

CODE = """
import torch
mask = torch.tensor([[1., 0.], [0., 1.]])
losses = {"with": [3.0, 1.0], "without": [3.0, 2.0]}
x = torch.arange(1000.)
big = torch.zeros(100, 100)
bits = [0, 1, 1, 1, float("nan")]
same = torch.full((50,), 2.5)
"""
SHOW: tuple[tuple[str, Show], ...] = (
    ("mask", "heatmap"),
    ("losses", "curve"),
    ("x", "histogram"),
    ("big", "values"),
    ("bits", "histogram"),
    ("same", "histogram"),
    ("missing", "values"),
)


@pytest.fixture(scope="module")
def shown():
    runner = lent_runner()
    outcome = runner.run(Program(CODE, "mask.sum()", show=SHOW))
    runner.close()
    assert isinstance(outcome, Completed), outcome
    return dict(outcome.shown)


def test_a_tensor_arrives_with_its_shape(shown):
    """To five digits, which is enough for drawing."""
    assert shown["mask"] == Array((2, 2), (1.0, 0.0, 0.0, 1.0), "float32")


def test_lines_keep_their_names(shown):
    """A dict becomes a list of pairs."""
    assert isinstance(shown["losses"], Items)
    first = shown["losses"].items[0]
    assert first == Items((Text("with"), Array((2,), (3.0, 1.0))))


def test_a_histogram_is_counted_in_the_child(shown):
    """Any number of them."""
    assert isinstance(shown["x"], Items)
    counts, ends = shown["x"].items
    assert isinstance(counts, Array)
    assert len(counts.elements) == 20
    assert sum(counts.elements) == 1000
    assert ends == Array((2,), (0.0, 999.0))


def test_a_few_whole_numbers_have_a_bin_each(shown):
    """What is not finite is counted after the bins."""
    counts, ends = Array((2,), (1, 3)), Array((2,), (-0.5, 1.5))
    assert shown["bits"] == Items((counts, ends, Array((1,), (1,))))


def test_a_constant_has_one_bin(shown):
    """It holds every element."""
    assert shown["same"] == Items((Array((1,), (50,)), Array((2,), (2.5, 2.5))))


def test_a_large_value_is_summarized(shown):
    """Shape, statistics and corners."""
    assert isinstance(shown["big"], TensorSummary)
    assert shown["big"].text == (
        "float32 of shape (100, 100), mean 0, std 0, from 0 to 0; corners 0 … 0 | 0 … 0"
    )


def test_a_value_that_cannot_be_computed_is_left_out(shown):
    """A misspelled name does not spoil the run."""
    assert "missing" not in shown
