"""The shield: how strongly snippets are confined, as told by what was refused."""

import json
import os
import select
import sys
from collections.abc import Mapping, Sequence

from quizapp.core.runs.protection import Protection, ProtectionLevel
from quizapp.runner.protocol import CONTROL_FD, READ_ACTS
from quizapp.runner.system import seatbelt
from quizapp.runner.system.launch import start

_PROBE_SECONDS = 10.0


def protection_of(evidence: Mapping[str, bool]) -> Protection:
    """Return the level that the evidence allows to promise; none without evidence."""
    allowed = tuple(sorted(act for act, refused in evidence.items() if not refused))
    if not evidence or set(allowed) - READ_ACTS:
        return Protection(ProtectionLevel.LIMITS_ONLY, allowed)
    if sys.platform == "darwin":
        return Protection(ProtectionLevel.SEATBELT, allowed)
    return Protection(
        ProtectionLevel.NO_READ_SHIELD if allowed else ProtectionLevel.STRONG, allowed
    )


def probed(environment: Mapping[str, str], layers: Sequence[str]) -> Protection:
    """Ask the kernel by an interpreter of its own. Blocks for about 0.1 s."""
    if sys.platform == "linux":
        return protection_of(_evidence(environment, "sandbox", layers))
    wrapper = seatbelt.wrapper() if sys.platform == "darwin" else ()
    if not wrapper:
        return Protection(ProtectionLevel.LIMITS_ONLY)
    return protection_of(_evidence(environment, "probe", (), wrapper))


def evidence_in(packet: bytes) -> dict[str, bool]:
    """Read the acts of a report; empty if it is none."""
    try:
        acts = json.loads(packet)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(acts, dict):
        return {}
    return {str(act): refused is True for act, refused in acts.items()}


def _evidence(
    environment: Mapping[str, str],
    module: str,
    arguments: Sequence[str],
    wrapper: Sequence[str] = (),
) -> dict[str, bool]:
    report, told = os.pipe()
    try:
        process = start(
            f"quizapp.runner.child.{module}",
            environment,
            {told: CONTROL_FD},
            arguments,
            wrapper,
        )
    except OSError:
        os.close(report)
        return {}
    finally:
        os.close(told)
    with open(report, "rb") as reading:  # noqa: PTH123  # a descriptor
        came, _, _ = select.select([reading], [], [], _PROBE_SECONDS)
        text = reading.read(4096) if came else b""
    process.kill()
    process.wait()
    return evidence_in(text)
