"""Installed packages: their versions, read without importing them."""

import os
import sys
from contextlib import suppress


def versions() -> tuple[str, str]:
    """Return the versions of quizapp and torch, without importing torch."""
    return _version("quizapp"), _version("torch")


def _version(package: str) -> str:
    """Read the version of a package from the name of its metadata folder.

    `importlib.metadata` returns the same, but loads the email package.
    """
    head, tail = f"{package}-", ".dist-info"
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder or ".") as entries:
            for entry in entries:
                if entry.name.startswith(head) and entry.name.endswith(tail):
                    return entry.name[len(head) : -len(tail)]
    return "unknown"
