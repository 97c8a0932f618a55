"""A unit that changes a number is converted or asked about, never dropped."""

import pytest

from quizapp.core.values.misread import Misread
from quizapp.core.values.units import factor_of


@pytest.mark.parametrize(
    ("typed", "asked", "factor"),
    [
        *[("MB", "MB", 1), ("mb", "MB", 1), ("megabytes", "MB", 1), ("GB", "MB", 1000)],
        *[("KB", "MB", 0.001), ("kb", "MB", 0.001), ("bytes", "MB", 1e-6)],
        *[("Mbit", "MB", 0.125), ("MiB", "MiB", 1), ("mib", "MiB", 1)],
        *[("GiB", "MiB", 1024), ("bytes", "KiB", 1 / 1024), ("mebibytes", "MiB", 1)],
        *[
            ("ms", "s", 0.001),
            ("min", "s", 60),
            ("hours", "s", 3600),
            ("μs", "ms", 0.001),
        ],
        *[("GFLOPs", "TFLOPs", 0.001), ("%", "%", 1), ("percent", "%", 1)],
        *[("epochs", "epochs", 1), ("epoch", "epochs", 1), ("Epochs", "epoch", 1)],
        *[("million tokens", "tokens", 1e6), ("k", "tokens", 1000), ("times", "x", 1)],
        *[("MB of memory", "MB", 1), ("tokens per second", "tokens/second", 1)],
        *[("epochs", "", 1), ("x", "", 1), ("×", "", 1), ("layers of it", "", 1)],
        *[("k", "", 1000), ("K", "", 1000), ("M", "", 1e6), ("million", "", 1e6)],
        *[("bytes", "", 1), ("s", "", 1), ("percent", "", 0.01), ("dozen", "", 12)],
    ],
)
def test_a_unit_is_worth_its_factor(typed, asked, factor):
    """In the unit of the card, or as it stands where the card has none."""
    assert factor_of(typed, asked) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("typed", "asked", "expected"),
    [
        *[("MB", "MiB", "1024"), ("MiB", "MB", "1000"), ("KB", "MiB", "number of MiB")],
        *[("epochs", "MB", "number of MB"), ("s", "MB", "number of MB")],
        *[("Mb", "MB", "number of MB"), ("k", "MB", "number of MB")],
        *[
            ("MB", "epochs", "number of epochs"),
            ("steps", "epochs", "number of epochs"),
        ],
        *[("MB", "", "number alone"), ("ms", "", "number alone")],
        *[("or so", "", "number alone"), ("j", "", "number alone"), ("e", "", "alone")],
        *[("sqrt", "", "number alone"), ("x" * 99, "MB", "number of MB")],
    ],
)
def test_a_unit_that_may_change_the_number_is_asked_about(typed, asked, expected):
    """With what to type instead."""
    result = factor_of(typed, asked)
    assert isinstance(result, Misread)
    assert expected in result.message


def test_a_unit_that_the_question_mentions_is_the_one_asked_for():
    """Where a card has no unit of its own."""
    assert factor_of("MB", "", "How many MB are stored?") == 1
    assert factor_of("KB", "", "How many MB are stored?") == pytest.approx(0.001)
    assert factor_of("bytes", "", "How many MB are stored?") == pytest.approx(1e-6)
    assert isinstance(factor_of("KB", "", "What is its size in MB?"), Misread)


@pytest.mark.parametrize("asked", ["", "MB"])
def test_a_fraction_in_words_is_never_taken_for_a_unit_without_a_value(asked):
    """`4 fifths` is not 4."""
    assert factor_of("fifths", asked) != 1.0
    assert factor_of("tenths", asked) != 1.0


@pytest.mark.parametrize(
    ("typed", "factor"),
    [("billion", 1.0), ("billion parameters", 1.0), ("bn", 1.0), ("trillion", 1e3)],
)
def test_a_scale_that_the_question_counts_in_multiplies_nothing(typed, factor):
    """`7 billion` is 7 where the question asks how many billion."""
    about = "How many **billion** parameters does a model of 96 layers have?"
    assert factor_of(typed, "", about) == factor


def test_a_scale_multiplies_where_the_question_only_mentions_it():
    """`7 billion` stays 7e9 for tokens of a model that has billions of parameters."""
    about = "A model has 7 billion parameters. How many tokens does it need?"
    assert factor_of("billion", "", about) == 1e9


DAYS = "At a peak of 989 TFLOP/s, how many **days** does training take?"


@pytest.mark.parametrize(
    ("typed", "factor"),
    [("hours", 1 / 24), ("s", 1 / 86400), ("years", 365.25), ("weeks", 7), ("days", 1)],
)
def test_what_is_counted_is_the_unit_asked_for(typed, factor):
    """Though the card names none."""
    assert factor_of(typed, "", DAYS) == pytest.approx(factor)


@pytest.mark.parametrize("typed", ["tokens", "GPUs", "bytes", "FLOPs"])
def test_days_are_no_other_thing(typed):
    """What measures something else is asked about, and so is what measures nothing."""
    assert isinstance(factor_of(typed, "", DAYS), Misread)


@pytest.mark.parametrize("typed", ["GB", "bytes", "s", "W"])
def test_a_count_is_in_no_unit(typed):
    """A number of requests is none of gigabytes, though the question mentions them."""
    about = "A cache takes 0.6 GB a request. How many requests fit into 70 GB?"
    assert isinstance(factor_of(typed, "", about), Misread)
    assert factor_of("requests", "", about) == 1


def test_bits_are_no_nats():
    """Where the question is about nats."""
    assert isinstance(factor_of("bits", "", "What is the loss in nats?"), Misread)
    assert factor_of("nats", "", "What is the loss in nats?") == 1
    assert factor_of("bits", "nats") == pytest.approx(0.6931, rel=1e-3)
