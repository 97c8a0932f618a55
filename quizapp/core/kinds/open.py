"""Open: an interview answer, given freely; the user ticks the points they made.

Free text commits to an answer and judges nothing. The rubric is shown after the
reveal; then the numbers of its points, `1, 3`, are the response that is judged.
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from quizapp.core.judging.response import Response
from quizapp.core.judging.rubric import PASSING_SHARE, FollowUp, Point, Rubric
from quizapp.core.judging.verdict import Unsettled, Verdict
from quizapp.core.kinds import Flaw, Kind
from quizapp.core.kinds.mentions import flaws_of_mentions
from quizapp.core.runs.outcome import Outcome
from quizapp.core.values.answer_context import NO_CONTEXT, AnswerContext
from quizapp.core.values.folding import fold
from quizapp.core.values.misread import Misread

MAX_POINTS = 9
"""Of a rubric: each is ticked with one digit."""

MAX_MINUTES = 60.0
"""The most minutes that one spoken answer may take."""

NONE = "none"
"""The text of a response that ticks nothing."""

_NUMBERS = re.compile(r"[0-9]+(?:[\s,]+[0-9]+)*[\s,]*")


class Said(Struct, frozen=True):
    """An answer before it is compared with the rubric."""

    text: str = ""

    def judge(self, outcome: Outcome | None) -> Verdict:
        """Leave it to the ticks."""
        return Unsettled("tick the points you made")

    def agrees(self, other: Response) -> bool:
        """Return false: free text is not compared."""
        return False


class Ticked(Struct, frozen=True):
    """The points the user made, by their numbers in the file."""

    rubric: Rubric
    numbers: frozenset[int]

    @property
    def text(self) -> str:
        """The numbers in ascending order: `1, 3`; `none` for no number."""
        return ", ".join(map(str, sorted(self.numbers))) or NONE

    def judge(self, outcome: Outcome | None) -> Verdict:
        """Judge by the share of the weights."""
        return self.rubric.judge(self.numbers)

    def agrees(self, other: Response) -> bool:
        """Return whether the other response ticks the same points."""
        return isinstance(other, Ticked) and other.numbers == self.numbers


class Open(Kind, frozen=True):
    """A question for several minutes of talk."""

    name: ClassVar[str] = "open"
    answer: str
    rubric: tuple[Point, ...]
    follow_up: str | FollowUp | tuple[str | FollowUp, ...] = ()
    """What an interviewer would ask next: one question or several."""
    minutes: float = 2.0
    """The time that a good spoken answer takes."""
    passing: float = PASSING_SHARE
    """The share of the weights from which an answer counts as right."""

    @property
    def scored_by(self) -> Rubric:
        """The points of a good answer."""
        return Rubric(self.rubric, self._follow_ups, self.passing)

    @property
    def _follow_ups(self) -> tuple[FollowUp, ...]:
        more = (
            self.follow_up if isinstance(self.follow_up, tuple) else (self.follow_up,)
        )
        return tuple(
            FollowUp(question) if isinstance(question, str) else question
            for question in more
        )

    @property
    def task(self) -> str:
        """How to answer."""
        return (
            "Answer aloud or type, as in an interview. Then tick the points you made."
        )

    def read_before_reveal(
        self, text: str, context: AnswerContext = NO_CONTEXT
    ) -> Response | Misread:
        """Take anything as the answer: only shown points can be ticked by number."""
        return Said(text.strip())

    def read(self, text: str) -> Response | Misread:
        """Read point numbers as ticks, and anything else as the answer itself."""
        stripped = text.strip()
        ticks = fold(stripped)
        if ticks.casefold() in {NONE, "0"}:
            return Ticked(self.scored_by, frozenset())
        if not _NUMBERS.fullmatch(ticks):
            return Said(stripped)
        numbers = frozenset(int(word[:4]) for word in re.findall(r"[0-9]+", ticks))
        if not all(1 <= number <= len(self.rubric) for number in numbers):
            return Misread(f"give point numbers from 1 to {len(self.rubric)}")
        return Ticked(self.scored_by, numbers)

    def truth(self, outcome: Outcome | None) -> str | None:
        """Return the model answer."""
        return self.answer

    def key(self, outcome: Outcome | None) -> str | None:
        """Return every point ticked."""
        return ", ".join(map(str, range(1, len(self.rubric) + 1)))

    def flaws(self) -> tuple[Flaw, ...]:
        """There are a few points with positive weights, and a model answer."""
        return tuple(self._flaws())

    def _flaws(self) -> Iterator[Flaw]:
        yield from self._flaws_of_points()
        yield from flaws_of_mentions(self.rubric)
        if not self.answer.strip():
            yield Flaw(("answer",), "is empty; write a model answer")
        if not 0 < self.minutes <= MAX_MINUTES:
            message = f"must be more than 0 and at most {MAX_MINUTES:.0f}"
            yield Flaw(("minutes",), message)
        if not 0 < self.passing <= 1:
            yield Flaw(("passing",), "must be more than 0 and at most 1")
        yield from self._flaws_of_follow_ups()

    def _flaws_of_points(self) -> Iterator[Flaw]:
        if not self.rubric:
            yield Flaw(("rubric",), "is empty; write the points to be made")
        if len(self.rubric) > MAX_POINTS:
            message = f"has more than {MAX_POINTS} points; merge some"
            yield Flaw(("rubric",), message)
        for index, point in enumerate(self.rubric):
            if not point.point.strip():
                yield Flaw(("rubric", index), "is empty; write a `point`")
            if not 0 < point.weight < float("inf"):
                yield Flaw(("rubric", index), "needs a `weight` above 0")

    def _flaws_of_follow_ups(self) -> Iterator[Flaw]:
        for index, question in enumerate(self._follow_ups):
            path = ("follow_up", index) if self._lists_follow_ups else ("follow_up",)
            if not question.ask.strip():
                yield Flaw(path, "is empty; write the question")
            for key in ("if_missed", "if_made"):
                yield from self._flaws_of_numbers((*path, key), getattr(question, key))
            for number in set(question.if_missed) & set(question.if_made):
                message = f"has point {number} in `if_missed` and `if_made`; remove one"
                yield Flaw(path, message)

    @property
    def _lists_follow_ups(self) -> bool:
        return isinstance(self.follow_up, tuple)

    def _flaws_of_numbers(
        self, path: tuple[str | int, ...], numbers: tuple[int, ...]
    ) -> Iterator[Flaw]:
        most = len(self.rubric)
        for index, number in enumerate(numbers):
            if not 1 <= number <= most:
                message = f"has no point {number}; number points from 1 to {most}"
                yield Flaw((*path, index), message)
