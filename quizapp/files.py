"""Files: replace one whole, so that a reader finds the old file or the new one.

Whatever ends a write early, a full disk or Ctrl-C, leaves the old file as it was
and nothing next to it.
"""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp


def replace(path: Path, data: bytes, *, durable: bool, mode: int = 0o600) -> None:
    """Replace a file in an existing folder, or raise OSError and leave it alone.

    A durable file survives a power cut as soon as this returns. A symbolic link is
    replaced too: resolve the path first to keep it.
    """
    descriptor, name = mkstemp(dir=path.parent, prefix=f".{path.stem}-")
    new = Path(name)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123  # no path
            file.write(data)
            if durable:
                file.flush()
                os.fsync(descriptor)
        new.chmod(mode)
        new.replace(path)
    except BaseException:  # Ctrl-C too leaves nothing behind
        new.unlink(missing_ok=True)
        raise
    if durable:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, as flushing a file does with its content."""
    with suppress(OSError):  # some systems cannot open a folder
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
