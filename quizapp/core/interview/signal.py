"""The signal: strong no, no, yes or strong yes, by a rule that is shown with it.

The thresholds are our choice: no study says what an interview must score. So the rule
is printed in words, and a signal without enough answers is not given.
"""

from collections.abc import Mapping
from enum import Enum

SHARES = {"knowledge": 0.4, "depth": 0.3, "code": 0.3}
"""The weight of each dimension in the whole."""
STRONG_YES, YES, NO = 0.85, 0.65, 0.4
"""The whole from which a signal is at least this one."""
WEAKEST = {"strong yes": 0.7, "yes": 0.4}
"""No dimension may be below this for the signal."""
ENOUGH_ANSWERS = 2
"""With fewer scored answers there is no signal."""


class Signal(Enum):
    """What an interviewer would write down."""

    STRONG_NO = "strong no"
    NO = "no"
    YES = "yes"
    STRONG_YES = "strong yes"

    @property
    def rank(self) -> int:
        """From 0 for strong no to 3 for strong yes."""
        return list(Signal).index(self)


RULE = (
    "The whole is 40 % knowledge, 30 % depth and 30 % code; what was not asked is left"
    " out. Strong yes: at least 85 %, all three asked, and none below 70 %. Yes: at"
    " least 65 %, and none below 40 %. No: at least 40 %. Strong no: less. Points count"
    " as you ticked them; without ticks, as their words were found."
)
"""The rule in plain words."""


def whole_of(shares: Mapping[str, float | None]) -> float | None:
    """Return the weighted mean of the dimensions that were asked."""
    known = {name: share for name, share in shares.items() if share is not None}
    total = sum(SHARES[name] for name in known)
    if not total:
        return None
    return sum(SHARES[name] * share for name, share in known.items()) / total


def signal_of(shares: Mapping[str, float | None], answers: int) -> Signal | None:
    """Return the signal for shares from 0 to 1; None with too few scored answers."""
    whole = whole_of(shares)
    if whole is None or answers < ENOUGH_ANSWERS:
        return None
    known = [share for share in shares.values() if share is not None]
    weakest, complete = min(known), len(known) == len(SHARES)
    if whole >= STRONG_YES and complete and weakest >= WEAKEST["strong yes"]:
        return Signal.STRONG_YES
    if whole >= YES and weakest >= WEAKEST["yes"]:
        return Signal.YES
    return Signal.NO if whole >= NO else Signal.STRONG_NO
