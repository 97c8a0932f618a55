"""Account: whose process is at the other end of a connection on this machine.

The printed address may be seen by other accounts, in the list of processes for one
when a browser is started with it. Linux says whose a connection is.
"""

import os
import sys
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

Address = tuple[str, int]
_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_LOCAL, _REMOTE, _ACCOUNT = 1, 2, 7
"""Columns of the tables."""


def is_foreign(there: Address, here: Address) -> bool:
    """Return whether a connection is another account's; root's counts as ours."""
    if sys.platform == "win32":
        return False
    return _account(there, here) not in (None, 0, os.getuid())


def _account(there: Address, here: Address) -> int | None:
    """Return the number of the account, None if it is not known here."""
    wanted = [_written(there), _written(here)]
    for table in _TABLES:
        with suppress(OSError):
            for line in table.read_text().splitlines()[1:]:
                fields = line.split()
                if [fields[_LOCAL], fields[_REMOTE]] == wanted:
                    return int(fields[_ACCOUNT])
    return None


def _written(address: Address) -> str:
    """Return an address as the tables have it: words in the order of this machine."""
    packed = ip_address(address[0].partition("%")[0]).packed
    words = [packed[at : at + 4] for at in range(0, len(packed), 4)]
    numbers = [f"{int.from_bytes(word, sys.byteorder):08X}" for word in words]
    return f"{''.join(numbers)}:{address[1]:04X}"
