"""Decks and a session that tests of several commands share."""

from pathlib import Path

import pytest

from support.program import BROKEN_DECK, TORCH_DECK, Ended, quizapp


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a deck without problems."""
    file = tmp_path_factory.mktemp("decks") / "good.toml"
    file.write_text(TORCH_DECK)
    return file


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a deck with two problems."""
    file = tmp_path_factory.mktemp("decks") / "broken.toml"
    file.write_text(BROKEN_DECK)
    return file


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory, good: Path) -> tuple[Path, Ended]:
    """Return a home after a session of four grades; one card failed and came back."""
    home = tmp_path_factory.mktemp("studied")
    keys = ["", "4", "4/5", "", "4", "[1, 0, 3]", "", "", "[1.25, 0, 3.75]", "2", "4"]
    typed = "".join(f"{key}\n" for key in keys)
    return home, quizapp(home, "practice", "--plain", good, typed=typed)
