"""Fork request: what the server and the process that forks windows say to each other.

One packet each way on a SOCK_SEQPACKET socket, one window after another. With the
request come the window's standard input and output, and what else it inherits; with
the reply comes a descriptor that is readable once the window has ended.
"""

from msgspec import Struct

LARGEST_PACKET = 64 * 1024
MOST_DESCRIPTORS = 8


class ForkRequest(Struct, frozen=True):
    """A window that is wanted."""

    words: tuple[str, ...]
    """Its command line."""
    variables: dict[str, str]
    """Those of its environment that differ from those of the process that forks."""
    places: tuple[int, ...]
    """The number that each descriptor of the packet has in the window."""


class ForkReply(Struct, frozen=True):
    """A window that runs."""

    pid: int
