"""Reading: figures from where they can be read.

An index of the log is fast, and can be damaged; the log itself is slow.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from quizapp.core.cards.card_list import CardList
from quizapp.core.cards.library import Library
from quizapp.core.stats.computing import computed
from quizapp.core.stats.figure_lists import OpensStudy, StudyFigures
from quizapp.core.stats.statistics import Period, Statistics
from quizapp.errors import LogError

_T = TypeVar("_T")


def reading_statistics(
    studies: Sequence[OpensStudy],
    library: Library,
    period: Period,
    chosen: CardList | None = None,
) -> Iterator[Statistics]:
    """Yield the statistics of the first study that can be read; see `computed`.

    Raises LogError if none can.
    """
    compute = partial(computed, library=library, period=period, chosen=chosen)
    return readable(studies, compute)


def readable(
    studies: Sequence[OpensStudy], pieces: Callable[[StudyFigures], Iterator[_T]]
) -> Iterator[_T]:
    """Yield pieces of the first study that can be read; another one begins again.

    Raises LogError if none can.
    """
    *faster, slowest = studies
    for opened in faster:
        try:
            with opened() as study:
                yield from pieces(study)
        except LogError:
            continue
        return
    with slowest() as study:
        yield from pieces(study)
