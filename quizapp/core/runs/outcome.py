"""Programs, and the outcomes of their runs.

A runner never raises for what a snippet does: every run ends in one of five outcomes.
Only `Completed` carries a value; any other is "no result", never a pass.
"""

from typing import Literal, TypeAlias

from msgspec import Struct

from quizapp.core.values.value import Value


class Limits(Struct, frozen=True):
    """The limits of one run; it is stopped at the first it reaches."""

    wall: float = 3.0
    """Seconds by the clock."""
    cpu: float = 5.0
    """Seconds of processor time."""
    memory: int = 512 * 2**20
    """Bytes beyond what the interpreter with torch already takes."""
    output: int = 64 * 2**10
    """Bytes of standard output and error together."""

    @classmethod
    def within(cls, seconds: float | None) -> "Limits":
        """Return the limits of a run of so many seconds; None for the default."""
        return cls() if seconds is None else cls(wall=seconds, cpu=seconds + 2)


Show: TypeAlias = Literal["heatmap", "values", "curve", "histogram"]
"""How a named result of a run is drawn."""


class Program(Struct, frozen=True):
    """Code to run, and the expression whose value is wanted."""

    code: str
    ask: str | None = None
    """Evaluated in the code's namespace after it; None asks for no value."""
    seed: int = 0
    """Seeds torch, numpy and `random` before the code starts."""
    limits: Limits = Limits()
    show: tuple[tuple[str, Show], ...] = ()
    """Expressions whose values are drawn, and how."""


class Output(Struct, frozen=True):
    """The printed text of a run, decoded as UTF-8 with replacements."""

    stdout: str = ""
    stderr: str = ""
    truncated: bool = False
    """Whether it printed more than its limit; the rest is lost."""

    @property
    def printed(self) -> str:
        """Both streams, without the line breaks at the end."""
        return (self.stdout + self.stderr).rstrip("\n")


class Completed(Struct, frozen=True):
    """The code ran to its end."""

    output: Output
    seconds: float
    value: Value | None
    """The value of `ask`; None only if nothing was asked for."""
    shown: tuple[tuple[str, Value], ...] = ()
    """Values to draw, by their expressions; values that failed are left out."""


class Raised(Struct, frozen=True):
    """The code, or the expression asked for, raised an exception."""

    output: Output
    seconds: float
    type: str
    """The class's name without its module."""
    bases: tuple[str, ...]
    """Names of the class and all its bases, the class itself first."""
    message: str
    line: int | None
    """1-based line of the code in which it was raised; None if outside of it."""
    refused: str = ""
    """What the sandbox refused, with what to do instead; empty if nothing."""


class TimedOut(Struct, frozen=True):
    """The wall clock ran out."""

    output: Output
    seconds: float


class Killed(Struct, frozen=True):
    """It was stopped at a limit, or by the user."""

    output: Output
    seconds: float
    reason: str
    """`memory`, `cpu time`, `output` or `stopped`."""


class Crashed(Struct, frozen=True):
    """The interpreter was gone before it gave a result."""

    output: Output
    seconds: float
    detail: str
    """`exited with status 0`, `was killed by SIGSEGV`, `could not start: ...`."""


Outcome: TypeAlias = Completed | Raised | TimedOut | Killed | Crashed


def status(outcome: Outcome) -> str:
    """Return the outcome's name in the JSON of `quizapp run`."""
    match outcome:
        case Completed():
            return "completed"
        case Raised():
            return "raised"
        case TimedOut():
            return "timed-out"
        case Killed():
            return "killed"
        case Crashed():
            return "crashed"


def sentence(outcome: Outcome) -> str:
    """Describe in one line how a run ended."""
    match outcome:
        case Completed(seconds=seconds):
            return f"ran in {seconds * 1000:.0f} ms"
        case Raised():
            return _raised_sentence(outcome)
        case TimedOut(seconds=seconds):
            return f"no result: stopped after {seconds:.1f} s, its time limit"
        case Killed(reason="stopped"):
            return "no result: you stopped it"
        case Killed(reason=reason):
            return f"no result: stopped at its {reason} limit"
        case Crashed(detail=detail):
            return f"no result: the interpreter {detail}"


def _raised_sentence(raised: Raised) -> str:
    line = f"{raised.type} in line {raised.line}" if raised.line else raised.type
    if text := " ".join(raised.message.split()):
        line += f": {text}"
    return (
        f"{line}; refused by the sandbox: {raised.refused}" if raised.refused else line
    )
