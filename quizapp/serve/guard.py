"""The guard: which requests are answered, and how a browser comes in.

A page of any other site may send requests here: the browser is on this machine. So
a request must name a host that is ours (another name may have been pointed at this
machine), and what changes anything must come from our own page. A browser comes in
once, with the token of the printed address or with the passphrase, and is known by a
cookie from then on. Secrets are kept as hashes and compared in constant time.
"""

import hashlib
import hmac
from collections import deque
from collections.abc import Callable
from enum import Enum

from msgspec import Struct

from quizapp.flow.ports import Bits
from quizapp.serve.limits import ServeLimits

PROXY_HEADER = "X-Quizapp-Proxy"
"""The header in which a reverse proxy sends its secret."""
ONCE = "once"
"""The name of the token in an address; Jupyter takes `token` for its own."""
_SCRYPT = {"n": 2**14, "r": 8, "p": 1}
"""About 50 ms for each attempt."""


class Policy(Struct, frozen=True):
    """Whom the guard lets in."""

    port: int
    lan: bool = False
    names: frozenset[str] = frozenset()
    """Names of this machine in its network; addresses are known by the connection."""
    passphrase: str | None = None
    origin: str | None = None
    """The address of a reverse proxy, as a browser writes an origin."""
    proxy_secret: str | None = None


class Entry(Enum):
    """The result of an attempt with a passphrase."""

    WELCOME = "welcome"
    WRONG = "wrong"
    LATER = "later"
    """Too many of late: this one was not looked at."""


class Guard:
    """Decides about requests; knows nothing of HTTP but its headers."""

    def __init__(self, policy: Policy, limits: ServeLimits, bits: Bits) -> None:
        self._policy = policy
        self._limits = limits
        self._bits = bits
        self.room = _name(bits)
        """A part of every address: cookies for it are sent to no other port."""
        self._token: bytes | None = None
        self._cookies: deque[bytes] = deque(maxlen=limits.cookies)
        self._salt = bits(128).to_bytes(16)
        asks = policy.lan and policy.passphrase
        self._passphrase = self._stretched(asks) if asks else None
        self._attempts: deque[float] = deque(maxlen=limits.attempts)

    @property
    def asks_passphrase(self) -> bool:
        """Whether a passphrase lets a browser in."""
        return self._passphrase is not None

    @property
    def is_behind_proxy(self) -> bool:
        """Whether a reverse proxy leads here."""
        return self._policy.origin is not None

    def new_token(self) -> str:
        """Return a token that lets one browser in, once; the one before is void."""
        token = _name(self._bits)
        self._token = _digest(token)
        return token

    def admits_host(self, host: str, local_address: str) -> bool:
        """Return whether a Host header names this server as its user would."""
        if self._policy.origin and host == self._policy.origin.partition("://")[2]:
            return True
        name, _, port = host.rpartition(":")
        if port != str(self._policy.port):
            return False
        if name in ("127.0.0.1", "localhost", "[::1]"):
            return True
        return self._policy.lan and (
            name.lower() in self._policy.names
            or name in (local_address, f"[{local_address}]")
        )

    def admits_origin(self, origin: str | None, host: str) -> bool:
        """Return whether a request comes from our own page; it must say so."""
        if origin is None:
            return False
        return origin in (f"http://{host}", self._policy.origin)

    def redeem(self, token: str) -> str | None:
        """Take the token, and return a new cookie; None for any other or used one."""
        if self._token is None or not _same(self._token, _digest(token)):
            return None
        self._token = None
        return self.new_cookie()

    def new_cookie(self) -> str:
        """Return the cookie of a browser that may come in."""
        cookie = _name(self._bits)
        self._cookies.append(_digest(cookie))
        return cookie

    def knows(self, cookie: str | None, proxy_secret: str | None) -> bool:
        """Return whether a browser was let in before, or its proxy vouches for it."""
        secret = self._policy.proxy_secret
        if secret is not None and proxy_secret is not None:
            return _same(_digest(secret), _digest(proxy_secret))
        digest = _digest(cookie or "")
        found = [
            _same(known, digest) for known in self._cookies
        ]  # all, whichever it is
        return any(found)

    def try_passphrase(self, passphrase: str, now: float) -> Entry:
        """Compare a passphrase, unless there were too many attempts of late.

        It takes time on purpose: call it in a thread.
        """
        if self._passphrase is None or self._is_tired(now):
            return Entry.LATER
        self._attempts.append(now)  # before the comparison: attempts may run at once
        right = _same(self._passphrase, self._stretched(passphrase))
        return Entry.WELCOME if right else Entry.WRONG

    def _is_tired(self, now: float) -> bool:
        since = now - self._limits.attempts_seconds
        full = len(self._attempts) == self._limits.attempts
        return full and self._attempts[0] > since

    def _stretched(self, passphrase: str) -> bytes:
        return hashlib.scrypt(
            passphrase.encode(errors="replace"), salt=self._salt, **_SCRYPT
        )


def as_origin(address: str) -> str | None:
    """Return the origin of an address as a browser writes it; None if it has none.

    The address may have a path, below which a proxy leads here.
    """
    scheme, separator, rest = address.partition("://")
    host, _, path = rest.partition("/")
    scheme, host = scheme.lower(), host.lower()
    if not separator or scheme not in ("http", "https"):
        return None
    valid = host and not set(host + path) & set("?#@ \\") and address.isascii()
    return f"{scheme}://{host}" if valid and address.isprintable() else None


def _name(bits: Callable[[int], int]) -> str:
    return f"{bits(192):048x}"


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode(errors="replace")).digest()


def _same(one: bytes, other: bytes) -> bool:
    return hmac.compare_digest(one, other)
