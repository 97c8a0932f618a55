"""Lines: what checks and tries have to say, for whoever prints lines of text.

The text is foreign still: whoever shows it sanitises it.
"""

from collections.abc import Iterator

from quizapp.core.card import Card
from quizapp.core.checks import Result
from quizapp.core.exploration import Tried
from quizapp.core.kinds.coding import told, trace
from quizapp.core.notation import write
from quizapp.core.outcome import Completed
from quizapp.core.session import Revealed
from quizapp.core.verdict import feedback


def reasons(revealed: Revealed) -> Iterator[str]:
    """Yield every check where there are any, else what the verdict has to say."""
    if not revealed.results or revealed.overridden:
        yield from feedback(revealed.verdict)
        return
    for each in revealed.results:
        yield checked(each)
        for number, line in trace(each, revealed.response.text):
            yield f"  {number:3} | {line}"


def checked(result: Result) -> str:
    """Return what came of a check, with a sign."""
    return f"{'✓' if result.passed else '✗'} {told(result)}"


def tried(try_: Tried) -> Iterator[str]:
    """Yield the value of a try, and its checks."""
    value = try_.outcome.value if isinstance(try_.outcome, Completed) else None
    if value is not None:
        yield f"value: {write(value)}"
    yield from map(checked, try_.results)


def follow_ups(card: Card) -> tuple[str, ...]:
    """Return what an interviewer would ask next."""
    rubric = card.kind.scored_by
    return () if rubric is None else rubric.follow_up
