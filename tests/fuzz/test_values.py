"""Child and reader agree: every value arrives, or is too large to show."""

import json
from contextlib import suppress
from itertools import product

import pytest

from quizapp.core.values.value import Array, Opaque, TensorSummary, Value
from quizapp.core.values.writer import write
from quizapp.runner.app.decoding import decode
from quizapp.runner.app.frames import FrameReader
from quizapp.runner.child.drawing import encode_drawing, encode_histogram
from quizapp.runner.child.encoding import encode
from quizapp.runner.protocol import (
    MAX_DIGITS,
    MAX_DIMENSIONS,
    MAX_DRAWN,
    MAX_FRAME,
    MAX_FRAMES,
    MAX_PICTURES,
    TOO_LARGE,
    FrameType,
    header,
)
from support.fuzz import chance_of, in_time, rounds


def nested(depth: int, inner: object = 1) -> object:
    """Return lists within lists."""
    value = inner
    for _ in range(depth):
        value = [value]
    return value


def arrived(value: object) -> Value:
    """Return the value as the app has it after a run, and write it."""
    body = json.dumps(encode(value)).encode()
    assert len(body) <= MAX_FRAME
    rebuilt = decode(json.loads(body))
    write(rebuilt)
    return rebuilt


LARGE = {
    "digits": (10**MAX_DIGITS, "int of 1329 bits"),
    "more digits": (10**100_000, "int of 332193 bits"),
    "in a list": ([1, 10**5000], "list of length 2"),
    "deep": (nested(100), "list of length 1"),
    "deeper": (nested(100_000), "list"),
    "deep texts": (nested(100, "x"), "list of length 1"),
    "wide": ([[[0] * 400] * 400] * 400, "list of length 400"),
    "many": ([["x", 1]] * 600, "list of length 600"),
    "long texts": (["x" * 2000] * 100, "list of length 100"),
}


@pytest.mark.parametrize("name", LARGE)
def test_what_is_beyond_a_limit_is_too_large_to_show(name):
    """With its type and its length, and never unreadable."""
    value, about = LARGE[name]
    with in_time(name):
        rebuilt = arrived(value)
    assert isinstance(rebuilt, Opaque)
    assert rebuilt.text.startswith(TOO_LARGE + about)
    assert rebuilt.type == type(value).__name__


@pytest.mark.parametrize("value", [10**MAX_DIGITS - 1, -(10**MAX_DIGITS) + 1, 2**63])
def test_an_integer_within_the_limit_arrives(value):
    """Digit for digit."""
    assert arrived(value) == Array((), (value,))


def test_lists_within_the_limit_arrive():
    """As arrays of as many dimensions as a shape may have."""
    for depth in range(MAX_DIMENSIONS + 1):
        assert arrived(nested(depth)) == Array((1,) * depth, (1,))


@pytest.mark.parametrize("seeds", rounds(100, 10_000), ids=str)
def test_wild_values_arrive(seeds):
    """Lists of numbers, texts and other things, to any depth."""
    atoms = (0, -1, 2**70, 10**399, 10**400, 10**9999, 1e308, float("nan"), True, None)
    others = ("x", "\ud800" * 3000, b"x", {1: 2}, int, ValueError, OSError("x"), 1j)
    for seed in seeds:
        with chance_of(seed) as chance:
            value: object = chance.choice((*atoms, *others))
            for _ in range(chance.randrange(16)):
                more = chance.choices((*atoms, *others, value), k=chance.randrange(5))
                value = chance.choice((list, tuple))([value, *more])
            with in_time(type(value)):
                arrived(value)


@pytest.mark.slow
@pytest.mark.torch
def test_every_tensor_arrives():
    """Of any shape and type; with its shape if it is too large."""
    torch = pytest.importorskip("torch")
    assert arrived(torch.empty(0, 2**62)) == Array((0, 2**62), (), "float32")
    assert isinstance(arrived(torch.empty(0, 2**63 - 1)), Array)
    for dims in (13, 64):
        for tensor in (
            torch.zeros((1,) * dims),
            torch.zeros((2,) * 9 + (1,) * (dims - 9)),
        ):
            rebuilt = arrived(tensor)
            assert isinstance(rebuilt, Opaque)
            about = f"{TOO_LARGE}torch.float32 of shape {tuple(tensor.shape)}"
            assert rebuilt.text.startswith(about)
    assert isinstance(arrived(torch.zeros(1).expand(2**40)), TensorSummary)


@pytest.mark.slow
@pytest.mark.torch
@pytest.mark.filterwarnings("ignore")  # of types that are new in torch
def test_tensors_of_every_type_arrive():
    """On the meta device too, which has no elements."""
    torch = pytest.importorskip("torch")
    dtypes = {each for each in vars(torch).values() if isinstance(each, torch.dtype)}
    for dtype, shape in product(dtypes, ((), (0,), (3,), (2, 2), (300,))):
        arrived(torch.empty(shape, dtype=dtype, device="meta"))
        with suppress(RuntimeError, NotImplementedError, TypeError):
            arrived(torch.zeros(shape, dtype=dtype))


@pytest.mark.slow
@pytest.mark.torch
def test_every_drawing_arrives():
    """Whatever is drawn, as many times as it may be, as long as it may be."""
    torch = pytest.importorskip("torch")
    longest = torch.full((MAX_DRAWN,), -1.2346e-30)
    values = (
        *(longest, torch.zeros((1,) * 13), nested(100), nested(7), [[[1, 2]] * 4] * 4),
        {"a": longest, "b": {"c": {"d": {"e": [1]}}}},
        {str(number): [1] for number in range(9)},
        *(
            10**400,
            [10**400],
            torch.eye(2).to_sparse(),
            torch.zeros(3).to(torch.cfloat),
        ),
        [[[[[[1.0] * 4] * 4] * 4] * 4] * 4] * 4,
    )
    for value in values:
        for draw in (encode_drawing, encode_histogram):
            try:
                drawn = draw(value)
            except Exception:  # noqa: BLE001, S112  # the worker leaves it out
                continue
            body = json.dumps({"name": "x", "value": drawn}).encode()
            if len(body) <= MAX_FRAME:
                decode(json.loads(body)["value"], MAX_DRAWN)


def test_all_frames_of_a_run_are_read_however_long_they_are():
    """The longest value and the longest pictures together."""
    reader = FrameReader()
    text = {"k": "text", "text": ""}
    text["text"] = "x" * (MAX_FRAME - len(json.dumps(text)) - 40)
    bodies = [(FrameType.VALUE, json.dumps(text))]
    for number in range(MAX_PICTURES):
        body = json.dumps({"name": str(number), "value": text})
        bodies.append((FrameType.SHOWN, body))
    for type_, body in (*bodies, (FrameType.DONE, "{}")):
        reader.feed(header(type_, len(body)) + body.encode())
    assert reader.done
    assert not reader.broken
    assert len(reader.shown) == MAX_PICTURES
    assert len(bodies) * MAX_FRAME < MAX_FRAMES
