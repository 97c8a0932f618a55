"""Hypothesis strategies: values, outcomes, and text that nobody would type."""

import math

from hypothesis import strategies as st

from quizapp.core.runs.outcome import (
    Completed,
    Crashed,
    Killed,
    Output,
    Raised,
    TimedOut,
)
from quizapp.core.values.names import DTYPES
from quizapp.core.values.value import (
    Array,
    Dtype,
    ExceptionClass,
    Items,
    Nothing,
    Opaque,
    TensorSummary,
    Text,
)

WILD = st.text(st.characters(), max_size=60)
"""Any text, lone surrogates included."""

GRAMMARISH = st.text("[](){},.+-*/%eE0123456789tensorSize'\"<> \n\\x×", max_size=60)
"""The characters of the notation in any order."""

TEXTS = WILD | GRAMMARISH

DTYPE_NAMES = st.sampled_from(sorted(DTYPES))

NAMES = st.from_regex(
    r"[A-Z][a-z]{0,9}(Error|Exception|Warning)|[A-Z][a-z]{2,9}", fullmatch=True
)
"""Names of exception classes. Not all end in Error."""


@st.composite
def arrays(draw: st.DrawFn) -> Array:
    """Draw an array of one type of number, possibly empty."""
    shape = tuple(draw(st.lists(st.integers(0, 3), max_size=4)))
    size = math.prod(shape)
    number = draw(
        st.sampled_from(
            [
                st.booleans(),
                st.integers(-(2**63), 2**63),
                st.floats(width=32),
                st.floats(),
                st.floats(-1e6, 1e6, width=32),
            ]
        )
    )
    elements = draw(st.lists(number, min_size=size, max_size=size))
    return Array(shape, tuple(elements), draw(st.none() | DTYPE_NAMES))


LEAVES = st.one_of(
    arrays(),
    st.builds(Dtype, DTYPE_NAMES),
    st.builds(ExceptionClass, NAMES.map("{}Error".format)),
    st.builds(Text, TEXTS),
    st.just(Nothing()),
)


def _lists(items: st.SearchStrategy) -> st.SearchStrategy:
    return st.builds(Items, st.lists(items, max_size=3).map(tuple))


COMPARABLE = st.recursive(LEAVES, _lists, max_leaves=5)
"""Values that typed text can be compared with."""

VALUES = st.recursive(
    st.one_of(
        LEAVES,
        st.builds(TensorSummary, st.just((2**40, 3)), DTYPE_NAMES, st.just("large")),
        st.builds(Opaque, st.just("Linear"), WILD),
        st.just(Array((), (10**400,))),
    ),
    _lists,
    max_leaves=5,
)

SECONDS = st.floats(0, 60)
COMPLETED = st.builds(
    Completed, st.builds(Output, TEXTS), SECONDS, st.none() | COMPARABLE
)
RAISED = st.builds(
    lambda name, bases, message: Raised(
        Output(), 0.1, name, (name, *bases, "Exception", "BaseException"), message, 1
    ),
    NAMES,
    st.lists(NAMES, max_size=2),
    WILD,
)
FAILED = st.one_of(
    st.builds(TimedOut, st.builds(Output), SECONDS),
    st.builds(Killed, st.builds(Output), SECONDS, st.just("memory")),
    st.builds(Crashed, st.builds(Output), SECONDS, st.just("exited with status 0")),
)
OUTCOMES = st.one_of(COMPLETED, RAISED, FAILED)

MARKDOWN = st.text("`*$|-#<>&'\"\\/{}[]_^.: \n1ab深\x1b\u202e", max_size=80) | TEXTS
"""The signs of Markdown and of HTML in any order, with some that no text may have."""
