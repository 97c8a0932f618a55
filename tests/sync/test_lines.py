"""Lines of segments: what is written comes back, and a changed byte shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.basics.logged import Logged
from quizapp.sync.lines import (
    EventLine,
    Heading,
    checksum_of,
    event_line,
    heading_line,
    read_event,
    read_heading,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
CELLS = (
    st.none()
    | TEXT
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
)
EVENTS = st.builds(
    Logged, TEXT, st.dictionaries(st.from_regex(r"\A[a-m]{2,9}\Z"), CELLS, max_size=6)
)
LINES = st.builds(EventLine, st.integers(1, 2**40), TEXT, EVENTS)


@pytest.mark.slow
@given(LINES)
def test_a_line_comes_back_as_it_went_in(line):
    """Whatever it holds, it is one line."""
    written, sum_ = event_line(line)
    assert written.endswith(b"\n")
    assert b"\n" not in written[:-1]
    assert checksum_of(written[:-1]) == sum_
    assert read_event(written[:-1], 0) == line


@pytest.mark.slow
@given(LINES, st.data())
def test_a_line_with_another_byte_is_not_read(line, data):
    """Or with one less, or one more."""
    written = event_line(line)[0][:-1]
    at = data.draw(st.integers(0, len(written) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != written[at]))
    new = bytes([byte])
    assert checksum_of(written[:at] + new + written[at + 1 :]) is None
    assert checksum_of(written[:at] + written[at + 1 :]) is None
    assert checksum_of(written[:at] + new + written[at:]) is None


def test_a_line_that_a_carrier_ended_with_a_carriage_return_is_read():
    """Some take the file for a text."""
    line, sum_ = event_line(EventLine(1, "", Logged("marks", {"id": "a"})))
    assert checksum_of(line.replace(b"\n", b"\r\n")[:-1]) == sum_


def test_infinity_is_written_as_the_largest_number():
    """JSON has none, and the time that an answer took may be anything."""
    line, _ = event_line(EventLine(1, "", Logged("reviews", {"seconds": float("inf")})))
    event = read_event(line[:-1], 0)
    assert event is not None
    assert event.event.columns == {"seconds": 1.7976931348623157e308}


def test_a_heading_comes_back_as_it_went_in():
    """It is no event."""
    heading = Heading(1, "0123456789ab", 7, "abc")
    line, sum_ = heading_line(heading)
    assert (checksum_of(line[:-1]), read_heading(line[:-1])) == (sum_, heading)
    assert read_event(line[:-1], 0) is None
