"""The bar of `check`: how far, how fast, and how to stop."""

from quizapp.commands.progress import CELLS, Progress, progress_bar


def test_the_bar_shows_progress_rate_and_how_to_stop():
    """The rate counts from the first card: before it, torch is loaded."""
    assert progress_bar(0, 4, 0.0) == f"{'─' * CELLS}  0/4  Ctrl-C stops"
    half = f"{'━' * 12}{'─' * 12}  3/6  2.0 cards a second  Ctrl-C stops"
    assert progress_bar(3, 6, 1.0) == half


def test_the_bar_fits_a_terminal():
    """Of eighty columns, with a thousand cards."""
    assert len(progress_bar(9999, 9999, 0.01)) < 80


def test_the_bar_is_cleared_at_the_end(capsys):
    """The line is cleared."""
    progress = Progress(1)
    progress.show(1)
    assert capsys.readouterr().err.endswith("\r\x1b[K")
