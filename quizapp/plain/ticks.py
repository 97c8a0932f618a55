"""Ticks in plain text: the points of an answer, and the numbers that someone types."""

import re
from collections.abc import Collection

from quizapp.core.interview.phases import Ticking
from quizapp.core.kinds.open import NONE
from quizapp.core.values.folding import fold

TICK_HELP = """\
Type the numbers of the points you made: 1, 3. Or all, or none."""

_NUMBERS = re.compile(r"[\d\s,;]+")


def read_ticks(text: str, points: int) -> frozenset[int] | str:
    """Return the points that a line names, or what is wrong with it."""
    words = fold(text.strip()).casefold()
    if words in {NONE, "0"}:
        return frozenset()
    if words == "all":
        return frozenset(range(1, points + 1))
    if not _NUMBERS.fullmatch(words):
        return f"type numbers from 1 to {points}, all or none"
    numbers = frozenset(int(word[:4]) for word in re.findall(r"\d+", words))
    if not all(1 <= number <= points for number in numbers):
        return f"type numbers from 1 to {points}, all or none"
    return numbers


def thread_prompt(phase: Ticking) -> str:
    """Ask a speaker for the points they made."""
    count = len(phase.question.points)
    return f"points you made (1 to {count}, all, none; Enter skips)> "


def debrief_prompt(suggested: Collection[int]) -> str:
    """Ask for the points of an answer; Enter takes those whose words were found."""
    numbers = ", ".join(map(str, sorted(suggested))) or NONE
    return f"points you made (numbers, all or none; Enter for {numbers}; :later)> "


def again_prompt(points: int) -> str:
    """Ask for the points of an old answer; nothing is suggested."""
    numbers = "1" if points == 1 else f"1 to {points}, all"
    return f"points you made ({numbers}, none; :later)> "
