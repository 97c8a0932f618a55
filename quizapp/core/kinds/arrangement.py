"""Arrangement: how near a sequence of indented lines is to a right one.

Lines are matched by a longest common subsequence, so one line out of place
costs one line. A line in its place counts half if its indentation is wrong,
and lines that do not belong lower the score.
"""

from collections.abc import Iterator

from msgspec import Struct

from quizapp.core.judging.verdict import Correct, Partial, Verdict, Wrong


class CodeLine(Struct, frozen=True):
    """A line of code, split into its text and its indentation."""

    text: str
    indent: int


class Judged(Struct, frozen=True):
    """A response, compared with the nearest right order."""

    given: tuple[CodeLine, ...]
    right: tuple[CodeLine, ...]
    partners: tuple[int | None, ...]
    """For each given line, the place of the matching right line, if any."""

    @property
    def score(self) -> float:
        """The share that is right; 1 only if everything is."""
        points = sum(
            2 if self.given[index].indent == self.right[partner].indent else 1
            for index, partner in enumerate(self.partners)
            if partner is not None
        )
        full = 2 * len(self.right)
        return (
            points / full * len(self.right) / (len(self.right) + len(self.extra_lines))
        )

    @property
    def extra_lines(self) -> tuple[CodeLine, ...]:
        """Given lines that do not belong."""
        texts = {line.text for line in self.right}
        return tuple(line for line in self.given if line.text not in texts)

    @property
    def verdict(self) -> Verdict:
        """The score, and why it is not full."""
        score = self.score
        if score >= 1:
            return Correct()
        reasons = tuple(self._reasons())
        return Partial(score, reasons) if score > 0 else Wrong(reasons)

    def fits(self, index: int) -> bool:
        """Return whether a given line is in its place with the right indentation."""
        partner = self.partners[index]
        return (
            partner is not None
            and self.given[index].indent == self.right[partner].indent
        )

    def _reasons(self) -> Iterator[str]:
        for line in self.extra_lines:
            yield f"`{line.text}` does not belong"
        yield from self._out_of_place()
        for index, partner in enumerate(self.partners):
            line = self.given[index]
            if partner is not None and line.indent != self.right[partner].indent:
                yield (
                    f"`{line.text}` is indented by {self.right[partner].indent},"
                    f" not by {line.indent}"
                )

    def _out_of_place(self) -> Iterator[str]:
        """Name the first line that differs, ignoring lines that do not belong."""
        extra_lines = set(self.extra_lines)
        given = [line.text for line in self.given if line not in extra_lines]
        for place, line in enumerate(self.right):
            if place >= len(given):
                yield f"`{line.text}` is missing"
                return
            if given[place] != line.text:
                yield (
                    f"line {place + 1} should be `{line.text}`,"
                    f" you have `{given[place]}`"
                )
                return


def judge(
    given: tuple[CodeLine, ...], orders: tuple[tuple[CodeLine, ...], ...]
) -> Judged:
    """Judge lines by the nearest right order."""
    candidates = (Judged(given, order, _partners(given, order)) for order in orders)
    return max(candidates, key=lambda judged: judged.score)


def _partners(
    given: tuple[CodeLine, ...], right: tuple[CodeLine, ...]
) -> tuple[int | None, ...]:
    """Match lines in order; of the longest matches, take the one best indented."""
    best = _table(given, right)
    partners: list[int | None] = []
    j = 0
    for i in range(len(given)):
        while j < len(right) and best[i][j] == best[i][j + 1]:
            j += 1
        if best[i][j] == best[i + 1][j]:
            partners.append(None)
        else:
            partners.append(j)
            j += 1
    return tuple(partners)


def _table(
    given: tuple[CodeLine, ...], right: tuple[CodeLine, ...]
) -> list[list[tuple[int, int]]]:
    """Return how many lines match, and how many of them are indented right.

    The entry at `[i][j]` is for the lines from `i` and the right lines from `j` on.
    """
    best = [[(0, 0)] * (len(right) + 1) for _ in range(len(given) + 1)]
    for i in reversed(range(len(given))):
        for j in reversed(range(len(right))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            if given[i].text == right[j].text:
                lines, indented = best[i + 1][j + 1]
                fits = given[i].indent == right[j].indent
                best[i][j] = max(best[i][j], (lines + 1, indented + fits))
    return best
