"""ServeLimits: every number of the server, in one place; tests use smaller ones."""

from msgspec import Struct


class ServeLimits(Struct, frozen=True):
    """What the server allows."""

    windows: int = 8
    """Running at once; each is a process."""
    lost_seconds: float = 300.0
    """How long a window waits for its page after the connection is lost."""
    unused_seconds: float = 10.0
    """How long a window waits for the page that was asked for, before it shows it."""
    closed_seconds: float = 8.0
    """How long it waits after its tab was closed, which looks like loading it again."""
    idle_seconds: float = 4 * 3600.0
    """How long it runs without a key, a tap or a move of the mouse."""
    quit_seconds: float = 5.0
    """How long an app may take to quit before it is killed."""
    warm_seconds: float = 20.0
    """How long the process that forks windows may take to load and to fork."""
    warm_again_seconds: float = 10.0
    """Between two starts of it."""
    ping_seconds: float = 20.0
    """Between two signs of life; proxies close what is silent for 60 seconds."""
    stuck_seconds: float = 20.0
    """How long a page may take to read what it was sent."""
    message_bytes: int = 256 * 1024
    """Of a message from a page, such as a paste."""
    packet_bytes: int = 16 * 2**20
    """Of what an app paints at once."""
    connections: int = 100
    """Open at once, of all kinds."""
    request_seconds: float = 10.0
    """From the connection to the end of the request; a window has no limit then."""
    file_seconds: float = 120.0
    """For a file of the page, on a slow network, once its browser was let in."""
    body_bytes: int = 1024
    """Of a request."""
    attempts: int = 5
    """At the passphrase, by anybody, in `attempts_seconds`; then nobody may try."""
    attempts_seconds: float = 60.0
    cookies: int = 32
    """Browsers let in; then the first of them has to come in again."""
