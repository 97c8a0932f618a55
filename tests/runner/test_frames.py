"""The frame reader survives anything and believes little."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.judging.comparison import compare
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.judging.verdict import Wrong
from quizapp.core.values.value import Array, Text
from quizapp.core.values.writer import write
from quizapp.runner.app.frames import FrameReader
from quizapp.runner.child.encoding import encode
from quizapp.runner.protocol import HEADER_BYTES, MAX_FRAME, MAX_FRAMES, ValueKind


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


KINDS = [kind for name, kind in vars(ValueKind).items() if name.isupper()]
KEYS = [
    *("k", "shape", "data", "dtype", "items", "text", "type", "whole", "bracket"),
    *("brackets", "factory", "hex", "name", "fields"),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner | st.sampled_from(KINDS) | st.sampled_from(["[", "1", "nan", "zz"]),
            max_size=5,
        )
    ),
)


@pytest.mark.slow
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


def described(kind: str, **more: object) -> dict[str, object]:
    """Return a value in JSON as a child may forge it."""
    whole = {"shape": [1], "data": ["1"], "dtype": None, "items": [], "fields": []}
    texts = {"text": "x", "type": "x", "name": "x", "hex": "00", "bracket": "["}
    return {"k": kind, **whole, **texts, "whole": True, **more}


@given(st.sampled_from(KINDS), st.dictionaries(st.sampled_from(KEYS), JSON, max_size=2))
def test_a_value_with_wrong_parts_never_raises(kind, parts):
    """Whichever of its parts are forged."""
    reader = FrameReader()
    reader.feed(frame("V", described(kind, **parts)))
    assert reader.broken or reader.value is not None


@pytest.mark.parametrize(
    "body",
    [
        described("array", brackets="(("),
        described("array", brackets="x"),
        described("complex", data=["1"]),
        described("complex", data=["1", "x"]),
        described("dict", items=[[described("none")]]),
        described("dict", items=[[described("none")] * 3]),
        described("dict", items={"a": 1}),
        described("set", items="abc"),
        described("record", fields=[["x"]]),
        described("record", fields=[[1, described("none")]]),
        described("bytes", hex="0"),
        described("bytes", hex=7),
        described("sequence", bracket="{"),
        described("set", items=[described("none")] * 600),
    ],
)
def test_a_container_that_is_none_is_rejected(body):
    """Nothing of it is believed."""
    reader = FrameReader()
    reader.feed(frame("V", body))
    assert reader.broken
    assert reader.value is None


def test_keys_may_be_forged_twice():
    """The value is kept, written and compared, whatever it means."""
    key, one = described("text"), described("array", shape=[], data=["1"])
    two = described("array", shape=[], data=["2"])
    reader = FrameReader()
    reader.feed(frame("V", described("dict", items=[[key, one], [key, two]])))
    assert reader.value is not None
    assert write(reader.value) == "x({'x': 1, 'x': 2})"
    assert isinstance(compare(reader.value, reader.value, Tolerance()), Wrong)
