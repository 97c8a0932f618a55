"""The user's editor: opens a deck at a card's line, or edits a text of its own.

What cannot be started is told by a value; nothing is lost either way.
"""

import shlex
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from quizapp.core.cards.card import Position


def editor_of(environ: Mapping[str, str]) -> "Editor | None":
    """Return what opens a deck at a card's line, if the user has an editor."""
    command = environ.get("VISUAL") or environ.get("EDITOR")
    return Editor(command) if command else None


class Editor(Struct, frozen=True):
    """The user's editor."""

    command: str

    def __call__(self, position: Position) -> bool:
        """Open a file at its line; vi, nano, emacs and most others know `+N`.

        False if the editor could not be started.
        """
        with suppress(OSError, ValueError):
            words = [*shlex.split(self.command), f"+{position.line}", position.file]
            subprocess.run(words, check=False)
            return True
        return False

    def edit(self, text: str) -> str:
        """Let the user change a text; it comes back as they leave it.

        Where no editor could be started, that is unchanged.
        """
        with TemporaryDirectory(prefix="quizapp-") as folder:
            file = Path(folder) / "code.py"
            file.write_text(text, "utf-8")
            with suppress(OSError, ValueError):
                subprocess.run([*shlex.split(self.command), str(file)], check=False)
                return file.read_text("utf-8", errors="replace")
            return text
