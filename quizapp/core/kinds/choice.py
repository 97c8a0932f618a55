"""Choice: pick one option, or all that are right; judged by set equality.

A response names options by their numbers in the deck file, from 1, in whatever order
they were shown: so the log and the shell mean the same.
"""

import re
from typing import ClassVar, Literal

from msgspec import Struct

from quizapp.core.judging.response import Response
from quizapp.core.judging.verdict import Correct, Verdict, Wrong
from quizapp.core.kinds import Flaw, Kind, Mistake
from quizapp.core.kinds.shuffle import (
    from_places,
    overlong,
    shuffled,
    undecorated,
)
from quizapp.core.runs.outcome import Outcome
from quizapp.core.values.folding import original_place
from quizapp.core.values.misread import Misread


class Option(Struct, frozen=True):
    """One thing to choose."""

    text: str
    correct: bool = False
    because: str = ""
    """Why it is wrong (or right): shown once the card is answered."""


class Picked(Struct, frozen=True):
    """The options the user chose."""

    choice: "Choice"
    numbers: frozenset[int]

    @property
    def text(self) -> str:
        """The numbers in ascending order: `1, 3`."""
        return ", ".join(map(str, sorted(self.numbers)))

    def judge(self, outcome: Outcome | None) -> Verdict:
        """Compare the picked set with the right one."""
        right = self.choice.right
        if self.numbers == right:
            return Correct()
        chosen = sorted(self.numbers - right)
        missed = sorted(right - self.numbers) if self.choice.pick == "all" else []
        return Wrong(
            (
                *(self._chosen(number) for number in chosen),
                *(self._missed(number) for number in missed),
            )
        )

    def agrees(self, other: Response) -> bool:
        """Return whether the other response picks the same options."""
        return isinstance(other, Picked) and other.numbers == self.numbers

    def _chosen(self, number: int) -> str:
        option = self.choice.options[number - 1]
        reason = f": {option.because}" if option.because else ""
        return f"“{option.text}” is wrong{reason}"

    def _missed(self, number: int) -> str:
        option = self.choice.options[number - 1]
        reason = f": {option.because}" if option.because else ""
        return f"you missed “{option.text}”{reason}"


class Choice(Kind, frozen=True):
    """A question with options, shuffled unless pinned."""

    name: ClassVar[str] = "choice"
    expected_seconds: ClassVar[float | None] = 20.0
    options: tuple[Option, ...]
    pick: Literal["one", "all"] = "one"
    pin: bool = False
    """Keep the order of the file, as for sizes or years."""

    @property
    def task(self) -> str:
        """How many to pick."""
        return "Pick one." if self.pick == "one" else "Pick all that are right."

    @property
    def right(self) -> frozenset[int]:
        """The numbers of the right options."""
        numbered = enumerate(self.options, start=1)
        return frozenset(number for number, option in numbered if option.correct)

    def display_order(self, seed: int) -> tuple[int, ...]:
        """Return the option numbers in the order to show them for this seed.

        A distractor that reads like a right option, or like one before it, with
        the values that were drawn, is not shown; the others keep their numbers.
        """
        count = len(self.options)
        order = range(1, count + 1) if self.pin else shuffled(count, seed)
        repeats = self._repeats()
        return tuple(number for number in order if number not in repeats)

    def listing(self, seed: int) -> tuple[str, ...]:
        """Return the options, numbered from the top."""
        order = enumerate(self.display_order(seed), start=1)
        return tuple(
            f"  {place}. {self.options[number - 1].text}" for place, number in order
        )

    def from_listing(self, text: str, seed: int) -> str:
        """Turn the numbers of the listing into those of the file."""
        return from_places(text, self.display_order(seed))

    def read(self, text: str) -> Response | Misread:
        """Read option numbers separated by spaces or commas."""
        if (misread := overlong(text)) is not None:
            return misread
        folded = undecorated(text)
        numbers: set[int] = set()
        for word in re.finditer(r"[^\s,;/]+", folded):
            number = int(word[0]) if re.fullmatch(r"[0-9]{1,4}", word[0]) else 0
            if not 1 <= number <= len(self.options):
                message = f"choose a number from 1 to {len(self.options)}"
                place = original_place(text, folded, word.start())
                return Misread(message, place)
            numbers.add(number)
        if self.pick == "one" and len(numbers) > 1:
            return Misread("choose one option only")
        if not numbers:
            return Misread("choose an option by its number")
        return Picked(self, frozenset(numbers))

    def truth(self, outcome: Outcome | None) -> str | None:
        """Return the text of the right option, or a list of several."""
        right = [option.text for option in self.options if option.correct]
        return right[0] if len(right) == 1 else "\n".join(f"- {text}" for text in right)

    def problems_as_drawn(self) -> tuple[str, ...]:
        """There are still two options to choose from: repeated ones are not shown."""
        if len(self.display_order(0)) > 1:
            return ()
        return ("only one option is left, the others are the same; change the values",)

    def key(self, outcome: Outcome | None) -> str | None:
        """Return the right options' numbers."""
        return Picked(self, self.right).text

    def mistakes(self, response: Response) -> tuple[tuple[int, Mistake], ...]:
        """Return the wrong options that were picked, by their numbers."""
        if not isinstance(response, Picked):
            return ()
        options = ((n, self.options[n - 1]) for n in sorted(response.numbers))
        return tuple(
            (number, Mistake(option.text, option.because))
            for number, option in options
            if not option.correct and option.because
        )

    def _repeats(self) -> set[int]:
        """Return the wrong options that are not shown: see `display_order`."""
        seen = {option.text.strip() for option in self.options if option.correct}
        repeats = set()
        for number, option in enumerate(self.options, start=1):
            text = option.text.strip()
            if not option.correct and text in seen:
                repeats.add(number)
            seen.add(text)
        return repeats

    def flaws(self) -> tuple[Flaw, ...]:
        """There are different options, one of them right; wrong ones are explained."""
        return tuple(self._flaws())

    def _flaws(self) -> list[Flaw]:
        flaws = []
        if len(self.options) < 2:
            flaws.append(Flaw(("options",), "needs at least two options"))
        if not self.right:
            flaws.append(
                Flaw(("options",), "has no right option; mark one `correct = true`")
            )
        if self.pick == "one" and len(self.right) > 1:
            message = 'has several right options; mark only one or set pick = "all"'
            flaws.append(Flaw(("options",), message))
        seen: set[str] = set()
        for index, option in enumerate(self.options):
            if option.text.strip() in seen:
                flaws.append(
                    Flaw(("options", index), "repeats another option; change its text")
                )
            seen.add(option.text.strip())
            if not option.correct and not option.because.strip():
                message = "is wrong without a `because`; name the misconception"
                flaws.append(Flaw(("options", index), message))
        return flaws
