"""The rubric: the points of a good answer, for the user's own judgment."""

from msgspec import Struct

from quizapp.core.judging.verdict import Correct, Partial, Verdict, Wrong

PASSING_SHARE = 0.9
"""The share of the weights from which an answer counts as right."""


class Point(Struct, frozen=True):
    """One thing that a good answer mentions."""

    point: str
    weight: float = 1.0


class Rubric(Struct, frozen=True):
    """The points in order, and what an interviewer would ask next."""

    points: tuple[Point, ...]
    follow_up: tuple[str, ...] = ()

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
        return Correct(missed) if share >= PASSING_SHARE else Partial(share, missed)
