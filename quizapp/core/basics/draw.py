"""Draws: numbers that look random but follow from a name alone.

The same name gives the same number on every machine and in every release: the
review log and the fuzz of intervals depend on these bits. A caller puts all that
may change the draw into the name, for example `seed/deck/card#review`.
"""

from hashlib import blake2b


def bits(name: str, size: int = 8) -> int:
    """Return the number that a name draws, of `size` bytes: from 0 to 256**size - 1."""
    return int.from_bytes(blake2b(name.encode(), digest_size=size).digest())


def unit(name: str) -> float:
    """Return a number from 0 to below 1; 56 bits, since a float holds 53."""
    return bits(name, 7) / 2**56


def signed(name: str) -> float:
    """Return a number from -1 to 1."""
    return bits(name) / 2**64 * 2 - 1
