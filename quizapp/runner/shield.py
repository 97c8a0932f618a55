"""The shield: how strongly snippets are confined, as told by what was refused.

Nothing is believed of a kernel's version or a library's word: `evidence` says
what a throw-away child tried, and whether it was refused.
"""

import json
import os
import select
import sys
from collections.abc import Mapping

from quizapp.core.trust import Protection, Shield
from quizapp.runner.launch import start

_READING = frozenset({"read files", "list folders"})
_PROBE_SECONDS = 10.0


def protection_of(evidence: Mapping[str, bool]) -> Protection:
    """Return the level that the evidence allows to promise; none without evidence."""
    open_ = {act for act, refused in evidence.items() if not refused}
    allowed = tuple(sorted(open_))
    if not evidence or open_ - _READING:
        return Protection(Shield.LIMITS_ONLY, allowed)
    if open_:
        return Protection(Shield.NO_READ_SHIELD, allowed)
    return Protection(Shield.STRONG)


def probed(environment: Mapping[str, str], layers: list[str]) -> Protection:
    """Ask the kernel by an interpreter of its own. Blocks for about 0.1 s."""
    if sys.platform != "linux":
        return Protection(Shield.LIMITS_ONLY)
    report, told = os.pipe()
    try:
        process = start(
            "quizapp.runner.sandbox", environment, {told: 3}, arguments=layers
        )
    except OSError:
        os.close(report)
        return Protection(Shield.LIMITS_ONLY)
    finally:
        os.close(told)
    with open(report, "rb") as reading:  # noqa: PTH123  # a descriptor
        came, _, _ = select.select([reading], [], [], _PROBE_SECONDS)
        text = reading.read(4096) if came else b""
    process.kill()
    process.wait()
    return protection_of(evidence_in(text))


def evidence_in(packet: bytes) -> dict[str, bool]:
    """Read the acts of a report; empty if it is none."""
    try:
        acts = json.loads(packet)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(acts, dict):
        return {}
    return {str(act): refused is True for act, refused in acts.items()}
