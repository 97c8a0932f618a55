"""Settings: frozen, from flags, environment and the config file, in that order.

The only module that reads the environment. An unknown key in the config file is an
error with a suggestion: silently ignoring a setting is worse. The allowed values are
stated once, here, for reading the file and for writing it.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from msgspec import NODEFAULT, Struct, field
from msgspec.structs import fields, replace

from quizapp.core.basics.study_time import (
    MINUTES,
    WEEKDAYS,
    StudyTime,
    days_as_text,
    read_days,
    week_of,
)
from quizapp.errors import QuizError, UsageError, nearest
from quizapp.settings.imports import imported_decks
from quizapp.settings.opinion_program import OpinionProgram, read_program
from quizapp.settings.paths import expanded, read_paths
from quizapp.settings.served import with_browser
from quizapp.settings.sync_folder import SyncFolder, read_sync
from quizapp.settings.themes import THEMES

MAX_BYTES = 64 * 1024
"""Of the config file."""
NEW_ORDERS = ("after", "mixed")
_OR_TABLE = "or a table such as { mon = 20, sat = 60, sun = 0 }"
_DAYS_OFF = (
    'a list of dates and ranges, such as ["2026-12-24", "2026-12-27..2026-12-30"]'
)


class Flags(Struct, frozen=True):
    """The options of a command line; None or empty if not given."""

    home: Path | None = None
    decks: tuple[Path, ...] = ()
    new_per_day: int | None = None
    limit: int | None = None
    allow_root: bool = False
    confidence: bool | None = None
    grades: int | None = None
    minutes: float | None = None
    """Of one session."""
    until: str | None = None
    """The interview, as typed."""
    seed: int = 0


class Config(Struct, frozen=True):
    """The settings of one invocation."""

    log: Path
    """The review log."""
    config_file: Path
    """Where the config file is, or would be."""
    cache: Path
    """A folder for files that can be rebuilt at any time."""
    decks: tuple[Path, ...] = ()
    """Deck files and folders in addition to the shipped ones."""
    topics: tuple[str, ...] | None = None
    """The topics to study by default; empty for all, None if none were chosen yet."""
    new_per_day: int = 20
    reviews_per_day: int = 200
    """Of cards seen before, per study day, over all its sessions."""
    interview: date | None = None
    """The date of the interview."""
    minutes_per_day: float | Mapping[str, float] = MINUTES
    """What the plan up to an interview may use; by weekday, 0 is a day off."""
    away: Sequence[str] = ()
    """Days off: dates, and ranges of dates."""
    rollover: int = 4
    """The hour at which a study day begins."""
    new_order: str = "after"
    """Whether new cards come after those that are due, or mixed with them."""
    limit: int | None = None
    """The most cards per session; None for no limit."""
    retention: float = 0.9
    """The predicted recall at which a card is due again."""
    theme: str = "dark"
    allow_root: bool = False
    """Whether snippets may run as root."""
    confidence: bool = True
    """Whether to ask, before the reveal, how sure the user is."""
    grades: int = 4
    """4: Again, Hard, Good and Easy; 2: Again and Good."""
    second_opinion: OpinionProgram | None = None
    """The program that is asked about answers of interviews."""
    sync: SyncFolder | None = None
    """The folder that is synced at the start and the end of a session."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys by the id of their action; the screens know the ids."""
    follows_browser: bool = False
    """Whether the theme is the browser's, since the file has none."""

    @property
    def study_time(self) -> StudyTime:
        """The minutes of each study day."""
        return StudyTime(week_of(self.minutes_per_day), read_days(self.away))

    @property
    def weights_file(self) -> Path:
        """Where FSRS's weights of this log are, or would be."""
        return self.log.with_name("weights.json")


def environment() -> Mapping[str, str]:
    """Return the environment of the process."""
    return os.environ


def change_environment(variables: Mapping[str, str]) -> None:
    """Set variables of this process."""
    os.environ.update(variables)


def log_file(environ: Mapping[str, str], home: Path | None) -> Path:
    """Return where the review log is, without reading the config file."""
    return _in_home(environ, home).log


def load_config(environ: Mapping[str, str], flags: Flags) -> Config:
    """Join flags, environment and config file.

    Raises UsageError with `file:line:col` or the key of the mistake in the file.
    """
    config = _with_file(_in_home(environ, flags.home), environ)
    overrides: dict[str, Any] = {
        "new_per_day": flags.new_per_day,
        "limit": flags.limit,
        "confidence": flags.confidence,
        "grades": flags.grades,
        "decks": (*imported_decks(config.log), *config.decks, *flags.decks),
        "allow_root": flags.allow_root or environ.get("QUIZAPP_ALLOW_ROOT") == "1",
    }
    return replace(config, **{k: v for k, v in overrides.items() if v is not None})


def _in_home(environ: Mapping[str, str], home: Path | None) -> Config:
    folder = home or environ.get("QUIZAPP_HOME")
    return _in_one_folder(Path(folder)) if folder else _in_platform_folders()


def _in_one_folder(home: Path) -> Config:
    folder = expanded(home).absolute()
    return Config(folder / "reviews.db", folder / "config.toml", folder / "cache")


def _in_platform_folders() -> Config:
    from platformdirs import user_cache_path, user_config_path, user_data_path

    try:
        data, config = user_data_path("quizapp"), user_config_path("quizapp")
        cache = user_cache_path("quizapp")
    except RuntimeError as error:  # no home folder can be found
        raise QuizError(str(error), "choose a folder with --home DIR") from error
    if not data.is_absolute():
        raise QuizError("there is no home folder", "choose a folder with --home DIR")
    return Config(data / "reviews.db", config / "config.toml", cache)


def _with_file(config: Config, environ: Mapping[str, str]) -> Config:
    file = config.config_file
    settings = settings_in(file, read_text(file))
    if "decks" in settings:
        settings["decks"] = tuple(file.parent / path for path in settings["decks"])
    return replace(config, **with_browser(settings, environ))


def read_text(file: Path) -> str:
    """Return the text of a config file, empty if there is no file."""
    try:
        if file.stat().st_size > MAX_BYTES:
            message = f"{file} is larger than {MAX_BYTES // 1024} KiB"
            raise UsageError(message, "keep only settings in it")
        return file.read_bytes().decode()
    except FileNotFoundError:
        return ""
    except NotADirectoryError:
        return ""  # opening the log will report that folder
    except OSError as error:
        message = f"cannot read {file}: {error.strerror}"
        raise UsageError(message, "make it readable, or move it") from error
    except UnicodeDecodeError as error:
        message = f"{file} is not UTF-8 at byte {error.start}"
        raise UsageError(message, "save it as UTF-8") from error


def settings_in(file: Path, text: str) -> dict[str, Any]:
    """Return the settings in the text of a config file, without defaults."""
    return {k: _READERS[k](value) for k, value in table_in(file, text).items()}


def table_in(file: Path, text: str) -> dict[str, Any]:
    """Return the keys and values in the text of a config file, as written.

    Every key is checked. Raises one UsageError with all mistakes.
    """
    table = _parsed(file, text)
    faults = [fault for key, value in table.items() if (fault := _fault(key, value))]
    if faults:
        raise UsageError(f"{file}: {'; '.join(faults)}", "fix it, then try again")
    return table


def defaults() -> dict[str, Any]:
    """Return the default of every setting."""
    settings = (setting for setting in fields(Config) if setting.name in _READERS)
    return {
        setting.name: {} if setting.default is NODEFAULT else setting.default
        for setting in settings
    }


def check_setting(key: str, value: object) -> None:
    """Raise UsageError if there is no such setting, or if its value is not allowed."""
    fault = _fault(key, value)
    if fault is not None:
        raise UsageError(fault)


def _parsed(file: Path, text: str) -> dict[str, Any]:
    if not text:  # nor is the parser loaded
        return {}
    import tomli

    from quizapp.core.basics.toml_limits import overrun

    if (beyond := overrun(text)) is not None:
        before = text[: beyond.offset]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise UsageError(f"{file}:{line}:{column}: {beyond.message}")
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        where = f"{file}:{error.lineno}:{error.colno}"
        raise UsageError(f"{where}: {error.msg}", "fix the file") from error
    except (ValueError, RecursionError) as error:  # of the parser, without a place
        raise UsageError(f"{file}: {error}", "fix the file") from error


def _fault(key: str, value: object) -> str | None:
    if key not in _READERS:
        return f"unknown key {key!r}{_meant(key)}"
    try:
        _READERS[key](value)
    except ValueError as fault:
        return f"{key!r} must be {fault}"
    return None


def _meant(key: str) -> str:
    near = nearest(key, _READERS)
    return f" (did you mean {near!r}?)" if near else ""


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value < 10**9:
        raise ValueError("a whole number from 0")
    return value


def _retention(value: object) -> float:
    if not isinstance(value, float) or not 0.7 <= value <= 0.99:
        raise ValueError("a number from 0.7 to 0.99")
    return value


def _date(value: object) -> date:
    if isinstance(value, str):
        with suppress(ValueError):
            return date.fromisoformat(value)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError("a date such as 2026-12-15")  # noqa: TRY004  # see below
    return value


def _minutes(value: object) -> float | dict[str, float]:
    if not isinstance(value, dict):
        if not _is_number(value, 1):
            raise ValueError(f"a number from 1 to 1440, {_OR_TABLE}")
        return float(value)  # type: ignore[arg-type]
    for day, minutes in value.items():
        if day not in WEEKDAYS:
            raise ValueError(f"a table of {', '.join(WEEKDAYS)}; {day!r} is none")
        if not _is_number(minutes, 0):
            raise ValueError(f"a number from 0 to 1440 for {day!r}; 0 is a day off")
    if not any(week_of(value)):
        raise ValueError("a table with at least one study day; every day has 0")
    return {day: float(minutes) for day, minutes in value.items()}


def _is_number(value: object, low: int) -> bool:
    return type(value) in (int, float) and low <= value <= 1440  # type: ignore[operator]


def _away(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(map(_is_day, value)):
        raise ValueError(_DAYS_OFF)  # reported like the others
    try:
        return tuple(days_as_text(read_days(map(str, value))))
    except ValueError as fault:
        raise ValueError(f"{_DAYS_OFF}; {fault}") from None


def _is_day(value: object) -> bool:
    return isinstance(value, str | date) and not isinstance(value, datetime)


def _hour(value: object) -> int:
    if type(value) is not int or not 0 <= value <= 23:
        raise ValueError("a whole hour from 0 to 23")
    return value


def _bool(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")  # noqa: TRY004  # reported like the others
    return value


def _grades(value: object) -> int:
    if type(value) is not int or value not in (2, 4):
        raise ValueError("2 or 4")
    return value


def _one_of(*words: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in words:
            raise ValueError(" or ".join(f'"{word}"' for word in words))
        return str(value)

    return read


def _theme(value: object) -> str:
    if value not in THEMES:
        own = " or ".join(f'"{name}"' for name in THEMES[:3])
        near = nearest(str(value), THEMES)
        meant = f" (did you mean {near!r}?)" if near else ', such as "nord"'
        raise ValueError(f"{own} or a theme of Textual{meant}")
    return str(value)


def _keys(value: object) -> dict[str, str]:
    """Flatten tables: `study.undo = "u"` is the key of "study.undo"."""
    if isinstance(value, str):
        return {"preset": value}
    flat: dict[str, str] = {}
    for name, entry in value.items() if isinstance(value, dict) else [("", None)]:
        if isinstance(entry, dict):
            flat |= {f"{name}.{rest}": keys for rest, keys in _keys(entry).items()}
        elif isinstance(entry, str):
            flat[name] = entry
        else:
            shape = '"vim", "azerty", or a table such as undo = "u,ctrl+underscore"'
            raise ValueError(shape)  # noqa: TRY004  # reported like the others
    return flat


def _topics(value: object) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [None]
    texts = [name.strip() for name in names if isinstance(name, str)]
    if len(texts) < len(names) or "" in texts:
        raise ValueError('a list of topics, such as ["Attention", "Training"]')
    return tuple(dict.fromkeys(texts))


_READERS: dict[str, Callable[[object], Any]] = {
    "decks": read_paths,
    "topics": _topics,
    "new_per_day": _whole,
    "reviews_per_day": _whole,
    "interview": _date,
    "minutes_per_day": _minutes,
    "away": _away,
    "rollover": _hour,
    "new_order": _one_of(*NEW_ORDERS),
    "limit": _whole,
    "retention": _retention,
    "theme": _theme,
    "confidence": _bool,
    "grades": _grades,
    "second_opinion": read_program,
    "sync": read_sync,
    "keys": _keys,
}
