"""Near names: the name that was probably meant by one that is unknown.

A short word is near to many: it has to have one slip, or it is a word of its own.
"""

from collections.abc import Iterable

from quizapp.errors import nearest

_SHORTEST, _SHORT = 3, 5
_ALIKE = 0.75
"""The share of letters that a longer word has in common with what was meant."""


def nearest_name(word: str, names: Iterable[str]) -> str | None:
    """Return the name that a word is a slip of, None for a word of its own."""
    if len(word) < _SHORTEST:
        return None
    if len(word) > _SHORT:
        return nearest(word, names, cutoff=_ALIKE)
    folded = word.casefold()
    near = (name for name in names if len(name) >= _SHORTEST)
    return next((name for name in near if _has_one_slip(folded, name.casefold())), None)


def _has_one_slip(one: str, other: str) -> bool:
    """Return whether one letter is changed, missing, added, or swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    pairs = zip(one, other, strict=False)
    start = next((at for at, (a, b) in enumerate(pairs) if a != b), None)
    if start is None:
        return True
    mine, theirs = one[start:], other[start:]
    swapped = mine[:2] == theirs[:2][::-1] and mine[2:] == theirs[2:]
    rests = (mine[1:], theirs[1:]), (mine, theirs[1:]), (mine[1:], theirs)
    return swapped or any(rest == its for rest, its in rests)
