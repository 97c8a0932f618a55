"""Settings: frozen, from flags, environment and the config file, in that order.

The only reader of the environment. An unknown key in the config file is an
error with a suggestion: a setting that is ignored in silence is worse.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from quizapp.errors import QuizError, UsageError

THEMES = ("dark", "light")


@dataclass(frozen=True, slots=True)
class Flags:
    """What the command line gave; None or empty where it gave nothing."""

    home: Path | None = None
    decks: tuple[Path, ...] = ()
    new_per_day: int | None = None
    limit: int | None = None
    allow_root: bool = False
    confidence: bool | None = None
    grades: int | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one invocation."""

    log: Path
    """The review log."""
    config_file: Path
    """Where the config file is, or would be."""
    decks: tuple[Path, ...] = ()
    """Deck files and folders besides the shipped ones."""
    new_per_day: int = 20
    limit: int | None = None
    """At most so many cards a sitting."""
    retention: float = 0.9
    """The predicted recall at which FSRS brings a card back."""
    theme: str = "dark"
    allow_root: bool = False
    """Whether snippets may run in a process of root's."""
    confidence: bool = True
    """Whether to ask, before the reveal, how sure one is."""
    grades: int = 4
    """4: Again, Hard, Good and Easy; 2: Again and Good."""

    @property
    def weights_file(self) -> Path:
        """Where FSRS's weights of this log are, or would be."""
        return self.log.with_name("weights.json")


def environment() -> Mapping[str, str]:
    """Return the environment of the process."""
    return os.environ


def load_config(environ: Mapping[str, str], flags: Flags) -> Config:
    """Join flags, environment and config file.

    Raises UsageError with `file:line:col` or the key for what the file has wrong.
    """
    home = flags.home or _home_of(environ)
    config = _in_one_folder(home) if home else _in_platform_folders()
    config = _with_file(config)
    given: dict[str, Any] = {
        "new_per_day": flags.new_per_day,
        "limit": flags.limit,
        "confidence": flags.confidence,
        "grades": flags.grades,
        "decks": (*config.decks, *flags.decks),
        "allow_root": flags.allow_root or environ.get("QUIZAPP_ALLOW_ROOT") == "1",
    }
    return replace(config, **{k: v for k, v in given.items() if v is not None})


def _home_of(environ: Mapping[str, str]) -> Path | None:
    home = environ.get("QUIZAPP_HOME")
    return Path(home) if home else None


def _in_one_folder(home: Path) -> Config:
    folder = _expanded(home).absolute()
    return Config(folder / "reviews.db", folder / "config.toml")


def _in_platform_folders() -> Config:
    from platformdirs import user_config_path, user_data_path

    try:
        data, config = user_data_path("quizapp"), user_config_path("quizapp")
    except RuntimeError as error:  # no home folder can be found
        raise QuizError(str(error), "say where to keep things with --home") from error
    if not data.is_absolute():
        raise QuizError("there is no home folder", "say where with --home DIR")
    return Config(data / "reviews.db", config / "config.toml")


def _with_file(config: Config) -> Config:
    file = config.config_file
    try:
        text = file.read_bytes().decode()
    except FileNotFoundError:
        return config
    except NotADirectoryError:
        return config  # the log will say what is wrong with that folder
    except OSError as error:
        message = f"cannot read {file}: {error.strerror}"
        raise UsageError(message, "make it readable, or move it away") from error
    except UnicodeDecodeError as error:
        message = f"{file} is not UTF-8 at byte {error.start}"
        raise UsageError(message, "save it as UTF-8") from error
    return replace(config, **_settings(file, _parsed(file, text)))


def _parsed(file: Path, text: str) -> dict[str, Any]:
    import tomli

    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        where = f"{file}:{error.lineno}:{error.colno}"
        raise UsageError(f"{where}: {error.msg}", "see the README") from error


def _settings(file: Path, table: Mapping[str, Any]) -> dict[str, Any]:
    """Check every key; all faults are told in one message."""
    settings: dict[str, Any] = {}
    faults = []
    for key, value in table.items():
        if key not in _READERS:
            faults.append(f"unknown key {key!r}{_meant(key)}")
            continue
        try:
            settings[key] = _READERS[key](value)
        except ValueError as fault:
            faults.append(f"{key!r} must be {fault}")
    if faults:
        raise UsageError(f"{file}: {'; '.join(faults)}", "change it, then try again")
    if "decks" in settings:
        settings["decks"] = tuple(file.parent / path for path in settings["decks"])
    return settings


def _meant(key: str) -> str:
    nearest = get_close_matches(key, _READERS, n=1)
    return f" (did you mean {nearest[0]!r}?)" if nearest else ""


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value < 10**9:
        raise ValueError("a whole number from 0")
    return value


def _retention(value: object) -> float:
    if not isinstance(value, float) or not 0.7 <= value <= 0.99:
        raise ValueError("a number from 0.7 to 0.99")
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")  # noqa: TRY004  # told like the others
    return value


def _grades(value: object) -> int:
    if type(value) is not int or value not in (2, 4):
        raise ValueError("2 or 4")
    return value


def _theme(value: object) -> str:
    if value not in THEMES:
        raise ValueError(" or ".join(f'"{theme}"' for theme in THEMES))
    return str(value)


def _paths(value: object) -> tuple[Path, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError("a list of paths")
    return tuple(_expanded(Path(each)) for each in value)


def _expanded(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:  # `~` without a home folder stays what it is
        return path


_READERS: dict[str, Callable[[object], Any]] = {
    "decks": _paths,
    "new_per_day": _whole,
    "limit": _whole,
    "retention": _retention,
    "theme": _theme,
    "confidence": _truth,
    "grades": _grades,
}
