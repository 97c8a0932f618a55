"""Text: a word or a phrase, matched against what its author accepts.

A pattern must not run for long: repeats inside repeats are refused, and so is long
text. Leniency is imported with the first answer: it reads formulas, and no
question does.
"""

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from quizapp.core.judging.response import Response
from quizapp.core.judging.verdict import Correct, Verdict, Wrong
from quizapp.core.kinds import Flaw, Kind
from quizapp.core.kinds.pattern import (
    MAX_TYPED_LENGTH,
    Pattern,
    is_pattern,
    read_pattern,
)
from quizapp.core.runs.outcome import Outcome
from quizapp.core.values.misread import Misread


class Phrased(Struct, frozen=True):
    """What the user typed."""

    kind: "FreeText"
    text: str

    def judge(self, outcome: Outcome | None) -> Verdict:
        """Compare with every accepted answer; say how the nearest one differs."""
        from quizapp.core.kinds.leniency import remark
        from quizapp.core.kinds.phrases import without_lead

        for words in {self.text, without_lead(self.text)}:
            if any(_takes(accepted, words) for accepted in self.kind.accept):
                return Correct()
        note = remark(self.kind.words, self.text)
        return Wrong((note,) if note else ())

    def agrees(self, other: Response) -> bool:
        """Return whether the other response says the same words."""
        from quizapp.core.kinds.leniency import accepts
        from quizapp.core.kinds.phrases import same_words

        if not isinstance(other, Phrased):
            return False
        return same_words(self.text, other.text) or accepts(other.text, self.text)


class FreeText(Kind, frozen=True):
    """A question whose answer is a few words."""

    name: ClassVar[str] = "text"
    expected_seconds: ClassVar[float | None] = 20.0
    accept: tuple[str, ...]
    """Each is plain text, or a /regular expression/ for the whole answer."""

    @property
    def task(self) -> str:
        """What to type, and what does not matter."""
        return "Answer in a few words. Case and spacing do not matter."

    @property
    def words(self) -> tuple[str, ...]:
        """The accepted answers that are not patterns."""
        return tuple(accepted for accepted in self.accept if not is_pattern(accepted))

    def read(self, text: str) -> Response | Misread:
        """Take any text that is not too long."""
        from quizapp.core.kinds.leniency import unreadable

        words = " ".join(text.split())
        if not words:
            return Misread("nothing was typed")
        if len(words) > MAX_TYPED_LENGTH:
            return Misread(f"too long: at most {MAX_TYPED_LENGTH} characters")
        if (message := unreadable(self.words, words)) is not None:
            return Misread(message)
        return Phrased(self, words)

    def truth(self, outcome: Outcome | None) -> str | None:
        """Return the first answer that is not a pattern, else the first pattern."""
        return next(iter((*self.words, *self.accept)), None)

    def key(self, outcome: Outcome | None) -> str | None:
        """Return the first answer that is not a pattern: patterns cannot be typed."""
        return next(iter(self.words), None)

    @property
    def accepted(self) -> tuple[str, ...]:
        """Each answer but the first: a pattern cannot be typed."""
        return self.words[1:]

    def flaws(self) -> tuple[Flaw, ...]:
        """At least one answer is accepted, and every pattern is safe to run."""
        if not self.accept:
            return (Flaw(("accept",), "is empty; write what is accepted"),)
        return tuple(self._flaws())

    def _flaws(self) -> Iterator[Flaw]:
        from quizapp.core.kinds.phrases import tidy

        for index, accepted in enumerate(self.accept):
            if not tidy(accepted):
                yield Flaw(("accept", index), "is empty; remove it")
            elif len(accepted) > MAX_TYPED_LENGTH:
                message = f"is longer than {MAX_TYPED_LENGTH} characters; ask for less"
                yield Flaw(("accept", index), message)
            elif is_pattern(accepted):
                pattern = read_pattern(accepted[1:-1])
                if not isinstance(pattern, Pattern):
                    yield Flaw(("accept", index), pattern)


def _takes(accepted: str, given: str) -> bool:
    from quizapp.core.kinds.leniency import accepts
    from quizapp.core.kinds.phrases import tidy

    if not is_pattern(accepted):
        return accepts(accepted, given)
    pattern = read_pattern(accepted[1:-1])
    if not isinstance(pattern, Pattern):
        return False
    return pattern.matches(given) or pattern.matches(tidy(given))
