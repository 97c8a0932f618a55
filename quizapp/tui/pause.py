"""Pause: keys that come too soon after the screen has changed do nothing.

Nobody reads a question or a verdict in a third of a second. A key that moves on by
then was pressed twice, or is held down, and was meant for what was there before.
"""

PAUSE_SECONDS = 0.3
"""How long a new question or verdict ignores the keys that would move on."""
REPEAT_SECONDS = 0.1
"""Keys that are held down come faster than this, and no two presses do."""


class Pause:
    """Decides which keys are ignored; times are seconds of any one clock."""

    def __init__(self, seconds: float = PAUSE_SECONDS) -> None:
        self._seconds = seconds
        self._began = 0.0
        self._key, self._pressed = "", 0.0
        self._moved = False
        """True if the last key has changed the screen."""

    def begin(self, at: float, *, is_read: bool = True) -> None:
        """Start the pause: the screen has changed, to something that is read first."""
        self._moved = True
        if is_read:
            self._began = at

    def is_on(self, at: float) -> bool:
        """Return whether the screen has changed only just now."""
        return at - self._began < self._seconds

    def ignores(self, key: str, at: float, *, moves: bool) -> bool:
        """Return whether a key does nothing now; `moves` if it would move on.

        A key that has changed the screen does nothing more until it was not pressed
        for as long as the pause, however long it is held down.
        """
        gap = at - self._pressed if key == self._key else self._seconds
        self._key, self._pressed = key, at
        if self._moved and gap < self._seconds:
            return True
        self._moved = False
        is_held = gap < min(REPEAT_SECONDS, self._seconds)
        return moves and (is_held or self.is_on(at))
