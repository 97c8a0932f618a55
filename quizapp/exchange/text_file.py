"""Text files: UTF-8, or UTF-16 as spreadsheets write it, with any line ends."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from quizapp.errors import ExchangeError

_SAMPLE = 4096
"""Bytes that are looked at to tell text from something else."""


def text_in(path: Path) -> str:
    """Return the text of a file. Raises ExchangeError if it is none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ExchangeError(f"cannot read {path}: {error.strerror}") from error
    encoding = _encoding(data)
    if encoding == "utf-8-sig" and b"\0" in data[:_SAMPLE]:
        raise ExchangeError(f"{path} is not a text file", "check its name")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        name = "UTF-16" if encoding.startswith("utf-16") else "UTF-8"
        raise ExchangeError(
            f"{path} is not {name} (line {line})", "save the file as UTF-8"
        ) from error
    if not text.strip():
        raise ExchangeError(f"{path} is empty")
    return text


def unix_lines(text: str) -> str:
    """Return text whose lines end with a newline alone, as Python's parser sees it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoding(data: bytes) -> str:
    if data.startswith(BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:_SAMPLE]
    zeros = sample.count(0)
    if len(sample) >= 4 and zeros >= len(sample) // 3:
        odd = sample[1::2].count(0)
        if odd == zeros:
            return "utf-16-le"
        if odd == 0:
            return "utf-16-be"
    return "utf-8-sig"
