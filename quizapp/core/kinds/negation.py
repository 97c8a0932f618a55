"""Negation: whether the words right before a mention deny it.

"It does not scale" has the word of "scale", but does not make that point. Only words
of the same clause count, and only small words may stand between: "without any
scaling", "does not need the mask". This reads no English; it suggests, and the user
has the last word.
"""

import re
from itertools import pairwise

_NEGATIONS = frozenset(
    {"no", "not", "never", "without", "cannot", "nor", "neither", "none", "lack"}
    | {"lacks"}
)
_SMALL = frozenset(
    {"a", "an", "the", "any", "such", "more", "longer", "really", "actually", "even"}
    | {"ever", "to", "be", "been", "is", "are", "it", "of", "do", "does", "have"}
    | {"has", "need", "needs", "require", "requires", "use", "uses", "used", "using"}
    | {"apply", "applies", "add", "adds", "get", "gets", "want", "call", "include"}
)
"""What may stand between the negation and the mention."""
_ADDING = frozenset({"only", "just", "merely", "simply"})
"""After `not`, they add: "not only smaller, but ..."."""
_CONTRACTED = re.compile(r"\w+n't|(?:ca|do|does|did|is|are|was|wo)nt")
_WORD = re.compile(r"[\w']+|[^\w\s]")
_PREVENTING = re.compile(r"\b(?:prevent|avoid|reduc|block|discourag|suppress|hinder)")
_NEAR = 60
"""Characters before a mention that are read."""


def denied(before: str) -> bool:
    """Return whether the text before a mention ends with a negation of it."""
    words = _WORD.findall(before[-_NEAR:].casefold())
    while words and words[-1] in _SMALL:
        words.pop()
    return bool(words) and is_negation(words[-1])


def is_negation(word: str) -> bool:
    """Return whether a word in lower case negates: `not`, `without`, `doesn't`."""
    return word in _NEGATIONS or _CONTRACTED.fullmatch(word) is not None


def tells_of_absence(point: str) -> bool:
    """Return whether denying its words makes a point: "prevents co-adaptation"."""
    return negates(point) or _PREVENTING.search(point.casefold()) is not None


def negates(text: str) -> bool:
    """Return whether a text has a negation, other than one that adds."""
    words = [*_WORD.findall(text.casefold()), ""]
    return any(
        is_negation(word) and after not in _ADDING for word, after in pairwise(words)
    )
