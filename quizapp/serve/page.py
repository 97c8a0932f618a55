"""The page: its HTML and its files, and the headers that let nothing else in.

Every file that a browser may have is in one table: no path of a request ever becomes
a path on the disk.
"""

from functools import cache
from importlib.resources import files
from string import Template

from msgspec import Struct


class Asset(Struct, frozen=True):
    """A file for the browser."""

    package: str
    path: str
    mime: str

    def read(self) -> bytes:
        """Return its bytes."""
        return _read(self.package, self.path)


_OURS, _THEIRS = "quizapp.serve", "textual_serve"
ASSETS = {
    "page.js": Asset(_OURS, "static/page.js", "text/javascript"),
    "page.css": Asset(_OURS, "static/page.css", "text/css"),
    "icon.svg": Asset(_OURS, "static/icon.svg", "image/svg+xml"),
    "terminal.js": Asset(_THEIRS, "static/js/textual.js", "text/javascript"),
    "terminal.css": Asset(_THEIRS, "static/css/xterm.css", "text/css"),
    "font.ttf": Asset(
        _THEIRS, "static/fonts/RobotoMono-VariableFont_wght.ttf", "font/ttf"
    ),
    "italic.ttf": Asset(
        _THEIRS, "static/fonts/RobotoMono-Italic-VariableFont_wght.ttf", "font/ttf"
    ),
}
"""By their names in an address."""


def page(nonce: str, ping_seconds: float) -> bytes:
    """Return the page that shows a window."""
    text = Template(_read(_OURS, "static/page.html").decode())
    return text.substitute(nonce=nonce, ping=f"{ping_seconds:g}").encode()


def entry_page(nonce: str, message: str, form_at: str | None) -> bytes:
    """Return the page for a browser that is not known; with an address, it asks."""
    form = _FORM.substitute(at=form_at) if form_at else ""
    text = Template(_read(_OURS, "static/entry.html").decode())
    return text.substitute(nonce=nonce, message=message, form=form).encode()


LEADING = b'<!DOCTYPE html><meta http-equiv="refresh" content="0; url=./">'
"""A page that goes on to the room."""
_FORM = Template("""\
<form method="post" action="$at">
<label>Passphrase <input name="passphrase" type="password" autofocus required
 autocomplete="current-password"></label>
<button>Enter</button>
</form>""")


def headers(nonce: str) -> dict[str, str]:
    """Return the headers of every response.

    The terminal adds style sheets of its own; with the nonce of the page they count
    as ours.
    """
    policy = (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self';"
        f" font-src 'self'; style-src 'self' 'nonce-{nonce}';"
        " form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "clipboard-write=(self), camera=(), microphone=()",
        "Cache-Control": "no-store",
    }


@cache
def _read(package: str, path: str) -> bytes:
    return files(package).joinpath(path).read_bytes()
