"""Decks and a session that tests of several commands share."""

from pathlib import Path

import pytest

from support.program import BROKEN_DECK, TORCH_DECK, Ended, quizapp
from support.shipped import warm


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the home of a user who has nothing but a cache of the shipped decks."""
    warm(tmp_path / "home" / "quizapp")
    return tmp_path / "home"


@pytest.fixture
def no_home(tmp_path: Path) -> Path:
    """Return a folder that does not exist yet."""
    return tmp_path / "home"


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
    warm(home / "quizapp")
    keys = ["", "4", "4/5", "", "4", "[1, 0, 3]", "", "", "[1.25, 0, 3.75]", "2", "4"]
    typed = "".join(f"{key}\n" for key in keys)
    return home, quizapp(home, "practice", "--plain", good, typed=typed)
