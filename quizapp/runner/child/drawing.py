"""Drawing: a value to draw, as JSON: numbers to five digits, or counts in bins."""

import sys
from typing import Any

from quizapp.runner.child.encoding import describe_sequence, encode
from quizapp.runner.child.leaves import (
    Json,
    TooLarge,
    describe_array,
    describe_text,
    describe_too_large,
    is_numpy,
    number_text,
)
from quizapp.runner.protocol import (
    MAX_DRAWN,
    MAX_NESTING,
    MAX_NODES,
)

MIN_BINS, MAX_BINS = 8, 40
"""Of a histogram."""


def encode_drawing(value: Any) -> Json:  # noqa: ANN401  # any tensor, list or number
    """Describe numbers to five digits, which is enough for drawing.

    A dict becomes a sequence of pairs, a nested list a sequence; four items each.
    """
    try:
        drawing = _drawing(value, 0)
    except TooLarge:
        return describe_too_large(value)
    return drawing if _count_nodes(drawing) <= MAX_NODES else describe_too_large(value)


def _drawing(value: Any, depth: int) -> Json:  # noqa: ANN401
    import torch

    if depth > MAX_NESTING:
        raise TooLarge
    if isinstance(value, dict):
        lines = list(value.items())[:4]
        pairs = [
            (describe_text(str(name)[:40]), _drawing(line, depth + 2))
            for name, line in lines
        ]
        return describe_sequence([describe_sequence([*pair]) for pair in pairs])
    if isinstance(value, list | tuple) and any(
        isinstance(item, list | tuple) for item in value
    ):
        return describe_sequence([_drawing(item, depth + 1) for item in value[:4]])
    tensor = _as_tensor(value)
    if tensor.is_complex() or tensor.numel() > MAX_DRAWN:
        return encode(tensor)
    dtype = str(tensor.dtype).removeprefix("torch.")
    plain = tensor.dequantize() if tensor.is_quantized else tensor.to_dense()
    data = [
        f"{number:.5g}" if isinstance(number, float) else number_text(number)
        for number in plain.reshape(-1).tolist()
    ]
    dtype_ = dtype if isinstance(value, torch.Tensor) else None
    return describe_array(list(plain.shape), dtype_, data)


def _as_tensor(value: Any) -> Any:  # noqa: ANN401  # any tensor, list or number
    """Return a tensor of numbers; torch takes seconds for a list of numpy's arrays."""
    import torch

    if isinstance(value, list | tuple) and any(map(is_numpy, value)):
        value = sys.modules["numpy"].asarray(value)
    return torch.as_tensor(value).detach()


def _count_nodes(described: Json) -> int:
    return 1 + sum(map(_count_nodes, described.get("items", ())))


def encode_histogram(value: Any) -> Json:  # noqa: ANN401  # any tensor, list or number
    """Count a value's finite numbers in equal bins: the counts, then the two ends.

    A third item counts the numbers that are not finite, if there are any.
    """
    import torch

    every = _as_tensor(value).to(torch.float64).reshape(-1)
    numbers = every[every.isfinite()]
    if not numbers.numel():
        return encode_drawing(value)
    bins, low, high = _bins(numbers)
    counts = torch.histc(numbers, bins, low, high) if high > low else [len(numbers)]
    data = [str(int(count)) for count in counts]
    items = [
        describe_array([len(data)], None, data),
        describe_array([2], None, [repr(low), repr(high)]),
    ]
    if left_out := len(every) - len(numbers):
        items.append(describe_array([1], None, [str(left_out)]))
    return describe_sequence(items)


def _bins(numbers: Any) -> tuple[int, float, float]:  # noqa: ANN401  # a tensor
    """Return how many bins, and their ends: one for each of a few whole numbers.

    Else as many as Rice's rule says, twice the cube root of the count.
    """
    low, high = float(numbers.min()), float(numbers.max())
    spread = high - low
    if 0 < spread < MAX_BINS and bool((numbers == numbers.round()).all()):
        return int(spread) + 1, low - 0.5, high + 0.5
    return min(MAX_BINS, max(MIN_BINS, round(2 * len(numbers) ** (1 / 3)))), low, high
