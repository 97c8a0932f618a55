"""Containers: lists, dicts and sets, item by item; what differs is named by its path.

Keys and the items of sets are matched by value, whatever their order. `judge` is the
comparison of any two values, for what is inside.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeAlias

from quizapp.core.basics.english import quantity
from quizapp.core.judging.sorts import bracket_of, sort_of
from quizapp.core.judging.verdict import (
    MAX_MISMATCHES,
    Correct,
    Mismatch,
    Unsettled,
    Verdict,
    Wrong,
    first_lines,
    step_in_words,
)
from quizapp.core.values.sequences import length_of, unstacked
from quizapp.core.values.value import (
    Array,
    DictPairs,
    Members,
    Text,
    Value,
)
from quizapp.core.values.writer import write

Judge: TypeAlias = Callable[[Value, Value], Verdict]
Step: TypeAlias = int | str

MAX_TRIES = 1024
"""Pairs of unequal keys that are compared for rounded numbers and words."""
_MAX_SHOWN = 60
"""Characters of a key or an item in a reason."""


def compare_sequences(true: Value, given: Value, judge: Judge) -> Verdict:
    """Judge a list or tuple by any other; both have a length."""
    wanted, typed = length_of(true), length_of(given)
    if wanted != typed:
        return Wrong((f"expected {quantity(wanted or 0, 'item')}, you typed {typed}",))
    pairs = zip(unstacked(true) or (), unstacked(given) or (), strict=False)
    steps = [(place, judge(*pair)) for place, pair in enumerate(pairs)]
    return combined(steps, notes=tuple(_about_brackets(true, given)))


def _about_brackets(true: Value, given: Value) -> Iterator[str]:
    names = {"[": "a list", "(": "a tuple"}
    right, mine = bracket_of(true), bracket_of(given)
    if right != mine and right in names and mine in names:
        yield f"it is {names[right]}, not {names[mine]}"


def compare_dicts(true: DictPairs, given: DictPairs, judge: Judge) -> Verdict:
    """Judge a dict key by key, in any order; another class is mentioned."""
    mine = given.pairs
    matches, missing, extra = _matched(
        [key for key, _ in true.pairs], [key for key, _ in mine], judge
    )
    reasons = [f"missing key {_shown(true.pairs[place][0])}" for place in missing]
    reasons += [f"extra key {_shown(mine[place][0])}" for place in extra]
    steps: list[tuple[Step, Verdict]] = [
        (f"key {_shown(true.pairs[a][0])}", judge(true.pairs[a][1], mine[b][1]))
        for a, b in matches
    ]
    differs = true.type != given.type
    notes = (f"it is {sort_of(true)}, not {sort_of(given)}",) if differs else ()
    return combined(steps, reasons, notes)


def compare_sets(true: Members, given: Members, judge: Judge) -> Verdict:
    """Judge a set item by item, in any order."""
    _, missing, extra = _matched(true.items, given.items, judge)
    reasons = [f"missing item {_shown(true.items[place])}" for place in missing]
    reasons += [f"extra item {_shown(given.items[place])}" for place in extra]
    differs = true.type != given.type
    notes = (f"it is {sort_of(true)}, not {sort_of(given)}",) if differs else ()
    return combined([], reasons, notes)


def combined(
    steps: Sequence[tuple[Step, Verdict]],
    reasons: Sequence[str] = (),
    notes: tuple[str, ...] = (),
) -> Verdict:
    """Return one verdict on a value from the verdicts on its parts."""
    for _, verdict in steps:
        if isinstance(verdict, Unsettled):
            return verdict
    lines, mismatches = list(reasons), []
    noted: dict[str, Step | None] = dict.fromkeys(notes)
    for step, verdict in steps:
        if isinstance(verdict, Wrong):
            lines += [_under(step, reason) for reason in verdict.reasons]
            mismatches += [
                Mismatch((step, *mismatch.index), mismatch.expected, mismatch.given)
                for mismatch in verdict.mismatches
            ]
        elif isinstance(verdict, Correct):
            for note in verdict.notes:  # once, though all items have it
                noted.setdefault(note, step)
    if lines or mismatches:
        return Wrong(tuple(first_lines(lines)), tuple(mismatches[:MAX_MISMATCHES]))
    about = [_under(step, note) for note, step in noted.items()]
    return Correct(tuple(first_lines(about)))


def _under(step: Step | None, reason: str) -> str:
    if step is None:
        return reason
    where = step_in_words(step)
    is_place = reason.startswith(("item ", "key ", "field "))
    return f"{where}, {reason}" if is_place else f"{where}: {reason}"


def _shown(value: Value) -> str:
    text = write(value)
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"


def _matched(
    true: Sequence[Value], given: Sequence[Value], judge: Judge
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Return the places of equal values, then those of true and given ones alone.

    What is given twice counts once, the last time, as in a dict of Python.
    """
    mine = {_identity(value): place for place, value in enumerate(given)}
    matches: list[tuple[int, int]] = []
    missing: list[int] = []
    for place, value in enumerate(true):
        match = mine.pop(_identity(value), None)
        if match is None:
            missing.append(place)
        else:
            matches.append((place, match))
    extra = list(mine.values())
    if len(missing) * len(extra) <= MAX_TRIES:
        for place in tuple(missing):
            for match in extra:
                if isinstance(judge(true[place], given[match]), Correct):
                    matches.append((place, match))
                    missing.remove(place)
                    extra.remove(match)
                    break
    return sorted(matches), missing, extra


def _identity(value: Value) -> Hashable:
    """Return what equal values have in common; 1 and 1.0 are one key, True is not."""
    match value:
        case Array(elements=elements) if value.dtype is None:
            kinds = tuple(isinstance(element, bool) for element in elements)
            return value.shape, elements, kinds
        case Text(text=text):
            return "text", text
        case _:
            return write(value)
