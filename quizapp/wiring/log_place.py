"""Where the log is: what the user should know about its folder and its SQLite."""

from quizapp import cache
from quizapp.settings.config import Config
from quizapp.store.carriers import carrier_of, warning_about
from quizapp.store.turns import about_sqlite


def place_warning(config: Config) -> str | None:
    """Return a warning about the folder of the log, None if there is none."""
    folder = config.log.parent
    carrier = carrier_of(folder)
    return None if carrier is None else warning_about(folder, carrier)


def new_place_warning(config: Config) -> str | None:
    """Return that warning once; it is shown again if the cache is deleted."""
    text = place_warning(config)
    if text is None:
        return None
    shown = config.cache / "place.shown"
    if cache.load(shown, text.encode(), bool):
        return None
    cache.store(shown, text.encode(), b"shown")
    return text


def sqlite_in_use() -> str:
    """Say which SQLite there is, and what it needs."""
    return about_sqlite()
