"""Protocol: everything the app and the child must agree on.

The app writes one program to the child's code descriptor, as JSON, and closes it.
The child answers with frames: a type byte, the body's length as a 32-bit
big-endian number, the body as JSON. Both sides import this module and nothing else
of each other; the child loads it next to the snippet, so it must stay light.

The child respects the limits so that an honest value arrives. The app enforces
them, because a snippet can write anything to its descriptors.
"""

from collections.abc import Mapping, Sequence
from typing import TypedDict

# Descriptors of the child

CODE_FD = 3
FRAMES_FD = 4
CONTROL_FD = 3
"""Of a process that runs no snippet: the zygote's socket, or a probe's report."""

# Frames


class FrameType:
    """The first byte of a frame; the body's keys in braces."""

    READY = b"R"
    """The child is set up and waits for code: {python, torch}, their versions."""
    BEGUN = b"B"
    """The child has the whole program: {}."""
    VALUE = b"V"
    """The value of the expression asked for, by its `ValueKind`."""
    RAISED = b"X"
    """An exception: {type, bases, message, line, memory, refused}."""
    SHOWN = b"S"
    """A value to draw: {name, value}."""
    DONE = b"D"
    """The run is complete: {}. Without it there is no result."""


HEADER_BYTES = 5


def header(type_: bytes, size: int) -> bytes:
    """Return the header of a frame whose body has this many bytes."""
    return type_ + size.to_bytes(4, "big")


def body_size(data: bytes | bytearray) -> int:
    """Return the body's length that a header, or a frame, states."""
    return int.from_bytes(data[1:HEADER_BYTES], "big")


class ValueKind:
    """The key `k` of a value in a frame; its other keys in braces."""

    ARRAY = "array"
    """Numbers: {shape, dtype, data}; data as text, no dtype for Python's own.

    `brackets` has one character for each dimension of tuples and the like.
    """
    COMPLEX = "complex"
    """Complex numbers: as an array, with two texts for each."""
    SEQUENCE = "sequence"
    """A list or tuple of other values: {items, bracket}."""
    SET = "set"
    """A set or frozenset: {items, type}, in any order."""
    DICT = "dict"
    """A dict: {items, type}, each item a pair; of a defaultdict its `factory` too."""
    RECORD = "record"
    """A named tuple or dataclass: {name, fields}, each field a name and a value."""
    BYTES = "bytes"
    """Bytes or a bytearray: {hex, type}."""
    SUMMARY = "summary"
    """An array that is too large to send: {shape, dtype, text}."""
    DTYPE = "dtype"
    """A dtype: {name}."""
    EXCEPTION = "exception"
    """An exception or its class: {name}."""
    TEXT = "text"
    """A string: {text}."""
    NONE = "none"
    """None: {}."""
    OPAQUE = "opaque"
    """Any other value, by its repr: {type, text, whole}."""


class PacketKey:
    """Keys of the zygote's packets, which are JSON."""

    EVIDENCE = "evidence"
    """Whether each act of the probe was refused."""
    STANDBY = "standby"
    """The pid of a child that waits for code. `STANDBY_FDS` descriptors come along."""
    GONE = "gone"
    """The pid of a child that has ended."""
    EXIT_CODE = "code"
    """In the same packet: its exit code, negative for a signal."""


MAX_STANDBYS = 4
"""Children at once, the one that runs included. The app asks for them by one byte."""

STANDBY_FDS = 5
"""In this order: code, output, errors, frames, pidfd."""

MAX_PACKET = 4096
"""Bytes of a packet, and of a probe's report."""

# Limits

MAX_FRAME = 64 * 1024
"""Bytes of a frame's body."""
MAX_ELEMENTS = 256
"""Elements of an array; a larger one is summarized."""
MAX_DRAWN = 4096
"""Elements of an array that is drawn."""
MAX_NODES = 512
"""Values in a value, itself included."""
MAX_NESTING = 6
"""Levels of values within values."""
MAX_DIMENSIONS = 12
"""Lengths in a shape."""
MAX_LENGTH = 2**63 - 1
"""Of a dimension: torch has no larger one."""
MAX_DIGITS = 400
"""Digits of an integer."""
MAX_TEXT = 2000
"""Characters of a text; the rest is cut off."""
MAX_BASES = 20
"""Base classes of an exception."""
MAX_PICTURES = 8
"""Values to draw; further ones are ignored."""
MAX_FRAMES = (MAX_PICTURES + 2) * MAX_FRAME
"""Bytes of all frames of a run: each is as long as it may be."""
TOO_LARGE = "too large to show: "
"""How the text of a value begins that is beyond one of these limits."""

MAX_MEMORY = 512 * 2**20
"""Bytes a run may take beyond what the interpreter already has.

Applied before any code arrives, so that a program can only ask for less. A test
checks that it equals `outcome.Limits.memory`, which the core cannot import from here.
"""


class ProgramMessage(TypedDict):
    """A program on its way to the child."""

    code: str
    ask: str | None
    seed: int
    cpu: float
    memory: int
    show: Sequence[tuple[str, str]]
    """Expressions whose values to draw, and how."""


# The sandbox

LANDLOCK = "landlock"
SECCOMP = "seccomp"
EVERY_LAYER = (LANDLOCK, SECCOMP)
"""Layers of the sandbox, as the arguments that name them."""


class RefusedAct:
    """What the sandbox refuses a snippet, in the words for the user."""

    PROCESSES = "starting processes"
    SHARED_MEMORY = "sharing memory with other processes"
    NETWORK = "using the network"
    EVENT_LOOP = "running an event loop"
    SIGNALS = "signaling other processes"
    OWN_PROCESS = "changing the folder, user or limits of its process"
    WRITING = "changing files"
    LINKS = "reading where a link leads"
    READING = "reading files outside Python's own folders"


REFUSALS: Mapping[str, str] = {
    RefusedAct.PROCESSES: "stay in one process, for example with `num_workers=0`",
    RefusedAct.SHARED_MEMORY: "leave it out: a snippet is one process",
    RefusedAct.NETWORK: "make the data in the snippet",
    RefusedAct.EVENT_LOOP: "call the functions without `asyncio`",
    RefusedAct.SIGNALS: "a snippet can signal only itself",
    RefusedAct.OWN_PROCESS: "leave it out",
    RefusedAct.WRITING: "keep the data in memory, for example in `io.BytesIO()`",
    RefusedAct.LINKS: "leave it out",
    RefusedAct.READING: "put the data into the snippet",
}
"""What to do instead, by `RefusedAct`. A child names the act, never the words."""

READ_ACTS = frozenset({"read files", "list folders"})
"""The acts of the probe that Landlock alone refuses."""
