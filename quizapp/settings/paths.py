"""Paths in settings: `~` is the home folder, if there is one."""

from pathlib import Path


def read_paths(value: object) -> tuple[Path, ...]:
    """Read a list of paths. Raises ValueError with the shape that it must have."""
    if not isinstance(value, list) or not all(isinstance(path, str) for path in value):
        raise ValueError("a list of paths")
    return tuple(expanded(Path(path)) for path in value)


def expanded(path: Path) -> Path:
    """Return a path below `~` in full; without a home folder it stays as it is."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path
