"""Serving: the server of `quizapp serve`, and how it starts the app for each window."""

import asyncio
import os
import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from quizapp.errors import QuizError, UsageError
from quizapp.settings.config import Flags, environment
from quizapp.settings.served import (
    SERVED,
    ZYGOTE_FD,
    ServeSecrets,
    serve_secrets,
    served_environment,
)
from quizapp.wiring.assembly import Assembly, is_root, randbits

if TYPE_CHECKING:  # the extra `serve` may be missing
    from quizapp.runner.app.shared_zygote import SharedZygote
    from quizapp.serve.limits import ServeLimits
    from quizapp.serve.process import Launcher, Start

USUAL_PORT = 8765
SHORTEST_PASSPHRASE = 12
"""In characters."""
Telling = Callable[[str], None]
_BOOT = """\
import sys
sys.path.insert(0, sys.argv.pop(1))
from quizapp.__main__ import run
run()
"""
"""Starts this very quizapp, whatever is in the working directory."""
_BOOT_FORKS = """\
import sys
sys.path.insert(0, sys.argv.pop(1))
from quizapp.cli import main
from quizapp.wiring.forking import fork_windows
sys.exit(fork_windows(main))
"""
"""The same for the process that forks windows."""
_DRIVER = "quizapp.tui.served_driver:ServedDriver"
_NOWHERE = ("192.0.2.1", 9)
"""An address for documentation: nothing is sent there."""


class Serving(Struct, frozen=True):
    """What the command line asks for."""

    port: int | None
    """None for the usual one, or any other if that is taken."""
    lan: bool
    passphrase: str | None


def ensure_extra() -> None:
    """Raise QuizError if what the server needs is not installed."""
    if not all(find_spec(name) for name in ("aiohttp", "textual_serve")):
        raise QuizError(
            "the packages that show the screens in a browser are not installed",
            "pip install 'quizapp[serve]'",
        )


def secrets() -> ServeSecrets:
    """Return what the environment says about passphrase and proxy."""
    return serve_secrets(environment())


def serve_screens(
    assembly: Assembly, serving: Serving, say: Telling, ready: Telling, another: Telling
) -> None:
    """Serve until the user stops it.

    `ready` gets the first address, `another` those that are asked for with Enter.
    """
    from quizapp.serve.guard import ONCE, Guard, Policy, as_origin
    from quizapp.serve.limits import ServeLimits
    from quizapp.serve.server import Server
    from quizapp.serve.windows import Windows

    _ = assembly.config  # what is wrong in it is said here, not in each window
    known = secrets()
    origin = as_origin(known.origin) if known.origin else None
    if known.origin and origin is None:
        message = f"QUIZAPP_SERVE_ORIGIN is {known.origin!r}"
        raise UsageError(message, "write it as https://quiz.example.org")
    with ExitStack() as stack:
        sockets = _bound(serving, stack)
        port = sockets[0].getsockname()[1]
        names = _own_names() if serving.lan else frozenset()
        policy = Policy(
            port, serving.lan, names, serving.passphrase, origin, known.proxy_secret
        )
        limits = ServeLimits()
        guard = Guard(policy, limits, randbits)
        shared = _shared_zygote(assembly, stack)
        ways = _starter(assembly.flags, shared), _launcher(limits)
        windows = Windows(*ways, limits, randbits, say, _closing(shared))
        server = Server(guard, windows, limits, randbits, say)

        def address() -> str:
            way = f"/{guard.room}/?{ONCE}={guard.new_token()}"
            return f"http://127.0.0.1:{port}{way}"

        asyncio.run(server.run(sockets, _announcing(address, ready, another)))


def behind_proxy(address: str) -> str | None:
    """Return an address as it is behind the proxy; None without one."""
    origin = secrets().origin
    if origin is None:
        return None
    return origin.rstrip("/") + address[address.index("/", len("http://")) :]


def lan_addresses(port: int) -> tuple[str, ...]:
    """Return the addresses under which other machines reach this one, best effort."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        way.connect(_NOWHERE)
        return (f"http://{way.getsockname()[0]}:{port}/",)
    return ()


def _announcing(
    address: Callable[[], str], ready: Telling, another: Telling
) -> Callable[[], None]:
    """Return what announces an address, and a new one whenever Enter is pressed."""

    def again() -> None:
        if os.read(sys.stdin.fileno(), 1024):
            another(address())
        else:
            asyncio.get_running_loop().remove_reader(sys.stdin.fileno())

    def announce() -> None:
        ready(address())
        if sys.stdin.isatty():
            asyncio.get_running_loop().add_reader(sys.stdin.fileno(), again)

    return announce


def _bound(serving: Serving, stack: ExitStack) -> list[socket.socket]:
    """Return sockets for IPv4, and for IPv6 where that works."""
    port = serving.port
    host = "0.0.0.0" if serving.lan else "127.0.0.1"  # noqa: S104  # asked for
    first = None
    for wanted in (USUAL_PORT, 0) if port is None else (port,):
        with suppress(OSError):
            first = _socket(socket.AF_INET, host, wanted)
            break
    if first is None:
        raise QuizError(f"port {port} cannot be used", "choose another with --port")
    sockets = [stack.enter_context(first)]
    with suppress(OSError):
        other = _socket(socket.AF_INET6, "::1", first.getsockname()[1])
        sockets.append(stack.enter_context(other))
    return sockets


def _socket(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    return bound


def _own_names() -> frozenset[str]:
    name = socket.gethostname().lower().removesuffix(".local")
    return frozenset({name, f"{name}.local"})


def _closing(shared: "SharedZygote | None") -> Callable[[], None]:
    """Return what to do when the last window was closed."""
    return (lambda: None) if shared is None else shared.close


def _shared_zygote(assembly: Assembly, stack: ExitStack) -> "SharedZygote | None":
    """Return what runs the snippets of all windows, if they may run here."""
    if is_root() and not assembly.config.allow_root:
        return None
    from quizapp.runner import shared_zygote_for

    shared = shared_zygote_for(sys.platform, environment())
    if shared is not None:
        stack.callback(shared.close)
    return shared


def _lent(shared: "SharedZygote | None") -> tuple[int, ...]:
    """Return the socket to a zygote of a new app; none if it has to start its own.

    The other end is handed on when the app wants to run something.
    """
    if shared is None:
        return ()
    from quizapp.runner.app.shared_zygote import lent_sockets

    ours, theirs = lent_sockets()
    loop = asyncio.get_running_loop()

    def adopt() -> None:
        loop.remove_reader(theirs.fileno())
        shared.adopt(theirs)

    loop.add_reader(theirs.fileno(), adopt)
    return (ours.detach(),)


def _starter(flags: Flags, shared: "SharedZygote | None") -> "Callable[[str], Start]":
    """Return what says how to start the app for a page of a color scheme."""
    from quizapp.serve.process import Start

    words = ["home"]
    if flags.home is not None:
        words += ["--home", str(flags.home)]
    for path in flags.decks:
        words += ["--decks", str(path)]
    if flags.allow_root:
        words += ["--allow-root"]

    def start(scheme: str) -> Start:
        variables = {**_window_environment(), SERVED: scheme}
        lent = _lent(shared)
        if lent:
            variables[ZYGOTE_FD] = str(lent[0])
        return Start(_python(_BOOT), words, variables, lent)

    return start


def _launcher(limits: "ServeLimits") -> "Launcher":
    """Return what starts the apps: by forks where there is what that needs."""
    from quizapp.serve.process import ColdLauncher
    from quizapp.serve.warm import WarmLauncher

    if sys.platform == "linux" and hasattr(os, "pidfd_open"):
        return WarmLauncher(_python(_BOOT_FORKS), _window_environment(), limits)
    return ColdLauncher()


def _python(boot: str) -> list[str]:
    return [sys.executable, "-P", "-c", boot, str(Path(__file__).parents[2])]


def _window_environment() -> dict[str, str]:
    """Return what all windows have in their environment."""
    return {
        **served_environment(environment()),
        "TEXTUAL_DRIVER": _DRIVER,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
    }
