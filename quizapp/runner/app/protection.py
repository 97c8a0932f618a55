"""Protection: the level that may be promised, judged by what the kernel refused."""

import json
import os
import select
import sys
from collections.abc import Mapping, Sequence

from quizapp.core.runs.protection import Protection, ProtectionLevel
from quizapp.runner.protocol import CONTROL_FD, MAX_PACKET, READ_ACTS
from quizapp.runner.system import seatbelt
from quizapp.runner.system.launch import start

_PROBE_SECONDS = 10.0


def protection_of(evidence: Mapping[str, bool]) -> Protection:
    """Return the level that the evidence supports.

    The evidence says for each act of the probe whether it was refused. Without any,
    nothing is promised.
    """
    allowed = tuple(sorted(act for act, refused in evidence.items() if not refused))
    if not evidence or set(allowed) - READ_ACTS:
        return Protection(ProtectionLevel.LIMITS_ONLY, allowed)
    if sys.platform == "darwin":
        return Protection(ProtectionLevel.SEATBELT, allowed)
    return Protection(
        ProtectionLevel.NO_READ_SHIELD if allowed else ProtectionLevel.STRONG, allowed
    )


def probe_protection(
    environment: Mapping[str, str], layers: Sequence[str]
) -> Protection:
    """Probe the kernel in an interpreter of its own. Blocks for about 0.1 s."""
    if sys.platform == "linux":
        return protection_of(_run_probe("sandbox", environment, layers))
    wrapper = seatbelt.wrapper() if sys.platform == "darwin" else ()
    if not wrapper:
        return Protection(ProtectionLevel.LIMITS_ONLY)
    return protection_of(_run_probe("probe", environment, (), wrapper))


def checked_evidence(acts: object) -> dict[str, bool]:
    """Return whether each act of a probe's report was refused; empty if invalid."""
    if not isinstance(acts, dict):
        return {}
    return {str(act): refused is True for act, refused in acts.items()}


def _run_probe(
    module: str,
    environment: Mapping[str, str],
    arguments: Sequence[str],
    wrapper: Sequence[str] = (),
) -> dict[str, bool]:
    reading, writing = os.pipe()
    try:
        process = start(
            f"quizapp.runner.child.{module}",
            environment,
            {writing: CONTROL_FD},
            arguments,
            wrapper,
        )
    except OSError:
        os.close(reading)
        return {}
    finally:
        os.close(writing)
    with open(reading, "rb") as pipe:  # noqa: PTH123  # a descriptor
        ready, _, _ = select.select([pipe], [], [], _PROBE_SECONDS)
        report = pipe.read(MAX_PACKET) if ready else b""
    process.kill()
    process.wait()
    try:
        return checked_evidence(json.loads(report))
    except (ValueError, RecursionError):
        return {}
