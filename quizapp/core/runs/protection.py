"""Protection: what keeps a snippet from harming the user's machine, and how well."""

from enum import Enum

from msgspec import Struct


class ProtectionLevel(Enum):
    """The levels of protection, strongest first."""

    STRONG = "strong"
    NO_READ_SHIELD = "no-read-shield"
    SEATBELT = "seatbelt"
    LIMITS_ONLY = "limits only"

    @property
    def text(self) -> str:
        """The meaning, in plain words."""
        return _TEXTS[self]


_TEXTS = {
    ProtectionLevel.STRONG: (
        "Snippets cannot use the network, start programs, change files, or read"
        " your files outside Python's own folders. Kernel bugs excepted."
    ),
    ProtectionLevel.NO_READ_SHIELD: (
        "Snippets cannot use the network, start programs or change files, but can"
        " read your files, look into your other programs, and show it all here."
    ),
    ProtectionLevel.SEATBELT: (
        "Apple's sandbox is active: no network, no programs, no changed files."
        " Memory limits are approximate."
    ),
    ProtectionLevel.LIMITS_ONLY: (
        "Time and memory limits only. A snippet can do anything you can. Run only"
        " decks you have read."
    ),
}


class Protection(Struct, frozen=True):
    """The protection of the user's machine from a snippet."""

    level: ProtectionLevel
    allowed: tuple[str, ...] = ()
    """Forbidden acts that were tried and were not refused."""

    @property
    def sentence(self) -> str:
        """The level and its meaning."""
        return f"{self.level.value}: {self.level.text}"
