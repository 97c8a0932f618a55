"""The settings file: one setting changed, everything else left as it was typed.

Comments, order and spacing are the user's. The file is replaced as a whole or
not at all, and never by one that would not load or that says anything else.
"""

from collections.abc import Mapping
from contextlib import suppress
from itertools import takewhile
from pathlib import Path

from msgspec import Struct

from quizapp import files
from quizapp.errors import QuizError
from quizapp.settings.config import (
    check_setting,
    defaults,
    settings_in,
    table_in,
    text_of,
)

HEADER = """\
# Settings of quizapp. What they mean: the README, or the settings screen.
# quizapp changes single settings here and leaves all else as you wrote it.

"""


class TomlSettings(Struct, frozen=True):
    """The config file, to be looked at and changed."""

    file: Path

    @property
    def place(self) -> str:
        """Where the file is, or would be."""
        return str(self.file)

    @property
    def defaults(self) -> Mapping[str, object]:
        """What holds where the file says nothing."""
        return defaults()

    def values(self) -> Mapping[str, object]:
        """Return every setting, as the next start would find it.

        Raises QuizError for a file that cannot be read.
        """
        return {**defaults(), **settings_in(self.file, text_of(self.file))}

    def set(self, key: str, value: object) -> None:
        """Write one setting; QuizError if that may not or cannot be."""
        check_setting(key, value)
        text = text_of(self.file)
        old = table_in(self.file, text)
        self._replace(_with_setting(text or HEADER, key, value), {**old, key: value})

    def reset(self, key: str) -> None:
        """Take one setting out of the file, so that its default holds."""
        text = text_of(self.file)
        old = table_in(self.file, text)
        if old.pop(key, None) is not None:
            self._replace(_without_setting(text, key), old)

    def _replace(self, text: str, wanted: Mapping[str, object]) -> None:
        """Write a text that says what is wanted, and nothing else."""
        if table_in(self.file, text) != wanted:
            message = f"{self.file} could not be changed without spoiling it"
            raise QuizError(message, "change it in your editor")
        try:
            _write(self.file.resolve(), text)  # a link stays one
        except OSError as error:
            message = f"cannot write {self.file}: {error.strerror or error}"
            raise QuizError(message, "nothing was changed") from error


def _with_setting(text: str, key: str, value: object) -> str:
    """Change a setting where it stands; a new one joins the others, above tables."""
    import tomlkit

    document = tomlkit.parse(text)
    if key in document:
        document[key] = value
        return tomlkit.dumps(document)
    above, tables = _parts(text)
    if len(tomlkit.parse(above)) or (above and not above.endswith("\n")):
        above = above.rstrip() + "\n"  # no blank line before the new one
    return above + tomlkit.dumps({key: value}) + ("\n" + tables if tables else "")


def _without_setting(text: str, key: str) -> str:
    import tomlkit

    document = tomlkit.parse(text)
    del document[key]
    return tomlkit.dumps(document)


def _parts(text: str) -> tuple[str, str]:
    """Split a text before its first table, whose comment goes with it.

    A line that begins with a bracket may also stand inside of a value; then what
    is before it is no TOML.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if not line.lstrip().startswith("["):
            continue
        with suppress(TOMLKitError):
            tomlkit.parse("".join(lines[:number]))
            at = number - _comments_before(lines[:number])
            return "".join(lines[:at]), "".join(lines[at:])
    return text, ""


def _comments_before(lines: list[str]) -> int:
    is_comment = (line.lstrip().startswith("#") for line in reversed(lines))
    return sum(1 for _ in takewhile(bool, is_comment))


def _write(file: Path, text: str) -> None:
    """Write the text, with the rights that the file has now."""
    file.parent.mkdir(parents=True, exist_ok=True)
    mode = file.stat().st_mode & 0o777 if file.exists() else 0o644
    files.replace(file, text.encode(), durable=True, mode=mode)
