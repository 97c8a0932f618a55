"""An exception is named by its class, alone or in a sentence about nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.values.exception_names import read_exception
from quizapp.core.values.misread import Misread
from quizapp.core.values.value import ExceptionClass, Nothing
from support.strategies import TEXTS

NAMES = ["IndexError", "ValueError", "CheckpointError", "StopIteration", "KeyError"]
BEFORE = ["", "it raises ", "It raises an ", "throws a ", "the code raises ", "an "]
AFTER = ["", " is raised", " will be raised", " exception", ".", " at backward()"]
REASONS = ["", " because it isn't there", ": not found", " (row 4)", ", since 4"]
DENIALS = [
    *[
        "no {}",
        "not {}",
        "not an {}",
        "it doesn't raise {}",
        "never {}",
        "nothing, no {}",
    ],
    *["{} isn't raised", "{} will not be raised", "{}, but not really", "{} is caught"],
    *[
        "maybe {}",
        "{}?",
        "{} or nothing",
        "{} (not raised)",
        "it avoids an {}",
        "{} or",
    ],
    *["anything but {}", "{} unless p is 0", "I think it is {}", "a subclass like {}"],
]


@given(
    st.sampled_from(NAMES),
    st.sampled_from(BEFORE),
    st.sampled_from(AFTER),
    st.sampled_from(["", "`", "**", '"']),
)
def test_a_sentence_around_a_name_says_the_name(name, before, after, mark):
    """Whichever class it is, with marks around it."""
    text = f"{before}{mark}{name}{mark}{after}"
    assert read_exception(text) == ExceptionClass(name)


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_behind_a_name_may_deny_anything_but_the_name(reason):
    """A negation in it is about something else."""
    text = f"raises AttributeError{reason}"
    assert read_exception(text) == ExceptionClass("AttributeError")


@given(st.sampled_from(NAMES), st.sampled_from(DENIALS))
def test_a_name_that_is_denied_or_doubted_is_asked_about(name, denial):
    """It is neither right nor wrong."""
    assert isinstance(read_exception(denial.format(name)), Misread)


@given(
    st.lists(st.sampled_from(NAMES), min_size=2, max_size=3, unique=True),
    st.sampled_from([" or ", ", ", "/", " and ", " not ", " ", ": ", " because "]),
    st.sampled_from(BEFORE),
)
def test_two_names_are_asked_about(names, between, before):
    """Whatever is between them."""
    assert isinstance(read_exception(before + between.join(names)), Misread)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Attribute error because super().__init__() isn't called", "AttributeError"),
        ("raises a not implemented error", "NotImplementedError"),
        ("nn.Embedding raises an IndexError", "IndexError"),
        ("Cache miss error", "CacheMissError"),
        ("it raises queue.Empty", "Empty"),
        ("torch.utils.checkpoint.CheckpointError", "CheckpointError"),
    ],
)
def test_a_name_may_be_spelled_as_words(text, name):
    """As people write it in a sentence."""
    assert read_exception(text) == ExceptionClass(name)


@pytest.mark.parametrize(
    "text", ["it raises nothing", "No exception is raised.", "nothing is raised"]
)
def test_a_sentence_may_say_that_nothing_is_raised(text):
    """As `none` does."""
    assert read_exception(text) == Nothing()


@pytest.mark.parametrize(
    "text",
    ["It Crashes", "A-", "an exception is raised", "Maybe", "It gives an error"],
)
def test_a_sentence_without_a_name_is_asked_about(text):
    """Its words are no class."""
    assert "such as ValueError" in str(read_exception(text))


@given(TEXTS)
def test_a_class_is_a_name(text):
    """What is read from any text has no spaces in it."""
    read = read_exception(text)
    assert not isinstance(read, ExceptionClass) or read.name.isidentifier()
