"""Two programs, line by line."""

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.terminal.diff import diff, unified

LINES = st.sampled_from(["a = 1", "b = 2", "", "    c", "d"])
PROGRAMS = st.lists(LINES).map("\n".join)


def lines(text: str) -> list[str]:
    """Return the lines that are compared."""
    return text.strip("\n").split("\n")


def test_equal_lines_are_next_to_each_other():
    """A line that only one side has leaves the other side empty."""
    rows = diff("a\nb\nc", "a\nc\nd")
    assert [(row.left, row.right) for row in rows] == [
        ("a", "a"),
        ("b", None),
        ("c", "c"),
        (None, "d"),
    ]


def test_a_changed_line_is_removed_and_added():
    """As in a unified diff."""
    signed = list(unified(diff("x = 1\ny", "x = 2\ny")))
    assert signed == [("-", "x = 1"), ("+", "x = 2"), (" ", "y")]


@given(PROGRAMS, PROGRAMS)
def test_both_programs_can_be_read_off_the_rows(left, right):
    """No line is lost, added or moved."""
    rows = diff(left, right)
    assert [row.left for row in rows if row.left is not None] == lines(left)
    assert [row.right for row in rows if row.right is not None] == lines(right)


@given(PROGRAMS)
def test_a_program_does_not_differ_from_itself(text):
    """Spaces at the end of its lines included."""
    spaced = "\n".join(f"{line}  " if line else "" for line in text.split("\n"))
    assert all(row.same for row in diff(text, spaced))
