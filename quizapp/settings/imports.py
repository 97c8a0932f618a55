"""Imports: the folder of imported decks, which is loaded as soon as it has one."""

import os
from pathlib import Path


def imports_folder(log: Path) -> Path:
    """Return the folder of imported decks, which need not exist."""
    return log.with_name("decks")


def imported_decks(log: Path) -> tuple[Path, ...]:
    """Return that folder if there is a deck in it."""
    folder = imports_folder(log)
    try:
        with os.scandir(folder) as entries:
            has_deck = any(entry.name.endswith(".toml") for entry in entries)
    except OSError:  # most people have none
        return ()
    return (folder,) if has_deck else ()
