"""Agreeing: the settings that shape the schedule are the same on all machines.

They are facts like reviews: the latest one about each setting counts. What another
machine set is written to this machine's files, with a sentence that says so.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime

from msgspec import Struct

from quizapp.core.basics.moment import Moment
from quizapp.core.basics.setting_fact import SettingFact
from quizapp.core.scheduling.review import event_id
from quizapp.errors import QuizError
from quizapp.flow.ports import Bits
from quizapp.settings.config import Config, read_text, settings_in
from quizapp.settings.settings_file import TomlSettings
from quizapp.store.log import SqliteLog
from quizapp.store.rows import row_of_moment
from quizapp.store.setting_rows import latest_settings, state_setting
from quizapp.store.weights import WeightsFile, fitted_of, row_of_fitted
from quizapp.sync.agreement import (
    Agreed,
    Announce,
    Apply,
    Confirm,
    Unchanged,
    next_step,
)

SHARED = ("retention", "interview", "minutes_per_day", "away", "rollover")
"""Settings of the config file that shape the schedule."""
WEIGHTS = "weights"
"""FSRS's weights, which have a file of their own."""


class Agreement(Struct, frozen=True):
    """What is agreed on now."""

    settings: Mapping[str, Agreed]
    news: tuple[str, ...]
    """What was changed here, in sentences."""
    problems: tuple[str, ...]


class _Values(Struct, frozen=True):
    """The settings of this machine as JSON, to read and to change."""

    config: Config

    def here(self) -> dict[str, object]:
        """Return the settings that are set. Raises QuizError."""
        file = self.config.config_file
        values = settings_in(file, read_text(file))
        here = {key: _as_json(values[key]) for key in SHARED if key in values}
        if (fitted := self._weights.read()) is not None:
            here[WEIGHTS] = row_of_fitted(fitted)
        return here

    def changed(self, key: str, now: int) -> int:
        """Return when a setting may have been changed last, at the latest."""
        file = self.config.weights_file if key == WEIGHTS else self.config.config_file
        try:
            return min(now, file.stat().st_mtime_ns // 1000)
        except OSError:
            return now

    def set(self, key: str, value: object) -> None:
        """Set a setting. Raises QuizError for a value that is not allowed."""
        if key == WEIGHTS:
            self._set_weights(value)
            return
        settings = TomlSettings(self.config.config_file)
        if value is None:
            settings.reset(key)
        else:
            is_date = key == "interview"
            settings.set(key, _date(value) if is_date else value)

    def _set_weights(self, value: object) -> None:
        if value is None:
            self._weights.remove()
        else:
            try:
                fitted = fitted_of(value)
            except (ValueError, TypeError, KeyError, OverflowError) as error:
                raise QuizError(f"FSRS's weights cannot be read: {error}") from error
            self._weights.write(fitted)

    @property
    def _weights(self) -> WeightsFile:
        return WeightsFile(self.config.weights_file)


def agree(
    config: Config,
    log: SqliteLog,
    agreed: Mapping[str, Agreed],
    now: Moment,
    bits: Bits,
) -> Agreement:
    """Take over what other machines set, and say what was set here.

    Raises LogError, and QuizError if this machine's settings cannot be read.
    """
    values, latest = _Values(config), latest_settings(log)
    here, (micros, offset) = values.here(), row_of_moment(now)
    settings, news, problems = dict(agreed), list[str](), list[str]()
    for key in (*SHARED, WEIGHTS):
        value, fact = here.get(key), latest.get(key)
        changed = values.changed(key, micros)
        match next_step(value, changed, agreed.get(key), fact):
            case Unchanged():
                continue
            case Confirm(fact=same):
                settings[key] = Agreed(value, same.at, same.id)
            case Announce(at=at, over=over):
                id_ = event_id(at // 1000, bits(74))
                state_setting(log, SettingFact(id_, log.device, at, key, value), offset)
                settings[key] = Agreed(value, at, id_)
                if over is not None:
                    news.append(_kept(over, value))
            case Apply(fact=theirs, is_conflict=is_conflict):
                try:
                    values.set(key, theirs.value)
                except QuizError as error:
                    problems.append(f"{_title(key)} from another machine: {error}")
                    continue
                settings[key] = Agreed(theirs.value, theirs.at, theirs.id)
                news.append(_taken(theirs, value, is_conflict=is_conflict))
    return Agreement(settings, tuple(news), tuple(problems))


def _taken(theirs: SettingFact, here: object, *, is_conflict: bool) -> str:
    """Say that another machine's value is used now."""
    key, by = theirs.key, _by(theirs)
    also = ", after a change here" if is_conflict else ""
    before = _in_words(key, here)
    now = f"{_title(key)} is now {_in_words(key, theirs.value)}"
    return f"{now}, {by}{also} (it was {before})"


def _kept(over: SettingFact, here: object) -> str:
    """Say that this machine's value stays, since it is later."""
    key, theirs = over.key, _in_words(over.key, over.value)
    return (
        f"{_title(key)} stays {_in_words(key, here)}, set here later than"
        f" {theirs}, {_by(over)}"
    )


def _by(fact: SettingFact) -> str:
    when = datetime.fromtimestamp(fact.at / 1e6, UTC).astimezone()
    return f"set on another machine on {when:%Y-%m-%d at %H:%M}"


def _title(key: str) -> str:
    return "FSRS's weights" if key == WEIGHTS else f"`{key}`"


def _in_words(key: str, value: object) -> str:
    if value is None:
        return "the default"
    if key == WEIGHTS:
        reviews = value.get("reviews") if isinstance(value, dict) else None
        return f"trained on {reviews if isinstance(reviews, int) else '?'} reviews"
    text = json.dumps(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _as_json(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
        case _:
            return value


def _date(text: object) -> object:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return text  # the settings say what is wrong with it
