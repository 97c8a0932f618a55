"""What a session says, as sentences."""

import pytest

from quizapp.core.session.ending import LimitReached, NothingDue, Stopped, TimeUp
from quizapp.wording.session import ending_sentence


@pytest.mark.parametrize(
    ("ending", "sentence"),
    [
        (Stopped(), "Session ended."),
        (TimeUp(), "Time is up."),
        (LimitReached(2), "Session limit reached. 2 more cards today."),
        (NothingDue(reviewed=False), "Nothing is due."),
        (
            NothingDue(reviewed=True, returns="3d", locked=1),
            "All done for now. The next card is due in 3d."
            " 1 new card is locked until you know the prerequisites.",
        ),
    ],
    ids=str,
)
def test_every_ending_is_a_sentence(ending, sentence):
    """It says why, and what comes later."""
    assert ending_sentence(ending) == sentence
