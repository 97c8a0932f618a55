"""Trends: how a series of numbers goes, in words."""

import math
from collections.abc import Sequence

from quizapp.core.runs.pictures.elements import not_finite, short

_TURN = 0.1
"""Share of the range from which going back is a turn, and no noise."""
_MOVE = 0.6
"""Share of the range from which the last number is elsewhere than the first."""


def trend(line: Sequence[float]) -> str:
    """Say how a series goes from its first to its last finite number.

    A verb comes first, so that the name of the series can stand before it.
    """
    known = [(at, number) for at, number in enumerate(line) if math.isfinite(number)]
    odd = not_finite(line)
    if not known:
        return f"has no finite number: {odd}" if odd else "is empty"
    return _course(known) + (f", with {odd}" if odd else "")


def _course(known: Sequence[tuple[int, float]]) -> str:
    numbers = [number for _, number in known]
    first, last = numbers[0], numbers[-1]
    low, high = min(numbers), max(numbers)
    if low == high:
        return f"stays at {short(low)}" if len(numbers) > 1 else f"is {short(low)}"
    turns = _turns(known, high / 2 - low / 2)
    verb = "rises" if last > first else "falls"
    way = f"{verb} from {short(first)} to {short(last)}"
    if not turns and _is_steady(numbers):
        return way
    if len(turns) == 1:
        return _there_and_back(first, turns[0], last)
    moves = abs(last / 2 - first / 2) > _MOVE * (high / 2 - low / 2)
    if moves or not turns:
        return f"{way}, with {'' if turns else 'small '}ups and downs"
    return f"goes up and down between {short(low)} and {short(high)}"


def _is_steady(numbers: Sequence[float]) -> bool:
    """Return whether all steps go one way."""
    ordered = sorted(numbers, reverse=numbers[-1] < numbers[0])
    return list(numbers) == ordered


def _there_and_back(first: float, turn: tuple[int, float], last: float) -> str:
    at, extreme = turn
    there, back = ("rises", "falls") if extreme > first else ("falls", "rises")
    return (
        f"{there} from {short(first)} to {short(extreme)} at index {at},"
        f" then {back} to {short(last)}"
    )


def _turns(
    known: Sequence[tuple[int, float]], half_range: float
) -> list[tuple[int, float]]:
    """Return the peaks and dips after which a series goes back by more than noise."""
    turns: list[tuple[int, float]] = []
    up: bool | None = None
    low = high = extreme = known[0]
    for at, number in known[1:]:
        if up is None:
            low, high = (
                min(low, (at, number), key=_size),
                max(high, (at, number), key=_size),
            )
            if abs(high[1] / 2 - low[1] / 2) > _TURN * half_range:
                up, extreme = high[0] > low[0], (at, number)
        elif (number > extreme[1]) == up:
            extreme = (at, number)
        elif abs(extreme[1] / 2 - number / 2) > _TURN * half_range:
            turns.append(extreme)
            up, extreme = not up, (at, number)
    return turns


def _size(pair: tuple[int, float]) -> float:
    return pair[1]
