"""`quizapp serve`: the screens in a browser, on this machine or in its network."""

import sys
from functools import partial
from urllib.parse import urlsplit

from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode, UsageError
from quizapp.grammar.options import ServeOptions
from quizapp.wiring import serving
from quizapp.wiring.assembly import assembled

LAN = """\
--lan lets every machine of this network try the passphrase. There is no TLS: anyone
who can read the network's traffic, as in a café, can read the passphrase and what you
type, and then run code as you. Use it at home, or add TLS with a reverse proxy, without
--lan:
  export QUIZAPP_SERVE_ORIGIN=https://quiz.example.org    # for quizapp serve
  caddy reverse-proxy --from quiz.example.org --to 127.0.0.1:{port}
"""


def run(options: ServeOptions) -> ExitCode:
    """Serve until Ctrl-C."""
    serving.ensure_extra()
    passphrase = _passphrase() if options.lan else None
    with assembled(options.flags) as assembly:
        serving.serve_screens(
            assembly,
            serving.Serving(options.port, options.lan, passphrase),
            _say,
            partial(_announce, options),
            _print_address,
        )
    print("Stopped. Every grade is saved.")
    return ExitCode.FINE


def _announce(options: ServeOptions, address: str) -> None:
    """Print where the screens are."""
    port = urlsplit(address).port or 0
    if options.lan:
        print(LAN.format(port=port))
        for where in serving.lan_addresses(port):
            print(f"On other machines, with the passphrase: {where}")
    _print_address(address)
    if sys.stdin.isatty():
        print("Press Enter for another address, Ctrl-C to stop.", flush=True)
    if options.open:
        import webbrowser

        webbrowser.open(address)


def _print_address(address: str) -> None:
    print(f"In a browser on this machine, once: {address}", flush=True)
    if there := serving.behind_proxy(address):
        print(f"Or behind the proxy, once: {there}", flush=True)


def _passphrase() -> str:
    """Return the passphrase of the environment, or ask for it. Raises UsageError."""
    passphrase = serving.secrets().passphrase
    if passphrase is None and sys.stdin.isatty():
        from getpass import getpass

        passphrase = getpass("Passphrase for other machines: ")
    if passphrase is None:
        raise UsageError("--lan needs a passphrase", "set QUIZAPP_SERVE_PASSPHRASE")
    shortest = serving.SHORTEST_PASSPHRASE
    if len(passphrase) < shortest:
        message = f"the passphrase needs at least {shortest} characters"
        raise UsageError(message, "three or four words are good")
    return passphrase


def _say(line: str) -> None:
    print(sanitize_line(line), file=sys.stderr, flush=True)
