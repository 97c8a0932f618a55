"""Deck writing: several deck files are replaced together, or none of them.

Each is whole at any time. What fails, or Ctrl-C, puts the ones already written back.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from quizapp import files
from quizapp.decks.deck_text import DeckText
from quizapp.errors import ExchangeError

_READABLE = 0o644


def write_decks(decks: Sequence[DeckText], obsolete: Path | None = None) -> None:
    """Write decks, and remove the file of one that has another name now.

    Raises ExchangeError, and then nothing has changed.
    """
    old = [(deck.path.resolve(), _current(deck, obsolete)) for deck in decks]
    done: list[tuple[Path, bytes | None]] = []
    try:
        for deck, (path, before) in zip(decks, old, strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            done.append((path, before))
            files.replace(path, deck.data, durable=True, mode=_mode(path))
        if obsolete is not None:
            obsolete.unlink(missing_ok=True)
    except OSError as error:
        _put_back(done)
        where = error.filename or decks[0].path.parent
        raise ExchangeError(
            f"cannot write {where}: {error.strerror}",
            "choose a folder you can write to with --to",
        ) from error
    except BaseException:
        _put_back(done)
        raise


def _current(deck: DeckText, obsolete: Path | None) -> bytes | None:
    """Return the bytes of the file now, which must be those that were read."""
    was = obsolete if obsolete is not None and not deck.path.exists() else deck.path
    try:
        now = was.read_bytes()
    except OSError:
        now = None
    if now != deck.raw:
        raise ExchangeError(f"{was} was changed during the import", "import again")
    return now if was == deck.path else None


def _put_back(done: Sequence[tuple[Path, bytes | None]]) -> None:
    for path, before in done:
        with suppress(OSError):
            if before is None:
                path.unlink(missing_ok=True)
            else:
                files.replace(path, before, durable=True, mode=_mode(path))


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return _READABLE
