"""Verdict names: a verdict as the log stores it, without its reasons."""

from enum import StrEnum


class VerdictName(StrEnum):
    """The name of a verdict that was reached; the log has None for none."""

    CORRECT = "correct"
    PARTIAL = "partial"
    WRONG = "wrong"
