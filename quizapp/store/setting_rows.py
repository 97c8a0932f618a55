"""Rows of settings: facts about no card that travel with the reviews.

Of each setting, the latest fact counts.
"""

import msgspec
from msgspec import Struct

from quizapp.core.basics.setting_fact import SettingFact
from quizapp.store.log import SqliteLog
from quizapp.store.rows import FACT_COLUMNS, Row, is_plausible

SETTING = "setting"
"""The kind of these rows."""
_SELECT = f"SELECT {FACT_COLUMNS} FROM facts WHERE kind = '{SETTING}'"  # noqa: S608  # constants


class _Body(Struct, frozen=True):
    key: str
    value: object


def latest_settings(log: SqliteLog) -> dict[str, SettingFact]:
    """Return the latest fact about each setting."""
    latest: dict[str, SettingFact] = {}
    with log.reading():
        for row in log.connection.execute(_SELECT):
            fact = _fact(row)
            if fact is None:
                continue
            known = latest.get(fact.key)
            if known is None or known.order < fact.order:
                latest[fact.key] = fact
    return latest


def state_setting(log: SqliteLog, fact: SettingFact, offset: int) -> None:
    """Commit a fact about a setting; the offset from UTC is in seconds."""
    body = msgspec.json.encode(_Body(fact.key, fact.value)).decode()
    row = (fact.id, fact.device, SETTING, None, None, body, fact.at, offset)
    log.insert([("facts", row)])


def _fact(row: Row) -> SettingFact | None:
    """Return the fact of a row, None if it can be none: it may be from elsewhere."""
    try:
        body = msgspec.json.decode(row[5], type=_Body)
    except (msgspec.DecodeError, RecursionError):
        return None
    if not is_plausible(row[6], row[7]):
        return None
    return SettingFact(row[0], row[1], row[6], body.key, body.value)
