"""A command's page: what `--help` says of it beyond its words and options.

Text only, and beside the grammar, so that who changes an option sees the page.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from argparse import ArgumentParser

Pairs = tuple[tuple[str, str], ...]
"""A word and what it means, line by line."""

_EVERYWHERE = {2: "the words make no sense", 3: "the environment failed: the log, say"}


class Command(NamedTuple):
    """One command. A tuple, since `--help` has no time to load dataclasses."""

    summary: str
    """For the list of all commands."""
    add: "Callable[[ArgumentParser], None]"
    """Declares its words; the docstring describes it."""
    examples: Pairs
    ends: Mapping[int, str]
    """What exit codes mean here, where it is something of its own."""
    rows: Pairs = ()
    """The keys of what it prints with --json."""

    @property
    def description(self) -> str:
        """What it does, in the width in which it was written."""
        lines = (self.add.__doc__ or self.summary).strip().splitlines()
        return "\n".join(line.strip() for line in lines)

    @property
    def epilog(self) -> str:
        """Everything that stands below the options."""
        parts = ["examples:", *_columns(self.examples)]
        if self.rows:
            parts += ["", "with --json, one object a line:", *_columns(self.rows)]
        ends = {**_EVERYWHERE, **self.ends}
        codes = tuple((str(code), ends[code]) for code in sorted(ends))
        return "\n".join([*parts, "", "exit codes:", *_columns(codes)])


def _columns(pairs: Pairs) -> list[str]:
    """Lay out two columns; what is too long for the first is a line of its own."""
    width = max((len(left) for left, right in pairs if right), default=0)
    return [f"  {left:{width}}  {right}".rstrip() for left, right in pairs]
