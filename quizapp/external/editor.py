"""The user's editor: opens a deck at a card's line, or edits code.

A failure to start it is a value, not an error; nothing is lost.
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
    """Return the user's editor, None if no variable names one."""
    command = environ.get("VISUAL") or environ.get("EDITOR")
    return Editor(command) if command else None


class Editor(Struct, frozen=True):
    """The user's editor."""

    command: str

    def __call__(self, position: Position) -> bool:
        """Open a file at its line; vi, nano, emacs and most others accept `+N`.

        Return whether the editor could be started.
        """
        with suppress(OSError, ValueError):
            words = [*shlex.split(self.command), f"+{position.line}", position.file]
            subprocess.run(words, check=False)
            return True
        return False

    def edit(self, text: str) -> str:
        """Let the user change a text, and return it.

        The text is unchanged if the editor could not be started.
        """
        with TemporaryDirectory(prefix="quizapp-") as folder:
            file = Path(folder) / "code.py"
            file.write_text(text, "utf-8")
            with suppress(OSError, ValueError):
                subprocess.run([*shlex.split(self.command), str(file)], check=False)
                return file.read_text("utf-8", errors="replace")
            return text
