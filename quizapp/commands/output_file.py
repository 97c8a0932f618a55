"""Output files: what a command writes, without replacing what quizapp needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quizapp import files
from quizapp.core.cards.library import Library
from quizapp.errors import QuizError, UsageError
from quizapp.wiring.assembly import Assembly

_READABLE = 0o644


@contextmanager
def failures_named(file: Path) -> Iterator[None]:
    """Raise QuizError where the system refuses to write a file."""
    try:
        yield
    except RecursionError:  # of what is written; it is a RuntimeError too
        raise
    except (OSError, RuntimeError) as error:  # RuntimeError: a link to itself
        reason = (isinstance(error, OSError) and error.strerror) or "a loop of links"
        raise QuizError(
            f"cannot write {file}: {reason}", "choose a folder you can write to"
        ) from error


def ensure_spare(
    file: Path, assembly: Assembly, library: Library, otherwise: str = ""
) -> None:
    """Raise UsageError for a file that must not be replaced.

    `otherwise` says what to do where no file can be written.
    """
    decks = {Path(deck.file).resolve() for deck in library.decks}
    config = assembly.config
    needed = (config.log, config.config_file, config.weights_file)
    own = {each.resolve() for each in (*needed, config.log.with_name("sync.json"))}
    what, hint = "", "choose another name"
    if file.resolve() in decks:
        what = "it is a deck"
    elif file.suffix == ".toml":
        what, hint = "that is the name of a deck", "choose a name such as sheet.html"
    elif file.resolve() in own:
        what = "quizapp needs it"
    elif file.is_dir():
        what, hint = "it is a folder", "name a file in it"
    elif file.exists() and not file.is_file():
        what = "it is no regular file"
        hint = otherwise or hint
    if what:
        raise UsageError(f"cannot write {file}: {what}", hint)


def replace_text(file: Path, text: str) -> None:
    """Replace a file; where it is a link, the one it points to."""
    replace_bytes(file, text.encode(errors="replace"))


def replace_bytes(file: Path, data: bytes) -> None:
    """Replace a file; where it is a link, the one it points to."""
    target = file.resolve()
    mode = target.stat().st_mode & 0o777 if target.exists() else _READABLE
    files.replace(target, data, durable=False, mode=mode)
