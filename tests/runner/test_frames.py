"""The frame reader survives anything and believes little."""

import json

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.values.value import Array, Text
from quizapp.runner.app.frames import FrameReader
from quizapp.runner.child.encoding import encode
from quizapp.runner.protocol import HEADER_BYTES, MAX_FRAME, MAX_FRAMES


def frame(type_: str, body: object) -> bytes:
    """Return a frame as a child sends it."""
    data = json.dumps(body).encode()
    return type_.encode() + len(data).to_bytes(4, "big") + data


VALUE = frame("V", {"k": "text", "text": "first"})
DONE = frame("D", {})


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_bytes_of_any_kind_never_raise(chunks):
    """And no more is buffered than frames may have."""
    reader = FrameReader()
    for chunk in chunks:
        reader.feed(chunk)
        assert len(reader._buffer) <= MAX_FRAMES + HEADER_BYTES


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["k", "shape", "data", "dtype", "items", "text", "type"]),
            inner | st.sampled_from(["array", "sequence", "none", "opaque"]),
            max_size=5,
        )
    ),
)


@given(st.sampled_from("RVXD"), JSON)
def test_json_of_any_kind_never_raises(type_, body):
    """Anything that is not a value breaks the reader instead."""
    reader = FrameReader()
    reader.feed(frame(type_, body) + VALUE)
    assert reader.broken or reader.done or reader.value is not None or reader.exception


@given(st.lists(st.integers(1, 40), max_size=8))
def test_frames_may_arrive_in_any_pieces(sizes):
    """Byte by byte or all at once: the result is the same."""
    data, reader = VALUE + DONE, FrameReader()
    for size in sizes:
        reader.feed(data[:size])
        data = data[size:]
    reader.feed(data)
    assert (reader.value, reader.done) == (Text("first"), True)


def test_the_first_value_counts_and_nothing_after_the_end():
    """A second V, or one after D, changes nothing."""
    reader = FrameReader()
    reader.feed(VALUE + frame("V", {"k": "none"}) + DONE + frame("X", {}))
    assert reader.value == Text("first")
    assert reader.exception is None


def test_a_length_above_the_limit_is_rejected_at_once():
    """The header alone is enough."""
    reader = FrameReader()
    reader.feed(b"V" + (MAX_FRAME + 1).to_bytes(4, "big"))
    assert reader.broken


def test_a_flood_of_small_frames_ends():
    """All frames together have a limit too."""
    reader = FrameReader()
    ready = frame("R", {"torch": "2"})
    for _ in range(MAX_FRAMES // len(ready) + 1):
        reader.feed(ready)
    assert reader.broken


def test_data_that_does_not_match_its_shape_is_rejected():
    """A stated shape is never trusted."""
    for shape, data in ([3], ["1"]), ([2**40, 0], ["1"]), ([-1], []), ([True], ["1"]):
        reader = FrameReader()
        body = {"k": "array", "shape": shape, "dtype": None, "data": data}
        reader.feed(frame("V", body))
        assert reader.broken, shape


NUMBERS = st.booleans() | st.integers() | st.floats(allow_nan=False)


@given(st.lists(NUMBERS, max_size=30))
def test_numbers_arrive_unchanged(numbers):
    """The app decodes what the child encodes."""
    reader = FrameReader()
    reader.feed(frame("V", encode(numbers)))
    assert reader.value == Array((len(numbers),), tuple(numbers))
