"""Reading: statistics from where they can be read.

An index of the log is fast, and can be damaged; the log itself is slow.
"""

from collections.abc import Iterator, Sequence

from quizapp.core.cards.card_list import CardList
from quizapp.core.cards.library import Library
from quizapp.core.stats.computing import computed
from quizapp.core.stats.figure_lists import OpensStudy
from quizapp.core.stats.statistics import Period, Statistics
from quizapp.errors import LogError


def reading_statistics(
    studies: Sequence[OpensStudy],
    library: Library,
    period: Period,
    chosen: CardList | None = None,
) -> Iterator[Statistics]:
    """Yield the statistics of the first study that can be read; see `computed`.

    Raises LogError if none can.
    """
    *faster, slowest = studies
    for opened in faster:
        try:
            with opened() as study:
                yield from computed(study, library, period, chosen)
        except LogError:
            continue  # the next one begins again
        return
    with slowest() as study:
        yield from computed(study, library, period, chosen)
