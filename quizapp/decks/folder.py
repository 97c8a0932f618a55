"""Folders: the deck files in them. It imports nothing, since `names` uses it too."""

from pathlib import Path


def toml_files(folder: Path) -> list[Path]:
    """Return the TOML files in a folder at any depth, in order, except hidden ones.

    Raises OSError if a folder cannot be read.
    """
    return sorted(file for file in folder.rglob("*.toml") if _is_deck(file, folder))


def _is_deck(file: Path, folder: Path) -> bool:
    is_hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not is_hidden and not file.is_dir()
