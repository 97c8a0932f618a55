"""The setting `sync`: the folder that several machines share."""

from pathlib import Path

from msgspec import Struct

from quizapp.settings.paths import expanded

SYNC_SHAPE = '"FOLDER", or a table such as { folder = "~/notes/quizapp", git = true }'


class SyncFolder(Struct, frozen=True):
    """A folder, and whether the user's git carries it."""

    folder: Path
    git: bool = False


def read_sync(value: object) -> SyncFolder:
    """Read the setting. Raises ValueError with the shape that it must have."""
    table = value if isinstance(value, dict) else {"folder": value}
    folder, git = table.get("folder"), table.get("git", False)
    is_known = table.keys() <= {"folder", "git"} and isinstance(git, bool)
    if not isinstance(folder, str) or not folder.strip() or not is_known:
        raise ValueError(SYNC_SHAPE)
    if "\0" in folder:
        raise ValueError(SYNC_SHAPE)
    return SyncFolder(expanded(Path(folder)), git is True)
