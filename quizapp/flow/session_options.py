"""Session options: what a session is given, apart from its cards."""

from msgspec import Struct

from quizapp.core.basics.grade import FOUR, Grade
from quizapp.flow.ledger import Ledger
from quizapp.flow.ports import Clock, Runner


class Ports(Struct, frozen=True):
    """What the flow needs from the outside world."""

    runner: Runner
    ledger: Ledger
    clock: Clock
    remarks: Ledger | None = None
    """Where remarks are written if not in `ledger`: those of a cram are kept."""


class SessionOptions(Struct, frozen=True):
    """The options of a whole session."""

    minutes: float | None = None
    """No question is asked after this many minutes; None for no limit."""
    seed: int = 0
    """Changes every draw: the order of options, the seeds of runs."""
    versions: tuple[str, str] = ("", "")
    """The versions of quizapp and torch, for the log."""
    confidence: bool = False
    """Whether to ask, before the reveal, how sure the user is."""
    grades: tuple[Grade, ...] = FOUR
    """The grades to choose from."""
    recorded: bool = True
    """Whether grades are kept; those of a cram are not."""
    coached: bool = False
    """Whether each step is explained, as on the tour."""
