"""Shuffle: an order drawn by a seed alone, the same on every machine."""

from hashlib import blake2b


def shuffled(count: int, seed: int, attempt: int = 0) -> tuple[int, ...]:
    """Return the numbers from 1 to `count` in an order drawn by the seed.

    Another attempt is another order, for those who cannot use the first.
    """
    salt = f"{seed}" if attempt == 0 else f"{seed}/{attempt}"
    numbers = range(1, count + 1)
    return tuple(sorted(numbers, key=lambda number: _ticket(salt, number)))


def _ticket(salt: str, number: int) -> bytes:
    """Draw a number's place in the order."""
    return blake2b(f"{salt}:{number}".encode(), digest_size=8).digest()
