"""The settings file: changes one setting and leaves everything else as typed.

Comments, order and spacing are the user's. The file is replaced whole or not at all,
and only by one that loads and has the wanted settings.
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
    read_text,
    settings_in,
    table_in,
)

HEADER = """\
# Settings of quizapp; the settings screen explains them.
# quizapp changes single settings here and leaves the rest as you wrote it.

"""


class TomlSettings(Struct, frozen=True):
    """The config file, to read and change."""

    file: Path

    @property
    def place(self) -> str:
        """Where the file is, or would be."""
        return str(self.file)

    @property
    def defaults(self) -> Mapping[str, object]:
        """The default of every setting."""
        return defaults()

    def values(self) -> Mapping[str, object]:
        """Return every setting, as the next start will load it.

        Raises QuizError for a file that cannot be read.
        """
        return {**defaults(), **settings_in(self.file, read_text(self.file))}

    def set(self, key: str, value: object) -> None:
        """Write one setting. Raises QuizError if it is not allowed or not possible."""
        check_setting(key, value)
        text = read_text(self.file)
        old = table_in(self.file, text)
        self._replace(_with_setting(text or HEADER, key, value), {**old, key: value})

    def reset(self, key: str) -> None:
        """Remove one setting from the file, so that its default applies."""
        text = read_text(self.file)
        old = table_in(self.file, text)
        if old.pop(key, None) is not None:
            self._replace(_without_setting(text, key), old)

    def _replace(self, text: str, wanted: Mapping[str, object]) -> None:
        """Write the text, if it has exactly the wanted settings."""
        if table_in(self.file, text) != wanted:
            message = f"{self.file} could not be changed safely"
            raise QuizError(message, "change it in your editor")
        try:
            _write(self.file.resolve(), text)  # a link stays one
        except OSError as error:
            message = f"cannot write {self.file}: {error.strerror or error}"
            raise QuizError(message, "nothing was changed") from error


def _with_setting(text: str, key: str, value: object) -> str:
    """Change a setting in place; a new one joins the others, above tables."""
    import tomlkit
    from tomlkit.items import Table

    document = tomlkit.parse(text)
    value = _item(value)
    if isinstance(document.get(key), Table):  # it has to go above the other tables
        return _with_setting(_without_setting(text, key), key, value)
    if key in document:
        document[key] = value
        return tomlkit.dumps(document)
    above, tables = _parts(text)
    if len(tomlkit.parse(above)) or (above and not above.endswith("\n")):
        above = above.rstrip() + "\n"  # no blank line before the new one
    return above + tomlkit.dumps({key: value}) + ("\n" + tables if tables else "")


def _item(value: object) -> object:
    """Return a table as one that is written in a line."""
    import tomlkit

    if not isinstance(value, dict):
        return value
    line = tomlkit.inline_table()
    line.update(value)
    return line


def _without_setting(text: str, key: str) -> str:
    import tomlkit

    document = tomlkit.parse(text)
    del document[key]
    return tomlkit.dumps(document)


def _parts(text: str) -> tuple[str, str]:
    """Split a text before its first table and the comment above that.

    A line that begins with a bracket may also be inside a value; then the text
    before it is not TOML.
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
    """Replace the file, with its current permissions."""
    file.parent.mkdir(parents=True, exist_ok=True)
    mode = file.stat().st_mode & 0o777 if file.exists() else 0o644
    files.replace(file, text.encode(), durable=True, mode=mode)
