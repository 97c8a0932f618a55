"""A command's help page: what `--help` prints besides its arguments and options.

Text only, next to the grammar: whoever changes an option sees the page.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from argparse import ArgumentParser

Pairs = tuple[tuple[str, str], ...]
"""A word and its meaning, line by line."""

_ALWAYS = {2: "usage error", 3: "environment error, e.g. the review log"}


class Command(NamedTuple):
    """One command. A tuple, because `--help` has no time to load dataclasses."""

    add: "Callable[[ArgumentParser], None]"
    """Declares its arguments; its docstring describes the command."""
    examples: Pairs
    ends: Mapping[int, str]
    """What exit codes mean for this command, where it differs."""
    rows: Pairs = ()
    """The keys that it prints with --json."""
    notes: str = ""
    """What else there is to know of the keys."""

    @property
    def description(self) -> str:
        """What it does, in lines as written."""
        lines = (self.add.__doc__ or "").strip().splitlines()
        return "\n".join(line.strip() for line in lines)

    @property
    def epilog(self) -> str:
        """Everything below the options."""
        parts = ["examples:", *_columns(self.examples)]
        if self.rows:
            parts += ["", "with --json, one object per line:", *_columns(self.rows)]
        if self.notes:
            parts += ["", self.notes]
        ends = {**_ALWAYS, **self.ends}
        codes = tuple((str(code), ends[code]) for code in sorted(ends))
        return "\n".join([*parts, "", "exit codes:", *_columns(codes)])


def _columns(pairs: Pairs) -> list[str]:
    """Lay out two columns; one without a right half may be longer."""
    width = max((len(left) for left, right in pairs if right), default=0)
    return [f"  {left:{width}}  {right}".rstrip() for left, right in pairs]
