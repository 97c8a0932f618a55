"""The setting `[second_opinion]`: the program that is asked about answers."""

from pathlib import Path

from msgspec import Struct

SHAPE = 'a table such as { command = ["python3", "~/opinion.py"], seconds = 30 }'


class OpinionProgram(Struct, frozen=True):
    """A program and its time limit."""

    command: tuple[str, ...]
    """The program and its arguments; no shell reads them."""
    seconds: float = 30.0
    """The most that one answer may take."""


def read_program(value: object) -> OpinionProgram:
    """Read the table. Raises ValueError with the shape that it must have."""
    if not isinstance(value, dict) or not value.keys() <= {"command", "seconds"}:
        raise ValueError(SHAPE)
    command, seconds = value.get("command"), value.get("seconds", 30.0)
    if not isinstance(command, list) or not all(map(_is_word, command)):
        raise ValueError(SHAPE)
    if not command or type(seconds) not in (int, float) or not 1 <= seconds <= 600:
        raise ValueError(f"{SHAPE}, with 1 to 600 seconds")
    return OpinionProgram(tuple(map(_expanded_word, command)), float(seconds))


def _is_word(word: object) -> bool:
    return isinstance(word, str) and bool(word.strip()) and "\0" not in word


def _expanded_word(word: str) -> str:
    """Return a path below `~` in full: there is no shell that would do it."""
    try:
        return str(Path(word).expanduser()) if word.startswith("~") else word
    except RuntimeError:  # there is no home folder
        return word
