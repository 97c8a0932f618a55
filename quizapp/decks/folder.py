"""Folders: the deck files in them. It imports little, since `names` uses it too."""

import os
from collections.abc import Iterator
from pathlib import Path


def toml_files(folder: Path) -> list[Path]:
    """Return the TOML files in a folder at any depth, in order, except hidden ones.

    Raises OSError if a folder cannot be read.
    """
    files = sorted(_below(os.fspath(folder)), key=_in_order)
    return [Path(file) for file in files]


def _below(folder: str) -> Iterator[str]:
    """Yield the files; what is in folders that are links is left out."""
    try:
        entries = list(os.scandir(folder))
    except PermissionError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)
        elif os.path.normcase(entry.name).endswith(".toml"):
            if not (entry.is_symlink() and Path(entry.path).is_dir()):
                yield entry.path


def _in_order(file: str) -> list[str]:
    """Return what paths are sorted by; to make a path of each takes longer."""
    return os.path.normcase(file).split(os.sep)  # noqa: PTH206
