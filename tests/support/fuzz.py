"""Fuzzing: bad input that is the same in every run, and the time it may take.

Each seed is one round. A default run does the first few, `-m slow` thousands, and
`-m long` the rest, which no gate has the time for; a failure names its seed.
"""

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

SECONDS = 2.5
"""The processor time that any one input may take."""
BATCH = 500
"""Rounds of one slow test."""
SLOW_BATCHES = 2
"""Batches that `-m slow` runs."""
PIECES = (
    *"[]{}().,:;=+-*/%\\\"'`$#|@>_!~^&<? \t\n\r\0\x1b\x7f\u2028\u202e\u200d\ud800é½٣𝟘",
    *("[[", "]]", '"""', "'''", "1_0", "0x", "1e400", "nan", "inf", "-0", "9" * 401),
    *("torch.", "tensor([", "float32", "Error", "true", "```", "$$", "|-", "{{p}}"),
    *("1a", "2@4", "1>1", "/(a+)+b/", "card", "tag:", "is:due", "-", "1979-05-27"),
)


def rounds(few: int, many: int) -> list[object]:
    """Return ranges of seeds to parametrize a test with; up to `many` with long."""
    batches = [range(at, min(at + BATCH, many)) for at in range(few, many, BATCH)]
    marked = (
        pytest.param(
            seeds,
            marks=pytest.mark.slow if place < SLOW_BATCHES else pytest.mark.long,
        )
        for place, seeds in enumerate(batches)
    )
    return [range(few), *marked]


def sampled(values: Sequence[object], every: int) -> list[object]:
    """Return values to parametrize a test with: one in so many, the rest slow."""
    slow = pytest.mark.slow
    return [
        value
        if place % every == 0
        else pytest.param(*value, marks=slow)
        if isinstance(value, tuple)
        else pytest.param(value, marks=slow)
        for place, value in enumerate(values)
    ]


@contextmanager
def chance_of(seed: int) -> Iterator[random.Random]:
    """Give the chance of one round; a failure names the seed."""
    try:
        yield random.Random(seed)  # noqa: S311  # chance that repeats
    except BaseException as error:
        error.add_note(f"in the round of seed {seed}")
        raise


def noise(chance: random.Random, most: int = 40) -> str:
    """Return a text of pieces that mean something somewhere."""
    return "".join(chance.choices(PIECES, k=chance.randrange(most)))


def damaged(chance: random.Random, text: str, times: int = 3) -> str:
    """Return a text with a few pieces inserted, removed, doubled or moved."""
    for _ in range(chance.randrange(1, times + 1)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 1, 5, 40)))
        cut = text[start:end]
        put = chance.choice(("", cut * 2, noise(chance, 4), chance.choice(PIECES)))
        text = text[:start] + put + text[end:]
    return text


@contextmanager
def in_time(about: object) -> Iterator[None]:
    """Fail if the block takes too long, and say for what."""
    began = time.process_time()
    yield
    taken = time.process_time() - began
    assert taken < SECONDS, f"{taken:.1f} s for {about!r:.200}"


def pasted(length: int = 2**20) -> Sequence[str]:
    """Return texts of about that length, each hard for some pattern."""
    units = ("a", " ", "9", "[", "(", '"', "'", "-", "1 ", "1,", "a|", "$ ", "`x` ")
    more = ("1a ", "1@4 ", "tag:x ", "\\", "\n", "0x1", "1.", "é", "[[", "not ", "~=")
    return [unit * (length // len(unit)) for unit in units + more]
