"""Today in words: one headline, whoever asks for it."""

import pytest

from quizapp.core.scheduling.workload import Workload
from quizapp.wording.today import headline_of, tomorrow


@pytest.mark.parametrize(
    ("load", "done", "said"),
    [
        (Workload(9, 18, 1200), 0, "27 for today: 9 reviews, 18 new, about 20 min"),
        (Workload(1, 0, 30), 5, "1 review for today, about 1 min"),
        (Workload(0, 18, 900.5), 0, "18 new cards for today, about 16 min"),
        (Workload(), 0, "Nothing due today."),
        (Workload(), 3, "Done for today."),
    ],
)
def test_the_headline_says_what_there_is(load, done, said):
    """Due cards, new ones, and the minutes, rounded up."""
    assert headline_of(load, done) == said


def test_tomorrow_is_announced():
    """Also an empty one."""
    assert tomorrow(Workload(10, 2, 540)) == "Tomorrow: 12 cards, about 9 min."
    assert tomorrow(Workload()) == "Nothing is due tomorrow."
