"""Cloze: fill the blanks of a text; each blank is judged by itself.

A blank is written `[[answer|also accepted]]`. A response has one text per
blank, in order, with ` | ` between them; an empty one is a blank left open.

Leniency is imported with the first answer: it reads formulas, and no question does.
"""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from msgspec import Struct

from quizapp.core.basics.english import quantity
from quizapp.core.judging.response import Response
from quizapp.core.judging.verdict import Correct, Mismatch, Partial, Verdict, Wrong
from quizapp.core.kinds import Flaw, Kind
from quizapp.core.kinds.pattern import MAX_TYPED_LENGTH
from quizapp.core.runs.outcome import Outcome
from quizapp.core.values.misread import Misread

MAX_BLANKS = 100
"""Of one card."""

_BLANK = re.compile(r"(?<!\\)\[\[(.*?)\]\](?!\])")
_LOOSE = re.compile(r"(?<!\\)(?:\[\[|\]\])")
_ESCAPED = re.compile(r"\\(\[\[|\]\])")


class ClozeBlank(Struct, frozen=True):
    """One blank: the answer, and what else is accepted."""

    accepted: tuple[str, ...]

    @property
    def answer(self) -> str:
        """The answer that is shown."""
        return self.accepted[0]

    def takes(self, given: str) -> bool:
        """Return whether a typed text is accepted."""
        from quizapp.core.kinds.leniency import accepts_any

        return accepts_any(self.accepted, given)


class Filled(Struct, frozen=True):
    """What the user typed into the blanks."""

    cloze: "Cloze"
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """The blanks in order: `keep | 1 - p`."""
        return " | ".join(self.words)

    @property
    def right(self) -> tuple[bool, ...]:
        """Whether each blank is filled correctly."""
        pairs = zip(self.cloze.blanks, self.words, strict=True)
        return tuple(blank.takes(word) for blank, word in pairs)

    def judge(self, outcome: Outcome | None) -> Verdict:
        """Judge each blank: the score is the share that is right."""
        right = self.right
        if all(right):
            return Correct()
        wrong = [index for index, fits in enumerate(right) if not fits]
        reasons = tuple(self._remarks(wrong))
        mismatches = tuple(self._mismatch(index) for index in wrong)
        if not any(right):
            return Wrong(reasons, mismatches)
        return Partial(sum(right) / len(right), reasons, mismatches)

    def agrees(self, other: Response) -> bool:
        """Return whether the other response fills each blank the same way."""
        from quizapp.core.kinds.leniency import accepts

        if not isinstance(other, Filled) or len(other.words) != len(self.words):
            return False
        pairs = zip(self.words, other.words, strict=True)
        return all(accepts(theirs, mine) for mine, theirs in pairs)

    def _remarks(self, wrong: list[int]) -> Iterator[str]:
        from quizapp.core.kinds.leniency import remark

        blanks = self.cloze.blanks
        for index in wrong:
            note = remark(blanks[index].accepted, self.words[index])
            if note is not None:
                yield f"blank {index + 1}: {note}"

    def _mismatch(self, index: int) -> Mismatch:
        given = self.words[index] or "nothing"
        return Mismatch((index + 1,), self.cloze.blanks[index].answer, given)


class Cloze(Kind, frozen=True):
    """A text with blanks."""

    name: ClassVar[str] = "cloze"
    expected_seconds: ClassVar[float | None] = 20.0
    text: str

    @property
    def task(self) -> str:
        """The number of blanks."""
        if len(self.blanks) == 1:
            return "Fill in the blank."
        return f"Fill in the {quantity(len(self.blanks), 'blank')}."

    @property
    def form(self) -> str:
        """All blanks go in one line."""
        return "" if len(self.blanks) == 1 else "Write `|` between them: `one | two`."

    @property
    def blanks(self) -> tuple[ClozeBlank, ...]:
        """The blanks in order."""
        accepted = (match[1].split("|") for match in _BLANK.finditer(self.text))
        return tuple(
            ClozeBlank(tuple(word.strip() for word in words)) for words in accepted
        )

    def filled(self, words: Sequence[str]) -> str:
        """Return the text with these words in its blanks."""
        left = iter(words)
        text = _BLANK.sub(lambda _: next(left), self.text.strip("\n"))
        return _ESCAPED.sub(r"\1", text)

    def listing(self, seed: int) -> tuple[str, ...]:
        """Return the text, its blanks numbered."""
        places = range(1, len(self.blanks) + 1)
        return tuple(self.filled([f"[{n}]____" for n in places]).split("\n"))

    def read(self, text: str) -> Response | Misread:
        """Read one text per blank, with `|` between them."""
        from quizapp.core.kinds.leniency import unreadable

        if not text.strip():
            return Misread("nothing was typed")
        words = tuple(" ".join(word.split()) for word in text.split("|"))
        if len(words) != len(self.blanks):
            expected = quantity(len(self.blanks), "blank")
            return Misread(
                f"{expected} expected, {len(words)} given; separate them by |"
            )
        if not any(words):
            return Misread("every blank is empty; fill one")
        if any(len(word) > MAX_TYPED_LENGTH for word in words):
            return Misread(
                f"too long: at most {MAX_TYPED_LENGTH} characters for each blank"
            )
        at = 0
        for number, pair in enumerate(zip(self.blanks, words, strict=True), start=1):
            if (message := unreadable(pair[0].accepted, pair[1])) is not None:
                return Misread(f"blank {number}: {message}", at)
            at = text.index("|", at) + 1 if number < len(words) else at
        return Filled(self, words)

    def truth(self, outcome: Outcome | None) -> str | None:
        """Return the answers in order, as they would be typed."""
        return " | ".join(blank.answer for blank in self.blanks)

    @property
    def accepted(self) -> tuple[str, ...]:
        """Each synonym of a blank, with the answers in the other blanks."""
        blanks = self.blanks
        answers = [blank.answer for blank in blanks]
        return tuple(
            " | ".join((*answers[:index], word, *answers[index + 1 :]))
            for index, blank in enumerate(blanks)
            for word in blank.accepted[1:]
        )

    def flaws(self) -> tuple[Flaw, ...]:
        """There are blanks, none is empty, and brackets come in pairs."""
        from quizapp.core.kinds.phrases import tidy

        if self.text.count("[[") > MAX_BLANKS:
            message = f"has more than {MAX_BLANKS} blanks; split the card"
            return (Flaw(("text",), message),)
        messages = []
        if _LOOSE.search(_BLANK.sub("", self.text)) or any(
            match[1].count("[[") != match[1].count("]]")
            for match in _BLANK.finditer(self.text)
        ):
            messages.append(
                "has `[[` without `]]`, or the reverse; write \\[[ for text"
            )
        elif not self.blanks:
            messages.append(
                "has no blank; write [[answer]] or [[answer|also accepted]]"
            )
        for place, blank in enumerate(self.blanks, start=1):
            if not all(map(tidy, blank.accepted)):
                messages.append(f"has nothing to accept in blank {place}; fill it")
            elif any(len(answer) > MAX_TYPED_LENGTH for answer in blank.accepted):
                messages.append(f"has an answer too long to type in blank {place}")
        return tuple(Flaw(("text",), message) for message in messages)
