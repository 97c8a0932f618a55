"""No test sees the developer's home or settings."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("noisy", deadline=None)  # shared cores make any run slow
settings.load_profile("noisy")


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
