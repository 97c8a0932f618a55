"""The pause after a change: which keys are ignored, by their times."""

import pytest

from quizapp.tui.pause import PAUSE_SECONDS, Pause


def after_a_change(key: str = "3") -> Pause:
    """Return a pause that begins at 10 s, because of this key."""
    pause = Pause()
    assert not pause.ignores(key, 10.0, moves=True)
    pause.begin(10.0)
    return pause


@pytest.mark.parametrize(("at", "ignored"), [(10.2, True), (10.3, False)])
def test_a_key_that_moves_on_is_ignored_for_a_moment(at, ignored):
    """Whichever it is: nobody has read anything yet."""
    assert after_a_change("3").ignores("enter", at, moves=True) is ignored


def test_what_is_typed_at_once_is_taken():
    """An answer loses no letter."""
    assert not after_a_change("3").ignores("a", 10.01, moves=False)


def test_the_key_of_the_change_is_ignored_even_if_it_would_be_typed():
    """It was pressed twice."""
    assert after_a_change("3").ignores("3", 10.2, moves=False)


def test_a_key_held_down_moves_once():
    """Repeats come after half a second, then every 30 ms, for seconds."""
    pause, moved = Pause(), 0
    for at in (10.0, *(10.5 + 0.03 * n for n in range(100))):
        if not pause.ignores("space", at, moves=True):
            moved += 1
            pause.begin(at)
    assert moved == 2  # the first repeat could be a press
    assert not pause.ignores("space", 14.0, moves=True)


def test_another_key_after_the_answer_says_how_sure_at_once():
    """There is nothing to read first."""
    pause = Pause()
    assert not pause.ignores("enter", 10.0, moves=True)
    pause.begin(10.0, is_read=False)
    assert not pause.ignores("4", 10.1, moves=True)


def test_two_slow_presses_both_move():
    """Somebody who knows all answers is not slowed down."""
    pause = after_a_change("space")
    assert not pause.ignores("space", 10.0 + PAUSE_SECONDS, moves=True)


def test_a_key_held_down_before_anything_changed_does_not_move():
    """A digit that picks an option would answer with it too."""
    pause = after_a_change("a")
    assert not pause.ignores("2", 20.0, moves=True)
    assert pause.ignores("2", 20.03, moves=True)
    assert not pause.ignores("2", 20.3, moves=True)


def test_without_a_pause_no_key_is_ignored():
    """Tests press keys faster than people."""
    pause = Pause(0)
    pause.begin(10.0)
    assert not pause.ignores("3", 10.0, moves=True)
    assert not pause.ignores("3", 10.0, moves=True)
