"""No test sees the developer's home or settings, and no default run differs by chance.

Hypothesis draws the same examples in every default run, and more of them in the gate,
which runs slow tests too (`-m "not long"`). The `long` profile searches at random and
prints how to repeat a failure; `-m slow` and `-m long` load it, and so does
`QUIZAPP_TESTS=long`. To repeat a failure, paste the printed decorator over the test.
"""

import gc
import os
import sys
from collections import Counter
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from support.shipped import warm
from support.zygotes import take_wishes

_NUMBERS = count()

# Anki's own switch for tests: no fuzz. Its backend reads it once, when it is loaded.
os.environ.setdefault("ANKI_TEST_MODE", "1")

# Shared cores make any run slow: no deadlines.
settings.register_profile("same", deadline=None, derandomize=True, database=None)
settings.register_profile("few", settings.get_profile("same"), max_examples=25)
settings.register_profile("long", deadline=None, print_blob=True)
settings.load_profile("few")


def pytest_configure(config: pytest.Config) -> None:
    """Load the random search if it is asked for; share what loads torch."""
    if not hasattr(config, "workerinput") and sys.platform == "linux":
        take_wishes()
    marks = config.getoption("markexpr", "")
    if marks in {"slow", "long"} or os.environ.get("QUIZAPP_TESTS") == "long":
        settings.load_profile("long")
    elif marks == "not long":
        settings.load_profile("same")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files of many slow tests, so that no worker is left with one."""
    slow = Counter(item.path for item in items if item.get_closest_marker("slow"))
    items.sort(key=lambda item: -slow[item.path])


def pytest_collection_finish() -> None:
    """Spare the garbage collector what was collected: it stays until the end."""
    gc.freeze()


@pytest.fixture(autouse=True)
def _empty_home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Point HOME and everything derived from it to an empty folder."""
    # `mktemp` would look at all folders before: there is one for each test.
    home = tmp_path_factory.getbasetemp() / "homes" / str(next(_NUMBERS))
    home.mkdir(parents=True)
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
def _used_home(_empty_home: None) -> None:
    """Put a cache of the shipped decks where a start without `--home` looks."""
    warm(Path(os.environ["QUIZAPP_HOME"]))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder that does not exist yet."""
    return tmp_path / "home"
