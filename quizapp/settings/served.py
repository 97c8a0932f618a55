"""Served: what `quizapp serve` reads from the environment, and gives to its screens."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

SERVED = "QUIZAPP_SERVED"
"""Set for screens in a browser, to the browser's color scheme: dark or light."""
ZYGOTE_FD = "QUIZAPP_ZYGOTE_FD"
"""Set for screens whose zygote was started for them: the descriptor of its socket."""
_SECRETS = {
    "passphrase": "QUIZAPP_SERVE_PASSPHRASE",
    "origin": "QUIZAPP_SERVE_ORIGIN",
    "proxy_secret": "QUIZAPP_SERVE_PROXY_SECRET",
}


class ServeSecrets(Struct, frozen=True):
    """What only the server may know; None if it is not set."""

    passphrase: str | None = None
    """Lets other machines of the network in."""
    origin: str | None = None
    """The address of a reverse proxy, such as https://quiz.example.org."""
    proxy_secret: str | None = None
    """What the proxy sends with each request of a user that it has authenticated."""


def serve_secrets(environ: Mapping[str, str]) -> ServeSecrets:
    """Return what the server needs of an environment."""
    return ServeSecrets(
        **{name: environ.get(word) or None for name, word in _SECRETS.items()}
    )


def served_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return an environment for screens in a browser: without the secrets."""
    apart = {*_SECRETS.values(), SERVED, ZYGOTE_FD}
    return {name: environ[name] for name in environ.keys() - apart}


def color_scheme(environ: Mapping[str, str]) -> str:
    """Return the color scheme of the browser, "" in a terminal."""
    scheme = environ.get(SERVED, "")
    return scheme and ("light" if scheme == "light" else "dark")


def with_browser(
    settings: Mapping[str, Any], environ: Mapping[str, str]
) -> Mapping[str, Any]:
    """Return settings in which the browser's color scheme is the theme, by default."""
    scheme = color_scheme(environ)
    if not scheme or "theme" in settings:
        return settings
    return {**settings, "theme": scheme, "follows_browser": True}


def lent_zygote(environ: Mapping[str, str]) -> int | None:
    """Return the descriptor of a zygote's socket, if there is one for this app."""
    text = environ.get(ZYGOTE_FD, "")
    return int(text) if text.isascii() and text.isdigit() else None
