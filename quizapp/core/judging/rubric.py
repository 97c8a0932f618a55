"""The rubric: the points of a good answer, for the user's own judgment."""

from msgspec import Struct

from quizapp.core.judging.verdict import Correct, Partial, Verdict, Wrong

PASSING_SHARE = 2 / 3
"""The share of the weights from which an answer counts as right, unless a card
says otherwise: an interviewer hears the main points and asks for the others."""

_ROUNDING = 1e-9
"""Of a sum of weights: two of three points are two thirds."""


class Point(Struct, frozen=True):
    """One thing that a good answer mentions."""

    point: str
    weight: float = 1.0
    mentions: tuple[str, ...] = ()
    """Phrases, or /regular expressions/, that show that an answer made the point."""


class FollowUp(Struct, frozen=True):
    """What an interviewer would ask next."""

    ask: str
    card: str = ""
    """The card that asks it in full; empty if none does."""
    if_missed: tuple[int, ...] = ()
    """The numbers of points, from 1, that make it the next question if missed."""
    if_made: tuple[int, ...] = ()
    """Likewise, if made."""


class Rubric(Struct, frozen=True):
    """The points in order, and what an interviewer would ask next."""

    points: tuple[Point, ...]
    follow_up: tuple[FollowUp, ...] = ()
    passing: float = PASSING_SHARE
    """The share of the weights from which an answer counts as right."""

    def judge(self, ticked: frozenset[int]) -> Verdict:
        """Judge the points that were made, by their numbers from 1."""
        numbered = list(enumerate(self.points, start=1))
        missed = tuple(
            f"add next time: {point.point}" for n, point in numbered if n not in ticked
        )
        weight = sum(point.weight for n, point in numbered if n in ticked)
        share = weight / sum(point.weight for point in self.points)
        if not ticked:
            return Wrong(missed)
        passes = share >= self.passing - _ROUNDING
        return Correct(missed) if passes else Partial(share, missed)
