"""Display: on what the screens are shown, a terminal or a page in a browser."""

from quizapp.settings.config import environment
from quizapp.settings.served import color_scheme


def terminal_type() -> str:
    """Return the name of the user's terminal, as `TERM` has it."""
    return environment().get("TERM", "")


def is_served() -> bool:
    """Return whether the screens are shown in a browser."""
    return bool(color_scheme(environment()))
