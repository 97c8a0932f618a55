"""Statistics come from the first place that can be read, and piece by piece."""

from contextlib import contextmanager, nullcontext

import pytest

from quizapp.core.cards.library import Deck, Library
from quizapp.core.scheduling.memory import fold
from quizapp.core.stats.computing import computed, statistics
from quizapp.core.stats.figure_lists import HeldStudy
from quizapp.core.stats.reading import reading_statistics
from quizapp.core.stats.statistics import Period
from quizapp.errors import LogError
from support.cards import card
from support.reviews import NOW, reviewed, wrong

DECK = Deck("deck", "A deck", "Dropout", "", (card("a", tags=("q",)),), "deck.toml")
LIBRARY, PERIOD = Library((DECK,)), Period(NOW)
LOG = (wrong("a", 3), reviewed("a", 1))
STUDY = HeldStudy(LOG, fold(LOG))


@contextmanager
def damaged():
    """Open what cannot be read to its end."""
    yield STUDY
    raise LogError("it is damaged", "")


def test_what_follows_from_days_and_decks_comes_first():
    """Then the share that was read rises to the end."""
    first, *others = computed(STUDY, LIBRARY, PERIOD)
    assert (first.activity.reviews, first.share) == (2, 0.0)
    assert {group.by for group in first.groups} == {"deck", "topic"}
    shares = [each.share for each in others]
    assert shares == sorted(shares)
    assert others[-1].share == 1.0
    assert {group.by for group in others[-1].groups} == {
        "deck",
        "topic",
        "level",
        "tag",
    }


def test_where_an_index_is_damaged_the_log_is_read():
    """Also if that is found late."""
    studies = (damaged, lambda: nullcontext(STUDY))
    *_, found = reading_statistics(studies, LIBRARY, PERIOD)
    assert found == statistics(STUDY, LIBRARY, PERIOD)


def test_if_nothing_can_be_read_the_last_reason_is_given():
    """For the user to see."""
    with pytest.raises(LogError):
        list(reading_statistics((damaged, damaged), LIBRARY, PERIOD))
