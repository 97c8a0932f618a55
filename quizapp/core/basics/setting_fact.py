"""SettingFact: that a setting got a value, on some machine at some time."""

from msgspec import Struct


class SettingFact(Struct, frozen=True):
    """One change of a setting that all machines of a learner share."""

    id: str
    device: str
    at: int
    """In microseconds since 1970."""
    key: str
    value: object
    """As JSON; None for the default."""

    @property
    def order(self) -> tuple[int, str]:
        """A sort key by time that is the same on every machine."""
        return self.at, self.id
