"""Streams: whatever a shell closes or sends, reading and writing never fail."""

import os
import sys
from io import TextIOWrapper
from pathlib import Path


def settle() -> None:
    """Let no stream fail a word: a closed one leads nowhere, odd bytes are replaced.

    Bytes that are no text would otherwise travel on as lone surrogates, which
    neither the log nor another process can take.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = Path(os.devnull).open(mode)  # noqa: SIM115  # until the process ends
            setattr(sys, name, nowhere)
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def give_up_stdout() -> None:
    """Write no more, what is buffered neither: the reader left, as `| head` does."""
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
