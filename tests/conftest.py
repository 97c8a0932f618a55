"""No test sees the developer's home or settings, and no default run differs by chance.

Hypothesis draws the same examples in every default run. The `long` profile searches at
random and prints how to repeat a failure; `-m slow` and `-m long` load it, and so does
`QUIZAPP_TESTS=long`. To repeat a failure, paste the printed decorator over the test.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Anki's own switch for tests: no fuzz. Its backend reads it once, when it is loaded.
os.environ.setdefault("ANKI_TEST_MODE", "1")

# Shared cores make any run slow: no deadlines.
settings.register_profile("same", deadline=None, derandomize=True, database=None)
settings.register_profile("long", deadline=None, print_blob=True)
settings.load_profile("same")


def pytest_configure(config: pytest.Config) -> None:
    """Load the random search if it is asked for."""
    slow = config.getoption("markexpr", "") in {"slow", "long"}
    if slow or os.environ.get("QUIZAPP_TESTS") == "long":
        settings.load_profile("long")


@pytest.fixture(autouse=True)
def _empty_home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Point HOME and everything derived from it to an empty folder."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("QUIZAPP_HOME", str(home / "quizapp"))
    monkeypatch.setenv("QUIZAPP_ALLOW_ROOT", "1")  # containers and CI run as root
    for name in (
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "VISUAL",
        "EDITOR",
        "NO_COLOR",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder that does not exist yet."""
    return tmp_path / "home"
